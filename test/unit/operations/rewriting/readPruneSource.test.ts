import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { localFileSystem } from '../../../../src/io/sessionFile/sessionFileSystem';
import { readPruneSource } from '../../../../src/operations/rewriting/readPruneSource';
import { usePrunableFile } from '../../../fixtures/prunableFile';

describe('readPruneSource', () => {
  const { file } = usePrunableFile();
  const append = (): void => appendFileSync(file.path, '{"type":"mode"}\n');

  it('begins again where the file changes while it is counted', async () => {
    let loads = 0;
    const read = await readPruneSource(file.path, {
      ...file.tools,
      loadTokenCount: () => {
        if (loads++ === 0) append();
        return Promise.resolve((text: string) => text.length);
      },
    });
    assert.ok(!('kind' in read));
    assert.equal(read.state.sizeBytes, (await localFileSystem.stateOf(file.path))?.sizeBytes);
    assert.ok(read.source.items.every(({ isCounted }) => isCounted));
  });

  it('gives up on a file that never holds still', async () => {
    let opened = 0;
    const fileSystem = {
      ...localFileSystem,
      openToRead: (path: string) => {
        opened++;
        append();
        return localFileSystem.openToRead(path);
      },
    };
    const read = await readPruneSource(file.path, { ...file.tools, fileSystem });
    assert.deepEqual(read, { kind: 'refused', reason: 'changed', detail: null });
    assert.equal(opened, 5);
  });
});
