import { hostileFile } from '../fixtures/hostileLines';
import type { SeededRandom } from '../fixtures/seededRandom';
import { hostileString } from './hostileValues';
import { type JsonRecord, RecordMutator } from './mutateRecords';

const LINE_FEED = Buffer.from('\n');

/**
 * A session file made of the lines of sessions that are sound, as a hostile or a broken writer
 * might leave it: first its records are changed, then its lines, then its bytes.
 *
 * @param others lines of other sessions, to be mixed in.
 */
export function mutatedSession(
  lines: readonly string[],
  others: readonly string[],
  random: SeededRandom,
): Buffer {
  const mutator = new RecordMutator(random);
  const parsed = lines.map((line) => recordOf(line) ?? line);
  const records = parsed.filter((each) => typeof each === 'object');
  for (let left = countOf(random); left > 0; left--) mutator.mutate(records);
  let written = parsed.map((each) => (typeof each === 'string' ? each : mutator.lineOf(each)));
  for (let left = random.integer(0, 3); left > 0; left--)
    written = mutatedLines(written, others, random);
  const bytes =
    random.integer(0, 5) === 0
      ? hostileFile(written, random)
      : Buffer.concat(written.flatMap((line) => [Buffer.from(line), LINE_FEED]));
  return random.integer(0, 3) === 0 ? mutatedBytes(bytes, random) : bytes;
}

/** Mostly few: what one change does is seen best where the rest is sound. */
function countOf(random: SeededRandom): number {
  return random.pick([0, 1, 1, 2, 2, 3, 4, 6, 10, 25]);
}

function recordOf(line: string): JsonRecord | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonRecord)
      : null;
  } catch {
    return null;
  }
}

function mutatedLines(
  lines: readonly string[],
  others: readonly string[],
  random: SeededRandom,
): string[] {
  const at = random.integer(0, Math.max(0, lines.length - 1));
  const line = lines[at] ?? '';
  const foreign = others[random.integer(0, Math.max(0, others.length - 1))] ?? '';
  return random.pick<() => string[]>([
    () => lines.toSpliced(at, 1),
    () => lines.toSpliced(at, 0, line),
    () => lines.toSpliced(random.integer(0, lines.length), 0, line),
    () =>
      lines.toSpliced(
        at,
        0,
        ...Array.from({ length: line.length > 2000 ? 2 : random.integer(2, 40) }, () => line),
      ),
    () => lines.toSpliced(at, 0, ...lines.slice(0, 20)),
    () => lines.toSpliced(at, 1, line.slice(0, random.integer(0, line.length))),
    () => lines.toSpliced(at, 2, line + (lines[at + 1] ?? '')),
    () => lines.toSpliced(at, 0, foreign),
    () => lines.toSpliced(at, 0, hostileString(random)),
    () => lines.toSpliced(at, 1, withDoubledKey(line, random)),
    () => [...lines.slice(at), ...lines.slice(0, at)],
    () => lines.toReversed(),
  ])();
}

/** Of two keys the last one counts, for most readers. */
function withDoubledKey(line: string, random: SeededRandom): string {
  const key = random.pick([
    'uuid',
    'parentUuid',
    'type',
    'message',
    'sessionId',
    'usage',
    'content',
  ]);
  const value = JSON.stringify(hostileString(random));
  return random.integer(0, 1) === 0
    ? line.replace(/^\{/, () => `{"${key}":${value},`)
    : line.replace(/\}$/, () => `,"${key}":${value}}`);
}

function mutatedBytes(bytes: Buffer, random: SeededRandom): Buffer {
  const at = random.integer(0, bytes.length);
  const inserted = (piece: Buffer): Buffer =>
    Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
  return random.pick<() => Buffer>([
    () => bytes.subarray(0, at),
    () => bytes.subarray(at),
    () => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + random.integer(1, 40))]),
    () => inserted(Buffer.from([0xff, 0xfe, 0xc0, 0x80])),
    () => inserted(Buffer.alloc(random.integer(1, 30))),
    () => inserted(Buffer.from('\\ud83d')),
    () => inserted(Buffer.from(random.pick(['\r', '\r\n', '\n', '\n\n\n', '"', '}', '{', ',']))),
    () => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]),
    () => Buffer.from(bytes.toString('latin1').replaceAll('\n', '\r\n'), 'latin1'),
  ])();
}
