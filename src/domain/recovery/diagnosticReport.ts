import { PRODUCT_NAME } from '../../product';
import type { Origin } from '../accounting/contextWindow';
import type { BlockFacts } from './blockFacts';
import type { Pin } from './pin';

export interface ReportSource {
  readonly facts: BlockFacts;
  readonly sessionId: string | null;
  readonly extensionVersion: string;
  readonly editorVersion: string;
  readonly platform: string;
  readonly homeDirectory: string;
  /** Files that could not be taken, with the reason as a code. */
  readonly problems: readonly { readonly file: string; readonly kind: string }[];
  /** Codes of what was tried so far, oldest first. */
  readonly tried: readonly string[];
}

/**
 * What somebody else needs to help with a block, as text to paste. Keys but no values of variables,
 * no text of the conversation; ids and paths shortened. In English: it goes into issues.
 */
export function diagnosticReport({
  facts,
  sessionId,
  extensionVersion,
  editorVersion,
  platform,
  homeDirectory,
  problems,
  tried,
}: ReportSource): string {
  const short = (path: string): string => shortPath(path, homeDirectory);
  const { usageCredits, disable1m } = facts;
  const program = facts.programVersion ?? 'unknown';
  const writer = facts.sessionVersion ?? 'unknown';
  const model = plain(facts.model ?? 'unknown');
  const requestedModel = plain(facts.requestedModel ?? 'unknown');
  const credits = [usageCredits.state, usageCredits.reason].filter((known) => known !== null);
  const isDisabled = disable1m === null ? 'not set' : `set in ${place(disable1m.origin, short)}`;
  return [
    `${PRODUCT_NAME} ${extensionVersion}, VS Code ${editorVersion}, ${platform}`,
    `Claude Code: ${program}; session written by ${writer}, ${facts.openness}`,
    `Session: ${(sessionId ?? 'none').slice(0, 8)}`,
    `Problem: ${facts.problem === 'grown' ? 'grown past 200K' : 'account or pinned model'}`,
    `Tokens: ${facts.tokens === null ? 'unknown' : String(facts.tokens)}`,
    `Model: ${model}, asked for as ${requestedModel}`,
    `Usage credits (cached): ${credits.map(plain).join(', ')}`,
    `Auto-compact: ${facts.autoCompactEnabled ? 'on' : 'off'}`,
    `CLAUDE_CODE_DISABLE_1M_CONTEXT: ${isDisabled}`,
    `1M models asked for: ${String(facts.pins.length)}`,
    ...facts.pins.map((pin) => `- ${pinPlace(pin, short)}: ${plain(pin.path.join('.'))}`),
    ...problems.map(({ file, kind }) => `Not taken: ${short(file)} (${kind})`),
    ...(tried.length === 0 ? [] : [`Tried: ${tried.map(plain).join(', ')}`]),
  ].join('\n');
}

function pinPlace({ place: kind, file, line }: Pin, short: (path: string) => string): string {
  return file === null ? kind : `${kind}, ${short(file)}:${String(line ?? 1)}`;
}

function place({ file }: Origin, short: (path: string) => string): string {
  return file === null ? 'the environment' : short(file);
}

/**
 * The last two names are enough to know a settings file by, and tell nothing about the person or
 * the project.
 */
function shortPath(path: string, homeDirectory: string): string {
  const isOfHome = homeDirectory !== '' && path.startsWith(homeDirectory);
  const parts = path.split(/[\\/]/).filter((part) => part !== '');
  return plain(`${isOfHome ? '~' : ''}/…/${parts.slice(-2).join('/')}`);
}

function plain(text: string): string {
  return text.replace(/[^\x20-\x7e…]/g, '?').slice(0, 200);
}
