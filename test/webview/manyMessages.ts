import type { Row, ToInspectorPage } from '../../src/features/inspector/protocol';
import { ledgerInspection } from '../fixtures/ledgerInspection';
import { mapRowsOf } from '../fixtures/mapRows';
import { SeededRandom } from '../fixtures/seededRandom';
import { sessionMessage } from './ledgerMessages';

const COUNT = 1_400;
const PER_MESSAGE = 500;

/** A session as people have them: 1,400 items, most of them small. */
export function manyMessages(): readonly ToInspectorPage[] {
  const rows = manyRows();
  const messages = [sessionMessage(ledgerInspection())];
  for (let at = 0; at < COUNT; at += PER_MESSAGE)
    messages.push({
      type: 'items',
      isReset: at === 0,
      rows: rows.slice(at, at + PER_MESSAGE),
      gone: [],
      isLast: at + PER_MESSAGE >= COUNT,
      goneBecause: '',
    });
  return messages;
}

function manyRows(): readonly Row[] {
  const random = new SeededRandom(7);
  return mapRowsOf(
    Array.from({ length: COUNT }, () => ({
      what: random.integer(0, 11),
      file: random.integer(0, 200),
      folder: random.integer(0, 8),
      tokens: 20 + Math.floor(9_000 * random.next() ** 9),
      turn: random.integer(0, 58),
    })),
  );
}
