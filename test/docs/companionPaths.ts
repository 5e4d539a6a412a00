import type { ListedPlaces } from './paths';

/** The companion: what is shipped, and what is there only where a person set it up. */
export const OF_COMPANION: readonly ListedPlaces[] = [
  {
    paths: ['<extension>/companion/**'],
    does: ['reads'],
    why: 'The companion as it is shipped, to be copied if you set it up.',
  },
  {
    paths: [
      '<config>/leeway/companion',
      '<config>/leeway/companion/**',
      '<config>/leeway/companion.json',
      '<config>/leeway/live',
      '<config>/leeway/live/*',
      '<config>/leeway/live/*/*.json',
    ],
    does: ['reads', 'writes'],
    why: 'Only if you set it up: the companion, what was put there and when, and the folder in which it and Leeway leave each other word.',
  },
];
