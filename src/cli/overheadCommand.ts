import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute } from 'node:path';
import { tokenCountLoader } from '../domain/accounting/loadTokenCount';
import { isBelowAny } from '../io/sessions/folderScope';
import { fixedBlockOf } from '../domain/fixedBlock/fixedBlockOf';
import { isRemotePath } from '../io/sessions/remotePath';
import { FixedBlocks } from '../operations/reading/readFixedBlock';
import { readPastUses } from '../operations/reading/readPastUses';
import {
  readOverhead,
  type ReadProblem,
  type ReadSnapshotOptions,
} from '../operations/reading/readSnapshot';
import { askProblemWords } from '../wording/fixedBlockWords';
import { overheadAsJson, overheadAsText } from '../wording/overheadReport';
import { inEnglish } from '../wording/translate';
import { printError, printJson, printText } from './print';

export const OVERHEAD_OPTIONS = [
  '  overhead FILE what each prompt carries beside the conversation, by name, and how often it was called',
  '      --ask    starts Claude Code in the folder of the session, which has to be the current one or below it, and asks it;',
  '               the MCP servers of that folder start with it and may use the network, no request goes to the API',
].join('\n');

const REFUSED = 3;
const HOW_TO_ASK =
  'Only files were read. With --ask, Claude Code is started in the folder of the session and asked for all parts by name; its MCP servers start with it and may use the network.';

/** What each prompt of a session carries beside the conversation. @returns the exit code. */
export async function runOverhead(
  file: string,
  { ask, json }: { readonly ask: boolean; readonly json: boolean },
  reading: ReadSnapshotOptions & { readonly configDirectory: string },
): Promise<number | { readonly problem: ReadProblem }> {
  const session = await readOverhead(file, reading);
  if ('problem' in session) return session;
  const { sessionId, cwd, requestedModel, model: usedModel } = session.inspection.snapshot;
  const refusal = ask ? await refusalToAsk(cwd) : null;
  if (refusal !== null) {
    printError(refusal);
    return REFUSED;
  }
  const model = requestedModel ?? usedModel;
  const asking = { cwd, model, generation: session.generation };
  const { told, problem } = await new FixedBlocks().read(asking, {
    configDirectory: reading.configDirectory,
    homeDirectory: homedir(),
    platform: process.platform,
    env: process.env,
    mayAsk: ask,
    claude: { setting: '', extensionDirectory: null },
    loadTokenCount: tokenCountLoader(),
  });
  const block = fixedBlockOf(session.inspection, told);
  const past = await readPastUses(file);
  const opened = { sessionId, block, uses: session.uses, past, problem: problem?.kind ?? null };
  if (json) printJson(overheadAsJson(opened));
  else printText(overheadAsText(opened, inEnglish));
  if (problem !== null) printError(askProblemWords(problem, inEnglish));
  else if (!ask && !json) printText(HOW_TO_ASK);
  return 0;
}

/**
 * A session may name any folder, and what is configured there is started with Claude Code: so only
 * the folder that the person works in counts. By real paths.
 */
async function refusalToAsk(cwd: string | null): Promise<string | null> {
  if (cwd === null) return 'The session does not say in which folder it ran.';
  if (!isAbsolute(cwd) || isRemotePath(cwd, process.platform))
    return `Claude Code is not started in this folder: ${cwd}`;
  if ((await stat(cwd).catch(() => null))?.isDirectory() !== true)
    return `The folder of the session is not there: ${cwd}`;
  return (await isBelowAny([process.cwd()], cwd))
    ? null
    : `The session ran in ${cwd}, which is not the current folder and not below it. Change to it to ask Claude Code there.`;
}
