import { codeWords, commandWords, headingWords, urlWords, wordsOfPlaceholder } from './askedWords';

type Input = Readonly<Record<string, unknown>>;

/** What a call asks for, as it stands in its input and as long as that is. */
export interface AskedFor {
  readonly words: string | null;
  readonly count: { readonly of: string; readonly number: number } | null;
  readonly part: string | null;
}

const NOTHING: AskedFor = { words: null, count: null, part: null };
/** Above so many characters, or lines, what a person wrote about a command says more than it. */
const SHORT_COMMAND = 60;
/** An input of more fields is told by its first ones. */
const MOST_FIELDS = 40;
/** Fields that say what a call is for, the most telling first. */
const TELLING = [
  ...['description', 'title', 'subject', 'query', 'pattern', 'url', 'uri', 'question', 'topic'],
  ...['prompt', 'command', 'element', 'selector', 'symbol', 'operations', 'sql', 'expression'],
  ...['function', 'code', 'script', 'text', 'message', 'content', 'body'],
];
const RANKS: ReadonlyMap<string, number> = new Map(TELLING.map((key, rank) => [key, rank]));
const CODE: ReadonlySet<string> = new Set(['expression', 'function', 'code', 'script', 'text']);
const NUMBERED = /(?:number|_id|Id|ID)$|^(?:id|iid)$/;
/** The same in every call of a session. */
const OF_THE_PLACE = /^(?:tab|page|session|server|workspace|project|context|thread)_?(?:id|ID|Id)$/;
/** How something is to be done, not what. */
const MANNERS = /(?:mode|type|format|direction|action|method|kind|level|sort|order|status)$/i;
const COMPUTER = /(?:^|__)computer$/;
const PATHS = /(?:path|file|filename|folder|directory|dir|cwd|root)$/i;

/** What a call of a tool asks for, beside its path and the lines of it. Linear in the input. */
export function askedFor(toolName: string, input: Input): AskedFor {
  const own = OF_TOOLS.get(toolName);
  if (own !== undefined) return own(input);
  return COMPUTER.test(toolName) ? pointed(input) : ofAnyTool(input);
}

const nothing = (): AskedFor => NOTHING;
const wordsOf =
  (...keys: readonly string[]) =>
  (input: Input): AskedFor =>
    worded(firstOf(input, keys));

/** Tools whose inputs are known. */
const OF_TOOLS: ReadonlyMap<string, (input: Input) => AskedFor> = new Map<
  string,
  (input: Input) => AskedFor
>([
  ['Read', ({ pages }: Input) => ({ ...NOTHING, part: stringOf(pages) })],
  ['Write', nothing],
  ['Edit', nothing],
  ['MultiEdit', (input) => ({ ...NOTHING, count: countOf(input, 'edits') })],
  ['NotebookRead', nothing],
  ['NotebookEdit', ({ cell_id: cell }: Input) => ({ ...NOTHING, part: stringOf(cell) })],
  ['LS', nothing],
  ['Grep', ({ pattern, glob }: Input) => ({ ...worded(stringOf(pattern)), part: stringOf(glob) })],
  ['Glob', wordsOf('pattern')],
  ['Bash', commanded],
  ['PowerShell', commanded],
  ['BashOutput', numbered('bash_id')],
  ['KillShell', numbered('shell_id')],
  ['TaskOutput', numbered('task_id')],
  ['TaskStop', numbered('task_id')],
  ['TaskGet', numbered('taskId')],
  ['WebFetch', ({ url }: Input) => worded(urlWords(stringOf(url) ?? ''))],
  ['WebSearch', wordsOf('query')],
  ['ToolSearch', wordsOf('query')],
  ['Task', wordsOf('description', 'prompt')],
  ['Agent', wordsOf('description', 'prompt')],
  ['SlashCommand', wordsOf('command')],
  ['ExitPlanMode', ({ plan }: Input) => worded(headingWords(unpruned(stringOf(plan)) ?? ''))],
  ['TaskCreate', wordsOf('subject', 'description')],
  [
    'TaskUpdate',
    ({ taskId, status, subject }: Input) =>
      joined(numberWords(taskId), stringOf(status) ?? stringOf(subject)),
  ],
  ['Skill', ({ skill, args }: Input) => joined(stringOf(skill), stringOf(args))],
  [
    'TodoWrite',
    (input) => ({
      ...worded(todoInWork(input['todos'])),
      count: countOf(input, 'todos'),
    }),
  ],
  [
    'AskUserQuestion',
    ({ questions }: Input) =>
      worded(Array.isArray(questions) ? stringOf(fieldsOf(questions[0])?.['question']) : null),
  ],
]);

function numbered(key: string): (input: Input) => AskedFor {
  return (input) => worded(numberWords(input[key]));
}

/** A short command speaks for itself; of a long one its description does. */
function commanded({ command, description }: Input): AskedFor {
  const whole = unpruned(stringOf(command)) ?? '';
  const words = commandWords(whole);
  const isShort = words.length <= SHORT_COMMAND && !words.includes('\n');
  return worded(isShort ? words : (unpruned(stringOf(description)) ?? words));
}

/** `left_click 512,300`, `type hello`. */
function pointed({ action, text, coordinate, ref }: Input): AskedFor {
  const at = Array.isArray(coordinate) ? coordinate.slice(0, 2).map(String).join() : null;
  return joined(stringOf(action), stringOf(text) ?? at ?? stringOf(ref));
}

/** Of what is being worked at, else what comes next. */
function todoInWork(todos: unknown): string | null {
  if (!Array.isArray(todos)) return null;
  const all = todos.map(fieldsOf);
  const found =
    all.find((todo) => todo?.['status'] === 'in_progress') ??
    all.find((todo) => todo?.['status'] === 'pending');
  return stringOf(found?.['content']) ?? stringOf(found?.['subject']);
}

/**
 * A telling string; what is numbered; any string; how many; else what else there is: whatever comes
 * first of these.
 */
function ofAnyTool(input: Input): AskedFor {
  let best: { readonly rank: number; readonly asked: AskedFor } | null = null;
  let longest: readonly unknown[] = [];
  let longestKey = '';
  let fields = 0;
  for (const key of Object.keys(input)) {
    if (++fields > MOST_FIELDS) break;
    const value = input[key];
    if (Array.isArray(value) && value.length > longest.length && typeof value[0] !== 'number') {
      longest = value;
      longestKey = key;
    }
    const rank = rankOf(key, value);
    if (rank === null || (best !== null && best.rank <= rank)) continue;
    const asked = worded(wordsOfField(key, value));
    if (asked.words !== null) best = { rank, asked };
  }
  if (longest.length === 0 || (best !== null && best.rank < LISTED)) return best?.asked ?? NOTHING;
  const first = stringOf(longest[0]);
  return longest.length === 1 && first !== null
    ? worded(first)
    : { words: first, count: { of: longestKey, number: longest.length }, part: null };
}

const NUMBER = TELLING.length;
const ANY = NUMBER + 1;
/** Lists come here. */
const LISTED = ANY + 1;
const ID = LISTED + 1;
const PATH = ID + 1;
const MANNER = PATH + 1;

/** `null` for what tells nothing. */
function rankOf(key: string, value: unknown): number | null {
  if (typeof value === 'number') return NUMBERED.test(key) ? NUMBER : null;
  if (typeof value !== 'string' || value === '' || OF_THE_PLACE.test(key)) return null;
  const known = RANKS.get(key);
  if (known !== undefined) return known;
  if (MANNERS.test(key)) return MANNER;
  if (PATHS.test(key)) return PATH;
  return NUMBERED.test(key) ? ID : ANY;
}

function wordsOfField(key: string, value: unknown): string | null {
  if (typeof value === 'number') return numberWords(value);
  const text = unpruned(stringOf(value));
  if (text === null) return null;
  if (key === 'url' || key === 'uri') return urlWords(text);
  return CODE.has(key) ? codeWords(text) : text;
}

/** What was pruned is told as before, as far as its placeholder says. */
function unpruned(text: string | null): string | null {
  return text === null ? null : wordsOfPlaceholder(text);
}

function countOf(input: Input, of: string): AskedFor['count'] {
  const list = input[of];
  return Array.isArray(list) ? { of, number: list.length } : null;
}

function worded(words: string | null): AskedFor {
  return words === null || words === '' ? NOTHING : { words, count: null, part: null };
}

function joined(...words: readonly (string | null)[]): AskedFor {
  return worded(words.filter((each) => each !== null).join(' '));
}

/** `#3`. */
function numberWords(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : stringOf(value);
  return text === null ? null : /^\d+$/.test(text.slice(0, 20)) ? `#${text}` : text;
}

function firstOf(input: Input, keys: readonly string[]): string | null {
  const key = keys.find((each) => stringOf(input[each]) !== null);
  return key === undefined ? null : unpruned(stringOf(input[key]));
}

function stringOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function fieldsOf(value: unknown): Input | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Input)
    : null;
}
