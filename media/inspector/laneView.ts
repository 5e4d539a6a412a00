import { nothing, svg, type TemplateResult } from 'lit';
import type { LaneMark, LanePicture } from './cacheLane';
import { textIn } from './chartText';

/** Draws the lane below the chart. */
export function laneView({ marks, name, sum, left, right, bottom }: LanePicture): TemplateResult {
  const labels = marks.flatMap(({ label }) => label);
  return svg`
    <path class="axis" d="M${left} ${bottom}H${right}"></path>
    <path class="rewrites" d=${marks.map(markPath).join('')}></path>
    ${name.map(({ box, text }) => textIn(box, text, 'lane-name m'))}
    ${labels.map(({ box, text }) => textIn(box, text, 'lane-label m'))}
    ${sum.map(({ box, text }) => textIn(box, text, 'lane-sum m'))}
  `;
}

/** The marks of a step, as those that are pointed at. */
export function laneMarksOf(
  lane: LanePicture | null,
  step: number,
): TemplateResult | typeof nothing {
  const marks = lane?.marks.filter((mark) => mark.step === step) ?? [];
  return marks.length === 0
    ? nothing
    : svg`<path class="probe-mark" d=${marks.map(markPath).join('')}></path>`;
}

function markPath({ box: { left, right, top, bottom } }: LaneMark): string {
  return `M${String(left)} ${String(bottom)}V${String(top)}H${String(right)}V${String(bottom)}Z`;
}
