import type { ConversationEntry, UserEntry } from '../transcript/entry';
import { withoutReminders } from './promptWords';

/** Whether it is what a person typed, in turn or while a turn ran. */
export function isPrompt(entry: ConversationEntry): boolean {
  if (entry.kind === 'user')
    return (entry.prompt !== null && entry.prompt !== '') || isOwnCommand(entry);
  return isQueued(entry);
}

function isQueued(entry: ConversationEntry): boolean {
  return (
    entry.kind === 'attachment' &&
    entry.attachmentType === 'queued_command' &&
    entry.recorded === null &&
    entry.blocks[0]?.kind === 'text'
  );
}

/**
 * The echo of a slash command that is a prompt in itself: a skill or a custom command, not one that
 * Claude Code carries out.
 */
function isOwnCommand({ recorded }: UserEntry): boolean {
  const typed = recorded?.get(0);
  if (typed?.kind !== 'typedCommand' && typed?.kind !== 'command') return false;
  const name = /^\/([\w:-]+)/.exec(typed.subject)?.[1];
  return name !== undefined && !BUILT_IN.has(name);
}

/**
 * Where a person may have corrected Claude: words typed while it worked or after it was stopped,
 * such as begin like a correction, and calls that may have been refused. The newest of either.
 */
export function correctionsIn(trunk: readonly ConversationEntry[]): ConversationEntry[] {
  const typed: ConversationEntry[] = [];
  const refused: ConversationEntry[] = [];
  let isStopped = false;
  for (const entry of trunk.slice(trunk.findIndex(isPrompt) + 1)) {
    if (isPrompt(entry)) {
      const begins = entry.kind === 'user' ? withoutReminders(entry.prompt ?? '') : null;
      if (begins === null || isStopped || CORRECTS.test(begins)) typed.push(entry);
      isStopped = false;
    } else if (entry.kind === 'user') {
      isStopped ||= entry.recorded?.get(0)?.subject.startsWith(STOPPED) === true;
      if (entry.blocks.some((block) => block.kind === 'toolResult' && block.isError))
        refused.push(entry);
    }
  }
  return [...typed.slice(-TYPED_READ), ...refused.slice(-REFUSED_READ)];
}

const STOPPED = '[Request interrupted by user';
const TYPED_READ = 16;
const REFUSED_READ = 40;
/** How a correction begins, in English and in German. */
const CORRECTS =
  /^(?:no\b|nope|don['’]?t\b|do not\b|stop\b|wait\b|actually\b|instead\b|rather\b|that['’]?s (?:not|wrong)|this is (?:not|wrong)|not\b|wrong\b|why (?:did|are|is) you|i (?:said|meant|asked)|nein\b|nicht\b|falsch\b|stattdessen\b|halt\b|warte\b)/i;

const BUILT_IN: ReadonlySet<string> = new Set(
  [
    'add-dir agents bashes clear compact config context cost doctor effort exit export',
    'extra-usage fast feedback help hooks ide init install-github-app keybindings login logout',
    'mcp memory mobile model output-style permissions plan plugin privacy-settings quit',
    'release-notes reload-plugins rename resume rewind sandbox settings skills stats status',
    'statusline tasks terminal-setup theme todos upgrade usage vim voice',
  ].flatMap((names) => names.split(' ')),
);
