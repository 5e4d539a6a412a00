import type { ChildProcess } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { runCommand } from '../../setup/runCommand';
import type { ServerPrograms } from '../../setup/vscodeHost';
import { makeTemporaryDirectory } from '../../fixtures/temporaryDirectory';
import { startProcessGroup } from './processGroup';
import { quietSettings, restrictingSettings } from './quietSettings';
import { Teardown } from './teardown';
import { workbenchUrl } from './workbenchUrl';

const installTimeLimitMs = 60_000;
const startTimeLimitMs = 60_000;

export interface ServerOptions {
  /** A folder or a .code-workspace file; an empty window without. */
  workspaceFolder?: string | undefined;
  /** Added to {@link quietSettings}. */
  userSettings?: Record<string, unknown>;
  /**
   * Settings of machine scope, which VS Code does not take from the user's when the host is a
   * server.
   */
  machineSettings?: Record<string, unknown>;
  /** Extensions to install before the start. */
  vsix?: string[];
  /** A directory to run an extension from; needs `smokeTestDriver`. */
  developmentPath?: string;
  /**
   * A module that exports `run(): Promise<void>`, called inside the extension host; needs
   * `developmentPath`.
   */
  testsPath?: string;
  /**
   * Added to the otherwise clean environment of the server, and so of the extension host and its
   * terminals.
   */
  environment?: Record<string, string>;
  /** A script that the server and its extension host load before anything else. */
  preload?: string;
  /** Leaves workspace trust on, so that the window is restricted: nobody is there to grant it. */
  restricted?: boolean;
  /** A built host ignores `developmentPath` without it, and hides notifications with it. */
  smokeTestDriver?: boolean;
}

export interface RunningServer {
  /** The workbench on the workspace folder; opens in any browser on this machine. */
  url: string;
  /** Its own temporary directory, VS Code's data in it. */
  directory: string;
  /** Stands where a person's home is, below {@link directory}. */
  homeDirectory: string;
  /** Where VS Code writes its own logs and those of extensions. */
  logsDirectory: string;
  /** Ends the server with everything it started and removes its temporary directory. */
  stop(): Promise<void>;
}

/**
 * Starts a code-server of its own on a free port of the loopback interface, with an empty home
 * directory.
 *
 * @throws Error with the server's last lines when an extension does not install or the server does
 * not listen in time.
 */
export async function startServer(
  programs: ServerPrograms,
  options: ServerOptions,
): Promise<RunningServer> {
  const teardown = new Teardown();
  try {
    const temporary = await makeTemporaryDirectory('leeway-host-');
    teardown.add(() => temporary.remove());
    const directory = temporary.path;
    const environment = await prepareHome(directory, options);
    const common = [
      programs.codeServer,
      '--config',
      path.join(directory, 'config.yaml'),
      '--user-data-dir',
      path.join(directory, 'data'),
      '--extensions-dir',
      path.join(directory, 'extensions'),
    ];
    if (options.vsix !== undefined && options.vsix.length > 0) {
      const installs = options.vsix.flatMap((vsix) => ['--install-extension', vsix]);
      await runCommand(programs.node24, [...common, '--force', ...installs], {
        cwd: directory,
        env: environment,
        timeLimitMs: installTimeLimitMs,
      });
    }

    const first = options.preload === undefined ? [] : ['--require', options.preload];
    const group = startProcessGroup(
      programs.node24,
      [...first, ...common, ...serverArguments(options)],
      { cwd: directory, env: environment },
    );
    teardown.add(() => group.stop());
    const address = await listeningAddress(group.child);
    return {
      url: workbenchUrl(address, options),
      directory,
      homeDirectory: path.join(directory, 'home'),
      logsDirectory: path.join(directory, 'data', 'logs'),
      stop: () => teardown.run(),
    };
  } catch (error) {
    await teardown.run();
    throw error;
  }
}

/** Lays out the server's directory and returns the environment that keeps it there. */
async function prepareHome(directory: string, options: ServerOptions): Promise<NodeJS.ProcessEnv> {
  const home = path.join(directory, 'home');
  await mkdir(home);
  await writeFile(path.join(directory, 'config.yaml'), 'auth: none\n');
  const settings = {
    User: {
      ...quietSettings,
      ...(options.restricted === true ? restrictingSettings : {}),
      ...options.userSettings,
    },
    Machine: options.machineSettings ?? {},
  };
  for (const [scope, values] of Object.entries(settings)) {
    await mkdir(path.join(directory, 'data', scope), { recursive: true });
    await writeFile(
      path.join(directory, 'data', scope, 'settings.json'),
      JSON.stringify(values, undefined, 2),
    );
  }
  return {
    PATH: process.env.PATH,
    LANG: 'C.UTF-8',
    HOME: home,
    XDG_CACHE_HOME: path.join(home, '.cache'),
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_DATA_HOME: path.join(home, '.local', 'share'),
    // for sockets, which would be left behind in the temporary directory
    XDG_RUNTIME_DIR: directory,
    EXTENSIONS_GALLERY: '{}',
    ...options.environment,
  };
}

function serverArguments(options: ServerOptions): string[] {
  const flags = [
    'force-disable-user-env',
    ...(options.smokeTestDriver === true ? ['enable-smoke-test-driver'] : []),
  ];
  return [
    '--bind-addr',
    '127.0.0.1:0',
    '--auth',
    'none',
    '--disable-telemetry',
    '--disable-update-check',
    ...(options.restricted === true ? [] : ['--disable-workspace-trust']),
    '--disable-getting-started-override',
    '--disable-proxy',
    '--ignore-last-opened',
    ...flags.flatMap((flag) => ['--vscode-option', flag]),
  ];
}

/**
 * Resolves with `host:port` as soon as the server says where it listens; its output is drained for
 * as long as it runs.
 */
function listeningAddress(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    let settled = false;
    const settle = (address?: string, why = ''): void => {
      clearTimeout(limit);
      settled = true;
      if (address === undefined)
        reject(new Error(`code-server ${why}. ${printed.trim().split('\n').slice(-5).join('\n')}`));
      else resolve(address);
    };
    const limit = setTimeout(
      () => settle(undefined, `did not start within ${startTimeLimitMs / 1000} s`),
      startTimeLimitMs,
    );
    server.once('error', (error) => settle(undefined, `could not be started: ${error.message}`));
    server.once('exit', (code) => settle(undefined, `ended with ${String(code)}`));
    for (const stream of [server.stdout!, server.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        if (settled) return;
        printed += text;
        const address = /listening on http:\/\/([\d.]+:\d+)/.exec(printed)?.[1];
        if (address !== undefined) settle(address);
      });
    }
  });
}
