import assert from 'node:assert/strict';
import fc from 'fast-check';
import { standingPrunes } from '../../../../src/io/keeping/backupHistory';
import type { Backup } from '../../../../src/io/keeping/backupManifest';

/** A file as the prunes that stand in it, and what each backup of it has kept. */
class File {
  standing: readonly string[] = [];
  readonly backups: { readonly backup: Backup; readonly standing: readonly string[] }[] = [];

  act(reason: Backup['reason'], of: number, isOld: boolean): void {
    const id = `b${String(this.backups.length).padStart(3, '0')}`;
    const before = this.standing;
    let [putBackId, itemIds, newBytes, afterTokens]: [
      string | null,
      string[],
      number,
      number | null,
    ] = [null, [`item-of-${id}`], 1000 + this.backups.length, null];
    if (reason === 'prune') this.standing = [id, ...before];
    else if (reason === 'undo') {
      const [newest] = before;
      if (newest === undefined) return;
      this.standing = before.slice(1);
      [putBackId, itemIds] = [newest, [`item-of-${newest}`]];
    } else {
      const restored = this.backups[of % Math.max(1, this.backups.length)];
      if (restored === undefined) return;
      this.standing = restored.standing;
      [putBackId, itemIds] = [restored.backup.id, []];
      newBytes = restored.backup.sizeBytes;
      afterTokens = restored.backup.beforeTokens;
    }
    const backup: Backup = {
      id,
      sessionId: 's',
      reason,
      dateMs: 0,
      originalPath: '/s.jsonl',
      sizeBytes: 5000 + this.backups.length,
      sha256: '',
      newBytes,
      newLines: null,
      heldBy: null,
      carriedToBytes: null,
      oldInode: null,
      newInode: null,
      beforeTokens: this.backups.length,
      afterTokens,
      itemIds,
      freedTokens: [],
      uncountedIds: [],
      counterUuids: [],
      grownBytes: 0,
      reported: [],
      putBackId: isOld ? null : putBackId,
      undoneMs: null,
      archived: null,
    };
    this.backups.push({ backup, standing: before });
  }

  get newestFirst(): Backup[] {
    return this.backups.map(({ backup }) => backup).reverse();
  }
}

describe('standingPrunes', () => {
  const acts = fc.array(
    fc.record({
      reason: fc.constantFrom<Backup['reason']>('prune', 'prune', 'undo', 'restore'),
      of: fc.nat(30),
      isOld: fc.boolean(),
    }),
    { maxLength: 25 },
  );

  it('are those whose placeholders are in the file, whatever was done to it, by earlier builds too', () => {
    fc.assert(
      fc.property(acts, (done) => {
        const file = new File();
        for (const { reason, of, isOld } of done) file.act(reason, of, isOld);
        assert.deepEqual(
          standingPrunes(file.newestFirst).map(({ backup }) => backup.id),
          file.standing,
        );
      }),
    );
  });

  it('lose what was put back, item by item, and have it again where that was taken back whole', () => {
    const file = new File();
    file.act('prune', 0, false);
    file.act('prune', 0, false);
    const [newest, oldest] = file.newestFirst;
    const ofTwo = (backup: Backup): Backup => ({
      ...backup,
      itemIds: [`${backup.id}:0`, `${backup.id}:1`],
    });
    const [second, first] = [ofTwo(newest!), ofTwo(oldest!)];
    const putBack = (id: string, itemId: string): Backup => ({
      ...first,
      id,
      reason: 'putBack',
      itemIds: [itemId],
      grownBytes: 100,
      putBackId: first.id,
    });
    const one = putBack('b002', `${first.id}:0`);
    const other = putBack('b003', `${first.id}:1`);
    const told = (...later: Backup[]): unknown[] =>
      standingPrunes([...later.toReversed(), second, first]).map(
        ({ backup, itemIds, grownBytes, first: base }) => [
          backup.id,
          itemIds.length,
          grownBytes,
          base.id,
        ],
      );
    assert.deepEqual(told(one), [
      [second.id, 2, 100, first.id],
      [first.id, 1, 100, first.id],
    ]);
    assert.deepEqual(told(one, other), [[second.id, 2, 200, first.id]]);
    const whole: Backup = { ...one, id: 'b004', reason: 'restore', putBackId: other.id };
    assert.deepEqual(told(one, other, whole), told(one));
  });

  it('are none that a restore ended, also where what was restored is not kept any more', () => {
    const file = new File();
    file.act('prune', 0, false);
    file.act('prune', 0, false);
    file.act('restore', 0, false);
    const [restore, second] = file.newestFirst;
    assert.deepEqual(standingPrunes([restore!, second!]), []);
  });
});
