import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** How the CLI thinks it is paid for; it words the credits block differently for each. */
export type Account = 'apiKey' | 'subscriber';

/**
 * A home directory of its own for the CLI, with nothing of the person's in it, that talks to the
 * mock only.
 */
export interface ClaudeSandbox {
  binary: string;
  /** A directory of its own; workspace and config directory lie in it unless others were given. */
  home: string;
  /** Where the CLI runs. Trusted, so that no dialog opens. */
  workspace: string;
  configDirectory: string;
  /** The whole environment of the CLI; nothing is inherited. */
  environment: Record<string, string>;
  /** The runs that have not ended yet. */
  runs: Set<Promise<unknown>>;
}

const apiKey = 'sk-ant-api03-of-no-worth-0123456789012345678901234567890123456789';
const oauthToken = 'sk-ant-oat01-of-no-worth-0123456789012345678901234567890123456789';

/**
 * Makes a sandbox under the temporary directory. Pass it to {@link removeClaudeSandbox} in the end.
 */
export async function createClaudeSandbox(options: {
  binary: string;
  apiUrl: string;
  account?: Account;
  /** Instead of empty ones of its own. What the config directory says already stays. */
  folders?: { readonly workspace: string; readonly configDirectory: string };
}): Promise<ClaudeSandbox> {
  // Without symbolic links, because the CLI names the session directory after the real path; short,
  // because it puts sockets there.
  const home = await realpath(await mkdtemp(path.join(os.tmpdir(), 'meter-')));
  const sandbox: ClaudeSandbox = {
    binary: options.binary,
    home,
    workspace: options.folders?.workspace ?? path.join(home, 'workspace'),
    configDirectory: options.folders?.configDirectory ?? path.join(home, 'config'),
    environment: {
      PATH: process.env['PATH'] ?? '',
      HOME: home,
      TMPDIR: path.join(home, 'tmp'),
      SHELL: '/bin/sh',
      TERM: 'xterm-256color',
      LANG: 'C.UTF-8',
      CLAUDE_CONFIG_DIR: options.folders?.configDirectory ?? path.join(home, 'config'),
      ANTHROPIC_BASE_URL: options.apiUrl,
      ...(options.account === 'subscriber'
        ? { CLAUDE_CODE_OAUTH_TOKEN: oauthToken }
        : { ANTHROPIC_API_KEY: apiKey }),
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_TELEMETRY: '1',
      DISABLE_ERROR_REPORTING: '1',
      DISABLE_AUTOUPDATER: '1',
    },
    runs: new Set(),
  };
  await Promise.all(['workspace', 'config', 'tmp'].map((name) => mkdir(path.join(home, name))));
  // where the CLI registers what it has open; sessions may be written before its first start
  await mkdir(path.join(sandbox.configDirectory, 'sessions'), { recursive: true });
  const state = path.join(sandbox.configDirectory, '.claude.json');
  const before = JSON.parse(await readFile(state, 'utf8').catch(() => '{}')) as object;
  await writeFile(state, JSON.stringify({ ...before, ...answeredDialogs(sandbox.workspace) }));
  return sandbox;
}

/** Removes a sandbox once nothing runs in it any more. */
export async function removeClaudeSandbox(sandbox: ClaudeSandbox): Promise<void> {
  await Promise.allSettled(sandbox.runs);
  // A CLI that is just ending may still write.
  await rm(sandbox.home, {
    recursive: true,
    force: true,
    maxRetries: 10,
    retryDelay: 100,
  });
}

/** Writes the sandbox's user settings, in place of any before. */
export async function writeUserSettings(sandbox: ClaudeSandbox, settings: object): Promise<void> {
  await writeFile(path.join(sandbox.configDirectory, 'settings.json'), JSON.stringify(settings));
}

/** The files of all sessions so far, by session id. */
export async function sessionFiles(sandbox: ClaudeSandbox): Promise<Map<string, string>> {
  const projects = path.join(sandbox.configDirectory, 'projects');
  const files = new Map<string, string>();
  for (const project of await readdir(projects).catch(() => [])) {
    for (const name of await readdir(path.join(projects, project))) {
      if (name.endsWith('.jsonl'))
        files.set(path.basename(name, '.jsonl'), path.join(projects, project, name));
    }
  }
  return files;
}

/**
 * What the CLI would otherwise ask at its first start in a terminal: theme, API key, trust in the
 * folder.
 */
function answeredDialogs(workspace: string): object {
  return {
    hasCompletedOnboarding: true,
    theme: 'dark',
    customApiKeyResponses: { approved: [apiKey.slice(-20)], rejected: [] },
    projects: { [workspace]: { hasTrustDialogAccepted: true } },
  };
}
