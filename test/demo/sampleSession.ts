import { TranscriptWriter, type TranscriptWriterOptions } from '../fixtures/transcriptWriter';
import type { SessionStep } from './playSession';
import { SampleConversation } from './sampleConversation';
import { earlierTurns, liveTurns, recovery, refusedTurn, type StoryTurn } from './storyTurns';

export const sampleTitle = 'Add CSV import to the ledger';

/**
 * The sample session in its three acts. Steps write lines when they are run, and must be run in
 * order.
 */
export interface SampleSession {
  readonly writer: TranscriptWriter;
  /** Already there when the meter is opened, at about 30 % of 200K. */
  readonly earlier: readonly SessionStep[];
  /**
   * About 40 seconds: past 80 % and 95 % of 200K, up to the request that is refused for want of
   * usage credits.
   */
  readonly live: readonly SessionStep[];
  /** Claude Code compacts at the next prompt, and the session goes on. */
  readonly recovery: readonly SessionStep[];
}

/** Pauses before each kind of step, in milliseconds, at speed 1. */
const PAUSE = {
  prompt: 1500,
  call: 1100,
  result: 900,
  answer: 1400,
  refusal: 1500,
  recovery: 8000,
  compaction: 2500,
} as const;

/**
 * @param options must name the workspace folder as `cwd`: the session reads its files.
 * @param importer the text of the file that the session writes.
 */
export function sampleSession(
  options: TranscriptWriterOptions & { readonly cwd: string },
  importer: string,
): SampleSession {
  const writer = new TranscriptWriter({
    seed: 41,
    lineMs: 2,
    model: 'claude-opus-5-5',
    ...options,
  });
  const conversation = new SampleConversation(writer, importer);
  const play = (turn: StoryTurn): SessionStep[] => turnSteps(writer, conversation, turn);
  return {
    writer,
    earlier: [
      {
        delayMs: 0,
        write: () => void writer.title('ai', sampleTitle).metadata('mode', { mode: 'normal' }),
      },
      ...earlierTurns.flatMap(play),
    ],
    live: [
      ...liveTurns.flatMap(play),
      ...play(refusedTurn).slice(0, -1),
      { delayMs: PAUSE.refusal, write: () => void writer.apiError('creditsSubscriber') },
    ],
    recovery: [
      { delayMs: PAUSE.recovery, write: () => conversation.prompt(recovery.prompt) },
      { delayMs: PAUSE.compaction, write: () => conversation.compact(recovery.summary) },
      answerStep(writer, conversation, recovery.answer),
    ],
  };
}

function turnSteps(
  writer: TranscriptWriter,
  conversation: SampleConversation,
  { prompt, calls, answer }: StoryTurn,
): SessionStep[] {
  let toolUseIds: readonly string[] = [];
  return [
    { delayMs: PAUSE.prompt, write: () => conversation.prompt(prompt) },
    {
      delayMs: PAUSE.call,
      write: () => {
        toolUseIds = conversation.call(calls);
      },
      reportedTokens: () => conversation.contextTokens,
    },
    ...calls.map((call, index): SessionStep => ({
      delayMs: PAUSE.result,
      write: () => conversation.answer(toolUseIds[index]!, call),
    })),
    answerStep(writer, conversation, answer),
  ];
}

function answerStep(
  writer: TranscriptWriter,
  conversation: SampleConversation,
  answer: string,
): SessionStep {
  return {
    delayMs: PAUSE.answer,
    write: () => {
      conversation.say(answer);
      writer.lastPrompt();
    },
    reportedTokens: () => conversation.contextTokens,
  };
}
