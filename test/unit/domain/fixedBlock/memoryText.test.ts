import assert from 'node:assert/strict';
import {
  isConditionalRule,
  memoryImports,
  sentMemory,
} from '../../../../src/domain/fixedBlock/memoryText';

describe('memoryImports', () => {
  it('are the paths behind an @, each once', () => {
    const text = [
      'See @docs/style.md and @./a.md, @~/own.md',
      '- @/etc/rules.md',
      '@with\\ blank.md @part.md#heading @docs/style.md',
    ].join('\n');
    assert.deepEqual(memoryImports(text), [
      'docs/style.md',
      './a.md,',
      '~/own.md',
      '/etc/rules.md',
      'with blank.md',
      'part.md',
    ]);
  });

  it('are none in code, in addresses and behind nothing', () => {
    const text = [
      'mail me@example.org, `@code.md`, @, @@x, @(y)',
      '```',
      '@fenced.md',
      '```',
      '~~~~',
      '```',
      '@fenced2.md',
      '~~~~',
      '@last.md',
    ].join('\n');
    assert.deepEqual(memoryImports(text), ['last.md']);
  });

  it('takes time in proportion to the text', () => {
    const started = performance.now();
    for (const piece of ['@', '`', '@a ', '\\ ', '@\\ ', '#', '```\n', '<!--\n'])
      for (const text of [piece.repeat(60_000), `@${piece.repeat(60_000)}`]) {
        memoryImports(text);
        sentMemory(text);
      }
    assert.ok(performance.now() - started < 5_000);
  }).timeout(30_000);
});

describe('sentMemory', () => {
  it('leaves out front matter and comments between paragraphs', () => {
    const text =
      '---\npaths: a\n---\nOne <!-- stays -->\n<!-- gone\ngone -->\n```\n<!-- code -->\n```\n';
    assert.equal(sentMemory(text), 'One <!-- stays -->\n```\n<!-- code -->\n```\n');
    assert.equal(sentMemory('--- no front matter\nText'), '--- no front matter\nText');
    assert.equal(sentMemory('---\nnever closed'), '---\nnever closed');
  });
});

describe('isConditionalRule', () => {
  it('is one that names paths in its front matter', () => {
    assert.ok(isConditionalRule('---\npaths: src/**\n---\nText'));
    assert.ok(isConditionalRule('---\ndescription: x\npaths:\n  - a\n---\n'));
    assert.ok(!isConditionalRule('---\ndescription: x\n---\npaths: src/**'));
    assert.ok(!isConditionalRule('paths: src/**'));
  });
});
