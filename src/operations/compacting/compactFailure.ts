import type { ProgramRun } from '../../io/claudeProgram/runProgram';
import { isCreditsBlock } from '../../domain/transcript/creditsBlock';

/** Why there is no compaction, as far as what Claude Code printed tells. */
export type CompactFailureCode =
  | 'cancelled'
  | 'timeout'
  | 'cannotStart'
  | 'killed'
  /**
   * The history is larger than the model reads, and this release does not leave a part of it out.
   */
  | 'tooLong'
  | 'credits'
  | 'usageLimit'
  | 'notLoggedIn'
  | 'noConversation'
  /** `DISABLE_COMPACT` is set. */
  | 'compactDisabled'
  | 'modelUnavailable'
  | 'connection'
  /** It came back without a summary. */
  | 'noSummary'
  | 'unknown';

export interface CompactFailure {
  readonly code: CompactFailureCode;
  /** What Claude Code said about it, on one line; `null` where it said nothing. */
  readonly printed: string | null;
}

const MAX_PRINTED = 300;

/** In the order in which they are looked for: an error of the API names several things at once. */
const WORDINGS: readonly (readonly [CompactFailureCode, RegExp])[] = [
  [
    'tooLong',
    /prompt is too long|too long to compact|conversation too long|exceeds? the (?:maximum|context)|context limit/i,
  ],
  ['compactDisabled', /\/compact isn't available|compact(?:ion)? is disabled/i],
  ['noConversation', /no conversation found|no messages to compact|not enough messages/i],
  [
    'notLoggedIn',
    /not logged in|please run \/login|invalid api key|authentication_error|oauth token|\b401\b/i,
  ],
  [
    'modelUnavailable',
    /model [^\n]{0,200}?(?:not exist|not found|may not have access|not available)|not_found_error|issue with the selected model|\b404\b/i,
  ],
  [
    'usageLimit',
    /usage limit|limit reached|out of (?:extra )?usage|credit balance|rate_limit_error|\b429\b/i,
  ],
  ['connection', /connection|ECONN|ETIMEDOUT|ENOTFOUND|fetch failed|network|overloaded|\b5\d\d\b/i],
  [
    'noSummary',
    /no summary|empty (?:summary|response)|failed to generate|did not (?:contain|return)/i,
  ],
];

/**
 * Makes a code out of how the run ended and what it printed. Its exit code says nothing: a
 * compaction that failed ends with 0 (2.1.329).
 */
export function compactFailure(run: ProgramRun, lines: readonly string[]): CompactFailure {
  const said = sayingsOf(lines);
  // What it printed besides its stream of JSON may be all that a broken one says.
  const besides = run.stdout
    .split('\n')
    .filter((line) => !line.startsWith('{') && !line.includes('"type":'))
    .join(' ');
  const text = [...said, run.stderr, besides].find((each) => each.trim() !== '') ?? '';
  const printed = oneLine(text);
  if (run.ended !== 'exited')
    return { code: run.ended, printed: run.ended === 'cannotStart' ? run.errorCode : printed };
  const all = [...said, run.stderr, besides].join('\n');
  if (isCreditsBlock({ code: null, text: all, details: null })) return { code: 'credits', printed };
  return { code: WORDINGS.find(([, wording]) => wording.test(all))?.[0] ?? 'unknown', printed };
}

/** What the stream says in words: the error of the compaction first, then the result. */
function sayingsOf(lines: readonly string[]): string[] {
  const events = lines.map(parse).filter((event) => event !== null);
  return [
    ...events.map(({ compact_error: error }) => error),
    ...events.filter(({ type }) => type === 'result').map(({ result }) => result),
  ].filter((each) => typeof each === 'string' && each.trim() !== '') as string[];
}

function parse(line: string): Readonly<Record<string, unknown>> | null {
  if (!line.startsWith('{')) return null;
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return null;
  }
}

/** Without escapes and controls; a stranger's program may print anything. */
function oneLine(text: string): string | null {
  const line = text
    .slice(0, 8 * MAX_PRINTED)
    .replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '')
    .replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\s]+/g, ' ')
    .trim();
  return line === ''
    ? null
    : line.length > MAX_PRINTED
      ? `${line.slice(0, MAX_PRINTED - 1)}…`
      : line;
}
