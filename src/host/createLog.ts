import * as vscode from 'vscode';
import { printable } from '../wording/escapeMarkdown';

const LEVELS: ReadonlySet<PropertyKey> = new Set(['trace', 'debug', 'info', 'warn', 'error']);
const ENTRY_LENGTH = 8_000;

/**
 * The log of the extension. Each entry is one line: a path or an error's text can hold line breaks
 * and would make up entries of its own.
 */
export function createLog(name: string): vscode.LogOutputChannel {
  const channel = vscode.window.createOutputChannel(name, { log: true });
  return new Proxy({} as vscode.LogOutputChannel, {
    get: (_, key) => {
      const value: unknown = Reflect.get(channel, key);
      if (typeof value !== 'function') return value;
      const call = value.bind(channel) as (...given: unknown[]) => unknown;
      return LEVELS.has(key)
        ? (entry: unknown) => call(printable(String(entry).slice(0, ENTRY_LENGTH)))
        : call;
    },
  });
}
