const RELEASE = /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})/;

/** Whether it names a release, and is not merely taken for the newest. */
export function isReadableVersion(version: string | null): boolean {
  return RELEASE.test(version ?? '');
}

/**
 * Whether a session was written by this Claude Code release or a later one. Versions that are
 * absent or unreadable count as the newest: people update, and what we know best is how the newest
 * behaves.
 */
export function isVersionAtLeast(
  version: string | null,
  release: `${number}.${number}.${number}`,
): boolean {
  const found = RELEASE.exec(version ?? '');
  if (found === null) return true;
  const asked = release.split('.');
  for (let part = 0; part < 3; part++) {
    const difference = Number(found[part + 1]) - Number(asked[part]);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
