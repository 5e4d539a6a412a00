import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generateTranscript } from '../../bench/generateTranscript';
import { parseAllLines, readInChunks } from '../../bench/yardsticks';

describe('The yardsticks', () => {
  it('read every byte and parse every line', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'yardsticks-'));
    const file = path.join(folder, 'session.jsonl');
    const { bytes, lines } = await generateTranscript(file, { bytes: 3_000_000, seed: 2 });
    assert.equal(await readInChunks(file), bytes);
    assert.equal(await parseAllLines(file), lines);
    rmSync(folder, { recursive: true });
  });
});
