import type { ColorTheme } from '../driver/colorTheme';

export interface SheetColors {
  readonly background: string;
  readonly foreground: string;
}

/** Background and text of the status bar in each theme. */
export const sheetColors: Readonly<Record<ColorTheme, SheetColors>> = {
  'Dark Modern': { background: '#181818', foreground: '#cccccc' },
  'Light Modern': { background: '#f8f8f8', foreground: '#3b3b3b' },
  'Dark High Contrast': { background: '#000000', foreground: '#ffffff' },
  'Light High Contrast': { background: '#ffffff', foreground: '#292929' },
};
