import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jsonValueAt, withJsonValue } from '../../../../src/io/claudeSettings/editJson';

describe('withJsonValue', () => {
  it('keeps comments, order, indentation and line ends', () => {
    const text =
      '// mine\r\n{\r\n\t"b": 1, // one\r\n\t"model": "sonnet[1m]",\r\n\t"a": [1,2 ],\r\n}\r\n';
    assert.equal(withJsonValue(text, ['model'], 'sonnet'), text.replace('sonnet[1m]', 'sonnet'));
    assert.equal(
      withJsonValue(text, ['model'], undefined),
      text.replace('\t"model": "sonnet[1m]",\r\n', '').replace(' // one', ''),
    );
  });

  it('adds what is not there, and the objects above it', () => {
    assert.equal(
      withJsonValue('', ['autoCompactWindow'], 150_000),
      '{\n  "autoCompactWindow": 150000\n}\n',
    );
    assert.equal(
      withJsonValue('{\n    "a": 1\n}', ['autoCompactWindow'], 150_000),
      '{\n    "a": 1,\n    "autoCompactWindow": 150000\n}',
    );
    assert.equal(
      jsonValueAt(withJsonValue('{"env":{"A":"1"}}', ['env', 'B'], '1')!, ['env', 'B']),
      '1',
    );
    assert.equal(jsonValueAt(withJsonValue('{}', ['env', 'B'], '1')!, ['env', 'B']), '1');
  });

  it('leaves the lines beside it as they are laid out', () => {
    const text = '{\n  "a": [1,2],\n  "env": { "A":  "1" }\n}\n';
    const both = '{\n  "a": [1,2],\n  "env": { "A":  "1" },\n  "x": {\n    "y": true\n  }\n}\n';
    assert.equal(withJsonValue(text, ['x', 'y'], true), both);
    assert.equal(withJsonValue(both, ['x'], undefined), text);
    assert.equal(
      withJsonValue(both, ['a'], undefined),
      '{\n  "env": { "A":  "1" },\n  "x": {\n    "y": true\n  }\n}\n',
    );
    assert.equal(
      withJsonValue(both, ['x', 'z'], ['w']),
      both.replace('true\n', 'true,\n    "z": [\n      "w"\n    ]\n'),
    );
  });

  it('touches nothing that is no JSON object', () => {
    for (const wrong of ['[]', '5', '{"a":', 'null', '{"model": sonnet}', '// only a comment'])
      assert.equal(withJsonValue(wrong, ['model'], 'x'), null, wrong);
    assert.equal(withJsonValue('{"env": 5}', ['env', 'A'], 'x'), null);
  });

  it('changes one value and no other, whatever the object holds', () => {
    const key = fc.stringMatching(/^[a-z]{1,5}$/);
    fc.assert(
      fc.property(
        fc.dictionary(key, fc.jsonValue(), { noNullPrototype: true }),
        key,
        fc.jsonValue(),
        fc.constantFrom(0, 2, '\t'),
        (object, name, value, indent) => {
          const after: unknown = JSON.parse(
            withJsonValue(JSON.stringify(object, null, indent), [name], value)!,
          );
          assert.deepEqual(after, JSON.parse(JSON.stringify({ ...object, [name]: value })));
        },
      ),
    );
  });
});
