import { mkdir, realpath } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { tokenizerGeneration } from '../../domain/models/modelFamily';
import { blockTokens } from '../../domain/accounting/itemTokens';
import type { TokenCount } from '../../domain/accounting/tokenCount';
import { handoffOf } from '../../domain/handoff/handoffOf';
import type { Said } from '../../domain/handoff/handoffFacts';
import type { HandoffDocument } from '../../domain/handoff/handoffDocument';
import { withHandoff, type HandoffFileProblem } from '../../domain/handoff/handoffFile';
import { isHandoffPlace } from '../../domain/handoff/handoffPlace';
import { sessionIdOfFile } from '../../domain/transcript/asSessionId';
import { readSession } from '../reading/readSession';
import { realPlaceIn } from '../../io/keeping/realPlace';
import { readTextFile, replaceTextFile, type TextFileProblem } from '../../io/keeping/textFile';
import { readExtents } from '../../io/sessionFile/readLines';
import { codeOf } from '../../io/sessionFile/sessionFileSystem';
import { wayFrom } from '../../io/sessions/wayFrom';

export interface MakeHandoffOptions {
  readonly budgetTokens: number;
  /** `null` leaves sizes to the bytes, on the safe side. */
  readonly countTokens: TokenCount | null;
  /** What a person chose from before the last compaction. */
  readonly restated?: readonly Said[];
  readonly signal?: AbortSignal;
}

export interface MadeHandoff extends HandoffDocument {
  readonly sessionId: string | null;
  readonly title: string | null;
  readonly cwd: string | null;
}

/**
 * The budget must hold for whichever model reads it: the newer tokenizers need more tokens for the
 * same text.
 */
const GENERATION = tokenizerGeneration('claude-opus-5');

/**
 * Makes the handoff of the session in a file, without any model. Reads it only. Never throws for
 * what is in the file.
 */
export async function makeHandoff(
  path: string,
  { budgetTokens, countTokens, restated = [], signal }: MakeHandoffOptions,
): Promise<
  MadeHandoff | { readonly problem: 'missing' | 'unreadable' | 'noSession' | 'cancelled' }
> {
  const read = await readSession(path, { signal });
  if ('problem' in read) return read;
  const { transcript } = read;
  if (transcript.conversation.length === 0) return { problem: 'noSession' };
  transcript.sessionId ??= sessionIdOfFile(path);
  const document = await handoffOf(transcript, (places) => readExtents(path, places), {
    ...{ budgetTokens, restated },
    countTokens: handoffSize(countTokens),
  });
  return {
    ...document,
    sessionId: transcript.sessionId,
    title: transcript.title,
    cwd: transcript.cwd,
  };
}

/** Tokens of a text for whichever model. @param countTokens `null` leaves it to the bytes. */
export function handoffSize(countTokens: TokenCount | null): (text: string) => number {
  return (text) =>
    blockTokens(
      { kind: 'text', textBytes: Buffer.byteLength(text), text },
      'text',
      GENERATION,
      countTokens,
    );
}

/**
 * `tooLarge`: more than 1 MB is no handoff file. `notText`: it is no UTF-8. `outside`: a link leads
 * out of its folder. `badName`: no place for a handoff. `changed`: somebody has written it just
 * now. `forbidden`: it may not be written there.
 */
export type WriteProblem =
  HandoffFileProblem | TextFileProblem | 'outside' | 'badName' | 'changed' | 'forbidden' | 'failed';

export interface WrittenHandoff {
  readonly tokens: number;
  readonly dropped: number;
  readonly place: 'new' | 'section' | 'end';
}

/** A file, and the folder that it must really be in: what lies there is not to be trusted. */
export interface HandoffPlace {
  readonly file: string;
  readonly folder: string;
}

const MAX_FILE_BYTES = 1024 * 1024;

/**
 * Puts a handoff into a file: whole or not at all, and with the person's own text kept to the byte.
 * A link is followed to a file in the same folder, and to no other. Never throws.
 */
export async function writeHandoffFile(
  { file, folder }: HandoffPlace,
  { markdown, tokens, dropped }: HandoffDocument,
): Promise<WrittenHandoff | { readonly problem: WriteProblem; readonly code: string }> {
  const because = (problem: WriteProblem, code = ''): { problem: WriteProblem; code: string } => ({
    problem,
    code,
  });
  try {
    const named = wayFrom(resolve(folder), resolve(file));
    if (named !== null && !isHandoffPlace(named)) return because('badName');
    const target = await realPlaceIn(folder, file);
    if (target === null) return because('outside');
    if (!isHandoffPlace(wayFrom(await realpath(folder), target) ?? '')) return because('badName');
    const found = await readTextFile(target, MAX_FILE_BYTES);
    if (found !== null && 'problem' in found) return because(found.problem);
    const merged = withHandoff(found?.text ?? '', markdown);
    if ('problem' in merged) return because(merged.problem);
    await mkdir(dirname(target), { recursive: true });
    if (!(await replaceTextFile(target, found?.text ?? null, merged.text, found?.mode)))
      return because('changed');
    return { tokens, dropped, place: found === null ? 'new' : merged.place };
  } catch (error) {
    const code = codeOf(error);
    return because(['EACCES', 'EPERM', 'EROFS'].includes(code) ? 'forbidden' : 'failed', code);
  }
}
