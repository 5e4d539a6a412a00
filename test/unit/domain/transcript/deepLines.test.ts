import assert from 'node:assert/strict';
import { MAX_JSON_DEPTH } from '../../../../src/domain/transcript/jsonDepth';
import { parse, user } from '../../../fixtures/parsedLine';

/** A list within a list, and so on. */
const lists = (depth: number, inner = '') => '['.repeat(depth) + inner + ']'.repeat(depth);
/** A value as JSON, with a text in the place of its one `@`. */
const withText = (value: unknown, json: string) => JSON.stringify(value).replace('"@"', () => json);

/** A record of each place from which content is taken, with a hole in it. */
const PLACES: Readonly<Record<string, (json: string) => string>> = {
  'a tool call': (json) =>
    withText(
      {
        type: 'assistant',
        uuid: 'u',
        message: {
          content: [{ type: 'tool_use', id: 't', name: 'Bash', input: { command: '@' } }],
        },
      },
      json,
    ),
  'a block of an unknown type': (json) =>
    user([{ type: 'future', held: '@' }]).replace('"@"', () => json),
  'an attachment': (json) =>
    withText(
      {
        type: 'attachment',
        uuid: 'u',
        attachment: { type: 'file', content: [{ type: 'future', held: '@' }] },
      },
      json,
    ),
  'what an attachment sends': (json) =>
    withText(
      {
        type: 'attachment',
        uuid: 'u',
        attachment: { type: 'file' },
        rendered: [{ content: [{ type: 'future', held: '@' }] }],
      },
      json,
    ),
};

/** Results that hold results. */
function nestedResults(depth: number): string {
  return user('@').replace(
    '"@"',
    () => '[{"type":"tool_result","content":'.repeat(depth) + '[]' + '}]'.repeat(depth),
  );
}

describe('parseLine, of records that are nested too deeply', () => {
  const levels = [MAX_JSON_DEPTH + 1, 20_000, 150_000];
  for (const mode of ['sizes', 'texts'] as const) {
    for (const [place, record] of Object.entries(PLACES))
      for (const depth of levels)
        it(`skips ${place} of ${String(depth)} levels, and says why (${mode})`, () => {
          const { entries, malformed } = parse(record(lists(depth)), mode);
          assert.deepEqual(entries, []);
          assert.deepEqual(
            malformed.map(({ reason, line }) => ({ reason, line })),
            [{ reason: 'tooDeep', line: 7 }],
          );
        });

    it(`skips results that hold results without end (${mode})`, () => {
      for (const depth of levels)
        assert.deepEqual(
          parse(nestedResults(depth), mode).malformed.map(({ reason }) => reason),
          ['tooDeep'],
        );
    });

    it(`reads what is as deep as records get (${mode})`, () => {
      for (const record of Object.values(PLACES))
        assert.equal(parse(record(lists(100, '1')), mode).entries.length, 1);
      assert.equal(parse(nestedResults(60), mode).entries.length, 1);
    });

    it(`reads the record that was glued to one (${mode})`, () => {
      const deep = PLACES['a tool call']!(lists(20_000));
      const { entries, malformed } = parse(`${deep}${user('fine')}`, mode);
      assert.deepEqual(
        entries.map(({ kind }) => kind),
        ['user'],
      );
      assert.deepEqual(
        malformed.map(({ reason }) => reason),
        ['tooDeep'],
      );
    });
  }

  it('does not parse a large line of more values than there is memory for', () => {
    const many = `{"type":"user","uuid":"u","message":{"content":[${'{},'.repeat(1_200_000)}1]}}`;
    for (const mode of ['sizes', 'texts'] as const)
      assert.deepEqual(
        parse(many, mode).malformed.map(({ reason }) => reason),
        ['tooMany'],
      );
    const image = JSON.stringify({ type: 'user', uuid: 'u', text: `{[,"\\${'A'.repeat(300_000)}` });
    assert.equal(parse(image).entries.length, 1);
  });
});
