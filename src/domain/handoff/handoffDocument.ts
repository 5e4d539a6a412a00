import type { HandoffFacts } from './handoffFacts';
import type { HandoffPart, SectionName } from './handoffPart';
import { handoffParts } from './handoffParts';
import { fenced } from './quoteMarkdown';

export interface HandoffOptions {
  /** In tokens, for the whole document. */
  readonly budgetTokens: number;
  readonly countTokens: (text: string) => number;
}

export interface HandoffDocument {
  readonly markdown: string;
  readonly tokens: number;
  /** Parts that the budget left no room for. */
  readonly dropped: number;
}

/**
 * The headings, in their order. English whatever the language of the window: the next session reads
 * it, and the rest is quoted.
 */
const TITLES: Record<SectionName, string> = {
  goal: 'Goal',
  state: 'Where things stand',
  decisions: 'Decisions',
  files: 'Files touched',
  verify: 'How to verify',
  errors: 'Unresolved errors',
  session: 'Session to return to',
};

/** How much of the budget one part may take: a pasted log must not push out everything else. */
const PART_SHARE = 0.22;
const LEAST_PART_CHARACTERS = 240;
/** Roughly, and on the safe side: only to cut before counting. */
const CHARACTERS_PER_TOKEN = 2.2;

/**
 * A Markdown document within a budget. The same facts give the same document. What matters least is
 * dropped first, and each section says that something is missing; the last section, which names the
 * session, is always there.
 */
export function handoffDocument(
  facts: HandoffFacts,
  { budgetTokens, countTokens }: HandoffOptions,
): HandoffDocument {
  const partCharacters = Math.max(
    LEAST_PART_CHARACTERS,
    Math.floor(budgetTokens * PART_SHARE * CHARACTERS_PER_TOKEN),
  );
  const parts = handoffParts(facts, partCharacters);
  const byRank = [...parts].sort((a, b) => b.rank - a.rank);
  const sizes = new Map(
    parts.map((part) => [part, countTokens(`${part.label ?? ''}\n${part.text}\n`)]),
  );
  const kept = new Set(byRank.filter(({ isFixed }) => isFixed));
  let tokens = countTokens(render(parts, kept));
  const full = new Set<string>();
  for (const part of byRank) {
    if (kept.has(part)) continue;
    const size = sizes.get(part)!;
    // A later paragraph must not overtake an earlier one of the same text.
    const group = `${String(part.section)} ${String(part.label)}`;
    if (tokens + size > budgetTokens || (part.label !== null && full.has(group))) full.add(group);
    else {
      kept.add(part);
      tokens += size;
    }
  }
  let markdown = render(parts, kept);
  tokens = countTokens(markdown);
  // Sums leave out headings and fences.
  for (const part of byRank
    .filter((candidate) => kept.has(candidate) && !candidate.isFixed)
    .reverse()) {
    if (tokens <= budgetTokens) break;
    kept.delete(part);
    markdown = render(parts, kept);
    tokens = countTokens(markdown);
  }
  return { markdown, tokens, dropped: parts.length - kept.size };
}

function render(parts: readonly HandoffPart[], kept: ReadonlySet<HandoffPart>): string {
  const sections = (Object.keys(TITLES) as SectionName[]).flatMap((name) => {
    const own = parts.filter((part) => part.section === name);
    const shown = own.filter((part) => kept.has(part));
    if (shown.length === 0) return [];
    const left = own.length - shown.length;
    return [
      `## ${TITLES[name]}`,
      ...blocks(shown),
      ...(left === 0 ? [] : [`(${String(left)} more left out.)`]),
    ];
  });
  const head = parts.filter((part) => part.section === null && kept.has(part));
  return `${[...head.map(({ text }) => text), ...sections].join('\n\n')}\n`;
}

/** Parts of one quotation stand in one fence, lines of one list below each other. */
function blocks(parts: readonly HandoffPart[]): string[] {
  const found: string[] = [];
  for (let at = 0; at < parts.length;) {
    const { label, kind } = parts[at]!;
    let end = at + 1;
    while (
      end < parts.length &&
      parts[end]!.label === label &&
      parts[end]!.kind === kind &&
      parts[end]!.index > parts[end - 1]!.index
    )
      end++;
    const run = parts.slice(at, end);
    if (label !== null) found.push(label);
    found.push(
      kind === 'quote'
        ? fenced(quoted(run))
        : run.map(({ text }) => text).join(kind === 'line' ? '\n' : '\n\n'),
    );
    at = end;
  }
  return found;
}

function quoted(parts: readonly HandoffPart[]): string {
  let text = '';
  let expected = 0;
  for (const part of parts) {
    text += `${text === '' ? '' : '\n\n'}${part.index === expected ? '' : '[…]\n\n'}${part.text}`;
    expected = part.index + 1;
  }
  return expected < parts[0]!.of ? `${text}\n\n[…]` : text;
}
