import assert from 'node:assert/strict';
import fc from 'fast-check';
import { escapeMarkdown, printable, withoutLinks } from '../../../src/wording/escapeMarkdown';
import { hostileText, hostileTexts, rendered } from '../../fixtures/hostileTexts';

describe('printable', () => {
  const rows: [what: string, text: string, printed: string][] = [
    ['colours', '\u001b[31mred\u001b[0m', 'red'],
    ['a cursor that goes up and wipes the line', 'a\u001b[1A\u001b[2Kb', 'ab'],
    ['an escape that is no colour', 'a\u001b]0;title\u0007b', 'a ]0;title b'],
    ['a C1 control', 'a\u009b31mb', 'a 31mb'],
    ['line ends of all kinds', 'a\r\nb\u2028c\u2029d\u0085e', 'a b c d e'],
    ['tabs and NUL', 'a\t\0b', 'a b'],
    ['bidirectional controls', '\u202ecod.exe\u2066\u200f', 'cod.exe'],
    ['space at the ends', '  a  ', 'a'],
    ['nothing that is harmless', 'grüße 漢字 👩‍👩‍👧 $(x) | [a](b)', 'grüße 漢字 👩‍👩‍👧 $(x) | [a](b)'],
  ];
  for (const [what, text, printed] of rows)
    it(`takes out ${what}`, () => assert.equal(printable(text), printed));
});

describe('escapeMarkdown', () => {
  for (const text of hostileTexts)
    it(`leaves nothing to Markdown in ${JSON.stringify(text)}`, () => assertIsText(text));

  it('leaves nothing to Markdown in whatever comes', () => {
    fc.assert(fc.property(hostileText(), assertIsText), { numRuns: 500 });
  });

  it('reads as it was', () => {
    assert.equal(
      rendered(escapeMarkdown('**a** | <b> & `c` \\ $(d)')),
      '**a** | <b> & `c` \\ $\u200b(d)',
    );
    assert.equal(escapeMarkdown('Zähle 漢字 → fertig'), 'Zähle 漢字 → fertig');
  });

  /**
   * Every mark of ASCII stands behind a backslash of its own, in one line, and no icon is left when
   * they are gone.
   */
  function assertIsText(text: string): void {
    const escaped = escapeMarkdown(text);
    assert.match(escaped, /^(?:\\[!-/:-@[-`{-~]|[^!-/:-@[-`{-~\p{Cc}\u2028\u2029])*$/u);
    assert.doesNotMatch(rendered(escaped), /\$\([a-z]/);
    assert.equal(
      rendered(escaped).replaceAll('$\u200b(', '$('),
      printable(text).replaceAll('$\u200b(', '$('),
    );
  }
});

describe('withoutLinks', () => {
  /** What makes a link in a toast of VS Code, command links included. */
  const link = /\[[^\]]+\]\((?:https?:\/\/|command:|file:)[^)\s]+/i;

  it('leaves no link for a toast, and all its words', () => {
    for (const text of hostileTexts) {
      assert.doesNotMatch(withoutLinks(text), link);
      assert.equal(withoutLinks(text).replaceAll('\u200b', ''), text.replaceAll('\u200b', ''));
    }
    assert.ok(hostileTexts.some((text) => link.test(text)));
  });
});
