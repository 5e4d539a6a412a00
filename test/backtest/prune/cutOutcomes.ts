import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { placeOf } from '../../../src/domain/accounting/itemId';
import { pruneRecord } from '../../../src/domain/pruning/pruneRecord';
import { RemovedStrings } from '../../../src/domain/pruning/removedStrings';
import { fitOf } from '../../../src/domain/pruning/fittedTokens';
import { evidenceTerms } from '../../../src/domain/pruning/leastRegret';
import type { PruneEvidence } from '../../../src/domain/pruning/pruneEvidence';
import {
  UNTOUCHED_ROUNDS,
  type PruneChoice,
  type PlannedItem,
} from '../../../src/domain/pruning/prunePlan';
import { planOf } from '../../../src/operations/rewriting/planOf';
import { readPruneSource } from '../../../src/operations/rewriting/readPruneSource';
import type { RewriteTools } from '../../../src/operations/rewriting/rewriteSession';
import type { EvidenceSample } from './evidenceWeights';
import { laterNeeds, type IsBoilerplate, type LaterNeed } from './laterNeeds';
import {
  enough,
  oracleOrder,
  randomOrder,
  SIMPLE_ORDERS,
  type Prunable,
  type PruneOrder,
} from './pruneOrders';
import { missedBy, outcomeOf, type PruneOutcome, type Taken } from './pruneOutcome';
import { textOfPlace, type RawRecord } from './recordedSession';
import type { SessionCut } from './sessionCuts';

/** Of the context. */
export const TARGETS = [0.9, 0.8, 0.7, 0.6] as const;
const SMALLEST_TOKENS = 30_000;
const LARGE_RESULT_TOKENS = 1000;
const RECIPES: Readonly<Record<string, PruneChoice>> = {
  'recipe: outdated': { kind: 'recipe', recipe: 'superseded' },
  'recipe: duplicates': { kind: 'recipe', recipe: 'duplicates' },
  'recipe: images': { kind: 'recipe', recipe: 'images', keepNewest: 3 },
  'recipe: old results': {
    kind: 'recipe',
    recipe: 'oldResults',
    olderThanRounds: UNTOUCHED_ROUNDS,
    turnsAgo: 0,
    largerThanTokens: LARGE_RESULT_TOKENS,
  },
};

/** What one way to prune did at one cut, to one size. */
export interface CutOutcome {
  readonly strategy: string;
  readonly target: (typeof TARGETS)[number];
  readonly contextTokens: number;
  /** It freed what was to be freed. */
  readonly reached: boolean;
  readonly outcome: PruneOutcome;
}

/** A session at a cut: what could go, what the product would take, what was needed after it. */
interface OpenedCut {
  readonly contextTokens: number;
  /** By how much of an estimate the context becomes smaller. */
  readonly fit: number;
  readonly needs: readonly LaterNeed[];
  /** Those that would be missed if all went that may. */
  readonly atRisk: readonly LaterNeed[];
  /** All that a target may take, in file order. */
  readonly prunable: readonly (Prunable & TakenItem)[];
  /** Finished thinking as well, where its words are known, with how much of it was needed. */
  readonly samples: readonly EvidenceSample[];
  readonly plan: (choice: PruneChoice) => Promise<CutPlan>;
}

interface CutPlan {
  readonly reached: boolean;
  readonly taken: readonly TakenItem[];
}

interface TakenItem extends Taken {
  readonly evidence: PruneEvidence;
}

export interface CutTools {
  /** Of this cut's random order. */
  readonly seed: number;
  readonly isBoilerplate: IsBoilerplate;
  /** For the file that is planned on; it is empty afterwards. */
  readonly directory: { readonly path: string };
  readonly tools: RewriteTools;
}

/** What was found at one cut. */
interface FoundAtCut {
  readonly outcomes: readonly CutOutcome[];
  readonly samples: readonly EvidenceSample[];
}

/** Tries every strategy at a cut; none where its context is too small to need a prune. */
export async function cutOutcomes(
  cut: SessionCut,
  { seed, isBoilerplate, directory, tools }: CutTools,
): Promise<FoundAtCut> {
  const path = join(directory.path, '00000000-0000-4000-8000-000000000000.jsonl');
  writeFileSync(path, cut.content);
  try {
    const opened = await openCut(path, cut, isBoilerplate, tools);
    return opened === null
      ? { outcomes: [], samples: [] }
      : { outcomes: await tryAll(opened, seed), samples: opened.samples };
  } finally {
    rmSync(path, { force: true });
  }
}

async function openCut(
  path: string,
  cut: SessionCut,
  isBoilerplate: IsBoilerplate,
  tools: RewriteTools,
): Promise<OpenedCut | null> {
  const session = await readPruneSource(path, tools);
  if ('kind' in session) return null;
  const { items, usage } = session.source;
  const contextTokens = Math.round(usage.tokens ?? 0);
  if (contextTokens < SMALLEST_TOKENS) return null;
  const leftOf = whatIsLeft(cut);
  const recordOf = new Map(cut.before.map((record) => [record?.uuid, record]));
  const wordsOf = (id: string): string => {
    const { uuid, block } = placeOf(id)!;
    return textOfPlace(recordOf.get(uuid ?? undefined) ?? undefined, block);
  };
  const plan = async (choice: PruneChoice): Promise<CutPlan> => {
    const { items: planned, reached } = await planOf(session, { path, choice }, tools);
    return { reached, taken: planned.map((each) => ({ ...each, left: leftOf(each) })) };
  };
  const { taken: everything } = await plan({ kind: 'target', tokens: 0, withThinking: true });
  const isThinking = ({ evidence }: TakenItem): boolean => evidence.source === 'thinking';
  const withoutThinking = everything.filter((each) => !isThinking(each));
  const byId = new Map(items.map((item) => [item.id, item]));
  const needs = laterNeeds(cut, items, isBoilerplate);
  return {
    contextTokens,
    fit: fitOf(items, contextTokens),
    needs,
    atRisk: missedBy(withoutThinking, needs),
    prunable: withoutThinking.map((each) => ({ ...each, item: byId.get(each.id)! })),
    samples: samplesOf(
      everything.filter((each) => !isThinking(each) || wordsOf(each.id) !== ''),
      missedBy(everything, needs),
    ),
    plan,
  };
}

function samplesOf(
  taken: readonly TakenItem[],
  atRisk: readonly LaterNeed[],
): readonly EvidenceSample[] {
  return taken.map(({ id, evidence, freedTokens }) => ({
    terms: evidenceTerms(evidence, freedTokens),
    needs: atRisk.filter(({ holders }) => holders.at(-1) === id).length,
  }));
}

/** Prunes the record that an item stands in, as the product does, and reads what is there then. */
function whatIsLeft({ before, content }: SessionCut): (item: PlannedItem) => string {
  const lines = content.split('\n');
  const lineOf = new Map(before.map((record, line) => [record?.uuid, line]));
  const known = new Map<string, string>();
  return ({ id, placeholder }) => {
    const key = JSON.stringify([id, placeholder]);
    const left = known.get(key) ?? leftIn(lines, lineOf, id, placeholder);
    known.set(key, left);
    return left;
  };
}

function leftIn(
  lines: readonly string[],
  lineOf: ReadonlyMap<string | undefined, number>,
  id: string,
  placeholder: string,
): string {
  const { uuid, block, part } = placeOf(id)!;
  const line = lines[lineOf.get(uuid ?? undefined) ?? -1];
  if (line === undefined) return placeholder;
  const { bytes } = pruneRecord(
    Buffer.from(line),
    [{ kind: 'content', id, block, part, placeholder, isNamed: false }],
    new RemovedStrings(),
  );
  return textOfPlace(JSON.parse(bytes.toString()) as RawRecord, block);
}

async function tryAll(opened: OpenedCut, seed: number): Promise<readonly CutOutcome[]> {
  const { contextTokens, fit, needs, atRisk, prunable, plan } = opened;
  const orders: Readonly<Record<string, PruneOrder>> = {
    ...SIMPLE_ORDERS,
    random: randomOrder(seed),
    oracle: oracleOrder(atRisk),
  };
  const recipes = new Map<string, readonly Taken[]>();
  for (const [name, choice] of Object.entries(RECIPES))
    recipes.set(name, (await plan(choice)).taken);
  const outcomes: CutOutcome[] = [];
  for (const target of TARGETS) {
    const tokens = Math.round(contextTokens * target);
    const toFree = (contextTokens - tokens) / fit;
    const add = (strategy: string, taken: readonly Taken[], reached: boolean): void => {
      const outcome = outcomeOf(taken, needs);
      outcomes.push({ strategy, target, contextTokens, reached, outcome });
    };
    const ours = await plan({ kind: 'target', tokens });
    add('ours', ours.taken, ours.reached);
    const further = await plan({ kind: 'target', tokens, withThinking: true });
    add('ours, with thinking', further.taken, further.reached);
    for (const [name, order] of Object.entries(orders)) {
      const taken = enough(order(prunable), toFree);
      add(name, taken, sumOf(taken) >= toFree);
    }
    for (const [name, items] of recipes) {
      const taken = enough(items, toFree);
      add(name, taken, sumOf(taken) >= toFree);
    }
  }
  return outcomes;
}

function sumOf(taken: readonly Taken[]): number {
  return taken.reduce((sum, { freedTokens }) => sum + freedTokens, 0);
}
