import { hostileTexts } from '../fixtures/hostileTexts';
import type { SeededRandom } from '../fixtures/seededRandom';

/** What a shell, a path, an object of JavaScript's or a command line would make something of. */
const EXECUTED: readonly [string, ...string[]] = [
  '$(touch /tmp/leeway-fuzz)',
  '`touch /tmp/leeway-fuzz`',
  '; touch /tmp/leeway-fuzz;',
  '--dangerously-skip-permissions',
  '-p',
  '/clear\r/exit\r',
  "' || true '",
  '../../../../../../etc/passwd',
  '/dev/zero',
  '\\\\server\\share\\x',
  'C:\\x\\..\\..\\y',
  '__proto__',
  'constructor',
  'toString',
  '<!-- leeway:handoff:end -->',
  '<<<<<<< HEAD',
  '[leeway: pruned]',
];

const SHAPES: readonly [(random: SeededRandom) => string, ...((random: SeededRandom) => string)[]] =
  [
    (random) => random.pick(EXECUTED),
    (random) => random.pick(hostileTexts),
    (random) => `${random.pick(hostileTexts)}${random.pick(EXECUTED)}`,
    () => '',
    () => ' \t\u00a0\u200b',
    (random) => random.pick(['a', '(', '![', '*', '\u001b[', '$(', ' ', '漢', '\n']).repeat(4000),
    (random) => random.characters('\u0000\u0001\n\r\t\u2028\u202e\ud83d\udc00"\\/{}[]', 40),
    (random) => random.uuid(),
    (random) => new Date(random.integer(-8e14, 8e14)).toISOString(),
    () => '9999-99-99T99:99:99Z',
    (random) => `claude-${random.pick(['opus', 'x', ''])}-${random.characters('0123456789-', 12)}`,
    (random) => `${random.characters('0123456789', 200)}.0.0`,
  ];

/** A text as nobody writes it into a session who means well. */
export function hostileString(random: SeededRandom): string {
  return random.pick(SHAPES)(random);
}

/** Numbers as JSON may hold them; they are no numbers of JavaScript's, or none that can be added. */
export const RAW_NUMBERS: readonly [string, ...string[]] = [
  '1e400',
  '-1e400',
  '1e308',
  '-1',
  '-0',
  '0.1',
  '5e-324',
  '9007199254740993',
  '123456789012345678901234567890',
  '1000000001',
  '1E9',
];

/** A value of another type than most places hold. */
export function hostileValue(random: SeededRandom): unknown {
  return random.pick<() => unknown>([
    () => null,
    () => true,
    () => 0,
    () => -1,
    () => 2 ** 53,
    () => [],
    () => ({}),
    () => [null],
    () => [[]],
    () => ({ type: hostileString(random), text: null }),
    () => [{ type: 'text', text: hostileString(random) }],
    () => [{ type: 'tool_use', id: null, name: hostileString(random), input: [] }],
    () => [{ type: 'tool_result', tool_use_id: hostileString(random), content: {} }],
    () => ({ type: 'image', source: { type: 'base64', data: hostileString(random) } }),
    () => hostileString(random),
    () => hostileString(random),
  ])();
}
