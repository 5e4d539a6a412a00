import type { Session } from '../../src/features/inspector/protocol';
import { changeWords, countWords, t } from './words';

export type Unexplained = NonNullable<Session['unexplained']>;
export type UnexplainedEntry = Unexplained['entries'][number];

/** As a row and a frame are called; the legend has a shorter name. */
export const UNEXPLAINED_NAME = t('Not in the session file');
/** Why nothing of it can be selected. */
export const NOT_IN_FILE = t('It is not in the session file, so it cannot be pruned.');
/** What a hover lists, the largest first. */
const MOST_LISTED = 8;

/** `~+1.2K`, `~−300`: what came in, or left. */
export function signedWords(tokens: number): string {
  return `~${changeWords(tokens)}`;
}

/** `Turn 12, line 345`. */
export function placeWords({ line, turn, cause }: UnexplainedEntry): string {
  if (line !== null) return t('Turn {0}, line {1}', countWords(turn), countWords(line));
  return cause === 'smaller' ? t('Other replies') : t('Told by no reply');
}

/** Why, in a few words. */
export function causeWords({ cause, tokens }: UnexplainedEntry): string {
  switch (cause) {
    case 'hidden':
      return tokens < 0 ? t('less was sent than the file holds') : t('sent, but not in the file');
    case 'modelChanged':
      return t('another model counts otherwise');
    case 'thinkingDropped':
      return t('earlier thinking is not sent again');
    case 'rewritten':
      return t('the file was rewritten in between');
    case 'smaller':
      return t('less with each of them');
    case 'untold':
      return t('estimates differ by as much');
  }
}

/** Why, in whole sentences. */
export function causeSentence({ cause, tokens }: UnexplainedEntry): string {
  switch (cause) {
    case 'hidden':
      return tokens < 0
        ? t('Claude Code left out something that the file holds, or sent another set of tools.')
        : t('Claude Code sent something that the file does not hold, or another set of tools.');
    case 'modelChanged':
      return t('From this reply on another model answers, and it counts the same text otherwise.');
    case 'thinkingDropped':
      return t('From this prompt on the model is not sent its earlier thinking any more.');
    case 'rewritten':
      return t('The file was rewritten between this reply and the one before it.');
    case 'smaller':
      return t('What came with replies that are not listed: less with each than with those here.');
    case 'untold':
      return t('No reply tells of it: the estimates of the parts and of the whole differ by it.');
  }
}

/** What it is, and with which replies it came in. */
export function unexplainedWords({
  entries,
}: {
  readonly entries: readonly UnexplainedEntry[];
}): string {
  const listed = [...entries]
    .sort((a, b) => Math.abs(b.tokens) - Math.abs(a.tokens))
    .slice(0, MOST_LISTED)
    .map((each) => `${placeWords(each)}: ${signedWords(each.tokens)}, ${causeWords(each)}`);
  const more = entries.length - listed.length;
  return [
    t(
      'Told by the counters of replies, and in no line of the session file. An estimate, as what came in beside it is one.',
    ),
    ...listed,
    ...(more > 0 ? [t('{0} more', countWords(more))] : []),
  ].join('\n');
}
