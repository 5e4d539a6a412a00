/** One path that the extension asked the file system for, and where its process stood. */
export interface Observed {
  /**
   * `looks`: asked whether it is there, how large it is, or where it leads; `lists` and `makes`:
   * the same as reading and writing, of a folder.
   */
  readonly access: 'reads' | 'writes' | 'looks' | 'lists' | 'makes';
  /** Absolute. */
  readonly path: string;
  readonly home: string;
  /** Claude Code's config directory. */
  readonly config: string;
  /** The folders on `PATH`. */
  readonly programs: readonly string[];
  /** In a restricted window, which may write nothing. */
  readonly isRestricted: boolean;
}
