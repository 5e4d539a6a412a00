import type { FromInspectorPage } from '../../src/features/inspector/protocol';

/** What VS Code gives a page, typed. */
export interface VsCodeApi {
  postMessage(message: FromInspectorPage): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare global {
  /** Can be called once. */
  function acquireVsCodeApi(): VsCodeApi;
}
