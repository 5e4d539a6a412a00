import { channel, subscribe } from 'node:diagnostics_channel';
import { PRODUCT } from '../../product';

const NAME = `${PRODUCT}:session-work`;
const marks = channel(NAME);

/**
 * Tells whoever watches this thread that it now works on the session file at a path, until it next
 * turns to its event loop: whatever holds it up is known by that. Costs nothing where nobody
 * watches.
 */
export function markWork(path: string): void {
  if (marks.hasSubscribers) marks.publish(path);
}

/** Calls back with each mark, as long as the thread lives. */
export function onDidMarkWork(listener: (path: string) => void): void {
  subscribe(NAME, (path) => {
    if (typeof path === 'string') listener(path);
  });
}
