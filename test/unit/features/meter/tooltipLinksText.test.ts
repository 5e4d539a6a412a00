import assert from 'node:assert/strict';
import type { Snapshot } from '../../../../src/domain/accounting/snapshot';
import { TOOLTIP_COMMANDS, USUAL_CONTEXT } from '../../../../src/features/meter/tooltipLinksText';
import { tooltipOf } from '../../../../src/features/meter/tooltipText';
import { inEnglish } from '../../../../src/wording/translate';
import { tokens, unlimited } from '../../../fixtures/sampleSnapshot';
import { absent, followed, following } from '../../../fixtures/sampleFollowing';

const at = new Date(2026, 10, 2, 14, 2).getTime();

describe('what the tooltip links to', () => {
  describe('acts', () => {
    /** The names of the links by their commands, without those that are always there. */
    const acts = (changes: Partial<Snapshot>, context = USUAL_CONTEXT): string[] =>
      [...tooltipOf(following(changes), inEnglish, context).matchAll(/\(command:leeway\.(\w+)/g)]
        .map(([, command]) => command!)
        .filter((command) => ['recover', 'pruneToFit', 'compact', 'undoPrune'].includes(command));
    const blocked = (of: 'grown' | 'entitlement'): Partial<Snapshot> => ({
      blocked: { kind: 'credits', case: of, sinceMs: at },
    });

    it('near a wall, and not before', () => {
      assert.deepEqual(acts(tokens(0.8 * 167_000)), ['pruneToFit', 'compact']);
      assert.deepEqual(acts(tokens(0.8 * 167_000 - 1)), []);
      assert.deepEqual(acts({ ...unlimited, nearestWall: null }), []);
      const context = { ...USUAL_CONTEXT, earlyPercent: 99, autoCompact: 'off' } as const;
      assert.deepEqual(acts({}, context), []);
      assert.deepEqual(acts(tokens(167_000), context), ['pruneToFit']);
    });

    it('out of a block, by what can help', () => {
      assert.deepEqual(acts(blocked('grown')), ['recover', 'pruneToFit', 'compact']);
      assert.deepEqual(acts(blocked('entitlement')), ['recover']);
      assert.deepEqual(acts({ ...blocked('entitlement'), ...tokens(null) }), ['recover']);
    });

    it('back from a prune after which the API refused a request', () => {
      const prune = {
        ...{ dateMs: 1, beforeTokens: 61_100, predictedTokens: 38_600 },
        ...{ loadedAtMs: null, measured: null },
      };
      assert.deepEqual(acts({ ...tokens(40_000), lastPrune: { ...prune, isRefused: false } }), []);
      assert.deepEqual(acts({ ...tokens(40_000), lastPrune: { ...prune, isRefused: true } }), [
        'undoPrune',
      ]);
    });

    it('not back from a prune that the refused process has not taken up', () => {
      const lastPrune = {
        ...{ dateMs: 1, beforeTokens: 61_100, predictedTokens: 38_600 },
        ...{ loadedAtMs: null, measured: null, isRefused: true },
      };
      const held = {
        by: 'prune',
        ...{ fileTokens: 30_000, isMeasured: false },
        process: { pid: 1, startedMs: null, entrypoint: 'cli' },
      } as const;
      assert.deepEqual(acts({ ...tokens(40_000), lastPrune, held }), []);
    });

    it('on warnings that wait', () => {
      const snoozed = 'Warnings are snoozed until 18:00.';
      assert.match(
        tooltipOf(following(), inEnglish, { ...USUAL_CONTEXT, snoozed }),
        /\n\$\(bell-slash\) Warnings are snoozed until 18:00\. \[Warn Again…\]\(command:leeway\.snoozeWarnings\)\n/,
      );
    });

    it('on a setting of its own that waits for Claude Code, and on what it waits for', () => {
      const words =
        /\n\$\(info\) `leeway\.autoCompact: whenIdle` waits: Claude Code may compact an idle session\. \[Change…\]\(command:leeway\.setIdleCompaction\)\n/;
      const shown = (isOn: boolean, autoCompact: 'offer' | 'whenIdle'): string =>
        tooltipOf(following({ idleCompaction: { isOn, dueMs: null } }), inEnglish, {
          ...USUAL_CONTEXT,
          autoCompact,
        });
      assert.match(shown(true, 'whenIdle'), words);
      assert.doesNotMatch(shown(true, 'offer'), /waits|setIdleCompaction/);
      assert.doesNotMatch(shown(false, 'whenIdle'), /waits|setIdleCompaction/);
    });

    it('by ids that are plain words, whatever a session calls itself', () => {
      for (const sessionId of ['-rf', 'a b', '"],"x', ')[x](command:y', '../../etc', null]) {
        const shown = following({ ...blocked('grown'), sessionId }, [followed({ sessionId })]);
        assert.doesNotMatch(tooltipOf(shown, inEnglish), /\?|command:y/, String(sessionId));
      }
    });
  });

  it('links to commands that it may run, and to nothing else', () => {
    for (const shown of [following(), absent('noFolder')]) {
      const targets = [...tooltipOf(shown, inEnglish).matchAll(/\]\((.*?)\)/g)].map(
        ([, target]) => target,
      );
      assert.ok(targets.length >= 3);
      for (const target of targets)
        assert.ok(
          TOOLTIP_COMMANDS.some((command) => target?.split('?')[0] === `command:${command}`),
          target,
        );
    }
  });
});
