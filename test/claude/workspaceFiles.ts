import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ClaudeSandbox } from './claudeSandbox';

const words = (
  'the a it is to of in so if as up one two now how who and but not let see run get 12 ' +
  'file line name test code word wall hour part step half side plain small table number session context reader window sentence ' +
  'writes counts reads before between'
).split(' ');

/**
 * Sentences of about `bytes` bytes, the same for the same seed. Their words are such that Claude's
 * tokenizer, as far as it is known, comes to the mock's four bytes a token.
 */
export function prose(bytes: number, seed: number): string {
  let state = seed * 2_654_435_761 + 1;
  const next = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0);
  let text = '';
  while (text.length < bytes) {
    const sentence = Array.from(
      { length: 6 + (next() % 12) },
      () => words[(next() >>> 8) % words.length]!,
    ).join(' ');
    const end = next() % 5 === 0 ? '\n' : ' ';
    text += `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.${end}`;
  }
  return text.trimEnd();
}

/** Writes a file into the sandbox's workspace and returns its path. */
export async function writeWorkspaceFile(
  sandbox: ClaudeSandbox,
  name: string,
  content: string | Buffer,
): Promise<string> {
  const file = path.join(sandbox.workspace, name);
  await writeFile(file, content);
  return file;
}

/** The smallest picture that the CLI reads as one. */
export const onePixelPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
