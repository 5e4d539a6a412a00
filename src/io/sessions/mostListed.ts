/** Of a list of sessions the newest: more than anybody scrolls through. */
export const MOST_LISTED = 1_000;
