import assert from 'node:assert/strict';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { transcriptOf } from '../../../fixtures/transcriptOf';

describe('the pages that screenshots are of', () => {
  const pagesOf = (...calls: [tool: string, input: Record<string, unknown>][]): unknown[] => {
    const writer = new TranscriptWriter();
    writer.prompt('Look');
    const ids = calls.map(
      ([name, input]) =>
        writer.response({ blocks: [{ type: 'tool_use', name, input }] }).toolUseIds[0]!,
    );
    const { pages } = transcriptOf(writer.toString());
    return ids.map((toolUseId) => pages.of({ toolUseId }));
  };
  const url = 'http://localhost:3000/import/review?step=2';
  const page = 'localhost:3000/import/review';

  it('are those that the same server was sent to last', () => {
    assert.deepEqual(
      pagesOf(
        ['mcp__a__browser_take_screenshot', {}],
        ['mcp__a__browser_navigate', { url }],
        ['mcp__b__browser_take_screenshot', {}],
        ['mcp__a__browser_take_screenshot', { filename: 'review.png' }],
        ['mcp__a__computer', { action: 'screenshot' }],
        ['mcp__a__browser_click', { element: 'Next' }],
      ),
      [null, null, null, page, page, null],
    );
  });

  it('are not told where the call names something nearer', () => {
    assert.deepEqual(
      pagesOf(['mcp__a__navigate', { url }], ['mcp__a__take_screenshot', { element: 'The table' }]),
      [null, null],
    );
  });

  it('are forgotten once nobody knows where the browser is', () => {
    const shot = ['mcp__a__take_screenshot', {}] as [string, Record<string, unknown>];
    const after = (tool: string, input: Record<string, unknown>): unknown =>
      pagesOf(['mcp__a__navigate', { url }], [tool, input], shot)[2];
    assert.deepEqual(
      [
        after('mcp__a__navigate_back', {}),
        after('mcp__a__javascript_tool', { text: "location.href = '/docs/studio?x=1'; 'ok'" }),
        after('mcp__a__javascript_tool', { text: 'location.href = next' }),
        after('mcp__a__javascript_tool', { text: "if (location.href === '/a') go()" }),
        after('mcp__a__resize', { preset: 'mobile' }),
      ],
      [null, 'localhost:3000/docs/studio', null, page, page],
    );
  });
});
