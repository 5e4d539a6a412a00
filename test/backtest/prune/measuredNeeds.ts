import type { NeedRates } from './needRates';

/**
 * Measured on the sessions of two collections of real ones (ten repositories, 59 files), as
 * `npm run backtest` prints it: what a reply takes up is nearly always what came, or was taken up,
 * a few replies before.
 */
export const MEASURED_NEEDS: NeedRates = {
  read: {
    share: 0.1432,
    lines: [1, 5, 8, 14, 20, 25, 40, 59, 144],
    needed: [0.1226, 0.0264, 0.0171, 0.0062, 0.0038, 0.0014, 0.0003],
    taken: [1, 1, 1, 2, 2, 3, 6, 9, 16],
    edited: 0.7434,
  },
  search: {
    share: 0.044,
    lines: [0, 0, 0, 1, 2, 3, 7, 16, 40],
    needed: [0.1109, 0.0104, 0.0079, 0.0039, 0.0012, 0, 0],
    taken: [1, 1, 1, 1, 1, 1, 1, 1, 2],
    edited: 0.1111,
  },
  command: {
    share: 0.3934,
    lines: [0, 1, 1, 2, 3, 5, 9, 16, 32],
    needed: [0.0173, 0.0033, 0.0011, 0.001, 0.0003, 0.0002, 0.0001],
    taken: [1, 1, 1, 1, 1, 1, 2, 3, 8],
    edited: 0.5188,
  },
  written: {
    share: 0.1601,
    lines: [1, 3, 3, 5, 7, 10, 15, 23, 48],
    needed: [0.1759, 0.0305, 0.0132, 0.0127, 0.0055, 0.0029, 0.0006],
    taken: [1, 1, 1, 1, 1, 1, 1, 3, 8],
    edited: 0.2069,
  },
  other: {
    share: 0.2594,
    lines: [0, 1, 1, 1, 1, 1, 1, 2, 7],
    needed: [0.0047, 0, 0.0008, 0.0003, 0.0001, 0.0002, 0],
    taken: [1, 1, 1, 1, 1, 2, 3, 4, 13],
    edited: 0.7143,
  },
};
