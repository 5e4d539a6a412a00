import { pngImage } from '../fixtures/pngImage';
import { withLineNumbers } from '../fixtures/resultContent';
import { SampleTexts } from '../fixtures/sampleTexts';
import { SeededRandom } from '../fixtures/seededRandom';
import type { ResponseBlock } from '../fixtures/writtenResponse';
import { TranscriptWriter } from '../fixtures/transcriptWriter';

/** Where auto-compact fires with a 200K window (measured, 2.1.329). */
const COMPACT_AT_TOKENS = 167_000;
const OVERHEAD_TOKENS = 21_000;
const CHARACTERS_PER_TOKEN = 3.15;
const IMAGE_TOKENS = 1500;
/**
 * Of tool results; the rest edit and write. Sizes and shares follow a census of 134 real sessions.
 */
const SHARE = { image: 0.012, read: 0.42, bash: 0.85 } as const;
const BIG_RESULT_LENGTH = 2_200_000;

/**
 * An endless session with the mix of real ones: turns of several steps, Read and Bash results,
 * screenshots, thinking, attachments, inline sidechains, progress lines, lines of a megabyte, and a
 * compaction whenever the context is full.
 */
export class LargeSession {
  readonly counts = { images: 0, compactions: 0, sidechainEntries: 0 };
  /**
   * Context of the newest response and what it wrote: what a meter has to show at the end of a
   * turn.
   */
  contextTokens = 0;
  private readonly random: SeededRandom;
  private readonly texts: SampleTexts;
  private readonly writer: TranscriptWriter;
  private readonly screenshots: readonly [Buffer, ...Buffer[]];
  private readonly compactsAtTokens: number;
  private nextTokens = OVERHEAD_TOKENS;
  private turns = 0;

  /** @param compactsAtTokens by default where a window of 200K is full. */
  constructor(seed: number, compactsAtTokens = COMPACT_AT_TOKENS) {
    this.compactsAtTokens = compactsAtTokens;
    this.random = new SeededRandom(seed);
    this.texts = new SampleTexts(this.random);
    this.writer = new TranscriptWriter({ seed, model: 'claude-sonnet-4-6' });
    const screenshot = (rows: number): Buffer =>
      pngImage({ width: 1280, height: 800 }, { rows, random: this.random });
    this.screenshots = [screenshot(15), screenshot(40), screenshot(60), screenshot(110)];
  }

  get leafUuid(): string {
    return this.writer.leafUuid ?? '';
  }

  /** The lines of one more turn, a prompt and all that follows from it. */
  turn(): string[] {
    const { writer, random } = this;
    this.turns++;
    if (this.turns === 1)
      writer
        .title('ai', 'Keep a ledger')
        .metadata('mode', { mode: 'normal' })
        .metadata('permission-mode', { permissionMode: 'default' });
    writer.metadata('file-history-snapshot', {
      messageId: random.uuid(),
      snapshot: { trackedFileBackups: {} },
      isSnapshotUpdate: false,
    });
    this.say(this.texts.text('prose', random.integer(40, 900)), (text) => writer.prompt(text));
    if (random.next() < 0.3) this.attach();
    for (let steps = random.integer(2, 12); steps > 0; steps--) this.step();
    this.respond([{ type: 'text', text: this.texts.text('prose', random.integer(200, 2500)) }]);
    writer.lastPrompt().system('turn_duration', {
      durationMs: random.integer(4000, 200_000),
      messageCount: this.turns,
    });
    return writer.take();
  }

  /** A result with a screenshot of about 2.5 MB of base64, which the CLI's own copy doubles. */
  largeImage(): string[] {
    const png = pngImage({ width: 1280, height: 960 }, { rows: 490, random: this.random });
    const { toolUseIds } = this.respond([
      { type: 'tool_use', name: 'Read', input: { file_path: `${this.writer.cwd}/shots/wide.png` } },
    ]);
    this.writer.toolResult(toolUseIds[0]!, [{ type: 'image', png }]);
    this.counts.images++;
    return this.writer.take();
  }

  /** A prompt that has no reply yet: the number rests on what must be counted first. */
  prompt(): string[] {
    this.say(this.texts.text('prose', 2000), (text) => this.writer.prompt(text));
    return this.writer.take();
  }

  /**
   * @param pairs each a prompt and a reply of a subagent, as Claude Code 1.0.x wrote them inline.
   */
  sidechain(pairs: number): string[] {
    this.writeSidechain(pairs);
    return this.writer.take();
  }

  private step(): void {
    const { random } = this;
    if (this.nextTokens > this.compactsAtTokens) this.compact();
    const blocks: ResponseBlock[] = [];
    if (random.next() < 0.4)
      blocks.push({ type: 'thinking', signatureLength: random.integer(300, 3000) });
    if (random.next() < 0.5)
      blocks.push({ type: 'text', text: this.texts.text('prose', random.integer(60, 600)) });
    const calls = random.pick([1, 1, 1, 2, 3]);
    for (let call = 0; call < calls; call++) blocks.push(this.call());
    const { toolUseIds } = this.respond(blocks);
    const toolUses = blocks.filter((block) => block.type === 'tool_use');
    toolUseIds.forEach((id, index) => this.answer(id, toolUses[index]!.name));
    if (random.next() < 0.025) this.writeSidechain(random.integer(4, 20));
  }

  private call(): ResponseBlock {
    const { random } = this;
    const kind = random.next();
    const file = `${this.writer.cwd}/src/ledger/module_${random.integer(1, 80)}.py`;
    if (kind < SHARE.image)
      return { type: 'tool_use', name: 'Screenshot', input: { target: 'report' } };
    if (kind < SHARE.read) return { type: 'tool_use', name: 'Read', input: { file_path: file } };
    if (kind < SHARE.bash)
      return {
        type: 'tool_use',
        name: 'Bash',
        input: {
          command: `python -m pytest -q -k case_${random.integer(1, 999)}`,
          description: 'Run some tests',
        },
      };
    return {
      type: 'tool_use',
      name: 'Write',
      input: { file_path: file, content: this.texts.text('source', random.integer(400, 9000)) },
    };
  }

  private answer(toolUseId: string, tool: string): void {
    const { writer, random, texts } = this;
    if (tool === 'Screenshot') {
      writer.toolResult(toolUseId, [{ type: 'image', png: random.pick(this.screenshots) }]);
      this.counts.images++;
      this.nextTokens += IMAGE_TOKENS;
      return;
    }
    if (tool === 'Bash' && random.next() < 0.4) {
      for (let lines = random.integer(1, 4); lines > 0; lines--)
        writer.progress('bash', {
          output: texts.text('output', 200),
          fullOutput: texts.text('output', 900),
          elapsedTimeSeconds: lines,
        });
    }
    if (random.next() < 0.0006) {
      // Sent shortened, kept whole: such results make the longest lines.
      writer.toolResult(toolUseId, texts.text('output', 2000), {
        toolUseResult: { stdout: texts.text('output', BIG_RESULT_LENGTH), stderr: '' },
      });
      return;
    }
    // 200 to 20,000 characters, evenly over the orders of magnitude
    const length = Math.round(200 * 100 ** random.next());
    const text =
      tool === 'Read'
        ? withLineNumbers(texts.text('source', length))
        : texts.text('output', tool === 'Bash' ? length : 80);
    this.say(text, () => writer.toolResult(toolUseId, text));
  }

  private attach(): void {
    const content = this.texts.text('source', this.random.integer(500, 12_000));
    const file = { filePath: `${this.writer.cwd}/notes.md`, content };
    this.say(content, () =>
      this.writer.attachment('file', { filename: file.filePath, content: { type: 'text', file } }, [
        content,
      ]),
    );
  }

  private respond(blocks: readonly ResponseBlock[]): { toolUseIds: readonly string[] } {
    const written = JSON.stringify(blocks).length;
    const usage = {
      contextTokens: this.nextTokens,
      outputTokens: Math.ceil(written / CHARACTERS_PER_TOKEN),
    };
    this.contextTokens = usage.contextTokens + usage.outputTokens;
    this.nextTokens = this.contextTokens;
    return this.writer.response({ blocks, usage });
  }

  private writeSidechain(pairs: number): void {
    this.writer.sidechain(() => {
      for (let pair = 0; pair < pairs; pair++) {
        this.writer.prompt(this.texts.text('prose', 300));
        this.writer.response({
          blocks: [{ type: 'text', text: this.texts.text('source', 1200) }],
          usage: { contextTokens: 9_000 + pair, outputTokens: 300 },
        });
      }
    });
    this.counts.sidechainEntries += 2 * pairs;
  }

  private compact(): void {
    const summary = this.texts.text('prose', 9000);
    const tokens = Math.ceil(summary.length / CHARACTERS_PER_TOKEN);
    this.writer.compaction({ summary, preTokens: this.nextTokens, postTokens: tokens });
    this.nextTokens = OVERHEAD_TOKENS + tokens;
    this.counts.compactions++;
  }

  private say(text: string, write: (text: string) => void): void {
    write(text);
    this.nextTokens += Math.ceil(text.length / CHARACTERS_PER_TOKEN);
  }
}
