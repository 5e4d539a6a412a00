import type { Report } from '../setup/cachedInstall';
import { findDesktop } from './desktop/findDesktop';

/** The VS Code that runs the in-host suite. */
export type Host = { kind: 'desktop'; executable: string } | { kind: 'code-server' };

/**
 * Desktop VS Code when it is to be had, else code-server; `LEEWAY_HOST` (`desktop` or
 * `code-server`) requires one.
 *
 * @throws Error when the required one is not to be had.
 */
export async function chooseHost(report: Report): Promise<Host> {
  const required = process.env.LEEWAY_HOST ?? '';
  if (!['', 'desktop', 'code-server'].includes(required)) {
    throw new Error(`LEEWAY_HOST is “${required}”; it can be desktop or code-server.`);
  }
  if (required === 'code-server') return { kind: 'code-server' };

  const desktop = await findDesktop(report);
  if ('executable' in desktop) return { kind: 'desktop', executable: desktop.executable };
  if (required === 'desktop')
    throw new Error(`LEEWAY_HOST requires desktop VS Code, but ${desktop.absent}.`);
  report(`Desktop VS Code is not used: ${desktop.absent}.`);
  return { kind: 'code-server' };
}
