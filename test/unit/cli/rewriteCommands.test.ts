import assert from 'node:assert/strict';
import { isRewriteCommand, parseRewriteCommand } from '../../../src/cli/rewriteCommands';

describe('the arguments of prune and restore', () => {
  const choiceOf = (...args: string[]): unknown => {
    const command = parseRewriteCommand(['prune', 'a.jsonl', ...args]);
    return typeof command === 'string' || command.command !== 'prune'
      ? command
      : command.request.choice;
  };

  it('names items one by one, or in a row', () => {
    const ids = ['11111111-2222-4333-8444-555555555555:0', '@17:2.1', 'uuid:3'];
    assert.deepEqual(choiceOf('--item', ids[0]!, '--item', ids[1]!, '--item', ids[2]!), {
      kind: 'items',
      ids,
    });
    assert.deepEqual(choiceOf('--item', ...ids), { kind: 'items', ids });
  });

  it('knows the recipes, with what they can be told', () => {
    assert.deepEqual(choiceOf('--target', '120000'), { kind: 'target', tokens: 120_000 });
    assert.deepEqual(choiceOf('--recipe', 'images'), {
      kind: 'recipe',
      recipe: 'images',
      keepNewest: 3,
    });
    assert.deepEqual(choiceOf('--recipe', 'images', '--keep', '0'), {
      kind: 'recipe',
      recipe: 'images',
      keepNewest: 0,
    });
    assert.deepEqual(choiceOf('--recipe', 'outdated'), { kind: 'recipe', recipe: 'superseded' });
    assert.deepEqual(choiceOf('--recipe', 'duplicates'), { kind: 'recipe', recipe: 'duplicates' });
    assert.deepEqual(choiceOf('--recipe', 'thinking'), { kind: 'recipe', recipe: 'thinking' });
    assert.deepEqual(choiceOf('--target', '1', '--thinking'), {
      ...{ kind: 'target', tokens: 1 },
      withThinking: true,
    });
    assert.match(String(choiceOf('--recipe', 'thinking', '--thinking')), /goes with --target\.$/);
    assert.deepEqual(choiceOf('--recipe', 'old-results', '--steps', '5', '--above', '0'), {
      kind: 'recipe',
      recipe: 'oldResults',
      turnsAgo: 0,
      olderThanRounds: 5,
      largerThanTokens: 0,
    });
  });

  it('takes options in any order', () => {
    assert.deepEqual(
      parseRewriteCommand([
        '--json',
        'prune',
        '--target',
        '1',
        '--dry-run',
        'a.jsonl',
        '--into-copy',
      ]),
      {
        command: 'prune',
        request: { path: 'a.jsonl', choice: { kind: 'target', tokens: 1 }, intoCopy: true },
        dryRun: true,
        assumeClosed: false,
        json: true,
      },
    );
    assert.deepEqual(parseRewriteCommand(['restore', 'a.jsonl', '--backup', 'x']), {
      command: 'restore',
      path: 'a.jsonl',
      backupId: 'x',
      itemId: null,
      assumeClosed: false,
      json: false,
    });
    assert.deepEqual(parseRewriteCommand(['restore', '--item', 'uuid:0', 'a.jsonl']), {
      command: 'restore',
      path: 'a.jsonl',
      backupId: null,
      itemId: 'uuid:0',
      assumeClosed: false,
      json: false,
    });
    for (const args of [['prune', '--target', '1'], ['restore']]) {
      const command = parseRewriteCommand([...args, 'a.jsonl', '--assume-closed']);
      assert.ok(typeof command !== 'string' && command.assumeClosed, args[0]);
    }
    assert.deepEqual(
      [isRewriteCommand(['--json', 'restore']), isRewriteCommand(['meter', 'prune'])],
      [true, false],
    );
  });

  it('says what is wrong', () => {
    const misuses: [args: string[], message: RegExp][] = [
      [['prune'], /^One session file/],
      [['prune', 'a.jsonl'], /^One of --item/],
      [['prune', 'a.jsonl', 'b.jsonl', '--target', '1'], /^One session file/],
      [['prune', 'a.jsonl', '--target', '1', '--recipe', 'images'], /^One of --item/],
      [['prune', 'a.jsonl', '--target', '60%'], /whole numbers/],
      [['restore', 'a.jsonl', '--item', 'u:0', 'u:1'], /^restore puts back one --item/],
      [['restore', 'a.jsonl', '--item', 'u:0', '--backup', 'x'], /^One of --item and --backup/],
      [['restore', 'a.jsonl', '--keep', '1'], /^--keep goes with prune/],
      [['prune', 'a.jsonl', '--target', '-1'], /--target/],
      [['prune', 'a.jsonl', '--recipe', 'everything'], /^Unknown recipe: everything/],
      [['prune', 'a.jsonl', '--recipe', 'duplicates', '--keep', '1'], /^--keep goes with/],
      [['prune', 'a.jsonl', '--target', '1', '--backup', 'x'], /^--backup goes with restore/],
      [['restore', 'a.jsonl', '--target', '1'], /^--target goes with prune/],
      [['restore', 'a.jsonl', '--yaml'], /^Unknown option/],
    ];
    for (const [args, message] of misuses) {
      const found = parseRewriteCommand(args);
      assert.match(typeof found === 'string' ? found : 'nothing wrong', message, args.join(' '));
    }
  });
});
