import type { Item, ItemName } from '../domain/accounting/item';
import { cutOn, joined, oneLine, quoted, WORDS_LENGTH, type LabelParts } from './labelParts';
import { attachmentLabel, machineLabel } from './recordedLabel';
import { mediaLabel, toolLabel } from './toolLabel';
import type { Translate } from './translate';

const ABOUT_LENGTH = 300;

/** What an item is called, and how that gives way where there is no room for it. */
export interface Label {
  /** On one line, of at most 400 characters, whatever the transcript holds. */
  readonly text: string;
  /** So many first characters say what did it, and step back: the five of `Read src/app.ts`. */
  readonly dim: number;
  /** So many last ones tell it from others of the same name (` (2nd)`): they stay to the end. */
  readonly tail: number;
  /** Which side of what stands between them gives way: the start of a path, else the end. */
  readonly cut: LabelParts['cut'];
}

/**
 * An item in words that a person recognises: `Grep "StatementRow" frontend/src`, `Screenshot
 * /import/review 1440×900`, `Thinking before Edit src/app.ts`.
 */
export function labelOf(item: Item, t: Translate): Label {
  const { lead, about: whole, cut } = partsOf(item, t);
  const about = cutOn(cut, whole, ABOUT_LENGTH);
  const tail = item.ordinal > 1 ? ` ${ordinalWords(item.ordinal, t)}` : '';
  return {
    text: `${joined(lead, about)}${tail}`,
    dim: lead !== '' && about !== '' ? lead.length + 1 : 0,
    tail: tail.length,
    cut,
  };
}

function partsOf(item: Item, t: Translate): LabelParts {
  switch (item.kind) {
    case 'toolCall':
      return toolLabel(item, t('Tool call'), t);
    case 'toolResult':
      return toolLabel(item, t('Tool result'), t);
    case 'image':
    case 'document':
      return mediaLabel(item, t);
    case 'attachment':
      return attachmentLabel(item, t);
    case 'machineText':
      return machineLabel(item, t);
    case 'thinking':
      return thinkingLabel(item, t);
    case 'summary':
      return {
        lead: t('Summary'),
        about:
          item.turn <= 0 ? '' : item.turn === 1 ? t('of turn 1') : t('of turns 1–{0}', item.turn),
        cut: 'end',
      };
    case 'userText':
      return textLabel(item, t('Prompt'));
    case 'assistantText':
      return textLabel(item, t('Reply'));
    case 'other':
      return { lead: '', about: otherWords(item, t), cut: 'end' };
  }
}

function textLabel({ subject }: ItemName, otherwise: string): LabelParts {
  return { lead: '', about: quoted(oneLine(subject, WORDS_LENGTH)) || otherwise, cut: 'end' };
}

function thinkingLabel({ before, turn }: Item, t: Translate): LabelParts {
  if (before === null)
    return { lead: t('Thinking'), about: turn > 0 ? t('in turn {0}', turn) : '', cut: 'end' };
  const next =
    before.kind === 'toolCall'
      ? toolLabel(before, t('Tool call'), t)
      : textLabel(before, t('Reply'));
  // What it was about is what is looked for, so all before that steps back.
  const isOfTool = next.about !== '';
  return {
    lead: joined(t('Thinking before'), isOfTool ? next.lead : ''),
    about: isOfTool ? next.about : next.lead,
    cut: next.cut,
  };
}

function otherWords({ subject }: Item, t: Translate): string {
  const words = oneLine((subject ?? '').slice(0, WORDS_LENGTH).replaceAll('_', ' '), WORDS_LENGTH);
  return words === '' ? t('Other') : `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** `(2nd)`. */
function ordinalWords(ordinal: number, t: Translate): string {
  const isTeen = ordinal % 100 >= 11 && ordinal % 100 <= 13;
  switch (isTeen ? 0 : ordinal % 10) {
    case 1:
      return t('({0}st)', ordinal);
    case 2:
      return t('({0}nd)', ordinal);
    case 3:
      return t('({0}rd)', ordinal);
    default:
      return t('({0}th)', ordinal);
  }
}
