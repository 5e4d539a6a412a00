import { renameSync, rmSync } from 'node:fs';
import { SettingsWatcher } from '../../../../src/io/watching/settingsWatcher';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

describe('SettingsWatcher', () => {
  const directory = useTemporaryDirectory();
  let watcher: SettingsWatcher;
  let heard: (path: string) => void = () => undefined;

  beforeEach(async () => {
    watcher = new SettingsWatcher((path) => heard(path), 5);
    watcher.watchOnly({
      files: [directory.path('settings.json'), directory.path('none/settings.json')],
      directories: [directory.path('fragments')],
    });
    await watcher.start();
  });
  afterEach(() => watcher.dispose());

  /** Does something, and waits until this path is heard of. */
  async function hear(name: string, act: () => unknown): Promise<void> {
    const told = new Promise<void>((resolve) => {
      heard = (path) => {
        if (path === directory.path(name)) resolve();
      };
    });
    act();
    await told;
  }

  it('hears of a file that comes, changes, is replaced and goes', async () => {
    const file = directory.path('settings.json');
    await hear('settings.json', () => directory.write('settings.json', '{}'));
    await hear('settings.json', () => directory.write('settings.json', '{"a":1}'));
    const other = directory.write('other.json', '{"a":2}');
    await hear('settings.json', () => renameSync(other, file));
    await hear('settings.json', () => rmSync(file));
    await hear('none/settings.json', () => directory.write('none/settings.json', '{}'));
  });

  it('hears of what comes and changes in a directory', async () => {
    await hear('fragments', () => directory.write('fragments/one.json', '{}'));
    await hear('fragments', () => directory.write('fragments/one.json', '{"a":1}'));
    await hear('fragments', () => rmSync(directory.path('fragments/one.json')));
  });

  it('hears of what is watched newly, as it may have been read before that', async () => {
    directory.write('later.json', '{}');
    const files = [directory.path('later.json')];
    await hear('later.json', () => watcher.watchOnly({ files, directories: [] }));
  });
});
