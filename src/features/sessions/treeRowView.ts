import { isNear, type Wall } from '../../domain/accounting/walls';
import { formatTokens } from '../../wording/formatTokens';
import { plainText } from '../../wording/plainText';

/** A row of the tree of sessions, its words plain. */
export interface TreeRow {
  /** Stays while the thing that it stands for does. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** Of the product's own icons or of VS Code's. */
  readonly icon: { readonly name: string; readonly color: IconColor } | null;
  readonly state: RowState | null;
  /** For a screen reader: a sentence. */
  readonly spoken: string;
  /** What can be done with it, in the words that the manifest asks for. */
  readonly can: readonly RowAbility[];
  /** Of a session's file, or of a subagent's. */
  readonly path: string | null;
  readonly sessionId: string | null;
  readonly folding: 'none' | 'open' | 'closed';
  readonly children: readonly TreeRow[] | LateRows;
}

/** Rows that are read when their parent is opened. */
export type LateRows = 'ended' | 'elsewhere';

export type RowState = 'working' | 'waiting' | 'blocked';
type IconColor = 'icon.foreground' | 'editorWarning.foreground' | 'editorError.foreground';

/**
 * `inspect`: shows what fills it. `rewrite`: prune, compact, recover. `leave`: hand over, branch.
 * `reveal`: a terminal or a tab may show it. `resume`, `archive`: nobody has it open. `id`: has one
 * to copy. `lost`: it was compacted, or may have been.
 */
export type RowAbility =
  'inspect' | 'rewrite' | 'leave' | 'reveal' | 'resume' | 'archive' | 'id' | 'lost';

const LEVELS = 10;
const LABEL_LENGTH = 200;

/** `159K Rebuild the import`: VS Code cuts labels at the right, so that the number is never lost. */
export function sizedLabel(tokens: number | null, isExact: boolean, title: string): string {
  const size = tokens === null ? '–' : `${isExact ? '' : '~'}${formatTokens(tokens, 0)}`;
  return plainText(`${size} ${title}`, LABEL_LENGTH);
}

/** Facts in a row of their own, those that there are. */
export function facts(...some: readonly (string | null)[]): string {
  return plainText(some.filter((fact) => fact !== null && fact !== '').join(' · '), LABEL_LENGTH);
}

/** Facts as a sentence for a screen reader, those that there are. */
export function spokenFacts(...some: readonly (string | null)[]): string {
  return `${some.filter((fact) => fact !== null && fact !== '').join(', ')}.`;
}

/** How full it is of its next limit, in the icons of the product. */
export function levelIcon(
  tokens: number | null,
  limitTokens: number | null,
  wall: Wall | null,
): NonNullable<TreeRow['icon']> {
  const share = Math.min(1, Math.max(0, nearness(tokens, limitTokens, wall)));
  return {
    name: `leeway-level-${String(Math.round(share * (LEVELS - 1)))}`,
    color: isNear(wall, tokens) ? 'editorWarning.foreground' : 'icon.foreground',
  };
}

/** How near: 1 is at its next limit; below 0 what has no size or no limit. */
export function nearness(
  tokens: number | null,
  limitTokens: number | null,
  wall: Wall | null,
): number {
  const ofTokens = wall?.tokens ?? limitTokens;
  return tokens === null || ofTokens === null ? -1 : tokens / ofTokens;
}
