import { svg, type TemplateResult } from 'lit';
import { LINE_PX, type LabelBox } from './chartLabels';

/** From the middle of a line of text to the foot of its letters. */
export const BASELINE_PX = 4;

/** One line of text in a picture. */
export function textIn(
  { left, top }: Pick<LabelBox, 'left' | 'top'>,
  text: string,
  classes: string,
): TemplateResult {
  return svg`<text class=${classes} x=${left} y=${top + LINE_PX / 2 + BASELINE_PX}>${text}</text>`;
}
