interface SizedPart {
  readonly tokens: number;
}

/** How the parts of a context stand on its bar, which ends where the context does. */
export interface BarParts<Part extends SizedPart> {
  /** What has a place on the bar. */
  readonly parts: readonly Part[];
  /** Each part is drawn so many times as long: by less than 1 where they come to more. */
  readonly fit: number;
  /** What the parts come to beyond the context, to be shown behind the bar’s end. */
  readonly beyondTokens: number;
}

/** @param segments that add up to the context: what is not explained may be below 0. */
export function barParts<Part extends SizedPart>(segments: readonly Part[]): BarParts<Part> {
  const parts = segments.filter(({ tokens }) => tokens > 0);
  const shown = parts.reduce((sum, { tokens }) => sum + tokens, 0);
  const total = segments.reduce((sum, { tokens }) => sum + tokens, 0);
  const fit = shown > 0 ? Math.max(0, total) / shown : 1;
  return { parts, fit, beyondTokens: Math.max(0, shown - total) };
}
