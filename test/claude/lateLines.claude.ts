import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { meter } from './meter';
import { requestDifferences } from './requestDifference';
import { requestOnResume } from './resumedSession';
import { runClaude } from './runClaude';
import { model, sessionThatRead } from './sessionsToPrune';
import { useClaude } from './useClaude';

describe('a line that came into a session file late', () => {
  const claude = useClaude();

  it('is resumed, and metered, in its place of the conversation', async () => {
    const { api, sandbox } = claude();
    const { sessionId, sessionFile } = await sessionThatRead(api, sandbox, 2);
    await runClaude(sandbox, 'And now?', { model, resume: sessionId });
    await runClaude(sandbox, 'And then?', { model, resume: sessionId });
    const lines = (await readFile(sessionFile, 'utf8')).trimEnd().split('\n');
    const whole = await requestOnResume(api, sandbox, sessionId);
    const before = await meter(sandbox, sessionFile);
    const linked = lines.flatMap((line, index) => {
      const { type, uuid } = JSON.parse(line) as { type: string; uuid?: string };
      return uuid !== undefined && ['user', 'assistant'].includes(type) ? [index] : [];
    });
    for (const late of linked) {
      const moved = lines.toSpliced(late, 1).concat(lines[late]!);
      await writeFile(sessionFile, `${moved.join('\n')}\n`);
      const { type } = JSON.parse(lines[late]!) as { type: string };
      const what = `line ${String(late)} of ${String(lines.length)}, ${type}`;
      const resumed = await requestOnResume(api, sandbox, sessionId);
      assert.deepEqual(requestDifferences(whole, resumed), [], what);
      const { contextTokens, exact } = await meter(sandbox, sessionFile);
      assert.deepEqual([contextTokens, exact], [before.contextTokens, before.exact], what);
    }
    assert.ok(linked.length > 5);
  }).timeout(180_000);
});
