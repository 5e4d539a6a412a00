import { spawnSync } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** A Claude Code that finds the settings of an organization, where it alone sees them. */
export interface ManagedMachine {
  /** Runs the CLI there. */
  readonly binary: string;
  remove(): Promise<void>;
}

/**
 * What the CLI needs of `/etc`; the rest stays away, and with it whatever this machine is told.
 */
const NEEDED = ['passwd', 'group', 'hosts', 'nsswitch.conf', 'ssl', 'ld.so.cache', 'localtime'];

/**
 * Gives the CLI an `/etc` of its own with managed settings in it. Needs Linux and mount namespaces.
 *
 * @throws Error where this machine has none.
 */
export async function makeManagedMachine(
  binary: string,
  settings: object,
): Promise<ManagedMachine> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'managed-'));
  const etc = path.join(home, 'etc');
  const wrapper = path.join(home, 'claude');
  await mkdir(path.join(etc, 'claude-code'), { recursive: true });
  for (const name of NEEDED)
    await cp(path.join('/etc', name), path.join(etc, name), {
      recursive: true,
      dereference: true,
    }).catch(() => undefined);
  await writeFile(path.join(etc, 'claude-code', 'managed-settings.json'), JSON.stringify(settings));
  const flags = process.getuid?.() === 0 ? '-m' : '-rm';
  const script = `mount --bind '${etc}' /etc && exec '${binary}' "$@"`;
  await writeFile(
    wrapper,
    `#!/bin/sh\nexec unshare ${flags} sh -c '${script.replaceAll("'", `'\\''`)}' sh "$@"\n`,
  );
  await chmod(wrapper, 0o755);
  const said = spawnSync(wrapper, ['--version'], { encoding: 'utf8' });
  if (said.status !== 0) throw new Error(`No mount namespace here: ${said.stderr}`);
  return { binary: wrapper, remove: () => rm(home, { recursive: true, force: true }) };
}
