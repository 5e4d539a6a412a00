import assert from 'node:assert/strict';
import {
  companionStanding,
  isNewerShipped,
  type CompanionState,
} from '../../../../src/domain/companion/companionState';
import {
  companionPage,
  type CompanionPageState,
} from '../../../../src/features/companion/companionView';
import {
  companionProblemWords,
  removedWords,
} from '../../../../src/features/companion/companionText';
import {
  parseFromCompanionPage,
  parseToCompanionPage,
  type InstalledPage,
  type SetUpPage,
} from '../../../../src/features/companion/protocol';
import { inEnglish } from '../../../../src/wording/translate';
import {
  companionMessage,
  companionPageState,
  companionState,
  INSTALLED,
  TOLD,
} from '../../../fixtures/companionPages';

const setUp = (state: CompanionPageState = companionPageState()): SetUpPage => {
  const page = companionPage(state, inEnglish, () => '14:02');
  assert.ok(page.kind === 'setUp');
  return page;
};
const installed = (state: CompanionPageState): InstalledPage => {
  const page = companionPage(state, inEnglish, () => '14:02');
  assert.ok(page.kind === 'installed');
  return page;
};
const isEnabled = ({ foot }: SetUpPage): boolean =>
  foot.actions.find(({ id }) => id === 'install')!.isEnabled;
const textOf = (parts: readonly { readonly text: string }[]): string =>
  parts.map(({ text }) => text).join('');

describe('companionStanding', () => {
  const cases: readonly [Partial<CompanionState>, ReturnType<typeof companionStanding>][] = [
    [{}, 'absent'],
    [{ folder: 'inTheWay' }, 'absent'],
    [{ settings: 'unknown' }, 'absent'],
    [{ settings: 'other' }, 'absent'],
    [INSTALLED, 'installed'],
    [{ ...INSTALLED, settings: 'disabled' }, 'disabled'],
    [{ ...INSTALLED, settings: 'partly' }, 'damaged'],
    [{ ...INSTALLED, settings: 'none' }, 'damaged'],
    [{ ...INSTALLED, folder: 'changed' }, 'damaged'],
    [{ ...INSTALLED, folder: 'none' }, 'damaged'],
    [{ ...INSTALLED, folder: 'inTheWay' }, 'damaged'],
  ];
  for (const [state, standing] of cases)
    it(`is ${standing} with ${JSON.stringify(state)}`, () =>
      assert.equal(companionStanding(companionState(state)), standing));

  it('knows a newer one by numbers', () => {
    const newer = (shippedVersion: string, installedVersion: string | null): boolean =>
      isNewerShipped(companionState({ shippedVersion, installedVersion }));
    assert.deepEqual(
      [newer('1.10.0', '1.9.0'), newer('1.0.0', '1.0.0'), newer('1.0.0', '1.0.1')],
      [true, false, false],
    );
    assert.equal(newer('1.0.0', null), false);
  });
});

describe('companionPage', () => {
  it('says before anything is written what it is and what changes', () => {
    const page = setUp();
    assert.match(
      textOf(page.lead),
      /^A small Claude Code plugin, leeway, that runs inside claude\./,
    );
    assert.match(textOf(page.could.parts), /This one is 10 files without dependencies\.$/);
    assert.equal(page.changes.note, '2 keys are added, nothing else');
    assert.deepEqual(
      page.changes.lines.filter(({ kind }) => kind === 'added').map(({ text }) => text.trim())[0],
      '"leeway@leeway": true',
    );
    assert.equal(
      textOf(page.how),
      'Installed by claude plugin install from ~/.claude/leeway/companion, which survives updates of the extension. Claude Code 2.1.332 was found: all of it works there.',
    );
    assert.ok(isEnabled(page));
  });

  it('cannot install without a Claude Code that runs it, on settings that are none, or twice', () => {
    const old = setUp(companionPageState({}, { found: { version: '2.1.286' } }));
    assert.match(textOf(old.how), /2\.1\.286 is too old: the companion needs 2\.1\.287/);
    const { reading } = companionPageState();
    const broken = setUp(
      companionPageState({}, { reading: { ...reading, installing: null, problem: 'notJson' } }),
    );
    assert.match(broken.changes.problem!, /settings\.json is not valid JSON/);
    assert.equal(broken.changes.action?.id, 'openSettings');
    const busy = setUp(companionPageState({}, { isBusy: true }));
    assert.deepEqual([old, broken, busy].map(isEnabled), [false, false, false]);
  });

  it('says what an older Claude Code lacks', () => {
    const found = { version: '2.1.300' };
    assert.match(
      textOf(setUp(companionPageState({}, { found })).how),
      /2\.1\.300 was found: .* \(Prune and Undo at once: 2\.1\.329, Prune until the tab is opened again: 2\.1\.328, Prune a blocked session: 2\.1\.328\)\.$/,
    );
    const { rows } = installed(companionPageState(INSTALLED, { found })).doors;
    assert.deepEqual(
      rows.map(({ door, inTerminal, inTab }) => [door, inTerminal.text, inTab.text]),
      [
        ['tell', 'Works', 'Works'],
        ['reload', 'Not in 2.1.300', 'No /resume there'],
        ['wire', 'Not needed', 'Experimental, off'],
        ['compact', 'Not needed', 'Experimental, off'],
      ],
    );
  });

  it('shows what is installed, and what its sessions told last', () => {
    const page = installed(companionPageState(INSTALLED, { sessions: TOLD }));
    assert.equal(page.title, 'The Companion is installed');
    assert.equal(page.facts, 'leeway 1.0.0 · since 14:02 · Claude Code 2.1.332');
    assert.equal(page.note, null);
    assert.equal(page.sessions.aside, '2 of 3 have it');
    assert.deepEqual(
      page.sessions.rows.map(({ told }) => told),
      ['158.9K of 200K, 14:02', '183.2K of 1M, 14:02', 'Not yet'],
    );
  });

  it('offers what there is to do: a newer one, mending, turning it on', () => {
    const note = (state: Partial<CompanionState>): string =>
      installed(companionPageState({ ...INSTALLED, ...state })).note!.action!.id;
    assert.deepEqual(
      [note({ shippedVersion: '1.1.0' }), note({ folder: 'none' }), note({ settings: 'disabled' })],
      ['update', 'install', 'openDiff'],
    );
  });
});

describe('The protocol of the companion', () => {
  it('takes what the view makes, and no action that it does not know', () => {
    for (const state of [companionPageState(), companionPageState(INSTALLED, { sessions: TOLD })])
      assert.ok(parseToCompanionPage(companionMessage(state)));
    assert.equal(parseToCompanionPage({ type: 'page', page: { kind: 'setUp' }, busy: null }), null);
    assert.ok(parseFromCompanionPage({ type: 'act', action: 'install' }));
    for (const wrong of [null, { type: 'act', action: 'run' }, { type: 'act' }, 'install'])
      assert.equal(parseFromCompanionPage(wrong), null);
  });
});

describe('companionText', () => {
  it('says each problem in whole sentences', () => {
    for (const problem of [
      { kind: 'cancelled' },
      { kind: 'cannotStart', path: '/x', code: 'EACCES' },
      { kind: 'noAnswer', timeLimitMs: 60_000 },
      { kind: 'refused', said: '', code: '' },
      { kind: 'tooOld', version: '2.1.1' },
      { kind: 'settings', problem: 'busy' },
      { kind: 'otherMarketplace' },
      { kind: 'inTheWay', path: '/x' },
      { kind: 'unwritable', path: '/x', code: 'EROFS' },
      { kind: 'notShipped' },
    ] as const)
      assert.match(companionProblemWords(problem, '~/s.json', inEnglish), /^.+(?:\.|update)$/);
    assert.equal(
      companionProblemWords({ kind: 'refused', said: 'No.', code: 'x' }, '', inEnglish),
      'Nothing was installed. Claude Code says: No.',
    );
  });

  it('says after a removal what is left', () => {
    const words = removedWords(
      {
        ...{ kind: 'removed', isAsShown: false, left: ['/x'] },
        listed: { kind: 'noProgram' },
      },
      '~/s.json',
      inEnglish,
    );
    assert.match(
      words,
      /Running sessions keep it .* ~\/s\.json says .* still names it.* \/x could/,
    );
  });
});
