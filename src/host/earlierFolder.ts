import type { Adopted } from '../io/keeping/adoptEarlierFolder';

interface EarlierFolderOptions {
  /** Has the folder moved; `null`, or a rejection, when that could not even be tried. */
  readonly adopt: (configDirectory: string) => Promise<Adopted | null>;
  /** A restricted window writes nothing. */
  readonly isTrusted: () => boolean;
  readonly timeLimitMs?: number;
}

/** Moving to another disk may take minutes; the meter does not wait for that. */
const TIME_LIMIT_MS = 2000;

/** What an earlier build kept moves to its place, once for each config directory. */
export class EarlierFolder {
  private readonly asked = new Map<string, Promise<Adopted | null>>();
  private readonly options: EarlierFolderOptions;

  constructor(options: EarlierFolderOptions) {
    this.options = options;
  }

  /**
   * Moves it, or tells what became of it before. Never rejects.
   * @returns `null` in a restricted window, which may ask again once it is trusted, and when the
   * worker died.
   */
  adopt(configDirectory: string): Promise<Adopted | null> {
    if (!this.options.isTrusted()) return Promise.resolve(null);
    const known = this.asked.get(configDirectory);
    if (known !== undefined) return known;
    const asked = this.options.adopt(configDirectory).then(
      (adopted) => {
        if (adopted?.kind === 'postponed') this.asked.delete(configDirectory);
        return adopted;
      },
      () => null,
    );
    this.asked.set(configDirectory, asked);
    return asked;
  }

  /** The same, for somebody who goes on in any case, and soon. */
  async whenAdopted(configDirectory: string): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, this.options.timeLimitMs ?? TIME_LIMIT_MS);
    });
    await Promise.race([this.adopt(configDirectory), late]);
    clearTimeout(timer);
  }
}
