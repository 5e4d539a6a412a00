import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pngImage } from '../fixtures/pngImage';
import { writeUserSettings } from './claudeSandbox';
import type { ClaudeSandbox } from './claudeSandbox';
import type { MockMessagesApi } from './mockMessagesApi';
import { reply, text, toolUse } from './mockReply';
import { runClaude } from './runClaude';
import type { ClaudeRun } from './runClaude';
import { prose, writeWorkspaceFile } from './workspaceFiles';

export const model = 'claude-sonnet-4-6';
const smallPdf = Buffer.from(
  [
    '%PDF-1.4',
    '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj ' +
      '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj ' +
      '3 0 obj<</Type/Page/MediaBox[0 0 72 72]/Parent 2 0 R>>endobj',
    'trailer<</Root 1 0 R>>',
    '',
  ].join('\n'),
);

/** A session that has read so many files of about 20K tokens, each in a round of its own. */
export async function sessionThatRead(
  api: MockMessagesApi,
  sandbox: ClaudeSandbox,
  files: number,
  as = model,
): Promise<ClaudeRun> {
  const names = Array.from({ length: files }, (_, index) => `${index}.md`);
  const paths = await Promise.all(
    names.map((name, index) =>
      writeWorkspaceFile(sandbox, name, `${firstWords(name)}\n${prose(80_000, 50 + index)}`),
    ),
  );
  api.script(
    ...paths.map((file) => reply(toolUse('Read', { file_path: file }))),
    reply(text('All read.')),
  );
  return runClaude(sandbox, 'Read these.', { model: as });
}

/** How such a file begins. */
export function firstWords(name: string): string {
  return `So begins ${name}, and no other file.`;
}

/** A session with something of every kind that can be pruned. */
export async function richSession(
  api: MockMessagesApi,
  sandbox: ClaudeSandbox,
): Promise<ClaudeRun> {
  const hookOutput = await writeWorkspaceFile(sandbox, 'hook.txt', prose(6_000, 20));
  await writeUserSettings(sandbox, {
    permissions: { allow: ['Write', 'Edit', 'Agent', 'Task'] },
    hooks: { UserPromptSubmit: [{ hooks: [{ type: 'command', command: `cat ${hookOutput}` }] }] },
  });
  await mkdir(path.join(sandbox.workspace, 'part'));
  const [first, second, picture, document, inPart, attached] = await Promise.all([
    writeWorkspaceFile(sandbox, 'first.md', prose(20_000, 21)),
    writeWorkspaceFile(sandbox, 'second.md', prose(24_000, 22)),
    writeWorkspaceFile(sandbox, 'picture.png', pngImage({ width: 640, height: 480 })),
    writeWorkspaceFile(sandbox, 'document.pdf', smallPdf),
    writeWorkspaceFile(sandbox, 'part/module.md', prose(5_000, 23)),
    writeWorkspaceFile(sandbox, 'attached.md', prose(9_000, 24)),
    writeWorkspaceFile(sandbox, 'part/CLAUDE.md', prose(8_000, 25)),
  ]);
  const written = path.join(sandbox.workspace, 'written.md');
  api.script(
    reply(
      ...[first, second, picture, document, inPart].map((file) =>
        toolUse('Read', { file_path: file }),
      ),
      toolUse('Bash', { command: `head -c 9000 ${second}` }),
    ),
    reply(toolUse('Write', { file_path: written, content: prose(16_000, 26) })),
    reply(
      toolUse('Agent', {
        description: 'Look closer',
        prompt: prose(4_000, 27),
        subagent_type: 'general-purpose',
      }),
    ),
    reply(text(prose(6_000, 28))),
    reply(text('All seen.')),
  );
  const { sessionId } = await runClaude(sandbox, `Look at everything, and at @${attached}`, {
    model,
  });
  await writeFile(written, prose(16_000, 29));
  api.script(reply(toolUse('Read', { file_path: first })), reply(text('Read again.')));
  await runClaude(sandbox, 'Look again.', {
    model,
    resume: sessionId,
    pasted: pngImage({ width: 800, height: 600 }),
  });
  return writtenInUsersPlace(api, sandbox, sessionId);
}

/** Goes on until the end of a task was told, and a command of the person's own was carried out. */
async function writtenInUsersPlace(
  api: MockMessagesApi,
  sandbox: ClaudeSandbox,
  sessionId: string,
): Promise<ClaudeRun> {
  await mkdir(path.join(sandbox.workspace, '.claude/commands'), { recursive: true });
  await writeWorkspaceFile(
    sandbox,
    '.claude/commands/watch.md',
    `Watch $ARGUMENTS\n${prose(4_000, 32)}`,
  );
  const inBackground = { command: 'echo', run_in_background: true, description: prose(1_500, 33) };
  api.script(
    reply(toolUse('Bash', inBackground)),
    reply(text('Started.')),
    reply(text('It has ended.')),
  );
  await runClaude(sandbox, 'Do it in the background.', { model, resume: sessionId });
  api.script(reply(text('Watched.')));
  return runClaude(sandbox, '/watch the stars', { model, resume: sessionId });
}

/** A session that looked at some things twice, and then did many small ones. */
export async function repetitiveSession(
  api: MockMessagesApi,
  sandbox: ClaudeSandbox,
): Promise<ClaudeRun> {
  const file = await writeWorkspaceFile(sandbox, 'changing.md', prose(20_000, 30));
  const log = await writeWorkspaceFile(sandbox, 'log.txt', prose(12_000, 31));
  const pictures = await Promise.all(
    [1, 2, 3].map((number) =>
      writeWorkspaceFile(sandbox, `${number}.png`, pngImage({ width: 600 + number, height: 500 })),
    ),
  );
  const look = (...paths: string[]) =>
    reply(...paths.map((each) => toolUse('Read', { file_path: each })));
  const run = (command: string) => reply(toolUse('Bash', { command }));
  api.script(
    look(file),
    run(`cat ${log}`),
    look(...pictures),
    run(`echo more >> ${file}`),
    look(file),
    run(`cat ${log}`),
    ...Array.from({ length: 9 }, (_, index) => run(`echo ${index}`)),
    reply(text('Done.')),
  );
  return runClaude(sandbox, 'Look at these.', { model });
}
