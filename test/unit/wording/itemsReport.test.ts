import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Breakdown } from '../../../src/domain/accounting/breakdown';
import { itemsAsText } from '../../../src/wording/itemsReport';
import { inEnglish, inTextsOf } from '../../../src/wording/translate';
import { ledgerInspection } from '../../fixtures/ledgerInspection';

const ROOT = join(__dirname, '..', '..', '..');
const inGerman = inTextsOf(
  JSON.parse(readFileSync(join(ROOT, 'l10n', 'bundle.l10n.de.json'), 'utf8')) as Record<
    string,
    string
  >,
);

describe('the table of items', () => {
  /** The lines between the table and the sums of it, and those. */
  const endOf = (changes: Partial<Breakdown>, t = inEnglish): string[] => {
    const inspection = ledgerInspection();
    const breakdown = { ...inspection.breakdown, ...changes };
    const lines = itemsAsText({ ...inspection, breakdown }, 3, t).split('\n');
    return lines.slice(lines.indexOf('') + 1);
  };
  const SUMS = /^3 of \d+ items · context [\d.]+K · ~[\d.]+K can be pruned$/;

  it('says what the context holds beside them', () => {
    const [beside, sums, ...more] = endOf({ overheadTokens: 31_482, unexplainedTokens: 1_260 });
    assert.equal(beside, 'system and tools ~31.4K · not in the session file ~1.2K');
    assert.match(sums!, SUMS);
    assert.deepEqual(more, []);
    assert.equal(
      endOf({ overheadTokens: 31_482, unexplainedTokens: 1_260 }, inGerman)[0],
      'System und Werkzeuge ~31.4K · nicht in der Sitzungsdatei ~1.2K',
    );
  });

  it('says it with a minus where something left that stands in the file', () =>
    assert.equal(
      endOf({ overheadTokens: 900, unexplainedTokens: -3_537 })[0],
      'system and tools ~900 · not in the session file ~−3.5K',
    ));

  it('says nothing of what is not', () => {
    assert.equal(
      endOf({ overheadTokens: 12_000, unexplainedTokens: 0 })[0],
      'system and tools ~12K',
    );
    assert.equal(
      endOf({ overheadTokens: 0, unexplainedTokens: 40 })[0],
      'not in the session file ~40',
    );
    assert.match(endOf({ overheadTokens: 0, unexplainedTokens: 0 })[0]!, SUMS);
  });

  it('says nothing of parts as long as the whole is not known', () =>
    assert.match(endOf({ totalTokens: null, overheadTokens: 0, unexplainedTokens: 0 })[0]!, SUMS));
});
