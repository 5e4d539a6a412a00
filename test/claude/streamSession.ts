import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pngImage } from '../fixtures/pngImage';
import { sessionFiles, writeUserSettings, type ClaudeSandbox } from './claudeSandbox';
import { openClaudeStream, type ClaudeStream } from './claudeStream';
import { installCompanion } from './companionInstall';
import { responseWritten } from './expectations';
import { reply, text, thinking, toolUse } from './mockReply';
import type { Difference } from './requestDifference';
import { firstWords, model } from './sessionsToPrune';
import { until } from './until';
import type { ClaudeTest } from './useClaude';
import { prose, writeWorkspaceFile } from './workspaceFiles';

/** With what stands in the cache by then: beyond where Claude Code refuses, within its window. */
const UNCACHED_TOKENS = 150_000;

interface StreamOptions {
  readonly isBlocked?: boolean;
  readonly change?: (sandbox: ClaudeSandbox) => Promise<void>;
}

const nothing = (): Promise<void> => Promise.resolve();

/**
 * A session over stream-json, with the companion, that has read a text and an image, and written a
 * long file.
 *
 * @param isBlocked its last reply tells of a context that Claude Code refuses to go on with, and
 * auto-compact is off.
 * @param change of what was installed, before it begins.
 */
export async function beginStream(
  { api, sandbox }: Pick<ClaudeTest, 'api' | 'sandbox'>,
  { isBlocked = false, change = nothing }: StreamOptions = {},
) {
  await installCompanion(sandbox);
  await change(sandbox);
  if (isBlocked) await turnAutoCompactOff(sandbox);
  const [read, picture] = await Promise.all([
    writeWorkspaceFile(sandbox, '0.md', `${firstWords('0.md')}\n${prose(30_000, 70)}`),
    writeWorkspaceFile(sandbox, 'picture.png', pngImage({ width: 900, height: 700 })),
  ]);
  const written = { file_path: path.join(sandbox.workspace, 'w.md'), content: prose(9_000, 71) };
  const last = reply(text('All done.'));
  api.script(
    reply(
      thinking('Both at once.'),
      ...[read, picture].map((file) => toolUse('Read', { file_path: file })),
    ),
    reply(toolUse('Write', written)),
    isBlocked ? { ...last, usage: { input_tokens: UNCACHED_TOKENS } } : last,
  );
  const stream = openClaudeStream(sandbox, { model });
  await stream.submit('Read these, and write.');
  const [[sessionId, sessionFile]] = [...(await sessionFiles(sandbox))] as [[string, string]];
  await responseWritten(api, sessionFile);
  return { stream, sessionId, sessionFile };
}

/** What came with results of {@link beginInCompany}: a prompt of mid-turn, a memory file. */
export const COMPANY = ['And use blue paint only.', 'Never touch the red button.'] as const;

/**
 * A session that is blocked, as by {@link beginStream}, in which something came with the first two
 * of three results.
 *
 * @param begun is handed what is to be closed.
 */
export async function beginInCompany(
  { api, sandbox }: Pick<ClaudeTest, 'api' | 'sandbox'>,
  begun: (stream: ClaudeStream) => void,
) {
  await installCompanion(sandbox);
  await turnAutoCompactOff(sandbox);
  await mkdir(path.join(sandbox.workspace, 'sub'));
  const [, second, third, printed] = await Promise.all([
    writeWorkspaceFile(sandbox, 'sub/CLAUDE.md', `${COMPANY[1]}\n`),
    writeWorkspaceFile(sandbox, 'sub/0.md', prose(30_000, 72)),
    writeWorkspaceFile(sandbox, '1.md', prose(30_000, 73)),
    writeWorkspaceFile(sandbox, '2.md', prose(20_000, 74)),
  ]);
  const waiting = `until [ -e ${printed}.go ]; do sleep 0.05; done; cat ${printed}`;
  api.script(
    reply(toolUse('Bash', { command: waiting, description: 'Waits' })),
    reply(toolUse('Read', { file_path: second })),
    reply(toolUse('Read', { file_path: third })),
    { ...reply(text('All done.')), usage: { input_tokens: UNCACHED_TOKENS } },
  );
  const stream = openClaudeStream(sandbox, { model });
  begun(stream);
  const turn = stream.submit('Read these.');
  const [sessionId, sessionFile] = await until('the session file', 20_000, async () =>
    [...(await sessionFiles(sandbox))].at(0),
  );
  await until('the call', 20_000, async () =>
    (await readFile(sessionFile, 'utf8')).includes('"name":"Bash"'),
  );
  stream.send(COMPANY[0]);
  await until('the prompt to be taken', 20_000, async () =>
    (await readFile(sessionFile, 'utf8')).includes(COMPANY[0]),
  );
  await writeFile(`${printed}.go`, '');
  await turn;
  await responseWritten(api, sessionFile);
  return { stream, sessionId, sessionFile };
}

async function turnAutoCompactOff(sandbox: ClaudeSandbox): Promise<void> {
  const installed = await readFile(path.join(sandbox.configDirectory, 'settings.json'), 'utf8');
  const settings = JSON.parse(installed) as Record<string, unknown>;
  await writeUserSettings(sandbox, { ...settings, autoCompactEnabled: false });
}

/** What belongs to the conversation: system prompt and tools differ by how a session was opened. */
export function isSaid({ place }: Difference): boolean {
  return place.startsWith('messages.');
}
