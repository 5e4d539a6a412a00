import { asCount } from '../transcript/asCount';
import { asFields } from '../transcript/parseBlocks';
import type { ToldAutoCompact, ToldFigures, ToldLimit } from './toldFigures';

const FORMAT = 1;
const MOST_LIMITS = 10;
const WORD = /^[a-z][\w.[\]-]{0,127}$/i;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** A year far ahead: what is later is no time. */
const LATEST_MS = 4_102_444_800_000;
const MOST_USD = 1_000_000;
const MOST_PERCENT = 10_000;

/**
 * The figures in what a companion wrote. Another program may have written there: what is of the
 * wrong type is left out. Never throws.
 *
 * @returns `null` for what tells of another session, or is of another format.
 */
export function parseToldFigures(value: unknown, sessionId: string): ToldFigures | null {
  const told = asFields(value);
  if (told === null || told['format'] !== FORMAT || told['sessionId'] !== sessionId) return null;
  const { nonce } = told;
  const [atMs, loadedAtMs] = [asTime(told['atMs']), asTime(told['loadedAtMs'])];
  const pid = asCount(told['pid']);
  if (typeof nonce !== 'string' || !UUID.test(nonce) || atMs === null || pid === null) return null;
  const context = asFields(told['context']);
  return {
    atMs,
    nonce,
    pid,
    isInteractive: told['isInteractive'] === true,
    version: asVersion(told['version']),
    model: asWord(told['model']),
    loadedAtMs: loadedAtMs ?? 0,
    hearsRequests: told['hearsRequests'] === true,
    wiredAtMs: asTime(told['wiredAtMs']) || null,
    contextTokens: asCount(context?.['tokens']),
    windowTokens: positive(asCount(context?.['window'])),
    autoCompact: autoCompactOf(told['breakdown']),
    limits: limitsOf(told['rateLimits']),
    costUsd: asAmount(told['costUsd'], MOST_USD),
  };
}

function autoCompactOf(value: unknown): ToldAutoCompact | null {
  const told = asFields(value);
  if (told === null || typeof told['isAutoCompactEnabled'] !== 'boolean') return null;
  const tokens = positive(asCount(told['autoCompactThreshold']));
  const source = asWord(told['autocompactSource']);
  if (!told['isAutoCompactEnabled']) return { tokens: null, source };
  return tokens === null ? null : { tokens, source };
}

function limitsOf(value: unknown): readonly ToldLimit[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MOST_LIMITS).flatMap((each: unknown): ToldLimit[] => {
    const told = asFields(each);
    const kind = asWord(told?.['kind']);
    const percentUsed = asAmount(told?.['percentUsed'], MOST_PERCENT);
    if (kind === null || percentUsed === null) return [];
    const resets = told?.['resetsAt'];
    const resetsAtMs = typeof resets === 'string' ? asTime(Date.parse(resets)) : null;
    return [{ kind, percentUsed, resetsAtMs }];
  });
}

function asWord(value: unknown): string | null {
  return typeof value === 'string' && WORD.test(value) ? value : null;
}

function asVersion(value: unknown): string | null {
  return typeof value === 'string' && /^\d[\w.+-]{0,63}$/.test(value) ? value : null;
}

function asTime(value: unknown): number | null {
  return asAmount(value, LATEST_MS);
}

function asAmount(value: unknown, most: number): number | null {
  return typeof value === 'number' && value >= 0 && value <= most ? value : null;
}

function positive(count: number | null): number | null {
  return count === 0 ? null : count;
}
