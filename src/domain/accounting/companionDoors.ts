/**
 * From which release of Claude Code on the companion can do what (measured with 2.1.287 to
 * 2.1.332). Whether a session was loaded again is believed by what Claude Code says of it alone, so
 * no release is the last one.
 */
export const COMPANION_SINCE = {
  /** Releases before know no plugins that run inside. */
  tell: '2.1.287',
  /** `/resume` of a session’s own id: before, it was found only where another session was. */
  reload: '2.1.329',
  /** Requests to the model pass a plugin, and may be changed there whatever the environment says. */
  wire: '2.1.328',
} as const;
