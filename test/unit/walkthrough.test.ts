import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest } from '../l10n/readManifest';

const ROOT = join(__dirname, '..', '..');

describe('walkthrough', () => {
  const { walkthroughs, commands } = readManifest().contributes;
  const steps = walkthroughs.flatMap((walkthrough) => walkthrough.steps);
  const known = new Set(commands.map(({ command }) => command));

  it('leads from the meter to the handoff', () =>
    assert.deepEqual(
      steps.map(({ id }) => id),
      ['meter', 'inspector', 'prune', 'compact', 'handoff'],
    ));

  for (const { id, description, media, completionEvents } of steps) {
    it(`has a page and working buttons at ${id}`, () => {
      const named = [...description.matchAll(/\(command:([\w.]+)\)/g)].map(
        ([, command]) => command!,
      );
      assert.ok(named.length > 0);
      assert.deepEqual(
        [
          ...named,
          ...(completionEvents ?? []).map((event) => event.replace('onCommand:', '')),
        ].filter((command) => !known.has(command)),
        [],
      );
      assert.ok(existsSync(join(ROOT, media.markdown)));
      assert.match(readFileSync(join(ROOT, media.markdown), 'utf8'), /^# .+\n\n/);
      assert.match(
        readFileSync(join(ROOT, '.vscodeignore'), 'utf8'),
        /^!media\/walkthrough\/\*\.md$/m,
      );
    });
  }

  it('names commands by their own titles', () => {
    for (const { description } of steps) {
      for (const [, title, command] of description.matchAll(/\[([^\]]+)\]\(command:([\w.]+)\)/g))
        assert.equal(title, commands.find((each) => each.command === command)?.title);
    }
  });
});
