import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { tokenizerGeneration } from '../../domain/accounting/modelFamily';
import { blockTokens } from '../../domain/accounting/itemTokens';
import type { TokenCount } from '../../domain/accounting/tokenCount';
import { handoffOf } from '../../domain/handoff/handoffOf';
import type { HandoffDocument } from '../../domain/handoff/handoffDocument';
import { withHandoff, type HandoffFileProblem } from '../../domain/handoff/handoffFile';
import { readTranscript } from '../reading/readTranscript';
import { readExtents } from '../../io/sessionFile/readLines';
import { codeOf } from '../../io/sessionFile/sessionFileSystem';

export interface MakeHandoffOptions {
  readonly budgetTokens: number;
  /** `null` leaves sizes to the bytes, on the safe side. */
  readonly countTokens: TokenCount | null;
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
  { budgetTokens, countTokens, signal }: MakeHandoffOptions,
): Promise<
  MadeHandoff | { readonly problem: 'missing' | 'unreadable' | 'noSession' | 'cancelled' }
> {
  const transcript = await readTranscript(path, signal);
  if ('problem' in transcript) return transcript;
  if (transcript.conversation.length === 0) return { problem: 'noSession' };
  const document = await handoffOf(transcript, (places) => readExtents(path, places), {
    budgetTokens,
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

/** `tooLarge`: more than 1 MB is no handoff file. `forbidden`: it may not be written there. */
export type WriteProblem = HandoffFileProblem | 'tooLarge' | 'notAFile' | 'forbidden' | 'failed';

export interface WrittenHandoff {
  readonly tokens: number;
  readonly dropped: number;
  readonly place: 'new' | 'section' | 'end';
}

const MAX_FILE_BYTES = 1024 * 1024;

/**
 * Puts a handoff into a file: whole or not at all, and with the person's own text kept. A link is
 * followed to the file it leads to.
 */
export async function writeHandoffFile(
  file: string,
  { markdown, tokens, dropped }: HandoffDocument,
): Promise<WrittenHandoff | { readonly problem: WriteProblem; readonly code: string }> {
  try {
    const target = await realpath(file).catch(() => file);
    const found = await stat(target).catch(() => null);
    if (found !== null && !found.isFile()) return { problem: 'notAFile', code: '' };
    if (found !== null && found.size > MAX_FILE_BYTES) return { problem: 'tooLarge', code: '' };
    const merged = withHandoff(found === null ? '' : await readFile(target, 'utf8'), markdown);
    if ('problem' in merged) return { problem: merged.problem, code: '' };
    await mkdir(dirname(target), { recursive: true });
    await replaceFile(target, merged.text, found?.mode);
    return { tokens, dropped, place: found === null ? 'new' : merged.place };
  } catch (error) {
    const code = codeOf(error);
    return { problem: ['EACCES', 'EPERM', 'EROFS'].includes(code) ? 'forbidden' : 'failed', code };
  }
}

async function replaceFile(path: string, text: string, mode: number | undefined): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const file = await open(
      temporary,
      constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL,
      mode ?? 0o666,
    );
    try {
      await file.writeFile(text);
      if (mode !== undefined) await file.chmod(mode & 0o777);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
