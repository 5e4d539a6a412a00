/** The file systems of WSL, which Windows serves itself. */
const OWN_SERVER = /^[\\/]{2}(?:wsl\$|wsl\.localhost)[\\/]/i;

/**
 * Whether looking at a path would speak to another machine, and give it the person's login: Windows
 * opens `\\server\share` over the network. A path that a transcript or a folder names is not
 * followed there.
 */
export function isRemotePath(path: string, platform: NodeJS.Platform): boolean {
  return platform === 'win32' && /^[\\/]{2}/.test(path) && !OWN_SERVER.test(path);
}
