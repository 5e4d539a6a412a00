import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { contextUsage } from '../../../src/domain/accounting/contextUsage';
import { itemTokens } from '../../../src/domain/accounting/itemTokens';
import { loadTokenCount } from '../../../src/domain/accounting/loadTokenCount';
import type { TokenCount } from '../../../src/domain/accounting/tokenCount';
import { activeChain } from '../../../src/domain/transcript/activeChain';
import { parseLine } from '../../../src/domain/transcript/parseEntry';
import { Transcript } from '../../../src/domain/transcript/transcript';
import { playSession } from '../../demo/playSession';
import { sampleSession, sampleTitle, type SampleSession } from '../../demo/sampleSession';
import { createSampleWorkspace, writtenImporter } from '../../demo/sampleWorkspace';

const CREDITS_WALL_TOKENS = 200_000;

describe('The sample session', () => {
  let folder: string;
  let file: string;
  let count: TokenCount;
  let session: SampleSession;

  before(async () => {
    count = await loadTokenCount();
    folder = mkdtempSync(path.join(tmpdir(), 'sample-session-'));
    file = path.join(folder, 'session.jsonl');
    await createSampleWorkspace(folder);
    session = sampleSession({ cwd: folder }, await writtenImporter());
  });
  after(() => rmSync(folder, { recursive: true }));

  /** What the file says, by the project's own account, counted to the last token. */
  function usageNow(): ReturnType<typeof contextUsage> & { title: string | null } {
    const transcript = new Transcript();
    let offset = 0;
    for (const [index, line] of readFileSync(file, 'utf8').trimEnd().split('\n').entries()) {
      const bytes = Buffer.from(line);
      transcript.add(parseLine(bytes, index + 1, offset, bytes.length, 'texts'));
      offset += bytes.length + 1;
    }
    return {
      ...contextUsage(transcript, activeChain(transcript), (entry, generation) =>
        itemTokens(entry, generation, count),
      ),
      title: transcript.title,
    };
  }

  it('climbs past both warnings into the credits block, and its numbers hold together', async () => {
    const crossed: number[] = [];
    let predicted: number | null = null;
    const play = (steps: SampleSession['live']): Promise<boolean> =>
      playSession(session.writer, steps, file, {
        speed: Infinity,
        onDidWrite: (step) => {
          const usage = usageNow();
          if (step.reportedTokens !== undefined) {
            assert.deepEqual([usage.tokens, usage.exact], [step.reportedTokens(), true]);
            crossed.push(step.reportedTokens() / CREDITS_WALL_TOKENS);
            // The first response reveals system prompt and tools, which nothing could predict.
            if (predicted !== null)
              assert.ok(
                Math.abs(usage.response!.contextTokens / predicted - 1) < 0.01,
                `${usage.response!.contextTokens} reported, ${predicted} predicted`,
              );
          }
          predicted = usage.tokens;
        },
      });

    await play(session.earlier);
    assert.equal(usageNow().title, sampleTitle);
    assert.ok(
      crossed.at(-1)! < 0.5,
      'begins far from the wall, so that the warnings are seen to come',
    );
    await play(session.live);
    const stages = [0.8, 0.95].map((wall) => crossed.filter((share) => share < wall).length);
    assert.ok(
      stages[0]! < stages[1]! && stages[1]! < crossed.length,
      'the two warnings come at different moments',
    );
    assert.ok(
      crossed.every((share) => share < 1),
      'no accepted reply beyond 200K, which would mean that credits are on',
    );
    const refused = usageNow();
    assert.equal(refused.apiError?.error.code, 'long_context_credits_required');
    assert.ok(refused.tokens! > CREDITS_WALL_TOKENS);

    predicted = null;
    await play(session.recovery);
    const recovered = usageNow();
    assert.equal(recovered.apiError, null);
    assert.ok(recovered.tokens! < 0.3 * CREDITS_WALL_TOKENS);
  });

  it('takes about 40 seconds to the block', () => {
    const ms = session.live.reduce((sum, step) => sum + step.delayMs, 0);
    assert.ok(ms > 30_000 && ms < 45_000, `${ms} ms`);
  });
});

describe('playSession', () => {
  it('ends early, between two steps, when it is told to', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'play-session-'));
    const file = path.join(folder, 'session.jsonl');
    await createSampleWorkspace(folder);
    const { writer, earlier } = sampleSession({ cwd: folder }, '');
    const ended = new AbortController();
    const finished = await playSession(writer, earlier, file, {
      speed: Infinity,
      signal: ended.signal,
      onDidWrite: () => ended.abort(),
    });
    assert.equal(finished, false);
    assert.equal(readFileSync(file, 'utf8'), writer.toString());
    rmSync(folder, { recursive: true });
  });
});
