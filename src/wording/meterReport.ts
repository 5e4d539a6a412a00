import type { Snapshot } from '../domain/accounting/snapshot';
import { cacheFigures, cacheLine } from './cacheReport';
import { printable } from './escapeMarkdown';
import { formatTokens, percentOf } from './formatTokens';
import { modelWords } from './modelWords';
import { titleWords } from './titleWords';
import type { Translate } from './translate';
import { wallStanding } from './wallStanding';
import { limitReasonWords, wallName } from './wallWords';

/** The meter for programs: one line of JSON. Tokens are whole numbers, `null` is unknown. */
export function meterAsJson(snapshot: Snapshot, nowMs: number, t: Translate): string {
  const { sessionId, model, usage, limit, walls, blocked, held } = snapshot;
  return JSON.stringify({
    sessionId,
    model,
    contextTokens: usage.tokens,
    exact: usage.exact,
    held: held === null ? null : { fileTokens: held.fileTokens, isMeasured: held.isMeasured },
    limitTokens: limit.tokens,
    limitReason: limitReasonWords(limit, t),
    walls: walls.map(({ kind, tokens }) => ({ kind, tokens })),
    blocked: blocked === null ? null : { kind: blocked.kind, case: blocked.case },
    cache: cacheFigures(snapshot, nowMs),
  });
}

/** The meter for people, a few lines. */
export function meterAsText(snapshot: Snapshot, nowMs: number, t: Translate): string {
  const { usage, limit, walls, blocked, model, title, held } = snapshot;
  const lines = [
    titleWords(title, t('Without a title')) + (model === null ? '' : ` · ${modelWords(model)}`),
  ];
  if (usage.tokens === null) lines.push(t('The size is known after the first reply.'));
  else {
    const used = (usage.exact ? '' : '~') + formatTokens(usage.tokens, 1);
    const share =
      limit.tokens === null
        ? ''
        : ` / ${formatTokens(limit.tokens, 0)} · ${String(percentOf(usage.tokens, limit.tokens))}%`;
    lines.push(`${used}${share}`);
  }
  if (held !== null)
    lines.push(
      held.fileTokens === null
        ? t('The running Claude Code still uses the old content.')
        : t(
            'The running Claude Code still uses the old content; the file holds {0} now.',
            `~${formatTokens(held.fileTokens, 1)}`,
          ),
    );
  if (blocked !== null)
    lines.push(
      blocked.case === 'grown'
        ? t('Blocked: usage credits are required; the session has grown past 200K.')
        : t('Blocked: usage credits are required, though the session is small.'),
    );
  lines.push(`${t('Limit')}: ${limitReasonWords(limit, t)}`);
  for (const wall of walls)
    if (wall.kind !== 'limit')
      lines.push(`${wallName(wall, t)}: ${wallStanding(wall, snapshot, t)}`);
  const cache = cacheLine(snapshot, nowMs, t);
  if (cache !== null) lines.push(cache);
  return lines.map(printable).join('\n');
}
