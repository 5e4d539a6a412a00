import { OF_COMPANION } from './companionPaths';
import type { ListedPlaces } from './paths';

/** Leeway's own folder, and that of its earlier name. */
export const OF_OWN: readonly ListedPlaces[] = [
  {
    paths: ['<config>/leeway/backups/*/*'],
    does: ['reads', 'writes'],
    why: 'Backups and archived sessions, each with a file that says what it is.',
  },
  {
    paths: ['<config>/leeway/summaries.json'],
    does: ['reads', 'writes'],
    why: 'What the lists of sessions show of up to 5,000 of them: folder, title (which may be the first words you typed), git branch, model, size of the context, and of the prompt cache when the last request was sent, how long it lasts and how many tokens it holds. Each by the name of its file, which is the id of the session, with inode, size and both dates of that file. So a new window need not read the files again. It is for you alone, and written some seconds after sessions were listed, by a trusted window. A session whose file is gone goes from it the next time it is written, at the latest when a new window lists sessions. You can delete it at any time.',
  },
  {
    paths: ['<config>/leeway/locks/*'],
    does: ['reads', 'writes'],
    why: 'Held while a session is rewritten, so that only one process does it.',
  },
  {
    paths: ['<config>/leeway/settings/*/*.bak'],
    does: ['reads', 'writes'],
    why: 'What a settings file held before a change; the newest 20 of each.',
  },
  ...OF_COMPANION,
  {
    paths: ['<config>/leeway/checkpoints/**', '<config>/leeway/archive/**'],
    does: ['reads', 'writes'],
    why: 'Where earlier builds kept backups and archived sessions. They move to those of today.',
  },
  {
    paths: ['<config>/context-meter', '<config>/leeway'],
    does: ['writes'],
    why: 'The folder of Context Meter, the earlier name, is renamed to that of Leeway.',
  },
  {
    paths: ['<config>/context-meter/**'],
    does: ['reads', 'writes'],
    why: 'Where both are there already, what is in the first moves to the second, file by file.',
  },
];
