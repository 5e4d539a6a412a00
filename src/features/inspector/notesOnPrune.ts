import type { HeldContent } from '../../domain/accounting/heldContent';
import type { MeasuredPrune } from '../../domain/accounting/lastPrune';
import type { Inspection } from '../../domain/accounting/inspection';
import { pruneReturn } from '../../domain/caching/pruneReturn';
import type { Snapshot } from '../../domain/accounting/snapshot';
import { askedAgainWords } from '../../wording/askedAgainWords';
import { formatTokens } from '../../wording/formatTokens';
import { timeOf } from '../../wording/wallWords';
import { pruneReturnWords } from '../../wording/pruneReturnWords';
import type { Translate } from '../../wording/translate';
import type { InspectorAction, Note } from './protocol';

/** How long what a prune came to is worth a word, once it was measured. */
const MEASURED_SHOWN_MS = 30 * 60_000;
/** What is nearer to what was predicted is as predicted: a twentieth, and what nobody can see. */
const AS_PREDICTED_SHARE = 0.05;
const UNSEEN_TOKENS = 500;

/**
 * What a rewrite has come to: that a running Claude Code goes on without it, that a reply is
 * waited for, or what it saved. At most one note.
 */
export function notesOnPrune(
  { usage, held, lastPrune, told }: Snapshot,
  inspection: Pick<Inspection, 'ledger' | 'askedAgain'> | null,
  t: Translate,
): Note[] {
  const canLoad = told?.isInteractive === true;
  if (held !== null) return [heldNote(held, usage.tokens ?? 0, canLoad, t)];
  if (lastPrune === null) return [];
  const { measured, predictedTokens, beforeTokens, loadedAtMs, dateMs, isRefused } = lastPrune;
  if (isRefused) return [refusedNote(t)];
  if (measured === null && loadedAtMs !== null)
    return [
      note(
        t(
          'Pruned: {0} → ~{1}, taken up by the running Claude Code at {2}.',
          formatTokens(beforeTokens, 1),
          formatTokens(predictedTokens, 1),
          timeOf(loadedAtMs),
        ),
        t('The next reply measures it.'),
        [undo(t)],
      ),
    ];
  if (measured === null)
    return [
      note(
        t('Pruned to ~{0}; the next reply measures it.', formatTokens(predictedTokens, 1)),
        t('Claude Code uses it from its next start on.'),
        [undo(t)],
      ),
    ];
  if (Date.now() - dateMs > MEASURED_SHOWN_MS) return [];
  const paid = pruneReturn(inspection?.ledger?.rewrites ?? [], dateMs);
  const asked = inspection === null ? '' : askedAgainWords(inspection.askedAgain, t);
  return [measuredNote(measured, paid === null ? '' : pruneReturnWords(paid, t), asked, t)];
}

function heldNote(
  { by, fileTokens, isMeasured, process }: HeldContent,
  tokens: number,
  canLoad: boolean,
  t: Translate,
): Note {
  const isInPanel = process.entrypoint === 'claude-vscode';
  const sends = formatTokens(tokens, 1);
  const sizes =
    fileTokens === null
      ? t('Its next prompt sends {0}.', sends)
      : t(
          'Its next prompt sends {0}; the file holds {1}.',
          sends,
          `~${formatTokens(fileTokens, 1)}`,
        );
  const measured = isMeasured ? t('The newest reply confirmed it.') : '';
  const until = isInPanel
    ? t('It loads the file when its tab is closed and opened again.')
    : canLoad
      ? t('The companion has it load the file; a draft in its input box stays.')
      : t('It loads the file with /resume; a draft in its input box would be sent with it.');
  return {
    ...note(
      by === 'prune'
        ? t('The running Claude Code still uses the old content.')
        : t('The running Claude Code does not know yet what was put back.'),
      [sizes, measured, until].filter((words) => words !== '').join(' '),
      [
        {
          id: 'loadFile',
          title: isInPanel
            ? t('Reopen in Claude Code')
            : canLoad
              ? t('Load It Now')
              : t('Type /resume Now'),
          isPrimary: true,
        },
        ...(by === 'prune' ? [undo(t)] : []),
      ],
    ),
    severity: 'warning',
  };
}

function measuredNote(
  {
    fromTokens,
    addedTokens,
    contextTokens,
    savedTokens,
    predictedTokens,
    isOtherModel,
  }: MeasuredPrune,
  paid: string,
  asked: string,
  t: Translate,
): Note {
  const saved = formatTokens(Math.max(0, savedTokens), 1);
  const difference = Math.abs(savedTokens - predictedTokens);
  const isAsPredicted =
    difference <= Math.max(UNSEEN_TOKENS, AS_PREDICTED_SHARE * Math.abs(predictedTokens));
  const sum = t(
    'Before: {0}. Added since: {1}. Sent with the reply: {2}.',
    formatTokens(fromTokens, 1),
    `~${formatTokens(addedTokens, 1)}`,
    formatTokens(contextTokens, 1),
  );
  const why = isAsPredicted
    ? ''
    : isOtherModel
      ? t('The reply came from another model, which counts tokens differently.')
      : t('What was pruned and what was added are estimates.');
  const back = t('Undo puts the items back and keeps everything that came after.');
  return note(
    isAsPredicted
      ? t('Saved {0} tokens, as predicted.', saved)
      : t('Saved {0} tokens; {1} were predicted.', saved, formatTokens(predictedTokens, 1)),
    [sum, why, paid, asked, back].filter((words) => words !== '').join(' '),
    [undo(t)],
  );
}

function refusedNote(t: Translate): Note {
  return {
    ...note(
      t('After the prune the API refused a request.'),
      t(
        'Claude Code says why. If that is about what was pruned, Undo puts the items back and keeps everything that came after.',
      ),
      [{ ...undo(t), isPrimary: true }],
    ),
    severity: 'warning',
  };
}

function undo(t: Translate): InspectorAction {
  return { id: 'undoPrune', title: t('Undo Prune'), isPrimary: false };
}

function note(title: string, text: string, actions: InspectorAction[]): Note {
  return { id: 'pruned', severity: 'info', title, text, actions };
}
