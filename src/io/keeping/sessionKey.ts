import { createHash } from 'node:crypto';
import { basename, resolve } from 'node:path';
import { isSessionId } from '../sessions/sessionId';

/**
 * The id under which backups and the lock of a session file are kept: its name, as Claude Code goes
 * by it. A file of another name has the id that its records bear, or one made of its path.
 */
export function sessionKey(path: string, recordedId: string | null): string {
  const name = basename(path, '.jsonl');
  if (isSessionId(name)) return name;
  if (recordedId !== null && isSessionId(recordedId)) return recordedId;
  const digits = createHash('sha256').update(resolve(path)).digest('hex');
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20, 32),
  ].join('-');
}
