import type { PrunePlan } from '../domain/pruning/prunePlan';
import type { Translate } from './translate';

/** What somebody should know before a plan is carried out: whole sentences, each about one thing. */
export function planNotes({ items }: Pick<PrunePlan, 'items'>, t: Translate): readonly string[] {
  const sources = new Set(items.map(({ evidence }) => evidence.source));
  return [
    ...(sources.has('thinking') ? [thinkingNote(t)] : []),
    ...(sources.has('prompt') ? [ownTextNote(t)] : []),
  ];
}

/** What was seen, and what is only documented. */
function thinkingNote(t: Translate): string {
  return t(
    'Thinking of earlier turns is left out of later prompts. Claude Code was seen to send all else as before; that the API accepts this is what its documentation says. If a reply refuses it, Undo brings it back; a copy leaves the original as it is.',
  );
}

function ownTextNote(t: Translate): string {
  return t(
    'What goes holds text that you wrote yourself. From then on Claude reads only how it begins and ends, and cannot look up the rest.',
  );
}
