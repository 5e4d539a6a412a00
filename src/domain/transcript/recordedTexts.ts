import type { RecordedText, RecordedTexts } from './entry';
import { SUBJECT_LENGTH } from './keptLengths';
import { asFields, asString, shown, type TextMode } from './parseBlocks';
import { rawBlocks } from './rawBlocks';
import { recordedText, type RecordedOrigin } from './recordedText';

/** The texts of a `content`, each with the block that `parseBlocks` makes of it. */
export function rawTexts(content: unknown): (readonly [block: number, text: string])[] {
  return rawBlocks(content).flatMap((raw, block) => {
    const text = typeof raw === 'string' ? raw : textOfBlock(raw);
    return text === null ? [] : [[block, text] as const];
  });
}

/** What of a `content` Claude Code wrote down in the user's place; `null` where it is none. */
export function recordedTexts(
  content: unknown,
  origin: RecordedOrigin,
  mode: TextMode,
): RecordedTexts | null {
  let found: Map<number, RecordedText> | null = null;
  for (const [block, text] of rawTexts(content)) {
    const recorded = recordedText(text, origin);
    if (recorded === null) continue;
    const subject = shown(recorded.subject, SUBJECT_LENGTH, mode);
    (found ??= new Map()).set(block, { kind: recorded.kind, subject });
  }
  return found;
}

function textOfBlock(raw: unknown): string | null {
  const block = asFields(raw);
  return block?.['type'] === 'text' ? asString(block['text']) : null;
}
