import fc from 'fast-check';

/** What a title or a path may hold to become something else than text where it is shown. */
export const hostileTexts: readonly [string, ...string[]] = [
  '[click](command:workbench.action.quit)',
  '[a](command:contextMeter.showLog) [b](https://example.com "c")',
  '](command:contextMeter.switchSession)[',
  '![image](https://example.com/a.png)',
  '<a href="command:workbench.action.quit">x</a><img src=x onerror=alert(1)>',
  '<https://example.com> www.example.com mail@example.com https://example.com',
  '[ref]: https://example.com',
  '**bold** _it_ ~~gone~~ ~one~ `code`',
  '# heading',
  '- item',
  '1. item',
  '> quote',
  '---',
  '```',
  '| a | b |\n| --- | --- |\n| c | d |',
  'two\r\n\r\nparagraphs\u2028and\u2029more',
  'ends in a backslash \\',
  'escaped \\| pipe \\\\| twice',
  '$(error) $(warning~spin) \\$(bell) $\u200b(gear)',
  '&lt;script&gt; &#36;(error) &nbsp;',
  '\u202etxt.exe\u2069',
  '\u001b[2J\u001b[31mred\u001b[0m \u009b1m',
  '\0\u0007\b',
  '****',
  '{0} {1} $& $1',
  '\ud83d lone',
];

/** Texts of any characters, whole ones; fast-check's own take three seconds to be made. */
export function anyText(maxLength: number): fc.Arbitrary<string> {
  const character = fc.oneof(
    fc.nat(0x7f),
    fc.nat(0xd7ff),
    fc.integer({ min: 0xe000, max: 0x10ffff }),
  );
  return fc
    .array(character, { maxLength })
    .map((characters) => String.fromCodePoint(...characters));
}

/** Hostile pieces and any others, in any order. */
export function hostileText(): fc.Arbitrary<string> {
  const piece = fc.oneof(
    fc.constantFrom(...hostileTexts, '\\', '|', '`', '\n', '$(', '~', '**'),
    anyText(6),
  );
  return fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
}

/** A text that was escaped for Markdown as a reader sees it. */
export function rendered(escaped: string): string {
  return escaped.replace(/\\([!-/:-@[-`{-~])/g, '$1');
}
