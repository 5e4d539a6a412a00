import type * as vscode from 'vscode';
import { parseLayout, type Layout } from './protocol';

const KEY = 'inspectorLayout';

/** How a person has arranged the inspector, across windows and restarts. */
export class KeptLayout {
  private readonly memento: vscode.Memento;

  constructor(memento: vscode.Memento) {
    this.memento = memento;
  }

  /** @returns `null` where nothing was arranged by hand. */
  get(): Layout | null {
    return parseLayout(this.memento.get(KEY));
  }

  async keep(layout: Layout): Promise<void> {
    await this.memento.update(KEY, layout);
  }
}
