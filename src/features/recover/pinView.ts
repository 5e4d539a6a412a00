import type { Pin } from '../../domain/recovery/pin';
import { printable } from '../../wording/escapeMarkdown';
import { shorten } from '../../wording/shorten';
import type { Translate } from '../../wording/translate';
import type { PagePin } from './protocol';

/** A page shows this many; one is enough to be refused. */
const MAX_ROWS = 50;

/** The table of pinned models. Buttons name a pin by its place in the list. */
export function pinRows(pins: readonly Pin[], places: Places, t: Translate): PagePin[] {
  return pins.slice(0, MAX_ROWS).map((pin, index) => ({
    where: shorten(printable(whereWords(pin, places, t)), 400),
    open:
      pin.file === null && pin.place !== 'extension'
        ? null
        : { id: `openPin${String(index)}`, title: t('Open') },
    setting: shorten(printable(pin.path.join('.')), 160),
    value: pin.value,
    fix: pin.standard === null ? null : { id: `fixPin${String(index)}`, title: t('Show Diff…') },
  }));
}

function whereWords({ place, file, line }: Pin, places: Places, t: Translate): string {
  if (file !== null) {
    const owner = place === 'managed' ? t('Your organization: ') : '';
    return `${owner}${shortPath(file, places)}${line === null ? '' : `:${String(line)}`}`;
  }
  return place === 'environment'
    ? t('Environment of this window')
    : t('Settings of the Claude Code extension');
}

/** Where paths are told from. */
export interface Places {
  readonly homeDirectory: string;
  readonly projectFolder: string | null;
}

/** `.claude/settings.json` of the project, `~/.claude/settings.json`, else the whole path. */
export function shortPath(path: string, { homeDirectory, projectFolder }: Places): string {
  const below = (folder: string | null): string | null =>
    folder !== null &&
    folder !== '' &&
    (path.startsWith(`${folder}/`) || path.startsWith(`${folder}\\`))
      ? path.slice(folder.length + 1)
      : null;
  const ofProject = below(projectFolder);
  if (ofProject !== null) return ofProject;
  const ofHome = below(homeDirectory);
  return ofHome === null ? path : `~/${ofHome}`;
}
