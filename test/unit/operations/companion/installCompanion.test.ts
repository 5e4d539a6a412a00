import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { companionStanding, isNewerShipped } from '../../../../src/domain/companion/companionState';
import { updateCompanion } from '../../../../src/operations/companion/installCompanion';
import { CompanionMachine, NOW_MS } from '../../../fixtures/companionMachine';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

const MANIFEST = 'companion/leeway/.claude-plugin/plugin.json';
const { version: SHIPPED } = JSON.parse(readFileSync(MANIFEST, 'utf8')) as { version: string };
const SETTINGS = '{\n  "theme": "dark",\n  "model": "sonnet",\n  "env": { "A": "1" }\n}\n';

describe('installCompanion', () => {
  const root = useTemporaryDirectory();
  const machine = (settings: string | null = SETTINGS): CompanionMachine =>
    new CompanionMachine(root.path(), settings);
  const traces = (at: CompanionMachine): string[] =>
    existsSync(at.own) ? readdirSync(at.own).filter((name) => name !== 'settings') : [];

  it('puts the folder there, asks Claude Code, and leaves the settings as they were shown', async () => {
    const at = machine();
    const { installing, state } = await at.read();
    assert.equal(companionStanding(state), 'absent');
    assert.deepEqual(await at.install(), {
      kind: 'installed',
      version: state.shippedVersion,
      isAsShown: true,
    });
    assert.equal(at.settings(), installing?.after, 'to the byte: Claude Code orders it anew');
    assert.match(at.settings()!, /^\{\n {2}"theme": "dark",\n {2}"model": "sonnet",/);
    assert.deepEqual(at.asked(), [
      `plugin marketplace add ${join(at.own, 'companion')} --json`,
      'plugin install leeway@leeway --json',
    ]);
    assert.deepEqual(traces(at).sort(), ['companion', 'companion.json', 'live']);
    const after = await at.read();
    assert.equal(companionStanding(after.state), 'installed');
    assert.deepEqual(
      [after.state.sinceMs, after.state.installedVersion, isNewerShipped(after.state)],
      [NOW_MS, state.shippedVersion, false],
    );
    for (const name of ['companion', 'live', 'companion/leeway/hooks'])
      assert.equal(lstatSync(join(at.own, name)).mode & 0o777, 0o700, name);
    for (const name of ['companion.json', 'companion/leeway/hooks/register.js'])
      assert.equal(lstatSync(join(at.own, name)).mode & 0o777, 0o600, name);
  });

  it('keeps the settings that were there, and makes some where there were none', async () => {
    const at = machine();
    await at.install();
    const [folder] = readdirSync(join(at.own, 'settings'));
    const [kept] = readdirSync(join(at.own, 'settings', folder!));
    assert.equal(readFileSync(join(at.own, 'settings', folder!, kept!), 'utf8'), SETTINGS);
    rmSync(at.home, { recursive: true });
    const empty = machine(null);
    await empty.install();
    assert.equal(lstatSync(empty.settingsFile).mode & 0o777, 0o600);
    assert.equal(companionStanding((await empty.read()).state), 'installed');
  });

  it('runs in no project, and never twice for nothing', async () => {
    const at = machine();
    await at.install();
    const line = readFileSync(join(at.home, 'asked'), 'utf8').split('\n')[0]!;
    assert.equal((JSON.parse(line) as { cwd: string }).cwd, at.home);
    const { installing } = await at.read();
    assert.equal(installing?.after, installing?.before);
  });

  for (const [what, first, kind] of [
    [
      'refuses at once',
      `if (words.startsWith('marketplace add')) end('failed', { message: 'No.', failureCode: 'x' }, 1);`,
      'refused',
    ],
    [
      'refuses half way',
      `if (words.startsWith('install')) end('failed', { message: 'No.', failureCode: 'x' }, 1);`,
      'refused',
    ],
    ['knows no such command', `console.error('error: unknown'); process.exit(1);`, 'refused'],
    ['ends in an error', `process.kill(process.pid, 'SIGKILL');`, 'refused'],
    [
      'never answers',
      `if (words.startsWith('install')) { setInterval(() => 0, 1e6); return; }`,
      'noAnswer',
    ],
  ] as const)
    it(`leaves nothing where Claude Code ${what}`, async () => {
      const at = machine().claude({ first });
      at.timeLimitMs = what === 'never answers' ? 700 : 20_000;
      const outcome = await at.install();
      assert.equal(outcome.kind, 'failed');
      assert.equal(outcome.problem.kind, kind);
      assert.equal(at.settings(), SETTINGS);
      assert.deepEqual(traces(at), []);
      assert.equal(companionStanding((await at.read()).state), 'absent');
    });

  it('is taken back when it is cancelled', async () => {
    const at = machine().claude({
      first: `if (words.startsWith('install')) { setInterval(() => 0, 1e6); return; }`,
    });
    const abort = new AbortController();
    const outcome = at.install(abort.signal);
    while (at.asked().length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    abort.abort();
    assert.deepEqual(await outcome, { kind: 'failed', problem: { kind: 'cancelled' } });
    assert.deepEqual([at.settings(), traces(at)], [SETTINGS, []]);
  });

  it('says which Claude Code is too old, and touches nothing', async () => {
    const at = machine().claude({ version: '2.1.286' });
    assert.deepEqual(await at.install(), {
      kind: 'failed',
      problem: { kind: 'tooOld', version: '2.1.286' },
    });
    assert.deepEqual([at.settings(), at.asked(), traces(at)], [SETTINGS, [], []]);
  });

  it('tells when Claude Code wrote something else than was shown', async () => {
    const at = machine().claude({ first: `settings.surprise = true;` });
    assert.deepEqual(await at.install(), {
      kind: 'installed',
      version: SHIPPED,
      isAsShown: false,
    });
    assert.match(at.settings()!, /surprise/, 'what others wrote is not overwritten');
    const { removing } = await at.read();
    assert.match(removing!.after!, /surprise/);
    assert.doesNotMatch(removing!.after!, /leeway/);
  });

  for (const [what, settings] of [
    ['no JSON', '{ "theme": '],
    ['no object', '[]'],
    ['an odd key', '{"enabledPlugins": 7}'],
  ] as const)
    it(`plans nothing on settings that are ${what}`, async () => {
      const { installing, problem } = await machine(settings).read();
      assert.deepEqual([installing, problem], [null, 'notJson']);
    });

  it('leaves a marketplace of the same name alone', async () => {
    const at = machine('{"extraKnownMarketplaces":{"leeway":{"source":{"source":"github"}}}}');
    assert.equal((await at.read()).state.settings, 'other');
    assert.deepEqual(await at.install(), { kind: 'failed', problem: { kind: 'otherMarketplace' } });
    assert.deepEqual(traces(at), []);
  });

  it('follows no link in place of its folder', async () => {
    const at = machine();
    const elsewhere = root.path('elsewhere');
    mkdirSync(elsewhere);
    mkdirSync(at.own);
    symlinkSync(elsewhere, join(at.own, 'companion'));
    const outcome = await at.install();
    assert.equal(outcome.kind === 'failed' && outcome.problem.kind, 'inTheWay');
    assert.deepEqual([readdirSync(elsewhere), at.settings()], [[], SETTINGS]);
    assert.equal((await at.read()).state.folder, 'inTheWay');
  });

  it('says where it cannot write', async function () {
    if (process.getuid?.() === 0) {
      // a file in the way stops root as well
      const at = machine();
      writeFileSync(at.own, '');
      const outcome = await at.install();
      assert.equal(outcome.kind === 'failed' && outcome.problem.kind, 'inTheWay');
      assert.equal(at.settings(), SETTINGS);
      return;
    }
    const at = machine();
    mkdirSync(at.own, { mode: 0o500 });
    const outcome = await at.install();
    chmodSync(at.own, 0o700);
    assert.equal(outcome.kind === 'failed' && outcome.problem.kind, 'unwritable');
    assert.equal(at.settings(), SETTINGS);
  });

  it('does not overwrite what somebody else wrote since it was shown', async () => {
    const at = machine();
    const { installing } = await at.read();
    const newer = SETTINGS.replace('sonnet', 'opus');
    writeFileSync(at.settingsFile, newer);
    assert.equal((await at.install()).kind, 'installed');
    assert.match(at.settings()!, /"opus"/);
    assert.doesNotMatch(installing!.after!, /"opus"/);
  });

  it('is damaged when files differ or are gone, and is mended', async () => {
    const at = machine();
    await at.install();
    const installed = at.settings();
    const script = join(at.own, 'companion/leeway/hooks/register.js');
    writeFileSync(script, `${readFileSync(script, 'utf8')}\n// mine\n`);
    assert.equal(companionStanding((await at.read()).state), 'damaged');
    assert.equal((await at.install()).kind, 'installed');
    assert.equal(companionStanding((await at.read()).state), 'installed');
    rmSync(join(at.own, 'companion'), { recursive: true });
    assert.equal(companionStanding((await at.read()).state), 'damaged');
    at.claude({ first: 'process.exit(1);' });
    assert.equal((await at.install()).kind, 'failed');
    assert.equal(at.settings(), installed, 'mending in vain changes nothing');
  });

  it('is off where a person turned it off', async () => {
    const at = machine();
    await at.install();
    writeFileSync(at.settingsFile, at.settings()!.replace('@leeway": true', '@leeway": false'));
    assert.equal(companionStanding((await at.read()).state), 'disabled');
  });
});

describe('updateCompanion', () => {
  const root = useTemporaryDirectory();

  it('replaces the folder by a newer one, and nothing else', async () => {
    const at = new CompanionMachine(root.path(), SETTINGS);
    await at.install();
    const settings = at.settings();
    const manifest = join(at.shipped, 'leeway/.claude-plugin/plugin.json');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(SHIPPED, '9.10.0'));
    rmSync(join(at.shipped, 'leeway/README.md'));
    assert.equal(isNewerShipped((await at.read()).state), true);
    assert.equal(companionStanding((await at.read()).state), 'installed');
    const asked = at.asked().length;
    assert.deepEqual(
      await updateCompanion({ configDirectory: at.config, shippedDirectory: at.shipped }, NOW_MS),
      { kind: 'installed', version: '9.10.0', isAsShown: true },
    );
    const { state } = await at.read();
    assert.deepEqual(
      [state.installedVersion, isNewerShipped(state), companionStanding(state), state.sinceMs],
      ['9.10.0', false, 'installed', NOW_MS],
    );
    assert.equal(existsSync(join(at.own, 'companion/leeway/README.md')), false);
    assert.deepEqual([at.settings(), at.asked().length], [settings, asked]);
    await at.remove();
    assert.equal(at.settings(), SETTINGS);
  });
});
