import {
  hasDoor,
  type CompanionDoor,
  type DoorStanding,
} from '../../domain/companion/companionDoors';
import type { Translate } from '../../wording/translate';
import type { DoorRow } from './protocol';

/** What one of them does where, and since which release of Claude Code. */
export function doorRow(
  door: CompanionDoor,
  version: string | null,
  isWireOn: boolean,
  t: Translate,
): DoorRow {
  const { name, inTerminal, inTab, release } = door;
  const place = (standing: DoorStanding): DoorRow['inTab'] => {
    if (standing === 'noResume') return { icon: 'dash', text: t('No /resume there') };
    if (standing === 'notNeeded') return { icon: 'dash', text: t('Not needed') };
    if (standing === 'experimental')
      return isWireOn
        ? { icon: 'check', text: t('Experimental, on') }
        : { icon: 'dash', text: t('Experimental, off') };
    return version === null || hasDoor(name, version)
      ? { icon: 'check', text: t('Works') }
      : { icon: 'dash', text: t('Not in {0}', version) };
  };
  return {
    what: doorName(name, t),
    door: name,
    inTerminal: place(inTerminal),
    inTab: place(inTab),
    needs: release,
  };
}

/** What it is good for. */
export function doorName(name: CompanionDoor['name'], t: Translate): string {
  switch (name) {
    case 'tell':
      return t('Exact figures');
    case 'reload':
      return t('Prune and Undo at once');
    case 'wire':
      return t('Prune until the tab is opened again');
    case 'compact':
      return t('Prune a blocked session');
  }
}
