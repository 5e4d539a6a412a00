import type { PagePiece } from './protocol';

/** Stand in a sentence for what is set apart in it, by their places in the list of those. */
export const SET_APART = ['\ue000', '\ue001'] as const;

/** A sentence in pieces. @param apart what its places stand for. */
export function pieces(sentence: string, apart: readonly PagePiece[]): PagePiece[] {
  return sentence
    .split(/([\ue000\ue001])/)
    .filter((part) => part !== '')
    .map((part) => {
      const place = (SET_APART as readonly string[]).indexOf(part);
      return apart[place] ?? { as: 'text', text: part };
    });
}

export function codePiece(text: string): PagePiece {
  return { as: 'code', text };
}
