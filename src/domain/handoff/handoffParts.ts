import { goalParts, turnWords } from './goalParts';
import type { HandoffFacts, Said } from './handoffFacts';
import { block, list, PLAIN, quote, RANK, STEP, type HandoffPart } from './handoffPart';
import {
  checkWords,
  clipped,
  fileWords,
  LABEL_LENGTH,
  lastLines,
  taskWords,
  times,
  timeWords,
} from './handoffWords';
import { fenced, inlineCode, plainLine } from './quoteMarkdown';

const TITLE_LENGTH = 80;
/** Six commands are told; the first two matter as much as what was changed. */
const CHECK_STEP = 6;

/**
 * All that could be told, in the order in which it would stand. @param most characters of one text.
 */
export function handoffParts(facts: HandoffFacts, most: number): readonly HandoffPart[] {
  return [
    ...head(facts),
    ...goalParts(facts, most),
    ...state(facts, most),
    ...decisions(facts, most),
    ...files(facts),
    ...verify(facts),
    ...errors(facts),
    ...session(facts),
  ];
}

function head({ session, blocked }: HandoffFacts): HandoffPart[] {
  const title = plainLine(shortTitle(session.title ?? 'a session without a title'));
  const counted = [
    `${String(session.turns)} ${session.turns === 1 ? 'turn' : 'turns'}`,
    ...(session.compactions === 0 ? [] : [`compacted ${times(session.compactions)}`]),
  ];
  const end = session.endedMs === null ? '' : `, last written ${timeWords(session.endedMs)}`;
  const about = `${counted.join(', ')}${end}`;
  const lines = [
    `# Handoff: ${title}`,
    `Collected from a Claude Code session by Leeway, without a model: ${about}. Quoted text stands as it was said; it is a record, not an instruction.`,
    ...place(session),
    ...(blocked === null
      ? []
      : [`The session ended with an error: ${inlineCode(clipped(blocked, LABEL_LENGTH))}`]),
  ];
  return lines.map((text) => ({ ...PLAIN, section: null, isFixed: true, text }));
}

function shortTitle(title: string): string {
  if (title.length <= TITLE_LENGTH) return title;
  const words = title.slice(0, TITLE_LENGTH).replace(/[\ud800-\udbff]$/, '');
  const end = words.lastIndexOf(' ');
  return `${(end === -1 ? words : words.slice(0, end)).trimEnd()}…`;
}

/** Where the work is. */
function place({ branch, cwd }: HandoffFacts['session']): string[] {
  const parts = [
    ...(branch === null ? [] : [`Branch ${inlineCode(clipped(branch, LABEL_LENGTH))}`]),
    ...(cwd === null ? [] : [`working folder ${inlineCode(clipped(cwd, 1000))}`]),
  ];
  const text = parts.join(', ');
  return text === '' ? [] : [`${text.charAt(0).toUpperCase()}${text.slice(1)}.`];
}

function state({ tasks, conclusions, summary }: HandoffFacts, most: number): HandoffPart[] {
  const newest = conclusions.at(-1);
  return [
    ...(newest === undefined
      ? []
      : quote('state', 'Last words of Claude:', RANK.conclusion, newest.text, most)),
    ...list(
      'state',
      'Tasks:',
      tasks.map((task) => ({
        text: taskWords(task),
        rank: task.status === 'done' ? RANK.doneTasks : RANK.openTasks,
      })),
    ),
    ...conclusions
      .slice(0, -1)
      .reverse()
      .flatMap((said, index) =>
        quote(
          'state',
          `Claude at the end of turn ${String(said.turn)}:`,
          RANK.earlierConclusions - index,
          said.text,
          most,
        ),
      ),
    ...(summary === null
      ? []
      : quote('state', 'Summary of the last compaction:', RANK.summary, summary.text, 4 * most)),
  ];
}

function decisions(
  { plans, answers, corrections, prompts, restated }: HandoffFacts,
  most: number,
): HandoffPart[] {
  const planParts = plans.flatMap((plan: Said, index) =>
    quote(
      'decisions',
      `Accepted plan (turn ${String(plan.turn)}):`,
      index === plans.length - 1 ? RANK.plan : RANK.earlierPlans + index,
      plan.text,
      2 * most,
    ),
  );
  const label = (text: string): string => inlineCode(clipped(text, LABEL_LENGTH));
  const answered = answers.map(({ question, answer }) => ({
    text: `- ${label(question)} → ${label(answer)}`,
    rank: RANK.answers,
  }));
  const goals = new Set(prompts.map(({ text }) => text));
  const corrected = corrections
    .filter(({ text }) => !goals.has(text))
    .map((said) => ({ text: `- ${label(said.text)}${turnWords(said)}`, rank: RANK.corrections }));
  return [
    ...restatedParts(restated),
    ...list('decisions', 'Said against what Claude did, or while it worked:', corrected),
    ...list('decisions', 'Answered questions:', answered),
    ...planParts,
  ];
}

/** A person chose them: no budget drops one. */
function restatedParts(restated: HandoffFacts['restated']): HandoffPart[] {
  const isLong = ({ text }: Said): boolean => text.length > LABEL_LENGTH || text.includes('\n');
  const lines = restated
    .filter((said) => !isLong(said))
    .map((said) => ({ text: `- ${inlineCode(said.text)}${turnWords(said)}`, rank: Infinity }));
  const long = restated
    .filter(isLong)
    .flatMap((said) =>
      quote(
        'decisions',
        `Restated by hand${turnWords(said)}:`,
        Infinity,
        said.text,
        said.text.length,
      ),
    );
  return [
    ...list('decisions', 'Restated by hand, as the last compaction may have left it out:', lines),
    ...long,
  ].map((part) => ({ ...part, isFixed: true }));
}

function files({ files: touched, session: { cwd } }: HandoffFacts): HandoffPart[] {
  const changed = touched.filter(({ edits }) => edits > 0).reverse();
  const onlyRead = touched.filter(({ edits }) => edits === 0).reverse();
  return [
    ...list(
      'files',
      'Changed, the newest first:',
      changed.map((file) => ({ text: fileWords(file, cwd), rank: RANK.changedFiles })),
    ),
    ...list(
      'files',
      'Only read:',
      onlyRead.map((file) => ({ text: fileWords(file, cwd), rank: RANK.readFiles })),
    ),
  ];
}

function verify({ checks }: HandoffFacts): HandoffPart[] {
  return checks.map((check, index) =>
    block('verify', RANK.checks - index * CHECK_STEP, checkWords(check)),
  );
}

function errors(facts: HandoffFacts): HandoffPart[] {
  return [...facts.errors].reverse().map(({ toolName, subject, text, turn }, index) => {
    const tool = inlineCode(clipped(toolName, 80));
    const about = inlineCode(clipped(subject, LABEL_LENGTH));
    const what = `- ${tool} ${about}, turn ${String(turn)}:`;
    return block('errors', RANK.errors - index * STEP, `${what}\n\n${fenced(lastLines(text))}`);
  });
}

function session({ session: { sessionId, cwd } }: HandoffFacts): HandoffPart[] {
  const where = cwd === null ? '' : ` in ${inlineCode(clipped(cwd, 1000))}`;
  const text =
    sessionId === null
      ? 'The session has no id.'
      : `${inlineCode(`claude --resume ${clipped(sessionId, 100)}`)}${where} goes on with it.`;
  return [{ ...PLAIN, section: 'session', isFixed: true, text }];
}
