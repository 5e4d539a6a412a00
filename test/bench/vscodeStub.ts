import { readFileSync } from 'node:fs';
import Module from 'node:module';

type Loader = (this: unknown, request: string, ...rest: unknown[]) => unknown;

/**
 * Lets a bundle that requires `vscode` be loaded in plain Node: every part of the API answers with
 * something that can be called, constructed and disposed of, and does nothing. Good for timing, not
 * for testing.
 *
 * @param declarations path of the API's `index.d.ts`, for the names of its parts.
 * @param folders that are open in the window.
 */
export function installVscodeStub(declarations: string, folders: readonly string[]): void {
  const names = [
    ...readFileSync(declarations, 'utf8').matchAll(/^\texport (?:namespace|class|enum) (\w+)/gm),
  ].map(([, name]) => name!);
  const vscode = {
    ...Object.fromEntries(names.map((name) => [name, anything()])),
    workspace: anything({
      workspaceFolders: folders.map((fsPath) => ({ uri: { scheme: 'file', fsPath } })),
      isTrusted: true,
    }),
    // What is told to the worker has to be plain.
    window: anything({ terminals: [], activeTerminal: undefined }),
  };
  const loader = Module as unknown as { _load: Loader };
  const load = loader._load;
  loader._load = function (request, ...rest) {
    return request === 'vscode' ? vscode : load.call(this, request, ...rest);
  };
}

/** Something for every use, with some parts known. */
export function anything(known: Readonly<Record<PropertyKey, unknown>> = {}): unknown {
  const target = function (): void {
    // never called: the traps answer
  };
  const proxy: unknown = new Proxy(target, {
    get: (_, key) => {
      if (key in known) return known[key];
      if (key === 'then') return undefined; // awaiting it ends at once
      if (key === Symbol.toPrimitive) return () => '';
      if (key === Symbol.iterator) return () => [][Symbol.iterator]();
      return anything();
    },
    set: () => true,
    apply: () => anything(),
    construct: () => anything() as object,
  });
  return proxy;
}
