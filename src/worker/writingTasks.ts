import type { TaskName } from './tasks';

/**
 * Which tasks write, begin what ends in writing, or start a program: a restricted window has none
 * of those done.
 */
export const WRITING_TASKS = {
  adoptEarlierFolder: true,
  claudeControls: false,
  planSettings: true,
  writeSettings: true,
  undoSettings: true,
  makeMemoryFiles: true,
  unmakeMemoryFiles: true,
  writeHandoff: true,
  archive: true,
  listArchived: false,
  deleteArchived: true,
  compact: true,
  cutPoints: false,
  branch: true,
  readCompactionLoss: false,
  sessionsToSearch: false,
  searchSessions: false,
  bloat: false,
  readFixedBlock: false,
  askFixedBlock: true,
  previewPrunes: false,
  prune: true,
  undoPrune: true,
  putBackItem: true,
  loadAgain: true,
  listBackups: false,
  lossOfRestoring: false,
  rescueLines: true,
  restoreBackup: true,
  cleanUp: true,
  totalOfBackups: false,
  deleteBackups: true,
  readCompanion: false,
  installCompanion: true,
  updateCompanion: true,
  removeCompanion: true,
} as const satisfies { readonly [Name in TaskName]: boolean };
