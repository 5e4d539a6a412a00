import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { walkthroughPictures } from '../docs/walkthroughPictures';
import { readManifest } from '../l10n/readManifest';

const ROOT = join(__dirname, '..', '..');

describe('walkthrough', () => {
  const { walkthroughs, commands } = readManifest().contributes;
  const steps = walkthroughs.flatMap((walkthrough) => walkthrough.steps);
  const drawn = walkthroughPictures();
  const known = new Set(commands.map(({ command }) => command));

  it('leads from the meter to the companion', () =>
    assert.deepEqual(
      steps.map(({ id }) => id),
      ['meter', 'inspector', 'prune', 'compact', 'handoff', 'companion'],
    ));

  for (const { id, description, media, completionEvents } of steps) {
    it(`has working buttons at ${id}`, () => {
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
    });

    it(`has the picture that is drawn for ${id}, in words as well`, () => {
      const picture = readFileSync(join(ROOT, media.svg), 'utf8');
      assert.equal(picture, drawn[id as keyof typeof drawn], 'npm run readme draws it');
      assert.ok(picture.length < 10_000);
      assert.match(media.altText, /^[A-Z].{50,}\.$/);
    });
  }

  it('ships its pictures, and has a step for each', () => {
    assert.match(
      readFileSync(join(ROOT, '.vscodeignore'), 'utf8'),
      /^!media\/walkthrough\/\*\.svg$/m,
    );
    assert.deepEqual(
      steps.map(({ id }) => `${id}.svg`).sort(),
      readdirSync(join(ROOT, 'media', 'walkthrough')).sort(),
    );
  });

  it('draws by attributes alone, in colours of the theme', () => {
    for (const picture of Object.values(drawn)) {
      assert.doesNotMatch(picture, /<style|style=|class=|<script|href|NaN|undefined/);
      const fills = [...picture.matchAll(/(?:fill|stroke)="([^"]+)"/g)].map(([, value]) => value!);
      assert.deepEqual(
        fills.filter((value) => value !== 'none' && !value.startsWith('var(--vscode-')),
        [],
      );
    }
  });

  it('begins with what helps who has no session yet', () =>
    assert.match(steps[0]!.description, /^[^[]*\[[^\]]+\]\(command:leeway\.whatHelps\)/));

  it('names commands by their own titles', () => {
    for (const { description } of steps) {
      for (const [, title, command] of description.matchAll(/\[([^\]]+)\]\(command:([\w.]+)\)/g))
        assert.equal(title, commands.find((each) => each.command === command)?.title);
    }
  });
});
