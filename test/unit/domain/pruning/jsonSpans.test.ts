import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  memberAt,
  memberOf,
  numberOf,
  scanJson,
  stringOf,
  type JsonSpan,
} from '../../../../src/domain/pruning/jsonSpans';

/** What the spans say, put together again by parsing each scalar where it stands. */
function valueOf(bytes: Buffer, span: JsonSpan): unknown {
  if (span.kind === 'array') return span.items.map((item) => valueOf(bytes, item));
  if (span.kind === 'object')
    return Object.fromEntries(span.members.map(({ key, value }) => [key, valueOf(bytes, value)]));
  return JSON.parse(bytes.toString('utf8', span.start, span.end)) as unknown;
}

/** JSON as others write it: blanks between tokens, and every character of a string escaped. */
function spacious(value: unknown): string {
  if (Array.isArray(value)) return ` [ ${value.map(spacious).join(' ,\t')}\r ] `;
  if (typeof value === 'object' && value !== null) {
    return `\t{ ${Object.entries(value)
      .map(([key, item]) => `${escaped(key)} :${spacious(item)}`)
      .join(' , ')} } `;
  }
  return typeof value === 'string' ? escaped(value) : JSON.stringify(value);
}

function escaped(text: string): string {
  const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  return `"${units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')}"`;
}

describe('scanJson', () => {
  it('finds every value of any JSON text, however it is written', function () {
    this.timeout(20_000);
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.boolean(), (value, isSpacious) => {
        const text = isSpacious ? spacious(value) : JSON.stringify(value);
        const bytes = Buffer.from(text);
        const span = scanJson(bytes);
        assert.ok(span !== null, text);
        assert.deepEqual(valueOf(bytes, span), JSON.parse(text));
      }),
      { numRuns: 200 },
    );
  });

  it('never throws, whatever the bytes, and takes nothing that is cut off', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (text, cut) => {
        const bytes = Buffer.from(text);
        const torn = bytes.subarray(0, cut % bytes.length);
        if (/^[[{"]/.test(text)) assert.equal(scanJson(torn), null);
        else scanJson(torn);
      }),
    );
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void scanJson(Buffer.from(bytes))));
  });

  it('takes the last of two equal keys, as the parser does', () => {
    const bytes = Buffer.from('{"a":1,"\\u0061":{"b":"x","b":"y"}}');
    assert.equal(stringOf(bytes, memberAt(scanJson(bytes)!, 'a', 'b')), 'y');
  });

  it('keeps to the bytes that it was given', () => {
    const bytes = Buffer.from('{"a":1}{"a":"é","n":1e2}');
    const span = scanJson(bytes, 7, bytes.length)!;
    assert.equal(stringOf(bytes, memberOf(span, 'a')), 'é');
    assert.equal(numberOf(bytes, memberOf(span, 'n')), 100);
    assert.equal(scanJson(bytes), null);
  });

  it('gives up on what is nested or filled to be a burden', function () {
    this.timeout(20_000);
    assert.equal(scanJson(Buffer.from('['.repeat(100_000) + ']'.repeat(100_000))), null);
    assert.equal(scanJson(Buffer.from(`[${'1,'.repeat(1_000_001)}1]`)), null);
  });

  it('reads strings that end in escaped backslashes and quotes', () => {
    const value = { a: '\\', b: 'say \\"', c: '\\\\"' };
    const bytes = Buffer.from(JSON.stringify(value));
    assert.deepEqual(valueOf(bytes, scanJson(bytes)!), value);
  });
});
