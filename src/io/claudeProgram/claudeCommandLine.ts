import { isSessionId } from '../sessions/sessionId';

/** A model's id or alias: `haiku`, `claude-opus-4-6[1m]`, a cloud's or a gateway's name. */
export function isModelId(text: string): boolean {
  return /^[a-z0-9][\w.:@/-]{0,118}(?:\[1m\])?$/i.test(text);
}

export interface CompactOrder {
  readonly sessionId: string;
  readonly model: string;
  /** What the summary shall keep; empty for nothing in particular. */
  readonly focus: string;
}

/** Longer than anybody types; the command line of Windows ends at 32K. */
const MAX_FOCUS_LENGTH = 4000;

/**
 * `claude -p`: compacts and ends. Prints one JSON object a line, so that it can be followed.
 *
 * @throws RangeError for an id or a model that is none.
 */
export function headlessCompactArguments(order: CompactOrder): readonly string[] {
  return [
    '-p',
    compactPrompt(order.focus),
    ...resumeArguments(order),
    '--output-format',
    'stream-json',
    '--verbose',
  ];
}

/**
 * The same in a terminal, where the person can watch; Claude Code stays open afterwards.
 * @throws RangeError as above.
 */
export function terminalCompactArguments(order: CompactOrder): readonly string[] {
  return [...resumeArguments(order), compactPrompt(order.focus)];
}

/**
 * Answers control requests until its input ends, makes no request to the API and writes no session.
 * No session is resumed: a large one would be read, and Claude Code would scale its figures to the
 * usage of the last reply (2.1.329). With the permission tool it has the tools that a session with
 * a person has.
 *
 * @throws RangeError for a model that is none.
 */
export function controlledArguments(model: string | null): readonly string[] {
  if (model !== null && !isModelId(model)) throw new RangeError('This is not a model ID.');
  return [
    '-p',
    ...['--input-format', 'stream-json', '--output-format', 'stream-json', '--verbose'],
    ...['--permission-prompt-tool', 'stdio', '--no-session-persistence'],
    ...['--settings', '{"disableAllHooks":true}'],
    ...(model === null ? [] : ['--model', model]),
  ];
}

/**
 * Goes on with a session. `model` keeps the person's default untouched, which typing `/model` would
 * change (2.1.329); `null` leaves it to the session's last reply.
 *
 * @throws RangeError as above.
 */
export function resumeArguments({
  sessionId,
  model,
}: {
  readonly sessionId: string;
  readonly model: string | null;
}): readonly string[] {
  if (!isSessionId(sessionId)) throw new RangeError('That is no session id.');
  if (model !== null && !isModelId(model)) throw new RangeError('This is not a model ID.');
  return ['--resume', sessionId, ...(model === null ? [] : ['--model', model])];
}

/** One line: a line feed would end the slash command. */
export function compactPrompt(focus: string): string {
  const line = focus
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .trim()
    .slice(0, MAX_FOCUS_LENGTH);
  return line === '' ? '/compact' : `/compact ${line}`;
}
