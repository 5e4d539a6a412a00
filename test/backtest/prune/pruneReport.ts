import type { RecordedFile } from '../../fixtures/recordedFiles';
import { TARGETS } from './cutOutcomes';
import type { JudgedCut } from './regret';
import { regretTable } from './regretTable';

/** Where it is looked closer at. */
const USUAL_TARGET = 0.7;
/** Contexts, in tokens. */
const SIZES = [
  ['up to 60K', 0, 60_000],
  ['60K to 120K', 60_000, 120_000],
  ['above 120K', 120_000, Infinity],
] as const;

/** Tables of every corpus, of all together, by size and by repository. */
export function pruneReport(
  corpora: readonly { readonly name: string; readonly files: readonly RecordedFile[] }[],
  judged: readonly JudgedCut[],
): string {
  const usual = judged.filter(({ target }) => target === USUAL_TARGET);
  const repositories = [...new Set(usual.map(({ repository }) => repository))].sort();
  return [
    ...corpora.flatMap(({ name, files }) => {
      const paths = new Set(files.map(({ path }) => path));
      return byTarget(
        name,
        judged.filter(({ path }) => paths.has(path)),
      );
    }),
    ...(corpora.length > 1 ? byTarget('All', judged) : []),
    ...SIZES.map(([size, from, to]) =>
      titled(
        `Contexts ${size}, to ${percent(USUAL_TARGET)}`,
        usual.filter(({ contextTokens }) => contextTokens >= from && contextTokens < to),
      ),
    ),
    ...repositories.map((name) =>
      titled(
        `${name}, to ${percent(USUAL_TARGET)}`,
        usual.filter(({ repository }) => repository === name),
      ),
    ),
  ].join('\n\n');
}

function byTarget(name: string, judged: readonly JudgedCut[]): readonly string[] {
  return TARGETS.map((target) =>
    titled(
      `${name}, to ${percent(target)}`,
      judged.filter((cut) => cut.target === target),
    ),
  );
}

function titled(title: string, cuts: readonly JudgedCut[]): string {
  const moments = new Set(cuts.map(({ path, share }) => `${path} ${String(share)}`)).size;
  const sessions = new Set(cuts.map(({ path }) => path)).size;
  const counted = `${String(moments)} cuts of ${String(sessions)} sessions`;
  return `${title} of the context: ${counted}\n\n${regretTable(cuts)}`;
}

function percent(share: number): string {
  return `${String(Math.round(share * 100))} %`;
}
