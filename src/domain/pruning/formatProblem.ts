import type { Transcript } from '../transcript/transcript';

/** Why a session can be read but is not rewritten. */
export interface FormatProblem {
  readonly reason: 'unknownVersion';
  readonly version: string;
}

/**
 * Transcripts of these releases were measured and read (1.0.24 to 2.1.329); within them the format
 * only grew.
 */
const KNOWN_MAJORS = new Set(['1', '2']);

/**
 * @returns `null` where we know what we would be editing. A file that names no version is as old as
 * they come.
 */
export function formatProblem({ version }: Pick<Transcript, 'version'>): FormatProblem | null {
  if (version === null) return null;
  const major = /^(\d{1,3})\.\d{1,6}(?:[.+-]|$)/.exec(version)?.[1];
  return major !== undefined && KNOWN_MAJORS.has(major)
    ? null
    : { reason: 'unknownVersion', version };
}
