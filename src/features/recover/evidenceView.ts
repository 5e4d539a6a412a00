import { STANDARD_WINDOW_TOKENS } from '../../domain/accounting/contextWindow';
import { INCLUDED_PLANS } from '../../domain/recovery/includedPlans';
import { printable } from '../../wording/escapeMarkdown';
import { formatTokens, percentOf } from '../../wording/formatTokens';
import { modelWords } from '../../wording/modelWords';
import { shorten } from '../../wording/shorten';
import type { Translate } from '../../wording/translate';
import { shortPath } from './pinView';
import type { RecoverPage, AdvicePart } from './protocol';
import type { RecoverState } from './recoverState';

type Row = RecoverPage['verdict']['facts'][number];

/** Ids, versions and paths come from files that anybody may have written. */
const LENGTH = 400;
const text = (words: string): AdvicePart => ({
  as: 'text',
  text: shorten(printable(words), LENGTH),
});
const code = (words: string): AdvicePart => ({
  as: 'code',
  text: shorten(printable(words), LENGTH),
});

/** The evidence, row by row. */
export function evidenceRows(state: RecoverState, t: Translate): Row[] {
  const { facts } = state;
  return [
    { name: t('Context'), parts: [text(contextWords(state, t))] },
    { name: t('Model'), parts: modelParts(state, t) },
    { name: t('Usage credits'), parts: creditsParts(state, t) },
    { name: t('Claude Code'), parts: [text(versionWords(state, t))] },
    ...(facts.disable1m === null
      ? []
      : [
          {
            name: t('1M switch'),
            parts: [code('CLAUDE_CODE_DISABLE_1M_CONTEXT'), text(switchWords(state, t))],
          },
        ]),
    ...(facts.problem === 'entitlement'
      ? [{ name: t('Plans'), parts: [text(plansWords(t))] }]
      : []),
  ];
}

function contextWords({ snapshot: { usage } }: RecoverState, t: Translate): string {
  if (usage.tokens === null) return t('no reply yet');
  const size = t('{0} tokens', `${usage.exact ? '' : '~'}${formatTokens(usage.tokens, 1)}`);
  const over = usage.tokens - STANDARD_WINDOW_TOKENS;
  return over > 0
    ? t('{0}, {1} over 200K', size, formatTokens(over, 1))
    : t('{0}, {1}% of 200K', size, percentOf(usage.tokens, STANDARD_WINDOW_TOKENS));
}

function modelParts(
  { facts: { model, requestedModel, pins } }: RecoverState,
  t: Translate,
): AdvicePart[] {
  if (model === null) return [text(t('not known before the first reply'))];
  const asked =
    requestedModel !== null && requestedModel !== model
      ? [text(t('asked for as')), code(requestedModel)]
      : [];
  const pinned =
    pins.length === 0
      ? t('not pinned to 1M in any settings file')
      : pins.length === 1
        ? t('a 1M model is pinned in 1 place')
        : t('1M models are pinned in {0} places', pins.length);
  return [
    text(`${modelWords(model)},`),
    ...asked,
    text(asked.length === 0 ? pinned : `; ${pinned}`),
  ];
}

function creditsParts({ facts: { usageCredits } }: RecoverState, t: Translate): AdvicePart[] {
  switch (usageCredits.state) {
    case 'on':
      return [text(t('on, says .claude.json (cached, may be old)'))];
    case 'off':
      return usageCredits.reason === null
        ? [text(t('off, says .claude.json (cached, may be old)'))]
        : [
            text(t('off,')),
            code(usageCredits.reason),
            text(t('in .claude.json (cached, may be old)')),
          ];
    case 'unknown':
      return [text(t('not known: Claude Code has noted nothing about them'))];
  }
}

function versionWords({ facts, holder, isRestricted }: RecoverState, t: Translate): string {
  if (holder !== null) {
    const where =
      holder.entrypoint === 'claude-vscode'
        ? t('running in the Claude Code panel')
        : holder.isInTerminal
          ? t('running in a terminal of this window')
          : t('running elsewhere');
    return [
      holder.version ?? t('version not known'),
      where,
      ...(holder.status === null ? [] : [holder.status]),
    ].join(', ');
  }
  if (facts.programVersion === null) {
    const writer = facts.sessionVersion ?? t('an unknown version');
    return isRestricted
      ? t('not started in a restricted window; the session was written by {0}', writer)
      : t('no claude found to start; the session was written by {0}', writer);
  }
  return t('{0}, not running', facts.programVersion);
}

function switchWords(
  { facts: { disable1m }, homeDirectory, snapshot }: RecoverState,
  t: Translate,
): string {
  const file = disable1m?.origin.file ?? null;
  const where =
    file === null
      ? t('the environment')
      : shortPath(file, { homeDirectory, projectFolder: snapshot.cwd });
  return disable1m?.value === true ? t('is set in {0}', where) : t('is set in {0}, to no', where);
}

/** Why people on Max are refused too. */
function plansWords(t: Translate): string {
  const rows = INCLUDED_PLANS.rows.map(({ model, included }) =>
    included.length === 0
      ? t('{0} with none', model)
      : t('{0} with {1}', model, included.join(', ')),
  );
  return t(
    '1M without usage credits, as of {0}: {1}. Source: {2}',
    INCLUDED_PLANS.asOf,
    rows.join('; '),
    INCLUDED_PLANS.source,
  );
}
