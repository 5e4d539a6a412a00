import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMPANION_ID, COMPANION_NAME } from '../../../../src/domain/companion/companionKeys';
import { readCompanionFolder } from '../../../../src/operations/companion/companionFolder';

const ROOT = join(__dirname, '..', '..', '..', '..');
const COMPANION = join(ROOT, 'companion');
const HOOKS = join(COMPANION, 'leeway', 'hooks');
const scripts = readdirSync(HOOKS)
  .filter((name) => name.endsWith('.js'))
  .map((name) => ({ name, text: readFileSync(join(HOOKS, name), 'utf8') }));
const code = scripts.map(({ text }) => text.replace(/\/\*[^]*?\*\/|\/\/.*$/gm, '')).join('\n');

/** What of Claude Code the plugin asks for, each with what the page says of it. */
const CALLS: Readonly<Record<string, string>> = {
  'session.usage': 'the figures of its own session',
  'session.id': 'the figures of its own session',
  'session.model': 'the figures of its own session',
  'session.version': 'the figures of its own session',
  'process.hookEnv': 'the figures of its own session: which process it is',
  'fs.stat': 'requests in <config>/leeway/live',
  'fs.read': 'requests in <config>/leeway/live',
  'fs.list': 'requests in <config>/leeway/live',
  'fs.write': 'tells the figures, there',
  'prompt.read': 'the draft, while it loads the session again',
  'prompt.fill': 'puts the draft back',
  'command.run': 'loads the session again, by /resume; compacts a blocked one to what is left',
  'settings.read': 'whether an organization has a say: then no compaction, unless requests pass',
  'state.get': 'the figures of its own session: when it was loaded',
  'state.set': 'the same, held by the process alone',
  'clock.now': 'when',
  'clock.every': 'looks for requests',
  'clock.sleep': 'waits',
  'plugin.root': 'where the folder of Claude Code is',
};

describe('The companion keeps what its page promises', () => {
  it('asks Claude Code for nothing else', () => {
    const asked = [...code.matchAll(/\$\.(\w+(?:\.\w+)?)/g)].map(([, name]) => name!);
    assert.ok(asked.length > 10);
    assert.deepEqual(
      [...new Set(asked)].filter((name) => !(name in CALLS)),
      [],
    );
  });

  it('knows two commands alone, and none that prompts', () => {
    const commands = [...code.matchAll(/command: '([^']+)'/g)].map(([, name]) => name);
    assert.deepEqual(commands.sort(), ['compact', 'resume']);
  });

  it('runs one program alone, which stops a summary and does nothing else', () => {
    const { hooks } = JSON.parse(readFileSync(join(HOOKS, 'hooks.json'), 'utf8')) as {
      hooks: Record<string, { hooks: { command: string }[] }[]>;
    };
    assert.deepEqual(Object.keys(hooks), ['PreCompact']);
    const commands = hooks['PreCompact']!.flatMap((each) => each.hooks);
    assert.equal(commands.length, 1);
    assert.match(
      commands[0]!.command,
      /^grep -qs '[^']*' "[^"]*compact\.json" && echo '[^']*' \|\| true$/,
    );
  });

  it('imports nothing but its own files, and reaches no network by itself', () => {
    const imported = [...code.matchAll(/(?:from|import)\s*\(?'([^']+)'/g)].map(([, from]) => from!);
    assert.deepEqual(
      imported.filter((from) => !scripts.some(({ name }) => from === `./${name}`)),
      [],
    );
    // it hears the requests of Claude Code, and makes none
    assert.equal(code.split("on('http.fetch', ").length, 2);
    const rest = code.replace("on('http.fetch', ", '');
    assert.doesNotMatch(rest, /\b(?:fetch|eval|Function|WebSocket|XMLHttpRequest|require)\b/);
  });

  it('ships as the marketplace and the plugin that are installed', async () => {
    const json = (...names: string[]): Record<string, unknown> =>
      JSON.parse(readFileSync(join(COMPANION, ...names), 'utf8')) as Record<string, unknown>;
    const market = json('.claude-plugin', 'marketplace.json');
    const plugin = json('leeway', '.claude-plugin', 'plugin.json');
    assert.equal(`${String(plugin['name'])}@${String(market['name'])}`, COMPANION_ID);
    assert.equal(market['name'], COMPANION_NAME);
    const folder = await readCompanionFolder(COMPANION);
    assert.ok(folder);
    assert.equal(folder.version, plugin['version']);
    const shipped = readFileSync(join(ROOT, '.vscodeignore'), 'utf8').split('\n');
    assert.deepEqual(
      shipped.filter((line) => line.startsWith('!companion/')).sort(),
      folder.files.map(({ path }) => `!companion/${path}`).sort(),
    );
  });
});
