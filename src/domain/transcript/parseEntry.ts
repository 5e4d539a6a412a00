import { asCount } from './asCount';
import { asId } from './asId';
import { asSessionId } from './asSessionId';
import { attachmentEntry } from './attachmentEntry';
import type {
  ApiError,
  AssistantEntry,
  Compaction,
  ContentBlock,
  Entry,
  MalformedLine,
  MalformedReason,
  RecordedTexts,
} from './entry';
import { frameOf, type Fields, type Frame, type EntryPlace } from './entryFrame';
import { TooDeep } from './jsonDepth';
import { ERROR_LENGTH, TITLE_LENGTH } from './keptLengths';
import { metadataEntry } from './metadataEntry';
import { asFields, asString, parseBlocks, shown, textBlock, type TextMode } from './parseBlocks';
import { cacheMissOf, cacheRequestedOf, usageOf } from './parseUsage';
import { readRecords, readRecordsWithText, textOf, type Chains } from './readRecords';
import { leftOfText } from './placeholderText';
import { recordedOrigin, type RecordedOrigin } from './recordedText';
import { rawTexts, recordedTexts } from './recordedTexts';

/** What a session line says about the session as a whole. */
interface SessionFacts {
  readonly sessionId: string | null;
  readonly cwd: string | null;
  readonly version: string | null;
  /** Which program wrote it, in its own word: `cli`, `sdk-cli`, `claude-vscode`. */
  readonly entrypoint: string | null;
  readonly gitBranch: string | null;
}

export interface ParsedLine {
  readonly entries: readonly Entry[];
  readonly malformed: readonly MalformedLine[];
  readonly facts: SessionFacts | null;
}

const NONE: readonly MalformedLine[] = [];
/** What stands in the record of a local command is Claude Code's, but for what was typed. */
const LOCAL_COMMAND: RecordedOrigin = { isMeta: true, origin: null };

/** How Claude Code begins that remark, whatever switched it off stands behind it. */
const WHILE_IDLE = 'Compacted while idle';

/**
 * Parses one line of a session file. Never throws; what cannot be read is a {@link MalformedLine},
 * unknown types are metadata.
 *
 * @param bytes the line without its line feed, or `null` when it was too long to be held.
 * @param line counted from 1.
 */
export function parseLine(
  bytes: Buffer | null,
  line: number,
  offset: number,
  length: number,
  mode: TextMode = 'sizes',
  chains: Chains = 'main',
): ParsedLine {
  if (bytes === null)
    return {
      entries: [],
      malformed: [{ kind: 'malformed', reason: 'tooLong', line, offset, bytes: length }],
      facts: null,
    };
  const read = mode === 'texts' ? readRecordsWithText(bytes, chains) : readRecords(bytes, chains);
  const first = read.records[0]?.fields;
  let reason: MalformedReason | null = read.problem;
  const entries: Entry[] = [];
  for (const { fields, start, bytes: recordBytes } of read.records)
    try {
      entries.push(
        parseEntry(
          chains === 'all' ? { ...fields, isSidechain: false } : fields,
          { line, offset: offset + start, bytes: recordBytes },
          mode,
        ),
      );
    } catch (error) {
      // A RangeError is the stack's own limit.
      reason = error instanceof TooDeep || error instanceof RangeError ? 'tooDeep' : 'failed';
    }
  return {
    entries,
    malformed:
      reason === null ? NONE : [{ kind: 'malformed', reason, line, offset, bytes: length }],
    facts:
      first === undefined
        ? null
        : {
            sessionId: asSessionId(first['sessionId']),
            cwd: pathOf(first['cwd'], mode),
            version: asString(first['version']),
            entrypoint: asString(first['entrypoint']),
            gitBranch: branchOf(first['gitBranch'], mode),
          },
  };
}

function parseEntry(fields: Fields, place: EntryPlace, mode: TextMode): Entry {
  const type = asString(fields['type']) ?? '';
  const message = asFields(fields['message']);
  const at = frameOf(fields, place);
  switch (type) {
    case 'user': {
      const blocks = parseBlocks(message?.['content'], mode, 'own');
      const isMeta = fields['isMeta'] === true;
      const isCompactSummary = fields['isCompactSummary'] === true;
      const recorded =
        isCompactSummary || !blocks.some((block) => block.kind === 'text')
          ? null
          : recordedTexts(message?.['content'], recordedOrigin(fields), mode);
      const prompt =
        isMeta || isCompactSummary ? null : promptOf(message?.['content'], blocks, recorded, mode);
      return {
        kind: 'user',
        line: at.line,
        offset: at.offset,
        bytes: at.bytes,
        uuid: at.uuid,
        parentUuid: at.parentUuid,
        isSidechain: at.isSidechain,
        timestampMs: at.timestampMs,
        blocks,
        isMeta,
        isCompactSummary,
        recorded,
        prompt,
      };
    }
    case 'assistant':
      return assistantEntry(fields, message, at, mode);
    case 'attachment':
      return attachmentEntry(fields, at, mode);
    case 'system': {
      const subtype = asString(fields['subtype']) ?? '';
      const sent =
        subtype === 'local_command' && typeof fields['content'] === 'string'
          ? [textBlock(fields['content'], mode, 'own')]
          : [];
      return {
        kind: 'system',
        line: at.line,
        offset: at.offset,
        bytes: at.bytes,
        uuid: at.uuid,
        parentUuid: at.parentUuid,
        isSidechain: at.isSidechain,
        timestampMs: at.timestampMs,
        blocks: sent,
        recorded: sent.length === 0 ? null : recordedTexts(fields['content'], LOCAL_COMMAND, mode),
        subtype,
        compaction: subtype === 'compact_boundary' ? compactionOf(fields) : null,
        ...(isIdleRemark(subtype, fields['content']) ? { isIdleRemark: true } : {}),
      };
    }
    default:
      return metadataEntry(type, fields, at, mode);
  }
}

function assistantEntry(
  fields: Fields,
  message: Fields | null,
  at: Frame,
  mode: TextMode,
): AssistantEntry {
  const blocks = parseBlocks(message?.['content'], mode, 'own');
  const model = asString(message?.['model']);
  return {
    kind: 'assistant',
    line: at.line,
    offset: at.offset,
    bytes: at.bytes,
    uuid: at.uuid,
    parentUuid: at.parentUuid,
    isSidechain: at.isSidechain,
    timestampMs: at.timestampMs,
    blocks,
    messageId: asId(message?.['id']),
    model,
    requestedModel: asString(fields['requestedModel']),
    usage: usageOf(asFields(message?.['usage'])),
    cacheRequested: cacheRequestedOf(fields['promptCacheRequested']),
    cacheMiss: cacheMissOf(asFields(message?.['diagnostics'])),
    stopReason: asString(message?.['stop_reason']),
    isSynthetic: model === '<synthetic>' || fields['isApiErrorMessage'] === true,
    isCopied: isCopied(fields),
    apiError: fields['isApiErrorMessage'] === true ? apiErrorOf(fields, message) : null,
  };
}

/** `/branch` says so of every line, `--fork-session` names whose request it was (2.1.329). */
function isCopied(fields: Fields): boolean {
  if ('forkedFrom' in fields) return true;
  const asked = fields['requestSessionId'];
  if (asked === undefined || asked === fields['sessionId']) return false;
  return asSessionId(asked) !== null && asSessionId(fields['sessionId']) !== null;
}

/** The first words of a message that Claude Code did not write itself. */
function promptOf(
  content: unknown,
  blocks: readonly ContentBlock[],
  recorded: RecordedTexts | null,
  mode: TextMode,
): string | null {
  if (blocks.some((block) => block.kind === 'toolResult')) return null;
  const texts = rawTexts(content);
  const typed = texts.find(([block]) => recorded?.has(block) !== true)?.[1];
  if (typed !== undefined) return shown(leftOfText(typed), TITLE_LENGTH, mode);
  return texts.length === 0 && blocks.length > 0 ? '' : null;
}

/** Its trigger is that of any automatic one: this alone tells them apart (2.1.332). */
function isIdleRemark(subtype: string, content: unknown): boolean {
  return subtype === 'informational' && asString(content)?.startsWith(WHILE_IDLE) === true;
}

function compactionOf(fields: Fields): Compaction {
  const metadata = asFields(fields['compactMetadata']);
  const preserved = asFields(metadata?.['preservedMessages']);
  const segment = asFields(metadata?.['preservedSegment']);
  return {
    trigger: asString(metadata?.['trigger']),
    preTokens: asCount(metadata?.['preTokens']),
    postTokens: asCount(metadata?.['postTokens']),
    preservedUuids: Array.isArray(preserved?.['uuids'])
      ? preserved['uuids'].map(asId).filter((uuid) => uuid !== null)
      : [],
    preservesNothing:
      Array.isArray(preserved?.['allUuids']) &&
      [preserved['uuids'], preserved['allUuids']].every(
        (uuids) => Array.isArray(uuids) && uuids.length === 0,
      ),
    tailUuids: [asId(fields['logicalParentUuid']), asId(segment?.['tailUuid'])].filter(
      (uuid) => uuid !== null,
    ),
  };
}

function apiErrorOf(fields: Fields, message: Fields | null): ApiError {
  const content = message?.['content'];
  const first: unknown = Array.isArray(content) ? content[0] : null;
  const text = typeof content === 'string' ? content : (asString(asFields(first)?.['text']) ?? '');
  const details = asString(fields['errorDetails']);
  return {
    code: asString(fields['apiError']),
    text: text.slice(0, ERROR_LENGTH),
    details: details === null ? null : details.slice(0, ERROR_LENGTH),
  };
}

/** Of a folder without a repository it is empty, and a commit that no branch names is `HEAD`. */
function branchOf(value: unknown, mode: TextMode): string | null {
  const name = asString(value);
  return name === null || name === '' || name === 'HEAD' ? null : shown(name, TITLE_LENGTH, mode);
}

/** Files are opened by it, so it must be what stands there, not merely as long. */
function pathOf(value: unknown, mode: TextMode): string | null {
  const path = asString(value);
  return path === null || mode === 'texts' ? path : textOf(path);
}
