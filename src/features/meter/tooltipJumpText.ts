import type { AddedItem } from '../../domain/accounting/addedItems';
import type { Snapshot } from '../../domain/accounting/snapshot';
import { attachmentWords } from '../../wording/attachmentWords';
import { escapeMarkdown } from '../../wording/escapeMarkdown';
import { formatTokens } from '../../wording/formatTokens';
import { fileAndFolder } from '../../wording/labelParts';
import { shorten } from '../../wording/shorten';
import type { Translate } from '../../wording/translate';
import { stepLink } from './tooltipLinksText';

/** Of an item's name and of what it is about, in characters. */
const ITEM_LENGTH = 48;
/** What adds less explains nothing. */
const WORTH_TELLING_TOKENS = 500;
/** The file is what they are about, and its name says it. */
const FILE_TOOLS: ReadonlySet<string> = new Set(['Read', 'Edit', 'Write', 'NotebookEdit']);

/** What came with the newest turn, and is worth a row. */
export function largeAdded({ added }: Pick<Snapshot, 'added'>): readonly AddedItem[] {
  return added.filter(({ tokens }) => tokens >= WORTH_TELLING_TOKENS);
}

/**
 * The step that added most since somebody looked, as Markdown: `+26.1K in turn 55: Read
 * ImportWizard.tsx, yarn test`. What {@link largeAdded} names is not named again.
 *
 * @param lookedLine the newest step that somebody saw; `null` for none.
 * @returns `null` where no step is worth telling.
 */
export function jumpWords(
  snapshot: Snapshot,
  lookedLine: number | null,
  t: Translate,
): string | null {
  const jump = snapshot.jumps.find(({ line }) => line > (lookedLine ?? -1));
  if (jump === undefined || jump.tokens < WORTH_TELLING_TOKENS) return null;
  const told = largeAdded(snapshot);
  const names = jump.added
    .filter((item) => item.tokens >= WORTH_TELLING_TOKENS)
    .filter((item) => !told.some((other) => isSame(item, other)))
    .map((item) => escapeMarkdown(shortName(item, t)));
  const size = formatTokens(jump.tokens, 1);
  const turn = stepLink(t('turn {0}', jump.turn), snapshot.sessionId, jump.line);
  return names.length === 0
    ? t('+{0} in {1}', size, turn)
    : t('+{0} in {1}: {2}', size, turn, names.join(', '));
}

/** What an item is called, in a table of them. */
export function addedName({ kind, name: given, subject }: AddedItem, t: Translate): string {
  const name = given === null ? null : shorten(given, ITEM_LENGTH);
  const about = subject === null ? '' : ` ${shorten(subject, ITEM_LENGTH)}`;
  switch (kind) {
    case 'toolUse':
      return t('Call of {0}', `${name ?? ''}${about}`);
    case 'toolResult':
      return `${name ?? t('Tool result')}${about}`;
    case 'attachment':
      return `${attachmentWords(given ?? '', t)}${about}`;
    case 'thinking':
      return t('Thinking');
    case 'text':
      return t('Text');
    case 'image':
      return t('Image');
    case 'document':
      return t('Document');
    case 'other':
      return t('Other');
  }
}

/** For a sentence: a file without its folder, a command without the tool that ran it. */
function shortName(item: AddedItem, t: Translate): string {
  const { kind, name, subject } = item;
  if (kind !== 'toolResult' || name === null || subject === null) return addedName(item, t);
  if (name === 'Bash') return shorten(subject, ITEM_LENGTH);
  return FILE_TOOLS.has(name)
    ? addedName({ ...item, subject: fileAndFolder(subject)[0] }, t)
    : addedName(item, t);
}

function isSame(a: AddedItem, b: AddedItem): boolean {
  return a.kind === b.kind && a.name === b.name && a.subject === b.subject && a.tokens === b.tokens;
}
