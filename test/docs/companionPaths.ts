import type { ListedPlaces } from './paths';

/** What is there only where a person set the companion up. */
export const OF_COMPANION: readonly ListedPlaces[] = [
  {
    paths: [
      '<config>/leeway/companion/**',
      '<config>/leeway/companion.json',
      '<config>/leeway/live',
    ],
    does: ['reads', 'writes'],
    why: 'Only if you set it up: the companion, what was put there and when, and the folder in which it and Leeway leave each other word.',
  },
];
