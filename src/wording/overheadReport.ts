import {
  tokensIn,
  type FixedBlock,
  type FixedPart,
  type McpServer,
  type PartPlace,
} from '../domain/fixedBlock/fixedBlock';
import { partsOfServer, serversOf } from '../domain/fixedBlock/serversOf';
import { usesOfPart, usesOfServer, type Uses } from '../domain/fixedBlock/usesOf';
import type { PastUses } from '../operations/reading/readPastUses';
import { printable } from './escapeMarkdown';
import {
  fixedKindWords,
  partPlaceWords,
  partSourceWords,
  serverStatusWords,
} from './fixedBlockWords';
import { formatTokens } from './formatTokens';
import { inColumns } from './textTable';
import type { Translate } from './translate';

/** A fixed block with how the session used it. */
export interface OpenedBlock {
  readonly sessionId: string | null;
  readonly block: FixedBlock;
  readonly uses: Uses;
  /** How the sessions before it did. */
  readonly past: PastUses;
  /** Why Claude Code was asked in vain, as a code. */
  readonly problem: string | null;
}

type Used = Pick<OpenedBlock, 'uses' | 'past'>;

const PLACES: readonly PartPlace[] = ['overhead', 'items', 'deferred'];

/**
 * The fixed block for programs: one line of JSON. Tokens are estimates; those in `every prompt` and
 * the rest add up to `overheadTokens`. `calls` is `null` for what is not called;
 * `pastCalls` are those of the last sessions beside it, `pastSessions` at most ten.
 */
export function overheadAsJson({ sessionId, block, uses, past, problem }: OpenedBlock): string {
  const { parts, servers, overheadTokens, toldBy, atMs } = block;
  return JSON.stringify({
    sessionId,
    toldBy,
    toldAt: new Date(atMs).toISOString(),
    problem,
    parts: ranked(parts).map((part) => ({
      kind: part.kind,
      name: part.name,
      tokens: part.tokens,
      sent: part.place,
      source: part.source,
      form: part.form,
      path: part.path,
      server: part.server,
      calls: usesOfPart(part, uses),
      pastCalls: usesOfPart(part, past.uses),
    })),
    servers: serversOf(block).map((server) => ({
      name: server.name,
      status: server.status,
      tokens: serverTokens(server, parts, 'overhead'),
      deferredTokens: serverTokens(server, parts, 'deferred'),
      calls: usesOfServer(server.name, uses),
      pastCalls: usesOfServer(server.name, past.uses),
    })),
    totals: {
      overheadTokens,
      restTokens: overheadTokens === null ? null : restOf(parts),
      itemTokens: tokensIn(parts, 'items'),
      deferredTokens: tokensIn(parts, 'deferred'),
      servers: servers.length,
      pastSessions: past.sessions,
    },
  });
}

/** The same for people, as a table: what is sent with every prompt first, MCP servers last. */
export function overheadAsText({ block, uses, past }: OpenedBlock, t: Translate): string {
  const { parts, overheadTokens } = block;
  const servers = serversOf(block);
  const used = { uses, past };
  const rows = [
    [t('tokens'), t('calls'), ...pastWords(past, t), t('sent'), t('kind'), t('from'), t('name')],
    ...PLACES.flatMap((place) => partRows(parts.filter(isAlone), place, used, t)),
    ...servers.flatMap((server) => [
      serverRow(server, parts, used, t),
      ...PLACES.flatMap((place) => partRows(partsOfServer(server, parts), place, used, t)),
    ]),
  ];
  return [
    ...inColumns(rows, past.sessions === 0 ? 2 : 3),
    '',
    ...sumLines(block, t),
    ...restLines(block, t),
  ]
    .concat(
      overheadTokens === null ? [t('What replies counted is known after the first one.')] : [],
    )
    .join('\n');
}

function partRows(
  parts: readonly FixedPart[],
  place: PartPlace,
  { uses, past }: Used,
  t: Translate,
): string[][] {
  return ranked(parts.filter((part) => part.place === place)).map((part) => [
    estimated(part.tokens),
    callsOf(usesOfPart(part, uses)),
    ...pastCallsOf(past, usesOfPart(part, past.uses)),
    partPlaceWords(place, t),
    fixedKindWords(part, t),
    partSourceWords(part, t),
    printable(part.name ?? ''),
  ]);
}

function serverRow(
  server: McpServer,
  parts: readonly FixedPart[],
  { uses, past }: Used,
  t: Translate,
): string[] {
  const [loaded, deferred] = [
    serverTokens(server, parts, 'overhead'),
    serverTokens(server, parts, 'deferred'),
  ];
  const place = loaded > 0 ? 'overhead' : deferred > 0 ? 'deferred' : null;
  return [
    place === null ? '' : estimated(loaded > 0 ? loaded : deferred),
    callsOf(usesOfServer(server.name, uses)),
    ...pastCallsOf(past, usesOfServer(server.name, past.uses)),
    place === null ? '' : partPlaceWords(place, t),
    t('MCP server'),
    serverStatusWords(server.status, t),
    printable(server.name),
  ];
}

function sumLines({ parts, overheadTokens }: FixedBlock, t: Translate): string[] {
  const items = tokensIn(parts, 'items');
  const deferred = tokensIn(parts, 'deferred');
  return [
    [
      ...(overheadTokens === null
        ? []
        : [t('System and tools {0}', estimated(Math.round(overheadTokens)))]),
      ...(items === 0 ? [] : [t('{0} more as items', estimated(items))]),
      ...(deferred === 0 ? [] : [t('{0} deferred', estimated(deferred))]),
    ].join(' · '),
  ].filter((line) => line !== '');
}

/** What the rest is: it is not the same where Claude Code told all the other parts. */
function restLines({ toldBy, parts }: FixedBlock, t: Translate): string[] {
  const rest = restOf(parts);
  if (rest === 0) return [];
  const size = estimated(Math.abs(rest));
  if (rest < 0)
    return [t('The parts are told larger than replies counted them, by {0} together.', size)];
  return [
    toldBy === 'claude'
      ? t('The rest, {0}, is what replies counted beyond what Claude Code estimates.', size)
      : t('The rest, {0}, is the system prompt, tools and what else no file tells.', size),
  ];
}

function serverTokens(server: McpServer, parts: readonly FixedPart[], place: PartPlace): number {
  return tokensIn(partsOfServer(server, parts), place);
}

function isAlone({ server }: FixedPart): boolean {
  return server === null;
}

/** The largest first, the rest last. */
function ranked(parts: readonly FixedPart[]): FixedPart[] {
  return [...parts].sort(
    (a, b) => Number(a.kind === 'rest') - Number(b.kind === 'rest') || b.tokens - a.tokens,
  );
}

function restOf(parts: readonly FixedPart[]): number {
  return parts.find(({ kind }) => kind === 'rest')?.tokens ?? 0;
}

/** The head of their column; none where there are no such sessions. */
function pastWords({ sessions }: PastUses, t: Translate): string[] {
  if (sessions === 0) return [];
  return [sessions === 1 ? t('1 session before') : t('{0} sessions before', sessions)];
}

function pastCallsOf({ sessions }: PastUses, uses: number | null): string[] {
  return sessions === 0 ? [] : [callsOf(uses)];
}

function callsOf(uses: number | null): string {
  return uses === null ? '' : String(uses);
}

function estimated(tokens: number): string {
  return `~${tokens < 0 ? '-' : ''}${formatTokens(Math.abs(tokens), 1)}`;
}
