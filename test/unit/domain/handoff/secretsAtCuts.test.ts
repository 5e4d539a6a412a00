import assert from 'node:assert/strict';
import fc from 'fast-check';
import { handoffOf } from '../../../../src/domain/handoff/handoffOf';
import { loadMask } from '../../../../src/domain/handoff/maskSecrets';
import { SeededRandom } from '../../../fixtures/seededRandom';
import { transcriptOf } from '../../../fixtures/transcriptOf';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const WORD = BASE64.slice(0, 62);

type Made = (random: SeededRandom) => string;

/** What the body of a private key stands between, and between what lines. */
const key =
  (name: string, lineEnd: string): Made =>
  (random) =>
    [
      `-----BEGIN ${name}-----`,
      ...Array.from({ length: random.integer(4, 28) }, () => random.characters(BASE64, 64)),
      `${random.characters(BASE64, 30)}==`,
      `-----END ${name}-----`,
    ].join(lineEnd);

const KEYS: Record<string, Made> = {
  rsa: key('RSA PRIVATE KEY', '\n'),
  plain: key('PRIVATE KEY', '\n'),
  openssh: key('OPENSSH PRIVATE KEY', '\r\n'),
  'in JSON': key('PRIVATE KEY', '\\n'),
  encrypted: (random) =>
    key(
      'EC PRIVATE KEY',
      '\n',
    )(random).replace(
      '-----\n',
      '-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0123456789ABCDEF\n\n',
    ),
};
const TOKENS: Record<string, Made> = {
  github: (random) => `ghp_${random.characters(WORD, 36)}`,
  gitlab: (random) => `glpat-${random.characters(WORD, 20)}`,
  slack: (random) =>
    [
      'xoxb',
      ...[12, 12].map((length) => random.characters('123456789', length)),
      random.characters(WORD, 24),
    ].join('-'),
  basicauth: (random) => `https://person:${random.characters(WORD, 24)}@example.com/x`,
  database: (random) => `postgres://person:${random.characters(WORD, 24)}@db.example.com:5432/x`,
};

const seeds = fc.integer({ min: 1, max: 1_000_000 });
const kinds = fc.constantFrom(...Object.entries({ ...KEYS, ...TOKENS }));
const tokens = fc.constantFrom(...Object.entries(TOKENS));

/** Pieces of a secret that tell nothing. */
const PUBLIC = new RegExp(
  [
    '-----(?:BEGIN|END)[A-Z ]*-----',
    'Proc-Type: 4,ENCRYPTED',
    'DEK-Info: AES-128-CBC,[0-9A-F]*',
    '(?:postgres|https)://person',
    'example\\.com[:/\\d]*',
  ].join('|'),
);

/** The first twelve characters in a row of a secret that a text holds. */
function leakOf(secret: string, text: string): string | null {
  for (const piece of secret.split(PUBLIC))
    for (let at = 0; at + 12 <= piece.length; at++)
      if (text.includes(piece.slice(at, at + 12))) return piece.slice(at, at + 12);
  return null;
}

async function handoff(writer: TranscriptWriter): Promise<string> {
  const file = Buffer.from(writer.toString());
  const { markdown } = await handoffOf(
    transcriptOf(file),
    (places) =>
      Promise.resolve(places.map(({ offset, bytes }) => file.subarray(offset, offset + bytes))),
    { budgetTokens: 10_000_000, countTokens: (text) => text.length },
  );
  return markdown;
}

describe('secrets where a text is cut', () => {
  it('do not come out of the middle of a long prompt', async function () {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(seeds, kinds, fc.nat(), async (seed, [, make], at) => {
        const random = new SeededRandom(seed);
        const secret = make(random);
        const before = 64 * 1024 - (at % (secret.length + 20));
        const filler = 'plain words of a person '.repeat(3000).slice(0, before - 1);
        const writer = new TranscriptWriter();
        writer.prompt(`${filler} ${secret} and more`);
        const markdown = await handoff(writer);
        assert.ok(markdown.includes('plain words of a person'));
        assert.equal(leakOf(secret, markdown), null);
      }),
      { numRuns: 150 },
    );
  });

  const short: [what: string, length: number, write: (words: string) => TranscriptWriter][] = [
    [
      'the command of a failed call',
      160,
      (words) => {
        const writer = new TranscriptWriter();
        writer.prompt('go');
        const { toolUseIds } = writer.response({
          blocks: [{ type: 'tool_use', name: 'Bash', input: { command: words } }],
        });
        writer.toolResult(toolUseIds[0]!, 'Exit code 1\nno', { isError: true });
        return writer;
      },
    ],
    [
      'a command that checks',
      160,
      (words) => {
        const writer = new TranscriptWriter();
        writer.prompt('go');
        const { toolUseIds } = writer.response({
          blocks: [{ type: 'tool_use', name: 'Bash', input: { command: `npm test ${words}` } }],
        });
        writer.toolResult(toolUseIds[0]!, 'ok');
        return writer;
      },
    ],
    [
      'the title',
      240,
      (words) => {
        const writer = new TranscriptWriter();
        writer.prompt(words);
        return writer;
      },
    ],
    [
      'the error that a session ended with',
      400,
      (words) => {
        const writer = new TranscriptWriter();
        writer.prompt('go');
        writer.raw(
          JSON.stringify({
            type: 'assistant',
            uuid: 'e1',
            parentUuid: null,
            isApiErrorMessage: true,
            message: { model: '<synthetic>', content: [{ type: 'text', text: words }] },
          }),
        );
        return writer;
      },
    ],
  ];
  for (const [what, length, write] of short)
    it(`do not come out of ${what}`, async function () {
      this.timeout(60_000);
      await fc.assert(
        fc.asyncProperty(
          seeds,
          what.startsWith('the command') || what.startsWith('a command') ? tokens : kinds,
          fc.nat(),
          fc.boolean(),
          async (seed, [, make], at, isWide) => {
            const secret = make(new SeededRandom(seed));
            const before = Math.max(1, length - (at % (secret.length + 20)));
            const word = isWide ? 'größe ' : 'words ';
            const filler = word.repeat(100).slice(0, before - 1);
            const markdown = await handoff(write(`${filler} ${secret} and more`));
            assert.equal(leakOf(secret, markdown), null);
          },
        ),
        { numRuns: 120 },
      );
    });

  it('are masked to the edge where half of a key stands, and nothing else is', async () => {
    const mask = await loadMask();
    const body = 'A'.repeat(64);
    const marked = '[masked: privatekey]';
    assert.equal(await mask(`a\n-----BEGIN PRIVATE KEY-----\n${body}\n${body}`), `a\n${marked}`);
    assert.equal(await mask(`${body}\n-----END RSA PRIVATE KEY-----\nb`), `${marked}\nb`);
    for (const text of [
      'How does “-----BEGIN PRIVATE KEY-----” begin? Write it down; then go on (with tests).',
      '-----END PRIVATE KEY----- is how it ends, and that is all that is said of it here.',
      'Nothing of the kind.',
    ])
      assert.equal(await mask(text), text);
  });

  it('are found in a time that grows with the text alone', async function () {
    this.timeout(60_000);
    const mask = await loadMask();
    const timeOf = async (times: number): Promise<number> => {
      const text = '-----BEGIN PRIVATE KEY-----\nA'.repeat(times);
      const start = performance.now();
      await mask(text);
      return performance.now() - start;
    };
    await timeOf(500);
    const [one, four] = [await timeOf(2_000), await timeOf(8_000)];
    assert.ok(four < 10 * one + 200, `${String(one)} ms, then ${String(four)} ms`);
  });
});
