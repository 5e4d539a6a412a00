import { canRunCompanion, COMPANION_DOORS, hasDoor } from '../../domain/companion/companionDoors';
import {
  companionStanding,
  isNewerShipped,
  type CompanionState,
} from '../../domain/companion/companionState';
import type { CompanionReading } from '../../operations/companion/readCompanion';
import { printable } from '../../wording/escapeMarkdown';
import { settingsWriteWords } from '../../wording/settingsWriteWords';
import { shorten } from '../../wording/shorten';
import type { Translate } from '../../wording/translate';
import { changedLines } from './changedLinesView';
import { foundWords, tooOldWords, type FoundProgram } from './companionText';
import { doorName, doorRow } from './doorsView';
import { codePiece, pieces, SET_APART } from './piecesText';
import { promiseColumns, saidLead } from './promisesView';
import type {
  CompanionAction,
  CompanionActId,
  CompanionPage,
  InstalledPage,
  SetUpPage,
} from './protocol';
import { toldWords, type ToldSession } from './toldSessionView';

/** All that the page is drawn from. */
export interface CompanionPageState {
  readonly reading: CompanionReading;
  readonly found: FoundProgram;
  readonly sessions: readonly ToldSession[];
  /** As people name them. */
  readonly settingsFile: string;
  readonly folder: string;
  readonly liveFolder: string;
  /** Whether requests of sessions in a Claude tab may be changed. */
  readonly isWireOn: boolean;
  /** Something is being done: nothing else can be begun. */
  readonly isBusy: boolean;
}

const MOST_SESSIONS = 50;
const TITLE_LENGTH = 120;

/** @param time when something was, for people. */
export function companionPage(
  state: CompanionPageState,
  t: Translate,
  time: (ms: number) => string,
): CompanionPage {
  return companionStanding(state.reading.state) === 'absent'
    ? setUpPage(state, t)
    : installedPage(state, t, time);
}

function setUpPage(state: CompanionPageState, t: Translate): SetUpPage {
  const { reading, found, isBusy, settingsFile, folder } = state;
  const { installing } = reading;
  const canRun = 'version' in found && canRunCompanion(found.version);
  const canInstall = canRun && installing !== null && !isBusy;
  return {
    kind: 'setUp',
    title: t('Set Up the Companion'),
    lead: saidLead(t),
    columns: promiseColumns(state.liveFolder, t),
    could: {
      parts: pieces(
        t(
          '{0} a plugin runs with your rights; it could read any file and run commands. This one is {1} files without dependencies.',
          SET_APART[0],
          reading.state.shippedFiles,
        ),
        [{ as: 'strong', text: t('What it could do:') }],
      ),
      action: action('readCode', t('Read Its Code'), true),
    },
    changes: {
      heading: t('What changes'),
      file: settingsFile,
      note: installing === null ? '' : changeWords(reading, t),
      action:
        installing === null
          ? action('openSettings', t('Open File'), true)
          : action('openDiff', t('Open Diff'), canInstall),
      lines:
        installing === null ? [] : changedLines(installing.before ?? '', installing.after ?? ''),
      spoken: { added: t('added'), removed: t('removed') },
      problem:
        reading.problem === null ? null : settingsWriteWords(reading.problem, settingsFile, t),
    },
    how: [
      ...pieces(
        t('Installed by {0} from {1}, which survives updates of the extension.', ...SET_APART),
        [codePiece('claude plugin install'), codePiece(folder)],
      ),
      { as: 'text', text: ` ${wordsOfFound(found, t)}` },
    ],
    foot: {
      title: t('Running sessions take it up with /reload-plugins'),
      text: t('Remove the Companion takes the plugin, the two keys and the folder away.'),
      actions: [
        action('notNow', t('Not Now'), !isBusy),
        action('install', t('Install'), canInstall),
      ],
    },
  };
}

function wordsOfFound(found: FoundProgram, t: Translate): string {
  if ('version' in found && !canRunCompanion(found.version)) return tooOldWords(found.version, t);
  const missing =
    'version' in found ? COMPANION_DOORS.filter(({ name }) => !hasDoor(name, found.version)) : [];
  return foundWords(
    found,
    missing.map(({ name, release }) => `${doorName(name, t)}: ${release}`),
    t,
  );
}

function changeWords({ installing, state: { settings } }: CompanionReading, t: Translate): string {
  if (installing?.before == null) return t('The file is made, with these 2 keys');
  switch (settings) {
    case 'enabled':
      return t('It says that already');
    case 'disabled':
    case 'partly':
      return t('1 key is added or changed, nothing else');
    default:
      return t('2 keys are added, nothing else');
  }
}

function installedPage(
  { reading: { state }, found, sessions, isWireOn, isBusy }: CompanionPageState,
  t: Translate,
  time: (ms: number) => string,
): InstalledPage {
  const version = 'version' in found ? found.version : null;
  return {
    kind: 'installed',
    title: titleOf(state, t),
    facts: [
      ...(state.installedVersion === null ? [] : [`leeway ${state.installedVersion}`]),
      ...(state.sinceMs === null ? [] : [t('since {0}', time(state.sinceMs))]),
      ...(version === null ? [] : [t('Claude Code {0}', version)]),
    ].join(' · '),
    remove: action('remove', t('Remove the Companion…'), !isBusy),
    note: noteOn(state, found, isBusy, t),
    doors: {
      heading: t('Doors'),
      aside: t('what takes effect where'),
      columns: {
        what: t('What'),
        door: t('Door'),
        inTerminal: t('In a terminal'),
        inTab: t('In a Claude tab'),
        needs: t('Needs'),
      },
      rows: COMPANION_DOORS.map((door) => doorRow(door, version, isWireOn, t)),
      note: t(
        'Where one does not work, Leeway does as without it: the file is pruned, and the session has it once it is loaded again.',
      ),
    },
    sessions: {
      heading: t('Running sessions'),
      aside: t(
        '{0} of {1} have it',
        sessions.filter(({ toldAtMs }) => toldAtMs !== null).length,
        sessions.length,
      ),
      columns: { title: t('Session'), where: t('Where'), told: t('Last told') },
      rows: sessions.slice(0, MOST_SESSIONS).map((session) => ({
        title: shorten(printable(session.title), TITLE_LENGTH),
        where: shorten(printable(session.where), TITLE_LENGTH),
        told: toldWords(session, t, time),
      })),
    },
    onward: t('New sessions have it; running ones take it up with /reload-plugins.'),
    code: action('readCode', t('Read Its Code'), true),
  };
}

function titleOf(state: CompanionState, t: Translate): string {
  switch (companionStanding(state)) {
    case 'disabled':
      return t('The Companion is turned off');
    case 'damaged':
      return t('The Companion is damaged');
    default:
      return t('The Companion is installed');
  }
}

function noteOn(
  state: CompanionState,
  found: FoundProgram,
  isBusy: boolean,
  t: Translate,
): InstalledPage['note'] {
  const standing = companionStanding(state);
  if (standing === 'damaged')
    return {
      severity: 'warning',
      title: t('It is not what Leeway put there.'),
      text: t('Files are missing or changed, or the settings name it only in part.'),
      action: action('install', t('Install Again'), 'version' in found && !isBusy),
    };
  if (standing === 'disabled')
    return {
      severity: 'info',
      title: t('Your settings turn it off.'),
      text: t('Claude Code does not load it.'),
      action: action('openDiff', t('Turn It On…'), 'version' in found && !isBusy),
    };
  if (isNewerShipped(state))
    return {
      severity: 'info',
      title: t('A newer one comes with this version of Leeway: {0}.', state.shippedVersion),
      text: t(
        'It takes the place of {0}. A session has it when it starts, or with /reload-plugins.',
        state.installedVersion ?? '',
      ),
      action: action('update', t('Update'), !isBusy),
    };
  if ('problem' in found || canRunCompanion(found.version)) return null;
  return {
    severity: 'warning',
    title: t('Claude Code {0} does not load it.', found.version),
    text: tooOldWords(found.version, t),
    action: null,
  };
}

function action(id: CompanionActId, title: string, isEnabled: boolean): CompanionAction {
  return { id, title, isEnabled };
}
