import assert from 'node:assert/strict';
import { MEMORY_FILES, withPointers } from '../../../../src/domain/prevention/memoryFiles';

describe('withPointers', () => {
  const [first, second] = MEMORY_FILES;

  it('adds what is not named yet to the end, and keeps the rest', () => {
    assert.equal(
      withPointers('# Mine\n\nwords\n\n', [first!]),
      '# Mine\n\nwords\n\n## Project memory\n\n- `.ai/ARCHITECTURE.md`: how the parts fit together; read before changing structure\n',
    );
    const once = withPointers('', [first!])!;
    const twice = withPointers(once, [first!, second!])!;
    assert.equal(twice.match(/## Project memory/g)?.length, 1);
    assert.ok(twice.startsWith(once.trimEnd()) && twice.includes('.ai/STACK.md'));
  });

  it('has nothing to do where all are named, and keeps line ends', () => {
    assert.equal(withPointers('See .ai/ARCHITECTURE.md', [first!]), null);
    assert.match(withPointers('a\r\nb\r\n', [first!])!, /^a\r\nb\r\n\r\n## Project memory\r\n/);
  });
});
