import { existsSync } from 'node:fs';
import path from 'node:path';

import { cachedInstall, npmInstall, type Report } from './cachedInstall';
import { runCommand } from './runCommand';

/** The version that every fact about Claude Code in this project was measured with. */
const MEASURED_VERSION = '2.1.329';
/** The newest that the companion was tested with. */
export const COMPANION_VERSION = '2.1.332';

const packageName = '@anthropic-ai/claude-code';
const installTimeLimitMs = 10 * 60_000;
const versionTimeLimitMs = 60_000;

/**
 * Returns the path of the `claude` binary of a version, fetched with npm into `cacheDirectory` when
 * absent.
 *
 * The npm package brings a stand-alone binary in a package of its own for each platform, so neither
 * its install script nor its wanted Node version matters here.
 *
 * @throws Error with one sentence when npm fails or takes too long, or when there is no binary for
 * this platform.
 */
export async function fetchClaudeCli(
  cacheDirectory: string,
  report: Report,
  version = MEASURED_VERSION,
): Promise<string> {
  const directory = path.join(cacheDirectory, version);
  await cachedInstall(directory, async (partial) => {
    report(`Claude Code ${version}: fetching with npm (about 175 MB)`);
    await npmInstall(
      partial,
      ['--ignore-scripts', '--include=optional', `${packageName}@${version}`],
      installTimeLimitMs,
    );
    const env = { ...process.env, HOME: partial, CLAUDE_CONFIG_DIR: path.join(partial, 'config') };
    const answer = await runCommand(platformBinary(partial, version), ['--version'], {
      cwd: partial,
      timeLimitMs: versionTimeLimitMs,
      env,
    });
    if (!answer.startsWith(version))
      throw new Error(`Expected Claude Code ${version}, the binary says ${answer.trim()}.`);
  });
  return platformBinary(directory, version);
}

/** The binary inside an install directory. On Linux npm has chosen between glibc and musl. */
function platformBinary(installDirectory: string, version: string): string {
  const platform = `claude-code-${process.platform}-${process.arch}`;
  const executable = process.platform === 'win32' ? 'claude.exe' : 'claude';
  const found = [platform, `${platform}-musl`]
    .map((name) => path.join(installDirectory, 'node_modules', '@anthropic-ai', name, executable))
    .find((candidate) => existsSync(candidate));
  if (found === undefined)
    throw new Error(
      `${packageName} ${version} has no binary for ${process.platform} ${process.arch}.`,
    );
  return found;
}

/** The newest release that the registry of npm has. */
export async function newestClaudeVersion(directory: string): Promise<string> {
  const options = { cwd: directory, timeLimitMs: versionTimeLimitMs };
  return (await runCommand('npm', ['view', packageName, 'version'], options)).trim();
}
