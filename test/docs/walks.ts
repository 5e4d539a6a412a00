/** A step of a walk through the sources, as CONTRIBUTING.md writes it. */
export interface WalkStep {
  /** Of the step before it that it neither imports nor is imported by: what joins them. */
  readonly joint: string | null;
  /** From the repository's root. */
  readonly path: string;
  readonly symbol: string;
}

export interface Walk {
  readonly title: string;
  readonly steps: readonly WalkStep[];
}

const STEP = /^\d+\. (?:\([a-z]+ `([^`]+)`\) )?`([^`]+)` → `([^`]+)` \S/;

/**
 * The walks of a document: the numbered lists below the headings of its section "Four walks".
 *
 * @throws Error for a step that is not written as one.
 */
export function walksOf(document: string): readonly Walk[] {
  const section = /^## Four walks\n([\s\S]*?)(?=^## |(?![\s\S]))/m.exec(document)?.[1] ?? '';
  return section
    .split(/^### /m)
    .slice(1)
    .map((part) => {
      const [title = '', ...lines] = part.split('\n');
      return { title, steps: lines.filter((line) => /^\s*\d+\./.test(line)).map(stepOf) };
    });
}

function stepOf(line: string): WalkStep {
  const [, joint, path, symbol] = STEP.exec(line) ?? [];
  if (path === undefined || symbol === undefined) throw new Error(`This is no step: ${line}`);
  return { joint: joint ?? null, path, symbol };
}
