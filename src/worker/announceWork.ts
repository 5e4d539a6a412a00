import { onDidMarkWork } from '../io/sessionFile/workMark';
import type { Report } from './protocol';

/**
 * Keeps a number where the other thread can read it even while this one is held up: of the session
 * file that is being worked on, 0 for none. Which path a number stands for is reported once.
 */
export function announceWork(current: Int32Array, report: (message: Report) => void): void {
  const numbers = new Map<string, number>();
  let ending: NodeJS.Immediate | null = null;
  onDidMarkWork((path) => {
    let number = numbers.get(path);
    if (number === undefined) {
      number = numbers.size + 1;
      numbers.set(path, number);
      report({ type: 'worksOn', number, path });
    }
    Atomics.store(current, 0, number);
    ending ??= setImmediate(() => {
      ending = null;
      Atomics.store(current, 0, 0);
    });
  });
}
