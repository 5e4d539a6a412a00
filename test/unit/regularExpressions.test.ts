import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Linter } from 'eslint';
import regexp from 'eslint-plugin-regexp';
import { EARLIER_PRODUCT, PRODUCT } from '../../src/product';
import { regularExpressions, type FoundExpression } from '../docs/regularExpressions';

const ROOT = join(__dirname, '..', '..');
/** Its pattern is the vocabulary's own; the benchmark holds that counting is linear. */
const VOCABULARY = join('accounting', 'tokenCount.ts');
/** A group that is repeated without end: only then can the time grow exponentially. */
const REPEATED_GROUP = /\)(?:[*+]|\{\d*,\})/;

/** By the rules of the linter, which also looks at those that are written as such. */
function isSuperLinear({ source, flags }: Pick<FoundExpression, 'source' | 'flags'>): boolean {
  const messages = new Linter().verify(`${String(new RegExp(source, flags))};`, {
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'certain' }],
    },
  });
  assert.ok(
    messages.every(({ fatal }) => fatal !== true),
    source,
  );
  return messages.length > 0;
}

describe('regular expressions', function () {
  this.timeout(60_000);
  const files = ['src', 'media']
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        join(ROOT, folder, name),
      ),
    )
    .filter((file) => file.endsWith('.ts') && !file.endsWith(VOCABULARY));
  const found = regularExpressions(files, { PRODUCT, 'EARLIER_PRODUCT.id': EARLIER_PRODUCT.id });
  let isExponential: (expression: Pick<FoundExpression, 'source' | 'flags'>) => boolean;

  before(async () => {
    process.env['RECHECK_BACKEND'] = 'pure';
    const { checkSync } = await import('recheck');
    isExponential = ({ source, flags }) =>
      checkSync(source, flags, { timeout: 30_000 }).status !== 'safe';
  });

  it('are all found', () => {
    assert.ok(found.length > 100);
    assert.ok(found.some(({ file }) => file.endsWith('modelFamily.ts')));
  });

  it('are told apart from those that once held the reader up', () => {
    const redirections = { source: String.raw`(?:\d?>{1,2}\s*(?:&\d|\S+)\s*)+$`, flags: '' };
    assert.deepEqual([isSuperLinear(redirections), isExponential(redirections)], [true, true]);
    assert.ok(isExponential({ source: String.raw`^npm(?: --?\S+)* t`, flags: '' }));
    assert.ok(isSuperLinear({ source: '[/\\\\]+$', flags: '' }));
    assert.ok(isSuperLinear({ source: String.raw`^\s*(\d[\d ]*?)\s*([km]?)\s*$`, flags: '' }));
    assert.ok(!isSuperLinear({ source: '^[^:]*:', flags: '' }));
  });

  it('take time that is linear in the text', () => {
    const slow = found.filter(
      (expression) =>
        isSuperLinear(expression) ||
        (REPEATED_GROUP.test(expression.source) && isExponential(expression)),
    );
    assert.deepEqual(slow, []);
  });
});
