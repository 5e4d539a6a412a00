import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pngImage } from '../fixtures/pngImage';
import { type ResultContent, withLineNumbers } from '../fixtures/resultContent';
import { SampleTexts, type SampleTextKind } from '../fixtures/sampleTexts';
import { SeededRandom } from '../fixtures/seededRandom';
import type { ResponseBlock } from '../fixtures/writtenResponse';
import type { TranscriptWriter } from '../fixtures/transcriptWriter';
import type { StoryCall } from './storyTurns';

/**
 * Characters of our sample texts per token of the newer models, counted once: figures cost more
 * than words.
 */
const CHARACTERS_PER_TOKEN: Record<SampleTextKind, number> = {
  source: 2.56,
  output: 1.97,
  table: 1.65,
  prose: 3,
};
const CALL_TOKENS = 90;
const SIGNATURE_LENGTH = 900;
const THINKING_TOKENS = 155;
const SYSTEM_AND_TOOLS_TOKENS = 24_300;
const SCREENSHOT = { width: 1440, height: 900, tokens: 1720 } as const;

/**
 * The sample session as it grows: writes lines and keeps the account of what the API would report,
 * so that every response's usage is what the lines before it add up to.
 */
export class SampleConversation {
  /** What the next request will hold. */
  contextTokens = SYSTEM_AND_TOOLS_TOKENS;
  private readonly writer: TranscriptWriter;
  private readonly texts = new SampleTexts(new SeededRandom(21));
  private readonly importer: string;

  /** @param importer the text of the file that the session writes. */
  constructor(writer: TranscriptWriter, importer: string) {
    this.writer = writer;
    this.importer = importer;
  }

  prompt(text: string): void {
    this.writer.prompt(text);
    this.add(text.length, 'prose');
  }

  /** Calls of one response. Returns their ids, to be answered with {@link answer}. */
  call(calls: readonly StoryCall[]): readonly string[] {
    const blocks = calls.map((call): ResponseBlock => ({
      type: 'tool_use',
      name: call.tool,
      input: this.inputOf(call),
    }));
    const written = calls.some((call) => call.tool === 'Write')
      ? this.importer.length / CHARACTERS_PER_TOKEN.source
      : 0;
    return this.respond(
      [{ type: 'thinking', signatureLength: SIGNATURE_LENGTH }, ...blocks],
      THINKING_TOKENS + CALL_TOKENS * calls.length + written,
    );
  }

  answer(toolUseId: string, call: StoryCall): void {
    const [content, tokens] = this.resultOf(call);
    this.writer.toolResult(toolUseId, content);
    this.contextTokens += tokens;
  }

  say(text: string): void {
    this.respond([{ type: 'text', text }], text.length / CHARACTERS_PER_TOKEN.prose);
  }

  compact(summary: string): void {
    const postTokens = Math.round(summary.length / CHARACTERS_PER_TOKEN.prose);
    this.writer.compaction({ summary, preTokens: this.contextTokens, postTokens });
    this.contextTokens = SYSTEM_AND_TOOLS_TOKENS + postTokens;
  }

  private respond(blocks: readonly ResponseBlock[], tokens: number): readonly string[] {
    const usage = { contextTokens: this.contextTokens, outputTokens: Math.round(tokens) };
    this.contextTokens += usage.outputTokens;
    return this.writer.response({ blocks, usage }).toolUseIds;
  }

  private inputOf({ tool, subject }: StoryCall): Record<string, unknown> {
    switch (tool) {
      case 'Read':
        return { file_path: path.join(this.writer.cwd, subject) };
      case 'Write':
        return { file_path: path.join(this.writer.cwd, subject), content: this.importer };
      case 'Bash':
        return { command: subject };
      case 'Screenshot':
        return { target: subject };
    }
  }

  private resultOf({ tool, subject, prints }: StoryCall): [ResultContent, number] {
    if (tool === 'Screenshot')
      return [[{ type: 'image', png: pngImage(SCREENSHOT) }], SCREENSHOT.tokens];
    if (tool === 'Write') return ['The file was written.', 12];
    if (prints !== undefined)
      return [
        this.texts.text(prints.kind, Math.round(prints.tokens * CHARACTERS_PER_TOKEN[prints.kind])),
        prints.tokens,
      ];
    const text = withLineNumbers(
      readFileSync(path.join(this.writer.cwd, subject), 'utf8').trimEnd(),
    );
    return [
      text,
      Math.round(text.length / CHARACTERS_PER_TOKEN[subject.endsWith('.csv') ? 'table' : 'source']),
    ];
  }

  private add(characters: number, kind: SampleTextKind): void {
    this.contextTokens += Math.round(characters / CHARACTERS_PER_TOKEN[kind]);
  }
}
