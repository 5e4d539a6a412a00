import { firstReading } from './firstReading';

/** What the end of a session file tells beside its numbers. */
export interface SessionOrigin {
  /** The newest reply's model as it was asked for, `[1m]` included. */
  readonly requestedModel: string | null;
  /** Version of Claude Code that wrote the newest entry. */
  readonly version: string | null;
}

/** Reads it from the last part of the file. Never throws. */
export async function readSessionOrigin(path: string): Promise<SessionOrigin> {
  const transcript = await firstReading(path);
  return {
    requestedModel: transcript?.traces.requestedModel ?? null,
    version: transcript?.version ?? null,
  };
}
