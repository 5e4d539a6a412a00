import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { RequestBlock } from './blockTokens';
import { writeUserSettings } from './claudeSandbox';
import { answeredTurns } from './expectations';
import type { AnsweredTurn } from './expectations';
import { reply, text, thinking, toolUse } from './mockReply';
import { runCommand } from './prunedSession';
import type { ListedItem } from './prunedSession';
import { runClaude } from './runClaude';
import type { ClaudeTest } from './useClaude';
import { prose, writeWorkspaceFile } from './workspaceFiles';

export interface AccountedItem extends ListedItem {
  line: number;
  exact: boolean;
}

/** What `items FILE --json` prints, beside what the mock was asked and the file holds. */
export interface AccountedSession {
  totals: { overheadTokens: number; unexplainedTokens: number };
  turns: AnsweredTurn[];
  /** The items in the order of the file. */
  live: AccountedItem[];
  /** The turn from which on two tools are missing. */
  hiddenTurn: number;
  blockOf: (item: AccountedItem) => RequestBlock;
  /** The items that came in between a reply and the one before it. */
  addedWith: (turn: number) => AccountedItem[];
  saidBy: (turn: number) => AccountedItem[];
}

/**
 * A session of prompts, calls one at a time and two at once, thinking and answers; in between the
 * person denies two tools, which then are sent no more.
 */
export async function accountedSession(
  { api, sandbox }: ClaudeTest,
  model: string,
): Promise<AccountedSession> {
  const [notes, log] = await Promise.all([
    writeWorkspaceFile(sandbox, 'notes.md', prose(9_000, 2)),
    writeWorkspaceFile(sandbox, 'log.txt', prose(5_000, 3)),
  ]);
  const read = (file: string) => toolUse('Read', { file_path: file });
  const run = (command: string, rest = {}) => toolUse('Bash', { command, ...rest });
  api.script(
    reply(read(notes)),
    reply(run(`cat ${log}`, { description: 'Print the log' })),
    reply(run('seq 1 900')),
    reply(read(log), run(`head -c 3000 ${notes}`)),
    reply(thinking(prose(400, 4)), run('seq 1 200')),
    reply(text(prose(1_500, 5))),
    reply(text(prose(300, 6))),
    reply(text(prose(600, 7))),
  );
  const { sessionId, sessionFile } = await runClaude(sandbox, prose(800, 8), { model });
  const hiddenTurn = answeredTurns(api).length;
  await writeUserSettings(sandbox, { permissions: { deny: ['Agent', 'Workflow'] } });
  await runClaude(sandbox, prose(900, 9), { model, resume: sessionId });
  await runClaude(sandbox, prose(1_000, 10), { model, resume: sessionId });

  const { exitCode, stdout, stderr } = await runCommand(sandbox, ['items', sessionFile, '--json']);
  assert.equal(exitCode, 0, stderr);
  const { items, totals } = JSON.parse(stdout) as Pick<AccountedSession, 'totals'> & {
    items: AccountedItem[];
  };
  const turns = answeredTurns(api);
  assert.deepEqual([hiddenTurn, turns.length], [6, 8]);
  const live = items.filter((item) => item.live).sort((a, b) => a.line - b.line);
  return { totals, turns, live, hiddenTurn, ...(await placesIn(sessionFile, turns, live)) };
}

interface SessionRecord {
  message?: { id?: string; content: string | RequestBlock[] };
}

async function placesIn(
  sessionFile: string,
  turns: readonly AnsweredTurn[],
  live: readonly AccountedItem[],
): Promise<Pick<AccountedSession, 'blockOf' | 'addedWith' | 'saidBy'>> {
  const records = (await readFile(sessionFile, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as SessionRecord);
  const turnOf = ({ message }: SessionRecord): number =>
    turns.findIndex(({ response }) => message?.id === response.messageId);
  const said = live.filter(({ line }) => turnOf(records[line - 1]!) >= 0);
  const beginsAt = turns.map((_, turn) => 1 + records.findIndex((each) => turnOf(each) === turn));
  return {
    blockOf: ({ id, line }) => {
      const content = records[line - 1]!.message!.content;
      const block = Number(id.split(':')[1]);
      return typeof content === 'string' ? { type: 'text', text: content } : content[block]!;
    },
    addedWith: (turn) =>
      live.filter(
        (item) =>
          !said.includes(item) &&
          item.line > (beginsAt[turn - 1] ?? 0) &&
          item.line < beginsAt[turn]!,
      ),
    saidBy: (turn) => said.filter(({ line }) => turnOf(records[line - 1]!) === turn),
  };
}

export function sumOfItems(items: readonly AccountedItem[]): number {
  return items.reduce((tokens, item) => tokens + item.tokens, 0);
}
