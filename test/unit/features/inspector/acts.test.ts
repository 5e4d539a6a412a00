import assert from 'node:assert/strict';
import type { Item } from '../../../../src/domain/accounting/item';
import { ledgerItem } from '../../../fixtures/ledgerInspection';
import { loadWithVscode } from '../../../fixtures/loadWithVscode';

type RunInspectorAct = (
  action: string,
  context: { readonly items: readonly Item[]; readonly say: (sentence: string) => void },
) => Promise<void>;

describe('what a button of the inspector does', () => {
  it('copies a list, the largest first, with ~ before what is estimated alone', async () => {
    const copied: string[] = [];
    const said: string[] = [];
    const t = (words: string, ...given: readonly unknown[]): string =>
      words.replace(/\{(\d)\}/g, (_, at) => String(given[Number(at)]));
    const vscode = {
      l10n: { t },
      env: { clipboard: { writeText: (text: string) => Promise.resolve(copied.push(text)) } },
      window: { setStatusBarMessage: () => undefined },
    };
    const { runInspectorAct } = loadWithVscode('features/inspector/acts.ts', vscode) as {
      readonly runInspectorAct: RunInspectorAct;
    };
    const read = (id: string, tokens: number, changes: Partial<Item>): Item =>
      ledgerItem(id, 'toolResult', tokens, { toolName: 'Read', subject: id, ...changes });
    await runInspectorAct('copyList', {
      items: [
        read('a.ts', 900, { isMeasured: true }),
        read('b.ts', 5_100, { isExact: true, isMeasured: true }),
      ],
      say: (sentence) => said.push(sentence),
    });
    assert.deepEqual(copied, ['5.1K\tTool result\tRead b.ts\n~900\tTool result\tRead a.ts\n']);
    assert.deepEqual(said, ['2 lines copied.']);
  });
});
