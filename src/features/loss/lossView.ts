import { within } from '../../domain/accounting/calledWith';
import type { CompactionLoss, LostRest } from '../../domain/compaction/compactionLoss';
import type { LostGroup, LostThing } from '../../domain/compaction/lostThings';
import { barPartWords } from '../../wording/barPartWords';
import { barSegments } from '../../wording/barSegments';
import { compactionWords, timesCompactedWords } from '../../wording/compactionWords';
import { printable } from '../../wording/escapeMarkdown';
import { formatTokens } from '../../wording/formatTokens';
import { oneLine } from '../../wording/labelParts';
import { modelWords } from '../../wording/modelWords';
import { plainText } from '../../wording/plainText';
import { shorten } from '../../wording/shorten';
import { titleWords } from '../../wording/titleWords';
import type { Translate } from '../../wording/translate';
import { timeOf } from '../../wording/wallWords';
import type { LossBar, LossPage, LostRow, LostRowGroup } from './protocol';

const ROW_LENGTH = 300;
const WHOLE_LENGTH = 2100;
const TITLE_LENGTH = 120;
/** Parts of a bar that are named beside it. */
const NAMED_PARTS = 3;

export type LossGroupId = 'prompts' | 'decisions' | 'files' | 'rules';
export const GROUP_IDS: readonly LossGroupId[] = ['prompts', 'decisions', 'files', 'rules'];

/** All that the page says. @param canHandOver from this window. */
export function lossPage(loss: CompactionLoss, canHandOver: boolean, t: Translate): LossPage {
  const { compaction, before, now, cwd } = loss;
  const times = timesCompactedWords(compaction, t);
  const heading = compactionWords(compaction, t);
  return {
    of: compaction.id,
    title: times === '' ? heading : `${heading} · ${times}`,
    subtitle: subtitle(loss, t),
    bars: [
      bar(
        t('Before'),
        before,
        compaction.beforeTokens ?? before.totalTokens,
        compaction.beforeTokens !== null || before.isExact,
        '',
        t,
      ),
      bar(t('Now'), now, now.totalTokens, now.isExact, 'parts', t),
    ].filter((each) => each !== null),
    note:
      before.totalTokens === null
        ? t('What came before the compaction is not in this file, so nothing can be compared.')
        : '',
    groups: GROUP_IDS.filter((id) => loss[id].of > 0).map((id) => group(id, loss[id], cwd, t)),
    rest: restWords(loss.rest, t),
    canShowSummary: loss.summary !== '',
    canBranch: loss.cutId !== null,
    canHandOver,
  };
}

function subtitle({ title, model, compaction, turn, earlier }: CompactionLoss, t: Translate) {
  const when = compaction.atMs === null ? null : timeOf(compaction.atMs);
  return [
    shorten(plainText(titleWords(title, t('Without a title'))), TITLE_LENGTH),
    model === null ? null : plainText(modelWords(model)),
    turn === 0
      ? when
      : when === null
        ? t('after turn {0}', turn)
        : t('{0}, after turn {1}', when, turn),
    earlier === null
      ? null
      : t(
          'the compaction before began at {0}, turn {1}',
          formatTokens(earlier.tokens, 0),
          earlier.turn,
        ),
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

function bar(
  name: string,
  breakdown: CompactionLoss['before'],
  tokens: number | null,
  isExact: boolean,
  detail: 'parts' | '',
  t: Translate,
): LossBar | null {
  if (tokens === null) return null;
  const segments = barSegments(breakdown);
  const words = barPartWords(t);
  const size = `${isExact ? '' : '~'}${formatTokens(tokens, 1)}`;
  const named = [...segments]
    .sort((a, b) => b.tokens - a.tokens)
    .map(({ part, tokens: of }) => `${words[part]} ~${formatTokens(Math.abs(of), 1)}`);
  return {
    ...{ name, size, tokens, segments },
    detail: detail === '' ? '' : named.slice(0, NAMED_PARTS).join(', '),
    spoken: `${name}: ${size}. ${named.join(', ')}`,
  };
}

function group(
  id: LossGroupId,
  { of, isCut, lost, more }: LostGroup,
  cwd: string | null,
  t: Translate,
): LostRowGroup {
  const missing = lost.length + more;
  const sum = lost.reduce((tokens, thing) => tokens + thing.tokens, 0);
  const size = missing === 0 ? '' : `~${formatTokens(sum, 1)}`;
  return {
    id,
    ...groupWords(id, { missing, of, isCut, size }, t),
    rows: lost.map((thing, index) => row(`${id}:${String(index)}`, thing, cwd, t)),
    more: more === 0 ? '' : t('{0} more are not listed.', more),
  };
}

interface Counted extends Pick<LostGroup, 'of' | 'isCut'> {
  readonly missing: number;
  readonly size: string;
}

function groupWords(
  id: LossGroupId,
  { missing, of, isCut, size }: Counted,
  t: Translate,
): { readonly title: string; readonly count: string } {
  switch (id) {
    case 'prompts':
      return {
        title: t('What you wrote'),
        count:
          missing === 0
            ? t('the summary has words of all {0}', of)
            : isCut
              ? t('{0} of the newest {1} prompts', missing, of)
              : t('{0} of {1} prompts', missing, of),
      };
    case 'decisions':
      return {
        title: t('Decisions and open tasks'),
        count:
          missing === 0 ? t('the summary has words of all {0}', of) : t('{0} of {1}', missing, of),
      };
    case 'files':
      return {
        title: t('Files read, not attached again'),
        count:
          missing === 0
            ? t('all {0} are in the context again', of)
            : t('{0} of {1}, {2}', missing, of, size),
      };
    case 'rules':
      return {
        title: t('Rules not read again'),
        count:
          missing === 0
            ? t('all {0} are in the context again', of)
            : t('{0} of {1}, {2}', missing, of, size),
      };
  }
}

function row(id: string, thing: LostThing, cwd: string | null, t: Translate): LostRow {
  const { kind, text, tokens, isCounted, turn, line } = thing;
  const isPath = kind === 'file' || kind === 'rule';
  const shown = isPath ? printable(within(cwd, text)) : oneLine(text, ROW_LENGTH);
  return {
    id,
    isPath,
    text: shorten(rowWords(kind, shown, t), ROW_LENGTH + 60),
    whole: shorten(printable(text), WHOLE_LENGTH),
    inSummary: inSummaryWords(thing, t),
    tokens,
    isExact: isCounted && !isPath,
    turn: turn === null || turn === 0 ? '' : String(turn),
    hasStep: line !== null,
  };
}

function rowWords(kind: LostThing['kind'], text: string, t: Translate): string {
  switch (kind) {
    case 'prompt':
      return t('“{0}”', text);
    case 'plan':
      return t('Accepted plan: {0}', text);
    case 'answer':
      return t('Answered: {0}', text);
    case 'task':
      return t('Open: {0}', text);
    case 'file':
    case 'rule':
      return text;
  }
}

function inSummaryWords({ kind, words, isNamed, isEdited }: LostThing, t: Translate): string {
  if (words !== null)
    return words.of === 1
      ? t('{0} of 1 word', words.found)
      : t('{0} of {1} words', words.found, words.of);
  if (kind === 'rule') return t('comes back with the next read there');
  const named = isNamed ? t('named, content gone') : t('not named');
  return isEdited ? `${named} · ${t('edited')}` : named;
}

function restWords(
  { results, resultTokens, thinkingTokens, replyTokens, images }: LostRest,
  t: Translate,
): string {
  const size = (tokens: number): string => `~${formatTokens(tokens, 1)}`;
  const parts = [
    results === 0
      ? null
      : results === 1
        ? t('1 other result {0}', size(resultTokens))
        : t('{0} other results {1}', results, size(resultTokens)),
    replyTokens === 0 ? null : t('replies {0}', size(replyTokens)),
    thinkingTokens === 0 ? null : t('thinking {0}', size(thinkingTokens)),
    images === 0 ? null : images === 1 ? t('1 image') : t('{0} images', images),
  ].filter((part) => part !== null);
  return parts.length === 0 ? '' : t('Also gone, not listed: {0}.', parts.join(', '));
}
