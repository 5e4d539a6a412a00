import { standardWindowTokens } from '../../domain/models/modelFamily';
import type {
  CompactFailure,
  CompactFailureCode,
} from '../../operations/compacting/compactFailure';
import type { CompactRefusal } from '../../operations/compacting/compactSession';
import { withoutLinks } from '../../wording/escapeMarkdown';
import { formatTokens } from '../../wording/formatTokens';
import { modelWords } from '../../wording/modelWords';
import type { Refused } from '../../operations/rewriting/rewriteSession';
import { maybeOpenWords, refusalWords } from '../../wording/pruneReport';
import { quotedTitle } from '../../wording/titleWords';
import type { Translate } from '../../wording/translate';
import type { CompactPlan } from './compactPlan';

/** `250.3K → ~85K tokens`; and that this is not enough, where it is not. */
export function sizeWords(
  { tokens, isExact, afterTokens, missedTokens }: CompactPlan,
  t: Translate,
): string {
  if (tokens === null || afterTokens === null) return '';
  const before = `${isExact ? '' : '~'}${formatTokens(tokens, 1)}`;
  const after = formatTokens(afterTokens, 0);
  return missedTokens === null
    ? t('{0} → ~{1} tokens', before, after)
    : t('{0} → ~{1} tokens, not below {2}', before, after, formatTokens(missedTokens, 0));
}

/** What it costs, and the way back. Rows of a sheet do not wrap: few words. */
export function costWords({ model, tokens }: CompactPlan, t: Translate): string {
  if (tokens === null)
    return t(
      '{0} reads the history once, at full price. A backup is made first.',
      modelWords(model),
    );
  const readTokens = Math.min(tokens, standardWindowTokens(model) ?? Infinity);
  return t(
    '{0} reads {1} tokens once, at full price. A backup is made first.',
    modelWords(model),
    `~${formatTokens(readTokens, 0)}`,
  );
}

/** What the model cannot read. */
export function windowWords({ isOverWindow, model }: CompactPlan, t: Translate): string {
  return isOverWindow
    ? t('{0} reads 200K: the newest turns stay word for word.', modelWords(model))
    : t('What should be done?');
}

export function compactedMessage(
  { title, tokens, isExact }: CompactPlan,
  nowTokens: number | null,
  t: Translate,
): string {
  const from = tokens === null ? null : `${isExact ? '' : '~'}${formatTokens(tokens, 1)}`;
  if (from === null || nowTokens === null) return t('Compacted {0}.', quotedTitle(title, t));
  return t(
    'Compacted {0}: {1} → ~{2} tokens. The next reply measures it.',
    quotedTitle(title, t),
    from,
    formatTokens(nowTokens, 1),
  );
}

export function measuredMessage(
  { title, tokens, isExact }: CompactPlan,
  measuredTokens: number,
  t: Translate,
): string {
  return t(
    '{0}: {1} → {2} tokens, measured on the first reply.',
    quotedTitle(title, t),
    `${isExact ? '' : '~'}${formatTokens(tokens ?? 0, 1)}`,
    formatTokens(measuredTokens, 1),
  );
}

/** What went wrong and that nothing is lost. The words of Claude Code come last, as they are. */
export function failureMessage(
  { code, printed }: CompactFailure,
  model: string,
  t: Translate,
): string {
  const said = printed === null ? '' : ` ${t('Claude Code said: {0}', withoutLinks(printed))}`;
  const left =
    code === 'cancelled' ? t('The session is as it was.') : t('The conversation is as it was.');
  return `${failureWords(code, model, t)} ${left}${said}`;
}

function failureWords(code: CompactFailureCode, model: string, t: Translate): string {
  switch (code) {
    case 'cancelled':
      return t('Compacting was cancelled.');
    case 'timeout':
      return t('Nothing was compacted within the time limit, and Claude Code was ended.');
    case 'cannotStart':
      return t('Claude Code could not be started.');
    case 'killed':
      return t('Claude Code was killed before it wrote a summary.');
    case 'tooLong':
      return t(
        'The history is too long for {0}. Prune something first, then compact.',
        modelWords(model),
      );
    case 'credits':
      return t(
        '{0} needs usage credits as well. Choose a model of a 200K window.',
        modelWords(model),
      );
    case 'usageLimit':
      return t('The account has reached a limit.');
    case 'notLoggedIn':
      return t('Claude Code is not logged in.');
    case 'noConversation':
      return t('Claude Code did not find the session, or nothing in it to compact.');
    case 'compactDisabled':
      return t('Compacting is turned off by DISABLE_COMPACT.');
    case 'modelUnavailable':
      return t('The account has no {0}.', modelWords(model));
    case 'connection':
      return t('Claude Code did not reach the API.');
    case 'noSummary':
      return t('{0} came back without a summary.', modelWords(model));
    case 'unknown':
      return t('Nothing was compacted: the session file holds no new compaction.');
  }
}

export function refusalMessage(reason: CompactRefusal, cwd: string, t: Translate): string {
  switch (reason) {
    case 'notASession':
      return t('This session has no ID that Claude Code could resume.');
    case 'notAModel':
      return t('The setting leeway.compact.models contains something that is not a model ID.');
    case 'missing':
      return t('The session file is gone, or is not a regular file.');
    case 'open':
      return t(
        'The session is open in a running Claude Code, which would go on with its old history. Compact it there, or close it first.',
      );
    case 'maybeOpen':
      return maybeOpenWords(t);
    case 'folderMissing':
      return t('The folder of the session does not exist any more: {0}', cwd);
    case 'folderNotTrusted':
      return t(
        'The session belongs to {0}, outside the folders of this window, and the hooks of that folder would run. Open it and compact there.',
        cwd,
      );
  }
}

/** Nothing was started. */
export function notKeptMessage(refusal: Refused, t: Translate): string {
  return `${t('No backup could be made, so nothing was compacted.')} ${refusalWords(refusal, t)}`;
}

/** The reader of sessions ended meanwhile, and Claude Code may have gone on. */
export function unknownOutcomeMessage(t: Translate): string {
  return t(
    'It is not known whether the session was compacted; the meter shows what its file holds. The backup made before it is under “Restore Backup…”.',
  );
}

/** The command of the terminal, to be read before it is run. */
export function terminalCommandWords({ sessionId, model }: CompactPlan): string {
  return `claude --resume ${sessionId.slice(0, 8)}… --model ${model} /compact`;
}

/**
 * What to do with a session that a running Claude Code holds.
 * @param entrypoint which program that is, in its own word.
 */
export function openSessionMessage(
  title: string | null,
  entrypoint: string | null,
  compactsItself: boolean,
  t: Translate,
): string {
  const where =
    entrypoint === 'claude-vscode' ? t('the Claude Code panel') : t('a running Claude Code');
  const first = t(
    '{0} is open in {1}, which would go on with its old history if it were compacted from here.',
    sentenceStart(quotedTitle(title, t)),
    where,
  );
  const then = compactsItself
    ? t('Send any prompt there: after the refusal this version compacts by itself.')
    : t('Type /compact there, in an empty input box; or leave it with /exit and compact here.');
  return `${first} ${then}`;
}

function sentenceStart(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
