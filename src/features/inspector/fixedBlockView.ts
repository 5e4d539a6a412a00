import { within } from '../../domain/accounting/calledWith';
import {
  tokensIn,
  type FixedBlock,
  type FixedPart,
  type McpServer,
} from '../../domain/fixedBlock/fixedBlock';
import { listedParts, type ListedPart } from '../../domain/fixedBlock/listedParts';
import { usesOfPart, usesOfServer } from '../../domain/fixedBlock/usesOf';
import type { OpenedParts } from '../../operations/reading/openFixedBlock';
import { printable } from '../../wording/escapeMarkdown';
import {
  askProblemWords,
  fixedKindWords,
  partSourceWords,
  serverStatusWords,
} from '../../wording/fixedBlockWords';
import { formatTokens } from '../../wording/formatTokens';
import { shorten } from '../../wording/shorten';
import type { Translate } from '../../wording/translate';
import { timeOf } from '../../wording/wallWords';
import { MAX_PARTS, type Block, type BlockPart } from './fixedBlockProtocol';

/** What is told of a session's fixed block, and whether Claude Code may be asked for more. */
export interface BlockToShow {
  readonly block: FixedBlock;
  readonly opened: Pick<OpenedParts, 'uses' | 'past' | 'problem'>;
  readonly canAsk: boolean;
  /** The settings of the folder may be changed. */
  readonly canChange: boolean;
  /** Of the session: paths below it are shown without it. */
  readonly folder: string | null;
  /** `~` stands for it. */
  readonly homeDirectory: string;
}

const NAME_LENGTH = 300;

/** The block as the page shows it: what is largest in every prompt first, the rest last. */
export function fixedBlockView(opened: BlockToShow, t: Translate): Block {
  const listed = listedParts(opened.block);
  const told = listed.slice(0, MAX_PARTS);
  const others = listed.slice(MAX_PARTS).flatMap(({ parts }) => parts);
  return {
    told: toldWords(opened.block, t),
    problem: problemWords(opened.opened.problem, t),
    canAsk: opened.canAsk,
    parts: [
      ...told.map((each, at) => partView(each, at, opened, t)),
      ...(others.length === 0 ? [] : [othersView(others, told.length, t)]),
    ],
  };
}

/** What asking Claude Code starts, before it is asked. */
export function askingWords(t: Translate): string {
  return t(
    'Claude Code can name all parts. It starts in the folder of this session, and the MCP servers of that folder with it; these may use the network. No request goes to the API.',
  );
}

/** The path of a part that the page names by its id; `null` of what is no file. */
export function pathOfPart(block: FixedBlock, id: string): string | null {
  return listedAt(block, id)?.part?.path ?? null;
}

/** The MCP server that the page names by its id. */
export function serverOfPart(block: FixedBlock, id: string): string | null {
  return listedAt(block, id)?.server?.name ?? null;
}

function listedAt(block: FixedBlock, id: string): ListedPart | null {
  const at = Number(/^part (\d{1,4})$/.exec(id)?.[1] ?? NaN);
  return listedParts(block)[at] ?? null;
}

function partView(listed: ListedPart, at: number, opened: BlockToShow, t: Translate): BlockPart {
  const { part, server, parts } = listed;
  const name = nameOf(listed, opened, t);
  const calls = callsWords(listed, opened, t);
  const tools = parts.filter(({ kind }) => kind === 'mcpTool');
  const sent = sentWords(parts, t);
  return {
    id: `part ${String(at)}`,
    name,
    cut: part?.kind === 'memory' ? 'start' : 'end',
    kind: server === null ? fixedKindWords(part!, t) : t('MCP server'),
    tokens: sumOf(parts),
    use: [
      ...(server === null ? [] : [serverStatusWords(server.status, t)]),
      ...(tools.length === 0 ? [] : [toolsWords(tools.length, t)]),
      ...(part === null ? [] : [partSourceWords(part, t)]),
      ...sent,
      calls,
    ]
      .filter((words) => words !== '')
      .join(' · '),
    facts: factsOf(listed, opened, t),
    tools: [...tools]
      .sort((a, b) => b.tokens - a.tokens)
      .slice(0, MAX_PARTS)
      .map((tool) => ({
        name: shown(tool.name ?? ''),
        tokens: tool.tokens,
        use: callsWords({ part: tool, server: null, parts: [tool] }, opened, t),
      })),
    actions: actionsOf(listed, opened, t),
  };
}

/** Where the settings of the folder may be changed: only what the real Claude Code goes by. */
function actionsOf(
  { part, server, parts }: ListedPart,
  { canChange }: BlockToShow,
  t: Translate,
): BlockPart['actions'] {
  const titles: readonly (readonly [BlockPart['actions'][number]['id'], string])[] =
    server === null
      ? part?.path == null
        ? []
        : [['openPart', t('Open the File')]]
      : !canChange || server.status === 'disabled' || parts.length === 0
        ? []
        : [
            ['switchOffServer', t('Switch Off in This Project…')],
            ...(tokensIn(parts, 'overhead') > 0
              ? [['deferTools', t('Send Only Names of MCP Tools…')] as const]
              : []),
          ];
  return titles.map(([id, title]) => ({ id, title, isPrimary: false }));
}

function othersView(parts: readonly FixedPart[], at: number, t: Translate): BlockPart {
  return {
    ...{ id: `part ${String(at)}`, name: t('Smaller parts'), cut: 'end', kind: t('Other') },
    tokens: sumOf(parts),
    use: '',
    ...{ facts: [], tools: [], actions: [] },
  };
}

/** `null` where nothing of it is in every prompt. */
function sumOf(parts: readonly FixedPart[]): number | null {
  return parts.some(({ place }) => place === 'overhead') ? tokensIn(parts, 'overhead') : null;
}

function nameOf(
  { part, server }: ListedPart,
  { block, folder, homeDirectory }: BlockToShow,
  t: Translate,
): string {
  if (server !== null) return shown(server.name);
  if (part?.path != null && part.kind === 'memory')
    return shown(shortPath(part.path, folder, homeDirectory));
  if (part?.kind === 'rest' && block.toldBy === 'files')
    return t('System prompt, tools and all else');
  return shown(part?.name ?? fixedKindWords(part!, t));
}

function shortPath(path: string, folder: string | null, home: string): string {
  return home !== '' && path.startsWith(`${home}/`) && within(folder, path) === path
    ? `~${path.slice(home.length)}`
    : within(folder, path);
}

/** What of it is not in every prompt. */
function sentWords(parts: readonly FixedPart[], t: Translate): string[] {
  const [items, deferred] = [tokensIn(parts, 'items'), tokensIn(parts, 'deferred')];
  return [
    ...(items > 0 ? [t('{0} as an item', estimated(items))] : []),
    ...(deferred > 0 ? [t('{0} when asked for', estimated(deferred))] : []),
  ];
}

function toolsWords(tools: number, t: Translate): string {
  return tools === 1 ? t('1 tool') : t('{0} tools', tools);
}

/** `3 calls, 12 in 10 before`; empty for what is not called. */
function callsWords(listed: ListedPart, { opened }: BlockToShow, t: Translate): string {
  const own = usesIn(listed, opened.uses);
  const { sessions, uses } = opened.past;
  const past = usesIn(listed, uses);
  if (own === null || past === null) return '';
  const here = own === 1 ? t('1 call') : t('{0} calls', own);
  return sessions === 0 ? here : t('{0}, {1} in {2} before', here, past, sessions);
}

/** The same as a sentence. */
function callsSentence(listed: ListedPart, { opened }: BlockToShow, t: Translate): string[] {
  const own = usesIn(listed, opened.uses);
  const { sessions, uses } = opened.past;
  const past = usesIn(listed, uses);
  if (own === null || past === null) return [];
  return [
    sessions === 0
      ? t('Calls in this session: {0}.', own)
      : t('Calls in this session: {0}; in the {1} before it: {2}.', own, sessions, past),
  ];
}

function usesIn({ part, server }: ListedPart, uses: OpenedParts['uses']): number | null {
  return server === null ? usesOfPart(part!, uses) : usesOfServer(server.name, uses);
}

function factsOf(listed: ListedPart, shown: BlockToShow, t: Translate): string[] {
  const { part, server, parts } = listed;
  const { block } = shown;
  const inPrompt = tokensIn(parts, 'overhead');
  const deferred = tokensIn(parts, 'deferred');
  return [
    ...(inPrompt > 0 && part?.kind !== 'rest'
      ? [t('{0} in every prompt.', estimated(inPrompt))]
      : []),
    ...(part?.kind === 'rest' ? [restWords(block, part.tokens, t)] : []),
    ...(parts.some(({ place }) => place === 'items')
      ? [t('Claude Code wrote it into the conversation, so it is an item of the table as well.')]
      : []),
    ...(deferred > 0
      ? [t('Of {0}, only the names are sent until the model asks for them.', estimated(deferred))]
      : []),
    ...(server === null ? [] : statusSentence(server, t)),
    ...callsSentence(listed, shown, t),
    toldWords(block, t),
  ];
}

/** What the rest is: it is not the same where Claude Code told all the other parts. */
function restWords({ toldBy }: FixedBlock, tokens: number, t: Translate): string {
  if (tokens < 0)
    return t('The parts are told larger than replies counted them, by as much together.');
  return toldBy === 'claude'
    ? t('What replies counted beyond what Claude Code estimates.')
    : t('The system prompt, tools and what else no file tells.');
}

function statusSentence({ status }: McpServer, t: Translate): string[] {
  switch (status) {
    case 'connected':
    case 'unknown':
      return [];
    case 'pending':
      return [t('The server did not answer in time, so its tools are not known.')];
    case 'failed':
      return [t('The server could not be started.')];
    case 'disabled':
      return [t('The server is switched off: nothing of it is sent.')];
    case 'needsAuth':
      return [t('The server needs a login, so its tools are not known.')];
  }
}

function toldWords({ toldBy, atMs }: FixedBlock, t: Translate): string {
  return toldBy === 'claude'
    ? t('Told by Claude Code, {0}; its figures are estimates.', timeOf(atMs))
    : t('Told by the files that can be read; the rest is one block.');
}

function problemWords(problem: OpenedParts['problem'], t: Translate): string {
  if (problem === null) return '';
  return problem.kind === 'otherFolder'
    ? t(
        'The session runs in a folder that is not open in this window, so Claude Code was not asked.',
      )
    : askProblemWords(problem, t);
}

function shown(text: string): string {
  return shorten(printable(text), NAME_LENGTH);
}

function estimated(tokens: number): string {
  return `~${formatTokens(tokens, 1)}`;
}
