import assert from 'node:assert/strict';
import path from 'node:path';
import { typedFolder } from '../../demo/typedFolder';

describe('typedFolder', () => {
  const parent = path.dirname(__dirname);

  it('is relative to where npm was called', () =>
    assert.equal(typedFolder('demo', { INIT_CWD: parent }), __dirname));
  it('may be absolute', () =>
    assert.equal(typedFolder(__dirname, { INIT_CWD: parent }), __dirname));
  for (const typed of ['nowhere', path.basename(__filename)]) {
    it(`is not there: ${typed}`, () =>
      assert.equal(typedFolder(typed, { INIT_CWD: __dirname }), undefined));
  }
});
