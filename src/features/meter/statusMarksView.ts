import type { Meter } from './meterView';
import type { Translate } from '../../wording/translate';

/** What a person chose, and would forget if it could not be seen. */
export interface StatusMarks {
  /** The number is of a session that was chosen, whatever goes on elsewhere. */
  readonly isPinned: boolean;
  /** Why warnings do not come, as a sentence; `null` where they do. */
  readonly snoozed: string | null;
}

/** The same meter, with an icon for each mark behind its own, and a sentence for a screen reader. */
export function withMarks(meter: Meter, { isPinned, snoozed }: StatusMarks, t: Translate): Meter {
  const marks = [
    isPinned ? { icon: 'pinned', spoken: t('Pinned.') } : null,
    snoozed === null ? null : { icon: 'bell-slash', spoken: snoozed },
  ].filter((mark) => mark !== null);
  return {
    ...meter,
    text: meter.text.replace(/^\S+ /, (icon) => icon + marks.map(iconOf).join('')),
    spoken: [meter.spoken, ...marks.map(({ spoken }) => spoken)].join(' '),
  };
}

function iconOf({ icon }: { readonly icon: string }): string {
  return `$(${icon}) `;
}
