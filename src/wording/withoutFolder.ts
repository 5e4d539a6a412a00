/** A path as one reads it in a folder: without that in front, where it lies below it. */
export function withoutFolder(path: string, folder: string | null): string {
  return folder !== null &&
    folder.length > 1 &&
    path.length > folder.length &&
    path.startsWith(folder) &&
    /^[/\\]/.test(path.slice(folder.length))
    ? path.slice(folder.length + 1)
    : path;
}
