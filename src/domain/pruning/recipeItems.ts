import type { Item } from '../accounting/item';
import type { ActiveChain } from '../transcript/activeChain';
import type { Transcript } from '../transcript/transcript';
import type { Candidate } from './candidates';
import { entryOf } from './itemEntry';
import { startOfNewestRounds } from './toolRounds';

export type PruneRecipe =
  | { readonly kind: 'recipe'; readonly recipe: 'images'; readonly keepNewest: number }
  | { readonly kind: 'recipe'; readonly recipe: 'superseded' | 'duplicates' | 'thinking' }
  | {
      readonly kind: 'recipe';
      readonly recipe: 'oldResults';
      readonly olderThanRounds: number;
      /** At least so many: a turn may have many rounds, and what was read in it is not old. */
      readonly turnsAgo: number;
      readonly largerThanTokens: number;
    };

/** What a recipe takes. */
interface RecipeItems {
  readonly fits: readonly Candidate[];
  /** What fits as well, and belongs to the newest rounds. */
  readonly recent: readonly Candidate[];
}

interface RecipeSource {
  readonly transcript: Transcript;
  readonly chain: ActiveChain;
  readonly items: readonly Item[];
}

/** @param isOld whether it stands in front of the newest rounds. */
export function recipeItems(
  { chain, transcript, items }: RecipeSource,
  recipe: PruneRecipe,
  candidates: readonly Candidate[],
  isOld: (candidate: Candidate) => boolean,
): RecipeItems {
  const exceptRecent = (belongs: (candidate: Candidate) => boolean): RecipeItems => {
    const all = candidates.filter(belongs);
    return { fits: all.filter(isOld), recent: all.filter((each) => !isOld(each)) };
  };
  switch (recipe.recipe) {
    case 'images': {
      // The newest stay whether they could be pruned or not.
      const images = items.filter(({ kind, isLive }) => kind === 'image' && isLive);
      const kept = new Set(
        (recipe.keepNewest > 0 ? images.slice(-recipe.keepNewest) : []).map(({ id }) => id),
      );
      const fits = candidates.filter(({ item }) => item.kind === 'image' && !kept.has(item.id));
      return { fits, recent: [] };
    }
    case 'superseded':
      return exceptRecent(({ item }) => item.marks.includes('superseded'));
    case 'duplicates':
      return exceptRecent(({ item }) => item.marks.includes('duplicate'));
    case 'thinking':
      return exceptRecent(({ item }) => item.kind === 'thinking');
    case 'oldResults': {
      const since = startOfNewestRounds(chain, recipe.olderThanRounds);
      const newestTurn = items.reduce((newest, { turn }) => Math.max(newest, turn), 0);
      const fits = candidates.filter(
        ({ item }) =>
          item.kind === 'toolResult' &&
          item.tokens > recipe.largerThanTokens &&
          newestTurn - item.turn >= recipe.turnsAgo &&
          (entryOf(transcript, item)?.offset ?? Infinity) < since,
      );
      return { fits, recent: [] };
    }
  }
}
