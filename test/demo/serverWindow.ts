import { startServer } from '../host/codeServer/startServer';
import { makeTemporaryDirectory } from '../fixtures/temporaryDirectory';
import { fetchServerPrograms } from '../setup/vscodeHost';
import type { OpenWindow, WindowOptions } from './openWindow';
import { packageExtension } from './packageExtension';

/**
 * Serves a VS Code with the extension installed as a page that any browser on this machine can
 * open; fetches what is absent.
 */
export async function openServerWindow({
  folder,
  environment,
  report,
}: WindowOptions): Promise<OpenWindow> {
  const programs = await fetchServerPrograms(report);
  report('code-server: starting');
  const temporary = await makeTemporaryDirectory('meter-vsix-');
  try {
    const vsix = [await packageExtension(temporary.path)];
    const server = await startServer(programs, {
      workspaceFolder: folder ?? undefined,
      vsix,
      environment,
    });
    const never = new AbortController().signal; // a page may be closed and opened again
    return {
      name: 'code-server',
      address: server.url,
      logsDirectory: server.logsDirectory,
      closed: never,
      stop: () => server.stop(),
    };
  } finally {
    await temporary.remove();
  }
}
