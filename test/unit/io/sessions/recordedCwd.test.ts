import assert from 'node:assert/strict';
import { appendFileSync, renameSync } from 'node:fs';
import { RecordedCwd } from '../../../../src/io/sessions/recordedCwd';
import { sessionFileAt, type SessionFile } from '../../../../src/io/sessions/sessionFiles';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

const line = (record: object): string => `${JSON.stringify(record)}\n`;

describe('RecordedCwd', () => {
  const directory = useTemporaryDirectory();
  const session = async (content: string): Promise<SessionFile> =>
    (await sessionFileAt(directory.write('a.jsonl', content)))!;
  const again = async (): Promise<SessionFile> => (await sessionFileAt(directory.path('a.jsonl')))!;

  it('finds the first and the latest one', async () => {
    const file = await session(
      line({ type: 'mode' }) + line({ cwd: '/a' }) + line({ cwd: '/a/b' }) + line({ type: 'mode' }),
    );
    const cwds = new RecordedCwd();
    assert.equal(await cwds.first(file), '/a');
    assert.equal(await cwds.latest(file), '/a/b');
  });

  it('takes only the key of the record itself', async () => {
    const file = await session(
      line({ toolUseResult: { cwd: '/wrong' }, text: '"cwd":"/wrong"' }) +
        line({ cwd: 7 }) +
        line([{ cwd: '/wrong' }]),
    );
    assert.equal(await new RecordedCwd().of(file), null);
  });

  it('looks past a long first line at the head, and for a longer one at the tail', async () => {
    const cwds = new RecordedCwd();
    assert.equal(
      await cwds.first(await session(line({ text: 'x'.repeat(30_000) }) + line({ cwd: '/a' }))),
      '/a',
    );
    const file = await session(line({ text: 'x'.repeat(200_000) }) + line({ cwd: '/b' }));
    assert.equal(await new RecordedCwd().first(file), null);
    assert.equal(await new RecordedCwd().of(file), '/b');
  });

  it('survives torn, glued, binary and marked lines', async () => {
    const marked = `\uFEFF${line({ type: 'mode' })}`;
    const whole = JSON.stringify({ cwd: '/a' });
    const file = await session(
      `${marked}{"cwd":"/torn\n{"cwd":"/x"}{"cwd":"/y"}\n\0\xff\r\n${whole}\r\n{"cwd":"/t`,
    );
    const cwds = new RecordedCwd();
    assert.equal(await cwds.first(file), '/a');
    assert.equal(await cwds.latest(file), '/a');
    assert.equal(
      await new RecordedCwd().first(await session(`\uFEFF${line({ cwd: '/bom' })}`)),
      '/bom',
    );
  });

  it('notices a first record, a later one and another file in its place', async () => {
    const cwds = new RecordedCwd();
    assert.equal(await cwds.of(await session(line({ type: 'mode' }))), null);
    appendFileSync(directory.path('a.jsonl'), line({ cwd: '/a' }));
    assert.equal(await cwds.of(await again()), '/a');
    appendFileSync(directory.path('a.jsonl'), line({ cwd: '/b' }));
    assert.deepEqual(
      [await cwds.first(await again()), await cwds.latest(await again())],
      ['/a', '/b'],
    );
    renameSync(directory.write('b', line({ cwd: '/c' })), directory.path('a.jsonl'));
    assert.deepEqual(
      [await cwds.first(await again()), await cwds.latest(await again())],
      ['/c', '/c'],
    );
  });
});
