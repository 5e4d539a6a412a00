/** Of one text. A log that was pasted is known by its first ones. */
const MOST_WORDS = 60;
const MOST_CHARACTERS = 20_000;
const SHORTEST = 3;

const WORD = /[\p{L}\p{M}\p{N}_]+/gu;
/** Scripts that put no space between words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const ENDINGS = /(?:ings?|ed|es|s|en|ern|er|em|e|n)$/;
const SHORTEST_STEM = 4;
/** What is longer is a name or no word at all. */
const LONGEST_STEMMED = 40;

/**
 * The words of a text by which it would be known again: in small letters, without their usual
 * endings and without those that stand in any text. English and German; of scripts without spaces
 * each pair of characters. At most 60.
 */
export function distinctiveWords(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const word of wordsIn(text)) {
    if (found.size === MOST_WORDS) break;
    if (!COMMON.has(word)) found.add(stemOf(word));
  }
  return found;
}

/** All words of a text in that form, to look others up in. */
export function allWords(text: string): ReadonlySet<string> {
  return new Set(Array.from(wordsIn(text, Infinity), stemOf));
}

function* wordsIn(text: string, most = MOST_CHARACTERS): Generator<string> {
  for (const [match] of text.slice(0, most).normalize('NFKC').matchAll(WORD)) {
    const word = match.toLowerCase();
    if (UNSPACED.test(word)) yield* pairsOf(word);
    else if (Array.from(word).length >= SHORTEST || /\p{N}/u.test(word)) yield word;
  }
}

function* pairsOf(word: string): Generator<string> {
  const characters = Array.from(word);
  if (characters.length === 1) yield word;
  for (let at = 0; at + 1 < characters.length; at++)
    yield `${characters[at]!}${characters[at + 1]!}`;
}

/** One ending after the other, so that forms with different ones meet. */
function stemOf(word: string): string {
  if (word.length > LONGEST_STEMMED) return word;
  let stem = word;
  for (;;) {
    const next = stem.replace(ENDINGS, '');
    if (next === stem || next.length < SHORTEST_STEM) return stem;
    stem = next;
  }
}

const COMMON: ReadonlySet<string> = new Set(
  [
    'the and for are but not you all any can had has have her was one our out day get him his how',
    'its let may new now old see two way who did yes yet too use this that with from they will what',
    'when your which their there been more were would about into than then them these some could',
    'other only also after first should because where does done here just like make need please',
    'very want well while each such most must even still same over through before again why its',
    'don doesn didn isn aren won can couldn shouldn wouldn okay thanks thank sure maybe everything',
    'something anything nothing thing things lot bit good great right going goes give take look',
    'continue think know really instead between every both those own per via etc using used',
    'der die das und oder aber nicht ein eine einen einem einer eines ist sind war waren wird werden',
    'wurde wurden hat haben hatte hatten kann können soll sollen muss müssen darf dürfen will wollen',
    'ich wir ihr sie mich mir uns euch ihm ihn ihnen mein dein sein unser euer sich man mit von vom',
    'aus bei beim zum zur nach vor für gegen ohne über unter durch auf den dem des dass daß wenn',
    'weil damit also auch noch nur schon sehr mehr wie was wer wo warum hier dort dann jetzt bitte',
    'danke doch mal ganz alle alles jede jeder jedes diese dieser dieses kein keine keinen etwas',
    'nichts immer wieder zwischen weiter mach mache machen gut genau okay',
  ].flatMap((words) => words.split(' ')),
);
