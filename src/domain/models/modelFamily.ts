/**
 * Models up to 4.6 count tokens one way, newer ones another (about 40 % more for the same text,
 * measured on tool results of real sessions).
 */
export type TokenizerGeneration = 'old' | 'new';

/**
 * A Claude model as its id names it; the release date, the `[1m]` suffix and a cloud's decoration
 * do not count.
 */
interface ClaudeModel {
  readonly family: 'opus' | 'sonnet' | 'haiku' | 'fable' | 'mythos';
  readonly major: number;
  readonly minor: number;
}

const LONG_WINDOW_TOKENS = 1_000_000;
const STANDARD_WINDOW_TOKENS = 200_000;

/**
 * Behind the version: a date (`-` or `@` before it), Bedrock's revision, `[1m]`. With anything else
 * it is a model of which nothing is known.
 */
const ENDING = String.raw`(?:[-@](?:\d{8}|latest|default))?(?:-v\d+(?::\d+)?)?(?:\[1m\])?$`;
/** `claude-opus-4-6`, `us.anthropic.claude-opus-4-6-v1:0`, `anthropic/claude-opus-4.6`. */
const FAMILY_FIRST = new RegExp(
  String.raw`(?:^|[./:])claude-(opus|sonnet|haiku|fable|mythos)-(\d{1,2})(?:[-.](\d{1,2}))?(?!\d)${ENDING}`,
);
/** The order up to 3.7: `claude-3-5-sonnet-20241022`. */
const VERSION_FIRST = new RegExp(
  String.raw`(?:^|[./:])claude-(\d)(?:[-.](\d))?-(opus|sonnet|haiku)${ENDING}`,
);
/** For ids that are not known exactly: a gateway's own name still tells the tokenizer. */
const NEW_TOKENIZER =
  /opus-4[-.](?:[7-9]|\d\d)(?!\d)|(?:opus|sonnet|haiku)-(?:[5-9]|\d\d)(?!\d)|fable|mythos/;

/**
 * Which tokenizer a model counts with. Unknown models count as old, which estimates fewer tokens.
 */
export function tokenizerGeneration(model: string): TokenizerGeneration {
  return NEW_TOKENIZER.test(model.toLowerCase()) ? 'new' : 'old';
}

/**
 * The window a model has when nothing more is asked for, in tokens; `null` for ids that are no
 * known Claude model's. 1M is native to Opus from 4.7, Sonnet and Haiku from 5, Fable and Mythos
 * (as Claude Code 2.1.329 reckons).
 */
export function standardWindowTokens(model: string): number | null {
  const claude = parseModel(model);
  if (claude === null) return null;
  return hasNativeLongWindow(claude) ? LONG_WINDOW_TOKENS : STANDARD_WINDOW_TOKENS;
}

/**
 * Whether `[1m]` behind the id widens the window: Sonnet 4 to 4.6 and Opus 4.6. Unknown ids are
 * believed, as Claude Code does (2.1.329).
 */
export function accepts1mSuffix(model: string): boolean {
  const claude = parseModel(model);
  if (claude === null) return true;
  if (hasNativeLongWindow(claude) || claude.major < 4) return false;
  return claude.family === 'sonnet' || (claude.family === 'opus' && claude.minor >= 6);
}

/**
 * Whether a model is sent the thinking of a turn no more once the next prompt begins (measured on
 * the usage of real sessions).
 */
export function stripsThinkingAtPrompt(model: string): boolean {
  const claude = parseModel(model);
  if (claude === null) return false;
  return !isAtLeast(claude, 4, claude.family === 'opus' ? 2 : 6);
}

/** "Opus 5.5" for `claude-opus-5-5-20261001[1m]`; unknown ids as they are. */
export function modelName(model: string): string {
  const claude = parseModel(model);
  if (claude === null) return model;
  const family = claude.family.charAt(0).toUpperCase() + claude.family.slice(1);
  return `${family} ${versionText(claude, '.')}`;
}

/**
 * One spelling for all ids of a model, for comparing: `opus-4-6` for every dated, clouded or
 * widened form of it.
 */
export function canonicalModel(model: string): string {
  const claude = parseModel(model);
  return claude === null
    ? model.toLowerCase().replace(/\[1m\]$/, '')
    : `${claude.family}-${versionText(claude, '-')}`;
}

/** Whether the long window is asked for by name. */
export function has1mSuffix(model: string): boolean {
  return /\[1m\]$/i.test(model);
}

/** Ids that only Bedrock and Vertex use: usage credits are no matter there. */
export function isCloudModelId(model: string): boolean {
  return /(?:^|[./:])anthropic\.claude-|^claude-[^@]*@/i.test(model);
}

function hasNativeLongWindow(claude: ClaudeModel): boolean {
  return (
    claude.family === 'fable' ||
    claude.family === 'mythos' ||
    (claude.family === 'opus' ? isAtLeast(claude, 4, 7) : isAtLeast(claude, 5, 0))
  );
}

function isAtLeast(claude: ClaudeModel, major: number, minor: number): boolean {
  return claude.major > major || (claude.major === major && claude.minor >= minor);
}

function versionText({ major, minor }: ClaudeModel, separator: string): string {
  return `${String(major)}${minor === 0 ? '' : separator + String(minor)}`;
}

function parseModel(model: string): ClaudeModel | null {
  const id = model.toLowerCase();
  const modern = FAMILY_FIRST.exec(id);
  if (modern !== null)
    return {
      family: modern[1] as ClaudeModel['family'],
      major: Number(modern[2]),
      minor: Number(modern[3] ?? 0),
    };
  const early = VERSION_FIRST.exec(id);
  return early === null
    ? null
    : {
        family: early[3] as ClaudeModel['family'],
        major: Number(early[1]),
        minor: Number(early[2] ?? 0),
      };
}
