import type { TurnRange } from '../domain/accounting/forecast';

/** `8–20`; one number where a range is only that. */
export function turnsWords({ least, most }: TurnRange): string {
  return least === most ? String(least) : `${String(least)}–${String(most)}`;
}
