/** How far the sample session is from the wall of its account, whose usage credits are off. */
export type StoryStage = 'far' | 'early' | 'late';

const CREDITS_WALL_TOKENS = 200_000;
/** The extension's defaults, said once more on purpose: the demo must notice when they change. */
const EARLY_SHARE = 0.8;
const LATE_SHARE = 0.95;

export function storyStage(tokens: number): StoryStage {
  const share = tokens / CREDITS_WALL_TOKENS;
  return share >= LATE_SHARE ? 'late' : share >= EARLY_SHARE ? 'early' : 'far';
}
