import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { homedir } from 'node:os';
import { loadTokenCount } from '../../src/domain/accounting/loadTokenCount';
import type { Snapshot } from '../../src/domain/accounting/snapshot';
import { NO_CONTROLS } from '../../src/io/claudeSettings/claudeControls';
import { silentLog } from '../../src/log';
import { gatherBlockFacts } from '../../src/operations/diagnosing/gatherBlockFacts';
import { readSnapshot } from '../../src/operations/reading/readSnapshot';
import type { ClaudeTest } from './useClaude';

/** What recovery would be told of a blocked session. */
export async function blockFactsOf({ sandbox }: ClaudeTest, sessionFile: string) {
  return gatherBlockFacts({
    snapshot: await snapshotOf(sessionFile),
    configDirectory: sandbox.configDirectory,
    homeDirectory: homedir(),
    platform: process.platform,
    env: sandbox.environment,
    extensionSettings: {},
    programVersion: '2.1.329',
  });
}

async function snapshotOf(sessionFile: string): Promise<Snapshot> {
  const snapshot = await readSnapshot(sessionFile, {
    log: silentLog,
    loadTokenCount,
    configDirectory: dirname(dirname(dirname(sessionFile))),
    settingsFor: () =>
      Promise.resolve({ limitTokens: 0, usageCreditsWall: 'auto', controls: NO_CONTROLS }),
  });
  assert.ok(!('problem' in snapshot));
  return snapshot;
}
