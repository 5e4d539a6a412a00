import { placeOf } from '../../../src/domain/accounting/itemId';
import type { Item } from '../../../src/domain/accounting/item';
import { onOneLine, plainLine, tellingLines } from './recordedLines';
import { blocksOf, textOfBlock, textOfContent, textOfPlace } from './recordedSession';
import type { RawBlock, RawRecord } from './recordedSession';
import type { SessionCut } from './sessionCuts';

/**
 * Something that Claude came back to: a line that it took up in what it said, thought, edited or
 * ran; the text that an edit replaces; a file or a search that was asked for again and answered the
 * same.
 */
export interface LaterNeed {
  readonly kind: 'line' | 'edit' | 'question';
  readonly text: string;
  /** The items that it stood in at the cut, in file order; at least one. */
  readonly holders: readonly string[];
}

/** Whether a line says nothing of where it comes from. */
export type IsBoilerplate = (line: string) => boolean;

/** What stands in more items than that stands everywhere. */
const MOST_HOLDERS = 5;
/** Of the lines of a second answer, those of the first: the same file, but for a change elsewhere. */
const SAME_ANSWER = 0.8;
/** What asks for a file or searches; a command may do anything. */
const QUESTIONS = new Set(['Read', 'NotebookRead', 'Grep', 'Glob', 'LS', 'WebFetch', 'WebSearch']);

/**
 * What of the items was needed after the cut, in the order in which it happened. What came in again
 * before it was needed is no need any more.
 */
export function laterNeeds(
  { before, after }: SessionCut,
  items: readonly Item[],
  isBoilerplate: IsBoilerplate,
): readonly LaterNeed[] {
  const texts = textsOf(before, items);
  const holdersOf = new Map<string, string[]>();
  for (const [id, text] of texts)
    for (const line of tellingLines(text)) {
      const known = holdersOf.get(line);
      if (known === undefined) holdersOf.set(line, [id]);
      else known.push(id);
    }
  const answers = answersOf(before, items, texts);
  const oneLined = new Map([...texts].map(([id, text]) => [id, onOneLine(text)]));
  const cameAgain = new CameAgain();
  const asked = new Map<string, string>();
  const needs: LaterNeed[] = [];
  for (const record of after) {
    if (record.isSidechain === true) continue;
    if (record.type === 'assistant')
      for (const block of blocksOf(record)) {
        if (block.type === 'tool_use') {
          needs.push(...editNeeds(block, oneLined, cameAgain));
          if (block.id !== undefined) asked.set(block.id, questionOf(block) ?? '');
        }
        for (const line of tellingLines(textOfBlock(block))) {
          const holders = holdersOf.get(line) ?? [];
          const isTelling = holders.length <= MOST_HOLDERS && !isBoilerplate(line);
          if (holders.length > 0 && isTelling && !cameAgain.hasLine(line))
            needs.push({ kind: 'line', text: line, holders });
        }
        cameAgain.add(textOfBlock(block));
      }
    else if (record.type === 'user') {
      for (const block of blocksOf(record)) {
        const question = asked.get(block.tool_use_id ?? '') ?? '';
        const answer = textOfBlock(block);
        const same = sameAnswers(answers.get(question) ?? [], answer);
        if (block.type === 'tool_result' && block.is_error !== true && same.length > 0)
          needs.push({ kind: 'question', text: question, holders: same });
      }
      cameAgain.add(textOfContent(record.message?.content));
    }
  }
  return needs;
}

/** The words of each item, by its id, in file order. */
function textsOf(
  before: readonly (RawRecord | null)[],
  items: readonly Item[],
): ReadonlyMap<string, string> {
  const byUuid = new Map(
    before.flatMap((each) => (each?.uuid === undefined ? [] : [[each.uuid, each]])),
  );
  return new Map(
    items.map(({ id }) => {
      const place = placeOf(id);
      const record = place?.uuid == null ? undefined : byUuid.get(place.uuid);
      return [id, place === null || place.part !== null ? '' : textOfPlace(record, place.block)];
    }),
  );
}

/** What has come into the context since the cut. */
class CameAgain {
  private readonly lines = new Set<string>();
  private readonly texts: string[] = [];

  add(text: string): void {
    for (const line of tellingLines(text)) this.lines.add(line);
    this.texts.push(onOneLine(text));
  }

  hasLine(line: string): boolean {
    return this.lines.has(line);
  }

  hasText(text: string): boolean {
    return this.texts.some((each) => each.includes(text));
  }
}

/** What an edit replaces is something that Claude has to know word by word. */
function editNeeds(
  { name, input }: RawBlock,
  texts: ReadonlyMap<string, string>,
  cameAgain: CameAgain,
): readonly LaterNeed[] {
  const edits =
    name === 'MultiEdit' && Array.isArray(input?.edits)
      ? (input.edits as readonly Record<string, unknown>[])
      : name === 'Edit'
        ? [input ?? {}]
        : [];
  return edits.flatMap(({ old_string: old }) => {
    const text = typeof old === 'string' ? onOneLine(old) : '';
    if (text.length < 10 || cameAgain.hasText(text)) return [];
    const holders = [...texts].filter(([, each]) => each.includes(text));
    return holders.length === 0
      ? []
      : [{ kind: 'edit' as const, text, holders: holders.map(([id]) => id) }];
  });
}

/** A file or a search, without the part of it that was asked for; `null` for anything else. */
function questionOf({ name, input }: RawBlock): string | null {
  if (name === undefined || !QUESTIONS.has(name)) return null;
  const path = input?.file_path ?? input?.notebook_path;
  return JSON.stringify([name, path ?? input]);
}

/** The items that answered a question, by the question. */
function answersOf(
  before: readonly (RawRecord | null)[],
  items: readonly Item[],
  texts: ReadonlyMap<string, string>,
): ReadonlyMap<string, readonly (readonly [id: string, lines: ReadonlySet<string>])[]> {
  const questions = new Map<string, string>();
  const answered = new Map<string, string>();
  for (const record of before)
    if (record !== null)
      blocksOf(record).forEach((block, index) => {
        const question = block.type === 'tool_use' ? questionOf(block) : null;
        if (question !== null && block.id !== undefined) questions.set(block.id, question);
        const of = questions.get(block.tool_use_id ?? '');
        if (of !== undefined) answered.set(`${record.uuid ?? ''}:${String(index)}`, of);
      });
  const found = new Map<string, (readonly [string, ReadonlySet<string>])[]>();
  for (const { id, marks } of items) {
    const question = marks.includes('pruned') ? undefined : answered.get(id);
    if (question === undefined) continue;
    const lines = new Set((texts.get(id) ?? '').split('\n').map(plainLine).filter(Boolean));
    found.set(question, [...(found.get(question) ?? []), [id, lines]]);
  }
  return found;
}

function sameAnswers(
  earlier: readonly (readonly [id: string, lines: ReadonlySet<string>])[],
  answer: string,
): readonly string[] {
  const lines = answer.split('\n').map(plainLine).filter(Boolean);
  if (lines.length === 0) return [];
  return earlier
    .filter(
      ([, known]) => lines.filter((each) => known.has(each)).length >= SAME_ANSWER * lines.length,
    )
    .map(([id]) => id);
}
