import type { Inspection } from '../../domain/accounting/inspection';
import type { Snapshot } from '../../domain/accounting/snapshot';
import { formatTokens } from '../../wording/formatTokens';
import type { Translate } from '../../wording/translate';
import { timeOf } from '../../wording/wallWords';
import type { InspectorAction, Note } from './protocol';
import { notesOnPrune } from './notesOnPrune';

/** What happened to the reading of the session, apart from the session itself. */
export type Trouble = 'missing' | 'unreadable' | 'readerRestarted' | 'readerDied' | 'cancelled';

const STANDARD_WINDOW = 200_000;
const MEGABYTE = 1_048_576;
/** Share of what a request may hold from which it is worth a word. */
const LARGE_REQUEST = 0.75;

/** What a person should know before anything else on the page, the worst first. */
export function notesOf(
  snapshot: Snapshot | null,
  inspection: Inspection | null,
  trouble: Trouble | null,
  t: Translate,
): Note[] {
  const isSubagent = snapshot !== null && snapshot.agentId !== null;
  // What a note of a session offers would be done to the session of a subagent.
  const ofSession = isSubagent ? null : snapshot;
  return [
    ...(ofSession?.blocked == null ? [] : [blockedNote(ofSession, t)]),
    ...(trouble === null ? [] : [troubleNote(trouble, t)]),
    ...(isSubagent ? [subagentNote(snapshot.blocked !== null, t)] : []),
    ...(ofSession === null ? [] : notesOnPrune(ofSession, inspection, t)),
    ...(inspection === null || isSubagent ? [] : requestNotes(inspection, t)),
    ...(snapshot === null || snapshot.skippedLines === 0
      ? []
      : [
          note(
            'skipped',
            'warning',
            skippedWords(snapshot.skippedLines, t),
            t('The numbers may be low.'),
            [button('showLog', t('Show Log'))],
          ),
        ]),
  ];
}

function subagentNote(isBlocked: boolean, t: Translate): Note {
  return note(
    'subagent',
    isBlocked ? 'error' : 'info',
    isBlocked
      ? t('This is the context of a subagent, which was refused: usage credits are required.')
      : t('This is the context of a subagent.'),
    t(
      'Its session holds only what it brings back. Claude Code alone writes its file, so that it can be looked at and no more.',
    ),
    [button('showActive', t('Show the Active Session'))],
  );
}

function blockedNote({ blocked, usage }: Snapshot, t: Translate): Note {
  const since = blocked?.sinceMs == null ? '' : ` ${t('Since {0}.', timeOf(blocked.sinceMs))}`;
  const beyond = (usage.tokens ?? 0) - STANDARD_WINDOW;
  const size =
    beyond > 0
      ? t(
          'The session has grown {0} past 200K. It can be unblocked without losing the conversation.',
          formatTokens(beyond, 1),
        )
      : t(
          'The session has grown to about 200K. It can be unblocked without losing the conversation.',
        );
  const why =
    blocked?.case === 'grown'
      ? size
      : t(
          'The session is small: the account or a pinned 1M model is the cause, and making it smaller will not help.',
        );
  return note(
    'blocked',
    'error',
    t('Every prompt is refused: usage credits are required for 1M context.'),
    `${why}${since}`,
    [
      { ...button('recover', t('Recover…')), isPrimary: true },
      ...(blocked?.case === 'grown' ? [button('pruneToFit', t('Prune to Fit…'))] : []),
    ],
  );
}

function troubleNote(trouble: Trouble, t: Translate): Note {
  switch (trouble) {
    case 'missing':
      return note(
        trouble,
        'warning',
        t('The session file is gone.'),
        t('The page shows what was read last, and goes on if the file comes back.'),
        [button('switchSession', t('Switch Session…'))],
      );
    case 'unreadable':
      return note(
        trouble,
        'warning',
        t('The session file cannot be read.'),
        t('The page shows what was read last.'),
        [button('showLog', t('Show Log'))],
      );
    case 'readerRestarted':
      return note(
        trouble,
        'info',
        t('The session reader stopped and was started again.'),
        t('The log tells why it stopped.'),
        [button('showLog', t('Show Log'))],
      );
    case 'readerDied':
      return note(
        trouble,
        'error',
        t('The session reader stopped twice.'),
        t('Reload the window to start it again. What is shown is what was read last.'),
        [button('reloadWindow', t('Reload Window')), button('showLog', t('Show Log'))],
      );
    case 'cancelled':
      return note(trouble, 'info', t('Reading was cancelled.'), '', [
        button('readAgain', t('Read Again')),
      ]);
  }
}

/** What the API refuses whatever the tokens: images too large in company, and too many bytes. */
function requestNotes({ items, request }: Inspection, t: Translate): Note[] {
  const refused = items.filter(({ marks, isLive }) => isLive && marks.includes('refusedImage'));
  const notes: Note[] = [];
  if (refused.length > 0) {
    const title =
      refused.length === 1
        ? t('1 image is larger than 2000 px.')
        : t('{0} images are larger than 2000 px.', refused.length);
    notes.push(
      note(
        'refusedImages',
        'warning',
        title,
        t(
          'With more than 20 images in the context ({0} now), the API refuses every request with one so large.',
          request.images,
        ),
        [button('selectRefused', refused.length === 1 ? t('Select It') : t('Select Them'))],
      ),
    );
  }
  if (request.bytes >= LARGE_REQUEST * request.maxBytes) {
    const megabytes = (bytes: number): number => Math.floor(bytes / MEGABYTE);
    const isOver = request.bytes > request.maxBytes;
    notes.push(
      note(
        'requestBytes',
        isOver ? 'error' : 'warning',
        t('A request holds {0} of {1} MB.', megabytes(request.bytes), megabytes(request.maxBytes)),
        isOver
          ? t('The API refuses it, however few tokens it has. Images and documents take the most.')
          : t(
              'Above that the API refuses it, however few tokens it has. Images and documents take the most.',
            ),
        [],
      ),
    );
  }
  return notes;
}

function skippedWords(lines: number, t: Translate): string {
  return lines === 1 ? t('1 line could not be read.') : t('{0} lines could not be read.', lines);
}

function note(
  id: string,
  severity: Note['severity'],
  title: string,
  text: string,
  actions: InspectorAction[],
): Note {
  return { id, severity, title, text, actions };
}

function button(id: string, title: string): InspectorAction {
  return { id, title, isPrimary: false };
}
