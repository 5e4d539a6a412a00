import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { AddedItem } from '../../../../src/domain/accounting/addedItems';
import type { Snapshot } from '../../../../src/domain/accounting/snapshot';
import { tooltipOf } from '../../../../src/features/meter/tooltipText';
import { inEnglish } from '../../../../src/wording/translate';
import { hostileText, hostileTexts, rendered } from '../../../fixtures/hostileTexts';
import { unlimited } from '../../../fixtures/sampleSnapshot';
import { followed, following } from '../../../fixtures/sampleFollowing';

/** A session where every word that can come from a file is this text. */
function tooltipWith(
  text: string,
  added: readonly AddedItem['kind'][] = ['toolUse', 'toolResult', 'attachment'],
): string {
  const changes: Partial<Snapshot> = {
    ...unlimited,
    title: text,
    model: text,
    limit: { tokens: null, reason: { kind: 'unknownModel', model: text } },
    added: added.map((kind) => ({ kind, name: text, subject: text, tokens: 1200 })),
    jumps: [
      {
        ...{ line: 5, turn: 2, tokens: 2_000 },
        added: added.map((kind) => ({ kind, name: text, subject: text, tokens: 900 })),
      },
    ],
  };
  const others = [followed({ title: text }), followed({ title: text, model: text })];
  return tooltipOf(following(changes, others), inEnglish);
}

/** A limit that names a settings file below a folder of this name. */
function tooltipWithFile(text: string): string {
  return tooltipOf(
    following({
      limit: {
        tokens: 200_000,
        reason: { kind: 'disabled1m', origin: { file: `/home/${text}/settings.json`, key: 'K' } },
      },
    }),
    inEnglish,
  );
}

/**
 * What Markdown makes something of: marks of ASCII without a backslash, and ends of lines. The same
 * structure means the same bold, links, tables, rows.
 */
function structure(markdown: string): string[] {
  return unescaped(markdown)
    .replace(/[^\n!-/:-@[-`{-~]+/g, '')
    .split('\n');
}

/** Without what a backslash makes harmless. */
function unescaped(markdown: string): string {
  return markdown.replace(/\\[!-/:-@[-`{-~]/g, '');
}

/** Held against an ordinary word in its place, so that only what the text brought in can differ. */
function assertIsText(markdown: (text: string) => string, text: string): void {
  assert.deepEqual(structure(markdown(text)), structure(markdown('ordinary')));
  assert.deepEqual(iconsIn(markdown(text)), iconsIn(markdown('ordinary')));
  assert.match(
    markdown(text),
    /^\*\*\S(?:.*\S)?\*\* {2}\n/,
    'space at an end of the title would undo the bold',
  );
}

function iconsIn(markdown: string): string[] {
  return rendered(markdown).match(/\$\([a-z][^)]*\)/g) ?? [];
}

describe('tooltipOf hostile sessions', () => {
  for (const text of hostileTexts) {
    it(`shows ${JSON.stringify(text)} as text`, () => {
      assertIsText(tooltipWith, text);
      assertIsText(tooltipWithFile, text);
    });
  }

  it('has its own links and rows and no others, whatever the title is', () => {
    const ordinary = tooltipWith('ordinary');
    const countIn = (markdown: string, pattern: RegExp): number =>
      markdown.match(pattern)?.length ?? 0;
    fc.assert(
      fc.property(hostileText(), (text) => {
        const markdown = tooltipWith(text);
        assert.equal(
          countIn(markdown, /\]\(command:leeway\./g),
          countIn(ordinary, /\]\(command:leeway\./g),
        );
        assert.equal(countIn(unescaped(markdown), /\]\(/g), countIn(ordinary, /\]\(/g));
        assert.equal(countIn(markdown, /^\|.*\|$/gm), countIn(ordinary, /^\|.*\|$/gm));
        assertIsText(tooltipWith, text);
      }),
      { numRuns: 300 },
    );
  });

  it('stays short, however long its words are', () => {
    assert.ok(tooltipWith('x'.repeat(240)).length < 3000);
    const long = { name: 'x'.repeat(100_000), subject: null, tokens: 1 };
    assert.ok(
      tooltipOf(
        following({ model: 'y'.repeat(100_000), added: [{ kind: 'attachment', ...long }] }),
        inEnglish,
      ).length < 3000,
    );
  });
});
