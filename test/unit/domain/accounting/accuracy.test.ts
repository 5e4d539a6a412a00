import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { figures, OUR_OWN, RECORDED } from '../../../accuracy/figures';
import { ownSessions, sessionAccuracy } from '../../../accuracy/sessionAccuracy';
import { loadTokenCount } from '../../../../src/domain/accounting/loadTokenCount';
import type { TokenCount } from '../../../../src/domain/accounting/tokenCount';
import { realCorpora } from '../../../fixtures/realSessions';

describe('accuracy', function () {
  this.timeout(240_000);
  let count: TokenCount;
  const own = ownSessions();

  before('load the vocabulary', async () => (count = await loadTokenCount()));

  const ofOurOwn = (counted: TokenCount) =>
    figures(
      own.map((session) => sessionAccuracy(session, counted)),
      OUR_OWN,
    );

  it('holds on sessions of our own, which another vocabulary has counted', () => {
    const { lacking, judged } = ofOurOwn(count);
    assert.deepEqual(lacking, []);
    assert.equal(judged, 8, 'each figure of each generation is judged');
  });

  for (const factor of [0.9, 1.1])
    it(`is found lacking with texts that count ${String(factor)} times as much`, () => {
      const { lacking } = ofOurOwn((text, scale) => factor * count(text, scale));
      const said = lacking.join('\n');
      for (const generation of ['new', 'old'])
        assert.match(
          said,
          new RegExp(`results that no reply had seen, ${generation} generation: median`),
        );
    });

  const files = realCorpora.flatMap((corpus) => corpus.files);
  it(
    files.length > 0
      ? 'holds on recorded sessions'
      : 'holds on recorded sessions (NOT RUN: none lie beside this checkout)',
    () => {
      if (files.length === 0) return;
      const { lacking, judged, text } = figures(
        files.map((path) =>
          sessionAccuracy(
            { name: basename(path), repository: '', content: readFileSync(path) },
            count,
          ),
        ),
        RECORDED,
      );
      console.log(text.replaceAll(/^/gm, '      '));
      assert.deepEqual(lacking, []);
      assert.ok(judged >= 6);
    },
  );
});
