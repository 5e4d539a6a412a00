import assert from 'node:assert/strict';
import fc from 'fast-check';
import { textPage } from '../../../../src/operations/reading/textPage';

describe('textPage', () => {
  it('shows a short text as one page', () => {
    assert.deepEqual(textPage('a\nb\n', 0), {
      text: 'a\nb\n',
      page: 0,
      pages: 1,
      firstLine: 1,
      lastLine: 2,
      totalLines: 2,
      totalBytes: 4,
    });
    assert.deepEqual(textPage('', 0), {
      text: '',
      page: 0,
      pages: 1,
      firstLine: 1,
      lastLine: 1,
      totalLines: 1,
      totalBytes: 0,
    });
  });

  it('ends a page after 200 lines, and knows its lines', () => {
    const lines = Array.from({ length: 450 }, (_, index) => `line ${String(index + 1)}`).join('\n');
    const pages = [0, 1, 2, 9].map((page) => textPage(lines, page));
    assert.deepEqual(
      pages.map(({ page, firstLine, lastLine }) => [page, firstLine, lastLine]),
      [
        [0, 1, 200],
        [1, 201, 400],
        [2, 401, 450],
        [2, 401, 450],
      ],
    );
    assert.ok(pages.every(({ pages: number, totalLines }) => number === 3 && totalLines === 450));
    assert.ok(pages[1]!.text.startsWith('line 201\n') && pages[1]!.text.endsWith('line 400\n'));
  });

  it('cuts a line that is too long, never in the middle of a character', () => {
    const text = `x${'😀'.repeat(30_000)}`;
    const { pages } = textPage(text, 0);
    assert.ok(pages > 1);
    for (let page = 0; page < pages; page++)
      assert.doesNotMatch(
        textPage(text, page).text,
        /(?:[\ud800-\udbff](?![\udc00-\udfff]))|(?:(?<![\ud800-\udbff])[\udc00-\udfff])/,
      );
  });

  it('gives 20 MB page by page, each of at most 64 KB', function () {
    this.timeout(10_000);
    const text = 'ü'.repeat(10 * 1024 * 1024);
    const { pages, totalBytes } = textPage(text, 0);
    assert.equal(totalBytes, 20 * 1024 * 1024);
    for (const page of [0, 1, pages - 1])
      assert.ok(Buffer.byteLength(textPage(text, page).text) <= 64 * 1024);
  });

  it('gives all of it on request', () => {
    const text = 'a\n'.repeat(1000);
    assert.deepEqual(textPage(text, 'whole'), {
      text,
      page: 0,
      pages: 1,
      firstLine: 1,
      lastLine: 1000,
      totalLines: 1000,
      totalBytes: 2000,
    });
  });

  it('loses nothing: the pages are the text', function () {
    this.timeout(20_000);
    const line = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.constant('y'.repeat(15_000)),
      fc.constant(''),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 600 }), (lines) => {
        const text = lines.join('\n');
        const { pages } = textPage(text, 0);
        let [all, next] = ['', 1];
        for (let page = 0; page < pages; page++) {
          const shown = textPage(text, page);
          assert.ok(
            shown.firstLine === next || shown.firstLine === next - 1,
            'no line is passed over',
          );
          next = shown.lastLine + 1;
          all += shown.text;
        }
        assert.equal(all, text);
      }),
      { numRuns: 20 },
    );
  });
});
