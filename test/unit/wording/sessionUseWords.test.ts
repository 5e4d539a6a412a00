import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { usedBeside, sessionUse, type SessionUse } from '../../../src/domain/caching/sessionUse';
import { Transcript } from '../../../src/domain/transcript/transcript';
import { sessionUseFigures, sessionUseWords } from '../../../src/wording/sessionUseWords';
import { inEnglish, inTextsOf } from '../../../src/wording/translate';
import { cacheLedgerOf } from '../../fixtures/ledgerOf';
import { usedFile, usedRequest, useWith } from '../../fixtures/usedRequests';

/** Of a session that had no subagents. */
const USED = {
  ...{ isLowerBound: false, isOutputFinal: true, requests: 174 },
  ...{ inputTokens: 19_313_000, readTokens: 19_000_000, writtenTokens: 301_000 },
  ...{ uncachedTokens: 12_000, weightedTokens: 2_514_000, rewrittenTokens: 0 },
  ...{ outputTokens: 140_000, listPriceUsd: 6.256, subagents: null, compactions: null },
};

describe('what a session used with its subagents, in words', () => {
  const words = (use: SessionUse): string => sessionUseWords(use, inEnglish);

  it('are none where there were none, else how many took how much of it', () => {
    assert.equal(words(useWith()), '');
    const request = usedRequest({ read: 850_000 });
    const files = ['a1', 'a2', 'acompact-1', 'acompact-2'].map((id) => usedFile(id, [request]));
    assert.equal(
      words(useWith(files)),
      'Input of all prompts: 22.7M ($6.94), of which 2 subagents 1.7M ($0.34), 2 compactions 1.7M ($0.34)',
    );
    const unlisted = usedBeside(new Set(), files.slice(0, 1), null);
    assert.equal(
      words(sessionUse(new Transcript(), cacheLedgerOf([]), unlisted)),
      'Input of all prompts: at least 20.1M ($6.43), of which 1 subagent at least 850K ($0.17)',
    );
  });

  it('say why it may be more where nothing beside it was read, in either language', () => {
    const german = inTextsOf(
      JSON.parse(
        readFileSync(join(__dirname, '../../../l10n/bundle.l10n.de.json'), 'utf8'),
      ) as Record<string, unknown>,
    );
    const { all, ...none } = useWith();
    for (const [gap, inEnglishWords, inGermanWords] of [
      [null, 'its subagents cannot be read', 'die Subagenten der Sitzung sind nicht lesbar'],
      [
        'brokenLines',
        'lines of the session cannot be read',
        'Zeilen der Sitzung sind nicht lesbar',
      ],
      [
        'subagentsInside',
        'without the subagents in the session’s file',
        'ohne die Subagenten in der Datei der Sitzung',
      ],
      [
        'subagentsMissing',
        'without the subagents that the session started',
        'ohne die Subagenten, die die Sitzung gestartet hat',
      ],
    ] as const) {
      const use = { ...none, gap, all: { ...all, isWhole: false } };
      assert.equal(words(use), `Input of all prompts: at least 19.3M ($6.26); ${inEnglishWords}`);
      assert.equal(
        sessionUseWords(use, german),
        `Input aller Prompts: mindestens 19.3M ($6.26); ${inGermanWords}`,
      );
    }
  });

  it('are the same in figures for programs', () => {
    assert.deepEqual(sessionUseFigures(useWith()), USED);
    const files = [
      usedFile('a1', [usedRequest({ read: 1_000_000, written: 7, uncached: 5, output: 70 })]),
      usedFile('a2', [], false),
    ];
    assert.deepEqual(sessionUseFigures(useWith(files)), {
      ...USED,
      isLowerBound: true,
      ...{ requests: 175, inputTokens: 20_313_012, readTokens: 20_000_000 },
      ...{ writtenTokens: 301_007, uncachedTokens: 12_005, outputTokens: 140_070 },
      ...{ weightedTokens: 2_614_014, listPriceUsd: 6.256 + 0.2 + 0.000_055 },
      subagents: {
        ...{ count: 2, isLowerBound: true, isOutputFinal: true, requests: 1 },
        ...{ inputTokens: 1_000_012, readTokens: 1_000_000, writtenTokens: 7 },
        ...{ uncachedTokens: 5, weightedTokens: 100_014, rewrittenTokens: 0 },
        ...{ outputTokens: 70, listPriceUsd: 0.200_055 },
      },
    });
  });
});
