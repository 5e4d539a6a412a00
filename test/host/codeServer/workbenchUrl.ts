/**
 * The address that opens a folder, a .code-workspace file or an empty window in a code-server at
 * `host:port`, with an extension run from its directory and a test module when given. All paths are
 * absolute.
 */
export function workbenchUrl(
  address: string,
  open: { workspaceFolder?: string | undefined; developmentPath?: string; testsPath?: string },
): string {
  const payload = [
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ];
  if (open.developmentPath !== undefined)
    payload.push(['extensionDevelopmentPath', `vscode-remote://${address}${open.developmentPath}`]);
  if (open.testsPath !== undefined)
    payload.push(['extensionTestsPath', `vscode-remote://${address}${open.testsPath}`]);

  const url = new URL(`http://${address}/`);
  if (open.workspaceFolder === undefined) url.searchParams.set('ew', 'true');
  else
    url.searchParams.set(
      open.workspaceFolder.endsWith('.code-workspace') ? 'workspace' : 'folder',
      open.workspaceFolder,
    );
  url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}
