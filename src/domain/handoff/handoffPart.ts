import { clipped } from './handoffWords';
import { harmless } from './quoteMarkdown';

export type SectionName =
  'goal' | 'state' | 'decisions' | 'files' | 'verify' | 'errors' | 'session';

/** The smallest thing that a budget keeps or drops. */
export interface HandoffPart {
  /** `null` for what stands above all sections. */
  readonly section: SectionName | null;
  /** Higher matters more. */
  readonly rank: number;
  readonly isFixed: boolean;
  /** A paragraph of a quotation, a line of a list, or a block of its own. */
  readonly kind: 'quote' | 'line' | 'block';
  /** Stands once in front of neighbours that share it; `null` for none. */
  readonly label: string | null;
  readonly text: string;
  /** Paragraphs of one quotation are numbered, so that a gap can be seen. */
  readonly index: number;
  readonly of: number;
}

/**
 * What matters most, first. Paragraphs and lines of one thing lose a little from one to the next.
 */
export const RANK = {
  latestPrompt: 100,
  promptBefore: 96,
  firstPrompt: 94,
  openTasks: 92,
  conclusion: 90,
  checks: 84,
  errors: 82,
  changedFiles: 80,
  corrections: 76,
  answers: 74,
  plan: 72,
  summary: 70,
  earlierPrompts: 50,
  asked: 45,
  earlierConclusions: 40,
  earlierPlans: 36,
  readFiles: 30,
  doneTasks: 20,
};
export const STEP = 0.05;
export const PLAIN = { rank: Infinity, kind: 'block', label: null, index: 0, of: 1 } as const;

export function block(section: SectionName, rank: number, text: string): HandoffPart {
  return { ...PLAIN, section, rank, isFixed: false, text };
}

export function list(
  section: SectionName,
  label: string,
  lines: readonly { text: string; rank: number }[],
): HandoffPart[] {
  return lines.map(({ text, rank }, index) => ({
    section,
    rank: rank - index * STEP,
    isFixed: false,
    kind: 'line',
    label,
    text,
    index,
    of: lines.length,
  }));
}

/** A text as paragraphs, each of which can be dropped; the first ones matter most. */
export function quote(
  section: SectionName,
  label: string,
  rank: number,
  text: string,
  most: number,
): HandoffPart[] {
  const paragraphs = clipped(harmless(text), most)
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trimEnd())
    .filter((paragraph) => paragraph !== '');
  return paragraphs.map((paragraph, index) => ({
    section,
    rank: rank - index * STEP,
    isFixed: false,
    kind: 'quote',
    label,
    text: paragraph,
    index,
    of: paragraphs.length,
  }));
}
