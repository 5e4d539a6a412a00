import { join } from 'node:path';
import { liveRoot } from '../../io/companion/liveFiles';
import { ownDirectory } from '../../io/keeping/backups';

/** Where the companion lies in a config directory, and what belongs to it. */
export interface CompanionPlaces {
  readonly own: string;
  /** The marketplace that Claude Code reads; the plugin lies in it. */
  readonly folder: string;
  /** What was put there, and what it did to the settings. */
  readonly receipt: string;
  /** Where running sessions and Leeway leave each other word. */
  readonly live: string;
  readonly settings: string;
}

export function companionPlaces(configDirectory: string): CompanionPlaces {
  const own = ownDirectory(configDirectory);
  return {
    own,
    folder: join(own, 'companion'),
    receipt: join(own, 'companion.json'),
    live: liveRoot(configDirectory),
    settings: join(configDirectory, 'settings.json'),
  };
}
