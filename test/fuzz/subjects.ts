import { resolve } from 'node:path';
import type { Inspection } from '../../src/domain/accounting/inspection';
import type { Snapshot } from '../../src/domain/accounting/snapshot';
import type { TokenCount } from '../../src/domain/accounting/tokenCount';
import type { CutPoint } from '../../src/domain/branching/cutPoints';
import type { PruneChoice } from '../../src/domain/pruning/prunePlan';
import { readClaudeControls } from '../../src/io/claudeSettings/readClaudeControls';
import { localFileSystem } from '../../src/io/sessionFile/sessionFileSystem';
import { silentLog } from '../../src/log';
import {
  branchSession,
  readCutPoints,
  type Branched,
  type NotBranched,
} from '../../src/operations/leaving/branchSession';
import { keepFromTurn } from '../../src/operations/leaving/keepFromTurn';
import {
  handoffSize,
  makeHandoff,
  type MadeHandoff,
} from '../../src/operations/leaving/writeHandoff';
import {
  readItems,
  readSnapshot,
  type ReadSnapshotOptions,
} from '../../src/operations/reading/readSnapshot';
import { previewPrunes, type PrunePreviews } from '../../src/operations/rewriting/previewPrunes';
import { pruneSession, type Pruned } from '../../src/operations/rewriting/pruneSession';
import { rescueLines, type Rescued } from '../../src/operations/rewriting/rescueLines';
import { restoreSession } from '../../src/operations/rewriting/restoreSession';
import type { Restored } from '../../src/operations/rewriting/restoreStep';
import {
  rewriteTools,
  type Refused,
  type RewriteTools,
} from '../../src/operations/rewriting/rewriteSession';

/** What was asked for, or why there is none of it. */
type OrProblem<Asked> = Asked | { readonly problem: string };

/** All that is done to a session file, as the worker and the command line do it. */
export interface Subjects {
  meter(path: string): Promise<OrProblem<Snapshot>>;
  items(path: string): Promise<OrProblem<Inspection>>;
  handoff(path: string, budgetTokens: number): Promise<OrProblem<MadeHandoff>>;
  cuts(path: string): Promise<OrProblem<readonly CutPoint[]>>;
  branch(path: string, cutId: string): Promise<Branched | NotBranched>;
  keepFrom(path: string, cutId: string): Promise<Branched | NotBranched>;
  previews(path: string): Promise<PrunePreviews | Refused>;
  prune(path: string, choice: PruneChoice, intoCopy: boolean): Promise<Pruned | Refused>;
  rescue(path: string): Promise<Rescued | Refused>;
  restore(path: string, backupId: string | null): Promise<Restored | Refused>;
  putBack(path: string, itemId: string): Promise<Restored | Refused>;
}

/** @param countTokens as the vocabulary counts, or something quicker. */
export function subjectsIn(configDirectory: string, countTokens: TokenCount): Subjects {
  const loadTokenCount = (): Promise<TokenCount> => Promise.resolve(countTokens);
  const reading: ReadSnapshotOptions = {
    log: silentLog,
    loadTokenCount,
    configDirectory,
    settingsFor: async (cwd) => ({
      limitTokens: 0,
      usageCreditsWall: 'auto',
      controls: await readClaudeControls({ configDirectory, projectFolder: cwd, env: {} }),
    }),
  };
  const tools: RewriteTools = rewriteTools({
    configDirectory,
    log: silentLog,
    loadTokenCount,
    assumeClosed: true,
  });
  return {
    meter: (path) => readSnapshot(path, reading),
    items: (path) => readItems(path, reading),
    handoff: (path, budgetTokens) => makeHandoff(path, { budgetTokens, countTokens }),
    cuts: (path) => readCutPoints(path),
    branch: (path, cutId) => branchSession(path, cutId, localFileSystem),
    keepFrom: (path, cutId) =>
      keepFromTurn(path, cutId, localFileSystem, {
        budgetTokens: 2000,
        countTokens: handoffSize(countTokens),
      }),
    previews: (path) =>
      previewPrunes(
        resolve(path),
        [
          { choice: { kind: 'target', tokens: 0 }, untouchedRounds: 0 },
          { choice: { kind: 'recipe', recipe: 'duplicates' }, untouchedRounds: 3 },
          { choice: { kind: 'recipe', recipe: 'superseded' }, untouchedRounds: 3 },
        ],
        tools,
      ),
    prune: (path, choice, intoCopy) =>
      pruneSession({ path, choice, intoCopy, untouchedRounds: 0 }, tools),
    rescue: (path) => rescueLines(path, tools),
    restore: (path, backupId) => restoreSession({ path, backupId }, tools),
    putBack: (path, itemId) => restoreSession({ path, backupId: null, itemId }, tools),
  };
}
