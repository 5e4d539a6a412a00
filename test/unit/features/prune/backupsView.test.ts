import assert from 'node:assert/strict';
import type { Backup } from '../../../../src/io/keeping/backupManifest';
import {
  backupRows,
  deleteBackupsQuestion,
  movedBackupRows,
  restoreQuestion,
} from '../../../../src/features/prune/backupsView';
import { inEnglish } from '../../../../src/wording/translate';

describe('the list of backups', () => {
  const backup = (changes: Partial<Backup>): Backup => ({
    id: 'b',
    sessionId: 's',
    reason: 'prune',
    dateMs: 0,
    originalPath: '/x.jsonl',
    sizeBytes: 2_340_000,
    sha256: '',
    newBytes: 1,
    newLines: null,
    heldBy: null,
    carriedToBytes: null,
    oldInode: null,
    newInode: null,
    beforeTokens: 152_300,
    afterTokens: 1,
    itemIds: ['a:0'],
    freedTokens: [],
    uncountedIds: [],
    counterUuids: [],
    grownBytes: 0,
    reported: [],
    putBackId: null,
    undoneMs: null,
    archived: null,
    ...changes,
  });

  it('names the one that is to be restored, what is lost, and the way back', () => {
    const at = new Date(2026, 10, 21, 17, 0).getTime();
    const lost = {
      lines: 12,
      prompts: 2,
      sidechainLines: 0,
      titles: 0,
      costRecords: 0,
      outputTokens: 0,
    };
    assert.equal(
      restoreQuestion(backup({ dateMs: at }), lost, at + 60_000, inEnglish).replace(
        /of \S*17:00\S*\?/,
        'of 17:00?',
      ),
      'Restore the backup of 17:00? Before pruning 1 item · 2.3 MB · ~152.3K tokens. 12 entries that came later would be gone, 2 prompts among them. The present file is backed up first.',
    );
    assert.match(
      restoreQuestion(backup({ dateMs: at }), null, at + 3 * 24 * 60 * 60_000, inEnglish),
      /^Restore the backup of .*21.*17:00\? .* What that would lose is not known\. /,
    );
    assert.match(
      restoreQuestion(null, null, 0, inEnglish),
      /^Restore the backup\? What that would lose/,
    );
  });

  it('says how many are deleted, and how large they are', () => {
    const question = (backups: number): string =>
      deleteBackupsQuestion({ backups, sizeBytes: 12_340_000 }, inEnglish);
    const last =
      'Prunes and compactions made so far cannot be undone after that. Archived sessions stay.';
    assert.equal(question(7), `This deletes all 7 backups of all sessions (12.3 MB). ${last}`);
    assert.equal(question(1), `This deletes the only backup of all sessions (12.3 MB). ${last}`);
    assert.equal(
      deleteBackupsQuestion(null, inEnglish),
      `This deletes all backups of all sessions. ${last}`,
    );
  });

  it('says before what each was made, when, and how large the session was', () => {
    const rows = backupRows(
      [
        backup({}),
        backup({ undoneMs: 5, itemIds: ['a:0', 'b:0'] }),
        backup({ reason: 'undo', beforeTokens: null, sizeBytes: 900 }),
        backup({ reason: 'putBack' }),
      ],
      2 * 60 * 60_000,
      inEnglish,
    );
    assert.deepEqual(
      rows.map(({ label, description }) => [label, description]),
      [
        ['Before pruning 1 item', '2 h ago · 2.3 MB · ~152.3K tokens'],
        ['Before pruning 2 items (undone)', '2 h ago · 2.3 MB · ~152.3K tokens'],
        ['Before undoing a prune of 1 item', '2 h ago · 1 KB'],
        ['Before putting back 1 item', '2 h ago · 2.3 MB · ~152.3K tokens'],
      ],
    );
  });

  it('shows where the session was then, of one that was moved since', () => {
    const [row] = movedBackupRows(
      [backup({ originalPath: '/home/dev/old\u001b[31m\nproject/x.jsonl' })],
      2 * 60 * 60_000,
      inEnglish,
    );
    assert.deepEqual(
      [row?.label, row?.detail],
      ['Before pruning 1 item', '/home/dev/old project/x.jsonl'],
    );
  });
});
