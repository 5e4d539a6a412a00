import { isVersionAtLeast } from '../accounting/claudeVersion';

/**
 * `noResume`: Claude Code has no `/resume` there, so the session cannot be loaded again.
 * `experimental`: only where a person turned it on.
 */
export type DoorStanding = 'works' | 'noResume' | 'notNeeded' | 'experimental';

/** A way in which the companion serves a running session. */
export interface CompanionDoor {
  readonly name: 'tell' | 'reload' | 'wire' | 'compact';
  /** Where a session runs in a terminal. */
  readonly inTerminal: DoorStanding;
  /** Where it runs in a tab of the official extension. */
  readonly inTab: DoorStanding;
  /** The first release of Claude Code that has it. */
  readonly release: `${number}.${number}.${number}`;
}

/** As measured with Claude Code 2.1.287 to 2.1.332. */
export const COMPANION_DOORS: readonly CompanionDoor[] = [
  { name: 'tell', inTerminal: 'works', inTab: 'works', release: '2.1.287' },
  // 2.1.287 to 2.1.326 know it only where the project has another session in a terminal
  { name: 'reload', inTerminal: 'works', inTab: 'noResume', release: '2.1.329' },
  // before, a request cannot be changed whatever the environment says
  { name: 'wire', inTerminal: 'notNeeded', inTab: 'experimental', release: '2.1.328' },
  { name: 'compact', inTerminal: 'notNeeded', inTab: 'experimental', release: '2.1.328' },
];

/** Whether a release of Claude Code has one of them. */
export function hasDoor(name: CompanionDoor['name'], version: string | null): boolean {
  const door = COMPANION_DOORS.find((each) => each.name === name);
  return door !== undefined && isVersionAtLeast(version, door.release);
}

/** Before this release a plugin cannot run inside Claude Code. */
export const OLDEST_FOR_COMPANION = '2.1.287';

/** Whether a release of Claude Code can run the companion at all. */
export function canRunCompanion(version: string): boolean {
  return isVersionAtLeast(version, OLDEST_FOR_COMPANION);
}
