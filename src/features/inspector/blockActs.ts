import * as vscode from 'vscode';
import type { Inspection } from '../../domain/accounting/inspection';
import type { BlockNeeds, BlockOnPage } from './blockOnPage';

/** What the page asks for about the fixed block of its session. */
const ACTS = [
  'openBlock',
  'askClaude',
  'cancelAsking',
  'openPart',
  'switchOffServer',
  'deferTools',
] as const;
type BlockAct = (typeof ACTS)[number];

export function isBlockAct(action: string): action is BlockAct {
  return ACTS.some((act) => act === action);
}

/** The fixed block of the session on the page; what comes with it is loaded when it is opened. */
export class BlockActs {
  private readonly needs: BlockNeeds;
  private block: BlockOnPage | null = null;
  /** Of the session on the page. */
  private path: string | null = null;

  constructor(needs: BlockNeeds) {
    this.needs = needs;
  }

  async run(act: BlockAct, [id]: readonly string[], inspection: Inspection | null): Promise<void> {
    if (inspection === null) return;
    if (inspection.snapshot.agentId !== null) {
      const problem = vscode.l10n.t('What the requests of a subagent carry is not told by name.');
      const block = { told: '', problem, canAsk: false, parts: [] };
      this.needs.post({ type: 'fixedBlock', isReading: false, block });
      return;
    }
    const { BlockOnPage: Block } = await import('./blockOnPage');
    if (this.path !== inspection.snapshot.path) return;
    this.block ??= new Block(this.needs, inspection);
    switch (act) {
      case 'openBlock':
        return this.block.open();
      case 'askClaude':
        return this.block.ask();
      case 'cancelAsking':
        this.block.cancel();
        return;
      default:
        return id === undefined ? undefined : this.block.actOn(act, id);
    }
  }

  /** Of another session than before nothing is open. */
  follow(inspection: Inspection): void {
    const { path } = inspection.snapshot;
    if (this.path !== path) this.forget();
    this.path = path;
    this.block?.follow(inspection);
  }

  sendAgain(): void {
    this.block?.sendAgain();
  }

  /** The page is gone, or shows another session. */
  forget(): void {
    this.path = null;
    this.block?.dispose();
    this.block = null;
  }
}
