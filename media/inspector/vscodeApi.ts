import type { ToExtension } from '../../src/features/inspector/protocol';

/** What VS Code gives a page, typed. */
export interface VsCodeApi {
  postMessage(message: ToExtension): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare global {
  /** Can be called once. */
  function acquireVsCodeApi(): VsCodeApi;
}
