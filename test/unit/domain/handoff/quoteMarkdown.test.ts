import assert from 'node:assert/strict';
import { plainLine } from '../../../../src/domain/handoff/quoteMarkdown';

describe('plainLine', () => {
  it('leaves no mark of Markdown and no address that means anything', () => {
    assert.equal(
      plainLine('[click](command:x) *b* snake_case _i_ https://e.example www.e.example'),
      '\\[click\\](command:x) \\*b\\* snake_case \\_i\\_ https\\://e.example www\\.e.example',
    );
    assert.equal(plainLine('# One\n<b>&amp;'), '\\# One \\<b\\>\\&amp;');
    assert.equal(plainLine(' \u202e'), '(empty)');
  });
});
