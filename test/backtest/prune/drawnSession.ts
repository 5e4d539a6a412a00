import { SeededRandom } from '../../fixtures/seededRandom';
import { TranscriptWriter } from '../../fixtures/transcriptWriter';
import type { ResponseBlock } from '../../fixtures/writtenResponse';
import { MEASURED_NEEDS } from './measuredNeeds';
import { bucketOf, SOURCES, type NeedRates, type Source } from './needRates';

const REPLIES = 240;
const REPLIES_PER_TURN = 12;
/** Of system prompt and tools. */
const OVERHEAD_TOKENS = 20_000;
const CHARACTERS_PER_TOKEN = 3.4;

/** Something that a tool brought, and that may be needed again. */
interface Brought {
  readonly source: Source;
  readonly path: string;
  readonly lines: readonly string[];
  lastReply: number;
}

/**
 * A session as long as real ones, of words that mean nothing: what its tools bring, and which of it
 * is needed later, is drawn as it was measured.
 *
 * @returns the session file. The same seed always gives the same one.
 */
export function drawnSession(seed: number, rates: NeedRates = MEASURED_NEEDS): string {
  return new Drawing(seed, rates).draw();
}

class Drawing {
  private readonly random: SeededRandom;
  private readonly rates: NeedRates;
  private readonly writer: TranscriptWriter;
  private readonly brought: Brought[] = [];
  private characters = 0;
  private files = 0;

  constructor(seed: number, rates: NeedRates) {
    this.random = new SeededRandom(seed);
    this.rates = rates;
    this.writer = new TranscriptWriter({ seed, sessionId: new SeededRandom(seed).uuid() });
  }

  draw(): string {
    for (let reply = 0; reply < REPLIES; reply++) {
      if (reply % REPLIES_PER_TURN === 0) this.writer.prompt(this.line());
      const needed = this.neededIn(reply);
      this.write([...needed.map((each) => this.takeUp(each, reply)), this.bring(reply)]);
    }
    return this.writer.toString();
  }

  private neededIn(reply: number): readonly Brought[] {
    return this.brought.filter(({ source, lastReply, lines }) => {
      const rate = this.rates[source].needed[bucketOf(reply - lastReply)] ?? 0;
      return this.random.next() < rate && lines.length > 0;
    });
  }

  /** Some neighbouring lines of it stand in an edit, or in what is said. */
  private takeUp(needed: Brought, reply: number): Step {
    const { taken, edited } = this.rates[needed.source];
    const count = Math.min(needed.lines.length, Math.max(1, this.drawnFrom(taken)));
    const from = this.random.integer(0, needed.lines.length - count);
    const lines = needed.lines.slice(from, from + count);
    const text = lines.join('\n');
    needed.lastReply = reply;
    if (this.random.next() >= edited) return { block: { type: 'text', text }, answer: '' };
    const replaced = lines.map(() => this.line());
    this.keep('written', needed.path, replaced, reply);
    const input = { file_path: needed.path, old_string: text, new_string: replaced.join('\n') };
    return calling('Edit', input, `The file ${needed.path} has been updated.`);
  }

  private bring(reply: number): Step {
    const source = this.drawnSource();
    const path = `/home/dev/ledger/${String(this.files++)}.ts`;
    const count = this.drawnFrom(this.rates[source].lines);
    const lines = Array.from({ length: count }, () => this.line());
    const text = lines.flatMap((line) => [line, '  }']).join('\n');
    this.keep(source, path, lines, reply);
    switch (source) {
      case 'read':
        return calling('Read', { file_path: path }, numbered(text));
      case 'search':
        return calling('Grep', { pattern: this.word() }, text);
      case 'command':
        return calling('Bash', { command: `${this.word()} ${path}` }, text);
      case 'written':
        return calling('Write', { file_path: path, content: text }, 'File created successfully');
      case 'other':
        return calling('TaskUpdate', { taskId: path }, text);
    }
  }

  private keep(source: Source, path: string, lines: readonly string[], reply: number): void {
    this.brought.push({ source, path, lines, lastReply: reply });
  }

  private write(steps: readonly Step[]): void {
    const usage = this.usage();
    const { toolUseIds } = this.writer.response({ blocks: steps.map(({ block }) => block), usage });
    const calls = steps.filter(({ block }) => block.type === 'tool_use');
    calls.forEach(({ answer }, index) =>
      this.writer.toolResult(toolUseIds[index]!, answer, { toolUseResult: null }),
    );
    this.characters += JSON.stringify(steps).length;
  }

  private usage(): { readonly contextTokens: number; readonly outputTokens: number } {
    const tokens = Math.round(this.characters / CHARACTERS_PER_TOKEN);
    return { contextTokens: OVERHEAD_TOKENS + tokens, outputTokens: 100 };
  }

  private drawnSource(): Source {
    let left = this.random.next();
    for (const source of SOURCES) {
      left -= this.rates[source].share;
      if (left < 0) return source;
    }
    return 'other';
  }

  /** Between two neighbouring quantiles. */
  private drawnFrom(quantiles: readonly number[]): number {
    const at = this.random.integer(0, quantiles.length - 2);
    const [from = 0, to = 0] = quantiles.slice(at, at + 2);
    return Math.round(from + this.random.next() * (to - from));
  }

  /** Of no other: long enough to tell where it is from. */
  private line(): string {
    return Array.from({ length: 9 }, () => this.word()).join(' ');
  }

  private word(): string {
    return this.random.characters('abcdefghijklmnoprstuvw', this.random.integer(3, 9));
  }
}

/** A block of a reply, and what a tool answers to it. */
interface Step {
  readonly block: ResponseBlock;
  readonly answer: string;
}

function calling(name: string, input: Readonly<Record<string, unknown>>, answer: string): Step {
  return { block: { type: 'tool_use', name, input }, answer };
}

function numbered(text: string): string {
  return text
    .split('\n')
    .map((line, index) => `${String(index + 1).padStart(6)}→${line}`)
    .join('\n');
}
