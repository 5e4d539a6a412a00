import assert from 'node:assert/strict';
import { withHandoff } from '../../../../src/domain/handoff/handoffFile';

const MADE = { markdown: '# Handoff: x\n', tokens: 100, dropped: 0 };

describe('handoffFile', () => {
  function text(existing: string, markdown = MADE.markdown): string {
    const merged = withHandoff(existing, markdown);
    assert.ok('text' in merged, JSON.stringify(merged));
    return merged.text;
  }

  it('keeps the person’s own text around the section, to the byte', () => {
    const first = text('# Mine\r\n\r\nwords');
    assert.ok(
      first.startsWith(
        '# Mine\r\n\r\nwords\r\n\r\n<!-- leeway:handoff:begin -->\r\n# Handoff: x\r\n',
      ),
    );
    const second = text(`${first}\nafter\n`, '# Handoff: y\n\nmore $& $1 \\1\n');
    assert.ok(
      second.startsWith(
        '# Mine\r\n\r\nwords\r\n\r\n<!-- leeway:handoff:begin -->\r\n# Handoff: y\r\n\r\nmore $& $1 \\1\r\n<!--',
      ),
    );
    assert.ok(second.endsWith('<!-- leeway:handoff:end -->\r\n\nafter\n'));
    assert.doesNotMatch(second, /Handoff: x/);
  });

  it('takes the marks of an earlier build for its own, and writes the new ones', () => {
    const earlier = text('mine\n').replaceAll('leeway', 'context-meter');
    assert.equal(text(`${earlier}after\n`), `${text('mine\n')}after\n`);
    const mixed = earlier.replace('context-meter', 'leeway');
    assert.equal(text(mixed), text('mine\n'));
  });

  it('is the same after writing the same again', () => {
    const once = text('mine\n');
    assert.equal(text(once), once);
  });

  for (const [what, existing, problem] of [
    ['conflict marks', 'a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n', 'conflict'],
    ['one mark alone', '<!-- leeway:handoff:begin -->\nwords', 'marks'],
    [
      'marks the wrong way round',
      '<!-- leeway:handoff:end -->\n<!-- leeway:handoff:begin -->',
      'marks',
    ],
    [
      'two sections',
      '<!-- leeway:handoff:begin -->\n<!-- leeway:handoff:end -->\n'.repeat(2),
      'marks',
    ],
  ] as const) {
    it(`touches no file with ${what}`, () =>
      assert.deepEqual(withHandoff(existing, 'x'), { problem }));
  }
});
