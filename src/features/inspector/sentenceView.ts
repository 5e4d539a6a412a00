import type { SentencePart } from './protocol';

const SENTENCE_LENGTH = 2_000;

/** A sentence in which a name to be typed and a file stand out. */
export function sentenceWith(sentence: string, code: string, file: string | null): SentencePart[] {
  const codeAt = sentence.lastIndexOf(code);
  if (code === '' || codeAt < 0) return [plainPart(sentence)];
  const rest = sentence.slice(codeAt + code.length);
  const fileAt = file === null || file === '' ? -1 : rest.indexOf(file);
  const after: SentencePart[] =
    fileAt < 0 || file === null
      ? [plainPart(rest)]
      : [
          plainPart(rest.slice(0, fileAt)),
          { as: 'file', text: file },
          plainPart(rest.slice(fileAt + file.length)),
        ];
  return [
    plainPart(sentence.slice(0, codeAt)),
    { as: 'code', text: code } satisfies SentencePart,
    ...after,
  ].filter((part) => part.text !== '');
}

export function plainPart(words: string): SentencePart {
  return { as: 'text', text: words.slice(0, SENTENCE_LENGTH) };
}
