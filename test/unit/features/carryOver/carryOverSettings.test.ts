import assert from 'node:assert/strict';
import {
  carryOverSettings,
  type CarriedSettings,
  type SettingsPort,
} from '../../../../src/features/carryOver/carryOverSettings';
import { SETTINGS } from '../../../../src/host/settings';

describe('carryOverSettings', () => {
  type Values = Record<string, unknown>;
  let written: Values;
  let own: Values;
  beforeEach(() => {
    written = {};
    own = {};
  });
  const carry = (
    user: Values,
    {
      workspace = {},
      folder = {},
      ...port
    }: { workspace?: Values; folder?: Values } & Partial<Pick<SettingsPort, 'write'>> = {},
  ): Promise<CarriedSettings> =>
    carryOverSettings({
      earlier: (key) => ({ user: user[key], workspace: workspace[key], folder: folder[key] }),
      own: (key) => own[key],
      write: (key, value) => {
        written[key] = value;
        return Promise.resolve();
      },
      ...port,
    });

  it('writes each value of the user settings under its present name', async () => {
    const all = Object.fromEntries(
      Object.values(SETTINGS).map(({ key, fallback }) => [key, fallback]),
    );
    const { carried, found } = await carry(all);
    assert.deepEqual(written, all);
    assert.deepEqual([carried, found], [Object.keys(all), Object.keys(all)]);
  });

  it('leaves what has a value already', async () => {
    own = { limit: 0 };
    assert.deepEqual(await carry({ limit: 150_000, 'warnings.early': false }), {
      found: ['limit', 'warnings.early'],
      carried: ['warnings.early'],
      failed: [],
      inWorkspace: 'none',
    });
    assert.deepEqual(written, { 'warnings.early': false });
  });

  it('writes no value that the setting does not take', async () => {
    const { found, carried } = await carry({ limit: -1, 'statusBar.format': 'Both', nonsense: 1 });
    assert.deepEqual([found, carried, written], [['limit', 'statusBar.format'], [], {}]);
  });

  it('writes nothing for a workspace or a folder, and tells that they have some', async () => {
    const of = async (options: { workspace?: Values; folder?: Values }): Promise<string> =>
      (await carry({}, options)).inWorkspace;
    assert.deepEqual(
      [
        await of({}),
        await of({ workspace: { limit: 1 } }),
        await of({ folder: { limit: 1 } }),
        await of({ workspace: { limit: 1 }, folder: { 'warnings.early': false } }),
      ],
      ['none', 'workspace', 'folder', 'workspace'],
    );
    assert.deepEqual(written, {});
  });

  it('goes on where one cannot be written, and tells which', async () => {
    const { carried, failed } = await carry(
      { limit: 1, 'warnings.early': false },
      {
        write: (key) => (key === 'limit' ? Promise.reject(new Error('dirty')) : Promise.resolve()),
      },
    );
    assert.deepEqual([carried, failed], [['warnings.early'], ['limit']]);
  });
});
