import type { HandoffFacts } from './handoffFacts';

/** The little of secretlint's rule API that its rules need. */
interface Rule {
  readonly meta: { readonly id: string };
  create(context: RuleContext, options: object): { file?(source: Source): unknown };
}

interface RuleContext {
  readonly ruleId: string;
  readonly sharedOptions: object;
  createTranslator(messages: object): (key: string, data: unknown) => unknown;
  report(finding: { readonly range: readonly [number, number] }): void;
  ignore(finding: unknown): void;
}

interface Source {
  readonly filePath: undefined;
  readonly content: string;
  readonly contentType: 'text';
}

/** Replaces what looks like a well-known secret. */
export type Mask = (text: string) => Promise<string>;

interface Found {
  readonly from: number;
  readonly to: number;
  readonly name: string;
}

/** Shorter than any secret that the rules know. */
const SHORTEST = 12;

/** The marks of a private key, and a line of one: words and paths are shorter. */
const KEY_MARK = /-----(BEGIN|END) ?(?:[A-Z0-9]{1,10} ){0,2}PRIVATE KEY(?: BLOCK)?-----/g;
const KEY_LINE = /[A-Za-z0-9+/]{40}/;

/**
 * The rules of secretlint, loaded on first need, and private keys of which only a piece stands
 * there. Comments that switch rules off count for files of a repository, not for a transcript.
 */
export async function loadMask(): Promise<Mask> {
  const { creator } = (await import('@secretlint/secretlint-rule-preset-recommend')) as unknown as {
    creator: { readonly rules: readonly Rule[] };
  };
  return (text) => (text.length < SHORTEST ? Promise.resolve(text) : maskWith(creator.rules, text));
}

/**
 * All texts of the facts, masked as a whole: one that was cut before would not be known any more.
 */
export async function maskFacts(facts: HandoffFacts, mask: Mask): Promise<HandoffFacts> {
  return (await maskValue(facts, mask)) as HandoffFacts;
}

async function maskValue(value: unknown, mask: Mask): Promise<unknown> {
  if (typeof value === 'string') return mask(value);
  if (Array.isArray(value)) return Promise.all(value.map((item: unknown) => maskValue(item, mask)));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    await Promise.all(
      Object.entries(value).map(async ([key, item]) => [key, await maskValue(item, mask)] as const),
    ),
  );
}

async function maskWith(rules: readonly Rule[], content: string): Promise<string> {
  const found: Found[] = keysIn(content);
  for (const rule of rules) {
    const name = rule.meta.id.split('secretlint-rule-').at(1) ?? 'secret';
    const context: RuleContext = {
      ruleId: rule.meta.id,
      sharedOptions: {},
      createTranslator: () => (key) => ({ message: key, messageId: key }),
      report: ({ range: [from, to] }) => void found.push({ from, to, name }),
      ignore: () => undefined,
    };
    await rule.create(context, {}).file?.({ filePath: undefined, content, contentType: 'text' });
  }
  return replaced(content, found);
}

/** Of one that was cut, its beginning up to the end of the text, or its end from the beginning. */
function keysIn(content: string): Found[] {
  const found: Found[] = [];
  let begin = 0;
  const add = (to: number): void => {
    if (KEY_LINE.test(content.slice(begin, to)))
      found.push({ from: begin, to, name: 'privatekey' });
  };
  let isOpen = false;
  for (const { 0: mark, 1: which, index } of content.matchAll(KEY_MARK)) {
    if (which === 'END') {
      add(index + mark.length);
      begin = index + mark.length;
    } else if (!isOpen) begin = index;
    isOpen = which === 'BEGIN';
  }
  if (isOpen) add(content.length);
  return found;
}

function replaced(content: string, found: readonly Found[]): string {
  let text = '';
  let at = 0;
  for (const { from, to, name } of [...found].sort((a, b) => a.from - b.from || b.to - a.to)) {
    if (to <= at) continue;
    // One that overlaps the one before loses its rest too.
    text += from < at ? '' : `${content.slice(at, from)}[masked: ${name}]`;
    at = to;
  }
  return text + content.slice(at);
}
