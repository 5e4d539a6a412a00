import { isVersionAtLeast } from './claudeVersion';
import {
  accepts1mSuffix,
  canonicalModel,
  has1mSuffix,
  standardWindowTokens,
} from '../models/modelFamily';
import { isOfModel, type ToldFigures } from './toldFigures';

/** Where a value of Claude Code's own settings was found. */
export interface Origin {
  /** `null` for the environment. */
  readonly file: string | null;
  readonly key: string;
}

export interface Found<Value> {
  readonly value: Value;
  readonly origin: Origin;
}

/**
 * What Claude Code's settings and environment say about the window; `null` where nothing is said.
 */
export interface WindowControls {
  readonly disable1m: Found<boolean> | null;
  /** Heeded by Claude Code for models that it does not know. */
  readonly maxContextTokens: Found<number> | null;
}

/** What a transcript says about the window, and a person. */
export interface WindowEvidence {
  /** The person's own limit; 0 leaves it to the evidence. */
  readonly ownLimitTokens: number;
  /** Of the newest real response, as the API named it. */
  readonly model: string | null;
  /** The same as it was asked for. */
  readonly requestedModel: string | null;
  /** Beta headers of the newest logged request; empty where requests are not logged. */
  readonly requestBetas: readonly string[];
  /** Version of Claude Code that wrote the newest entry. */
  readonly version: string | null;
  /**
   * A reply beyond 200K by this model on the main chain: its context, and the place of the newest
   * such reply.
   */
  readonly accepted: { readonly tokens: number; readonly offset: number } | null;
  /** The newest refusal for want of usage credits. */
  readonly creditsBlock: { readonly offset: number; readonly timestampMs: number | null } | null;
  readonly controls: WindowControls;
  /** Of the process that has the session open; absent where nobody tells. */
  readonly told?: ToldFigures | null;
}

/** What a session may grow to, in tokens, always with the reason. */
export interface Limit {
  /** `null`: not known, and no percentage may be shown. */
  readonly tokens: number | null;
  readonly reason: LimitReason;
}

export type LimitReason =
  | { readonly kind: 'ownSetting' }
  /** The running Claude Code itself says so. */
  | { readonly kind: 'told'; readonly atMs: number }
  /** The API accepted so much, hence 1M; beyond 1M nothing is known. */
  | { readonly kind: 'acceptedBeyond200K'; readonly tokens: number }
  /** Claude Code was refused for want of usage credits, and holds to 200K since. */
  | { readonly kind: 'creditsBlock'; readonly sinceMs: number | null }
  /** 1M was asked for. `proof`: the request itself says so, not only the model's name. */
  | { readonly kind: 'asked1m'; readonly model: string; readonly proof: boolean }
  /** 1M was asked for by the model's name, but the request went out without it. */
  | { readonly kind: 'asked1mNotSent'; readonly model: string }
  | { readonly kind: 'disabled1m'; readonly origin: Origin }
  | { readonly kind: 'maxContext'; readonly origin: Origin }
  /**
   * The model's own. `ignored`: a switch that turns 1M off but does nothing to this model in this
   * version of Claude Code.
   */
  | { readonly kind: 'modelFamily'; readonly model: string; readonly ignored: Origin | null }
  | { readonly kind: 'unknownModel'; readonly model: string }
  | { readonly kind: 'noModel' };

export const STANDARD_WINDOW_TOKENS = 200_000;
const LONG_WINDOW_TOKENS = 1_000_000;
const LONG_CONTEXT_BETA = 'context-1m-';

/** The limit that counts: the person's own if there is one, else the window. */
export function resolveLimit(evidence: WindowEvidence): Limit {
  if (evidence.ownLimitTokens > 0)
    return { tokens: evidence.ownLimitTokens, reason: { kind: 'ownSetting' } };
  return resolveWindow(evidence);
}

/**
 * The window that Claude Code and the API hold a session to, strongest evidence first: what the API
 * did, what the running Claude Code says, what was asked for, settings, family.
 */
export function resolveWindow(evidence: WindowEvidence): Limit {
  const { model } = evidence;
  const seen = observed(evidence);
  const told = toldWindow(evidence);
  if (told !== null) return told;
  if (seen !== null) return seen;
  if (model === null) return { tokens: null, reason: { kind: 'noModel' } };
  return asked(evidence, model) ?? configured(evidence, model) ?? ofFamily(evidence, model);
}

/**
 * Whether a reply beyond 200K was accepted and no refusal for want of usage credits came after it.
 */
export function isAcceptedBeyondStandard({
  accepted,
  creditsBlock,
}: Pick<WindowEvidence, 'accepted' | 'creditsBlock'>): boolean {
  return (
    accepted !== null &&
    accepted.tokens > STANDARD_WINDOW_TOKENS &&
    accepted.offset > (creditsBlock?.offset ?? -1)
  );
}

/**
 * What the running Claude Code says of the model in use; `null` where the API has accepted more
 * than that, or refused a prompt since.
 */
function toldWindow({ told, model, accepted, creditsBlock }: WindowEvidence): Limit | null {
  if (told == null || told.windowTokens === null || !isOfModel(told, model)) return null;
  if ((accepted?.tokens ?? 0) > told.windowTokens) return null;
  if (creditsBlock !== null && (creditsBlock.timestampMs ?? Infinity) > told.atMs) return null;
  return { tokens: told.windowTokens, reason: { kind: 'told', atMs: told.atMs } };
}

/**
 * What the API itself accepted or refused, the newer of the two. A model of which nothing is known
 * may end anywhere beyond 200K.
 */
function observed({ model, requestedModel, accepted, creditsBlock }: WindowEvidence): Limit | null {
  const isKnown =
    model !== null &&
    (standardWindowTokens(model) !== null || has1mSuffix(requestedModel ?? model));
  if (isKnown && accepted !== null && isAcceptedBeyondStandard({ accepted, creditsBlock })) {
    return {
      tokens: accepted.tokens > LONG_WINDOW_TOKENS ? null : LONG_WINDOW_TOKENS,
      reason: { kind: 'acceptedBeyond200K', tokens: accepted.tokens },
    };
  }
  return creditsBlock === null
    ? null
    : standard({ kind: 'creditsBlock', sinceMs: creditsBlock.timestampMs });
}

/**
 * 1M asked for by the newest response. Only the beta header proves it: `requestedModel` keeps its
 * `[1m]` though 1M is turned off (2.1.329).
 */
function asked(
  { requestedModel, requestBetas, version, controls }: WindowEvidence,
  model: string,
): Limit | null {
  if (standardWindowTokens(model) === LONG_WINDOW_TOKENS || !accepts1mSuffix(model)) return null;
  if (requestBetas.some((beta) => beta.startsWith(LONG_CONTEXT_BETA)))
    return { tokens: LONG_WINDOW_TOKENS, reason: { kind: 'asked1m', model, proof: true } };
  if (!has1mSuffix(requestedModel ?? model)) return null;
  const { disable1m } = controls;
  if (disable1m?.value === true && isVersionAtLeast(version, '2.1.50'))
    return standard({ kind: 'disabled1m', origin: disable1m.origin });
  return requestBetas.length > 0
    ? standard({ kind: 'asked1mNotSent', model })
    : { tokens: LONG_WINDOW_TOKENS, reason: { kind: 'asked1m', model, proof: false } };
}

/** What the settings make of a model whose own window is 1M or not known. */
function configured(
  { version, controls: { disable1m, maxContextTokens } }: WindowEvidence,
  model: string,
): Limit | null {
  const own = standardWindowTokens(model);
  if (own === null && maxContextTokens !== null)
    return {
      tokens: maxContextTokens.value,
      reason: { kind: 'maxContext', origin: maxContextTokens.origin },
    };
  if (own === STANDARD_WINDOW_TOKENS || disable1m?.value !== true || !isHeldTo200K(model, version))
    return null;
  return standard({ kind: 'disabled1m', origin: disable1m.origin });
}

/**
 * Whether `CLAUDE_CODE_DISABLE_1M_CONTEXT` holds a model to 200K whose own window is larger. It
 * came with 2.1.50, did nothing to native 1M models from 2.1.156 on (anthropics/claude-code issue
 * 63479), then held some (measured with 2.1.200: Sonnet 5, not Opus 4.8), and holds all since
 * 2.1.223 (measured with 2.1.223, 2.1.270 and 2.1.329, and there for models that Claude Code does
 * not know as well).
 */
function isHeldTo200K(model: string, version: string | null): boolean {
  if (isVersionAtLeast(version, '2.1.223')) return true;
  if (standardWindowTokens(model) === null || !isVersionAtLeast(version, '2.1.50')) return false;
  return !isVersionAtLeast(version, '2.1.156') || canonicalModel(model) === 'sonnet-5';
}

function ofFamily({ controls: { disable1m } }: WindowEvidence, model: string): Limit {
  const tokens = standardWindowTokens(model);
  if (tokens === null) return { tokens, reason: { kind: 'unknownModel', model } };
  const ignored =
    tokens > STANDARD_WINDOW_TOKENS && disable1m?.value === true ? disable1m.origin : null;
  return { tokens, reason: { kind: 'modelFamily', model, ignored } };
}

function standard(reason: LimitReason): Limit {
  return { tokens: STANDARD_WINDOW_TOKENS, reason };
}
