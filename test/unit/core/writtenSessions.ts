import { mkdirSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectSlug } from '../../../src/core/sessionFile/projectDirectory';
import { TranscriptWriter } from '../../fixtures/transcriptWriter';

export interface WrittenSession {
  readonly path: string;
  readonly sessionId: string;
  readonly writer: TranscriptWriter;
  /** Appends one more turn, of which the context then is this. */
  turn(contextTokens: number): void;
}

/**
 * A session where Claude Code would put it, with one turn of 30,000 tokens.
 * @param ageMs how long ago it was written.
 */
export function writeSession(
  configDirectory: string,
  cwd: string,
  sessionId: string,
  ageMs = 0,
): WrittenSession {
  const path = join(configDirectory, 'projects', projectSlug(cwd), `${sessionId}.jsonl`);
  mkdirSync(dirname(path), { recursive: true });
  const writer = new TranscriptWriter({ sessionId, cwd, model: 'claude-opus-5-5' });
  const turn = (contextTokens: number): void => {
    writer.prompt(`Work of ${sessionId}`);
    writer.response({
      blocks: [{ type: 'text', text: 'done' }],
      usage: { contextTokens: contextTokens - 100, outputTokens: 100 },
    });
    writer.appendTo(path);
  };
  turn(30_000);
  const written = new Date(Date.now() - ageMs);
  utimesSync(path, written, written);
  return { path, sessionId, writer, turn };
}
