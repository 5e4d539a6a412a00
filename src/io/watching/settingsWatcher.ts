import { contentSignatureOf, signatureOf } from './fileSignature';
import { Polling, type PolledPlace } from './polling';

export interface WatchedSettings {
  /** They need not exist. */
  readonly files: readonly string[];
  /** Small ones, whose entries come, go and change. */
  readonly directories: readonly string[];
}

/** What a person changed is to be seen within a second, together with the time to show it. */
const LOOK_EVERY_MS = 400;

/**
 * Says when a settings file may have changed. By polling alone: there are a dozen of them at most,
 * half of them not there, and editors replace them as a whole. Nothing throws.
 */
export class SettingsWatcher {
  private readonly polling: Polling;

  constructor(onDidChange: (path: string) => void, lookEveryMs = LOOK_EVERY_MS) {
    const nothing = (): void => undefined;
    this.polling = new Polling(
      { onBeforePoll: nothing, onDifferent: ({ path }) => onDidChange(path), onAfterPoll: nothing },
      lookEveryMs,
    );
  }

  /** Begins; resolves after the first look. */
  start(): Promise<void> {
    return this.polling.start();
  }

  /**
   * Watches these and no others. What is there and was not watched before counts as changed: it may
   * have been read before the first look.
   */
  watchOnly({ files, directories }: WatchedSettings): void {
    const place =
      (look: PolledPlace['look']) =>
      (path: string): PolledPlace => ({ path, kind: 'settings', look });
    this.polling.setPlaces([
      ...files.map(place(signatureOf)),
      ...directories.map(place(contentSignatureOf)),
    ]);
  }

  /** Nothing is said after the call. */
  dispose(): Promise<void> {
    return this.polling.dispose();
  }
}
