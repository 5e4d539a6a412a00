import { noChange, nothing, render, svg, type TemplateResult } from 'lit';
import { Directive, directive, PartType, type ElementPart, type PartInfo } from 'lit/directive.js';
import { laneMarkAt, type LanePicture } from './cacheLane';
import { cutTo, type Measure } from './chartLabels';
import type { Chart } from './chartLayout';
import { laneMarksOf } from './laneView';
import { placedBeside } from './probeBox';
import type { StepLine } from './stepWords';

/** A chart whose steps can be walked through. */
export interface Probed {
  /** Of which session: in another one the walk begins at the end. */
  readonly key: string;
  readonly chart: Chart;
  /** Each of its marks stands for the step that it is at. */
  readonly lane: LanePicture | null;
  readonly width: number;
  readonly height: number;
  /** What a step is: as it is read, and as it is heard. */
  readonly titleOf: (index: number) => { readonly shown: string; readonly spoken: string };
  /** What came in with it. Asked for only while somebody looks at the step. */
  readonly linesOf: (index: number) => readonly StepLine[];
  readonly onChoose: (index: number) => void;
  readonly measure: Measure;
  readonly measureTitle: Measure;
}

const LINE_PX = 15;
const BOX = { padX: 8, padY: 5, baseline: 11, mostPx: 280 };
const LARGE_STEP = 10;
/** A pointer this far outside of the plot still points at its nearest step. */
const OUTSIDE_PX = 8;

/**
 * Makes an element a slider along the steps of a chart, with what is shown of the one that it is
 * at. It draws into the element’s `.probe` alone, so that a move costs the same however large the
 * page is.
 */
class ChartProbe extends Directive {
  private slider: HTMLElement | null = null;
  private probed: Probed | null = null;
  private current = 0;
  private hovered: number | null = null;
  private isFocused = false;
  /** The focus came by the keyboard. */
  private isWalking = false;

  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error('Used on an element, not in an attribute.');
  }

  // What it is called with, as `update` gets it.
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  render(_probed: Probed): typeof noChange {
    return noChange;
  }

  override update(part: ElementPart, [probed]: [Probed]): typeof noChange {
    this.take(probed);
    if (this.slider === null) {
      this.slider = part.element as HTMLElement;
      this.listen(this.slider);
    }
    this.draw();
    return noChange;
  }

  /** The step stays the one it was, by its line, and the newest one stays the newest. */
  private take(probed: Probed): void {
    const before = this.probed;
    this.probed = probed;
    const { points } = probed.chart;
    const newest = points.length - 1;
    if (before?.key !== probed.key) {
      this.current = newest;
      this.hovered = null;
      return;
    }
    const old = before.chart.points;
    const moved = (index: number): number => {
      const line = old[index]?.step.line;
      const at = line === undefined ? -1 : points.findIndex(({ step }) => step.line === line);
      return at >= 0 ? at : Math.min(index, newest);
    };
    if (old !== points) {
      this.current = this.current === old.length - 1 ? newest : moved(this.current);
      if (this.hovered !== null) this.hovered = moved(this.hovered);
    }
  }

  private listen(slider: HTMLElement): void {
    slider.addEventListener('keydown', (event) => this.onKey(event));
    slider.addEventListener('pointermove', (event) => this.hover(this.indexAt(event)));
    slider.addEventListener('pointerleave', () => this.hover(null));
    slider.addEventListener('click', (event) => {
      const index = this.indexAt(event);
      if (index === null) return;
      this.current = index;
      this.choose();
    });
    slider.addEventListener('focus', () => {
      this.isFocused = true;
      this.isWalking = slider.matches(':focus-visible');
      this.draw();
    });
    slider.addEventListener('blur', () => {
      this.isFocused = false;
      this.isWalking = false;
      this.draw();
    });
  }

  private hover(index: number | null): void {
    if (index === this.hovered) return;
    this.hovered = index;
    this.draw();
  }

  private choose(): void {
    this.probed?.onChoose(this.current);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const newest = (this.probed?.chart.points.length ?? 1) - 1;
    const to = goneTo(event.key, this.current, newest);
    if (to !== null) {
      this.current = Math.max(0, Math.min(to, newest));
      this.hovered = null;
      this.isWalking = true;
      this.draw();
    } else if (event.key === 'Enter' || event.key === ' ') this.choose();
    else if (event.key === 'Escape' && this.isWalking) {
      this.isWalking = false;
      this.hovered = null;
      this.draw();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** The step nearest to the pointer, or that of the mark in the lane. */
  private indexAt({ clientX, clientY }: MouseEvent): number | null {
    const { probed, slider } = this;
    const picture = slider?.querySelector('svg')?.getBoundingClientRect();
    if (probed === null || picture === undefined) return null;
    const { lane, chart } = probed;
    const { plot, points, now } = chart;
    const [x, y] = [clientX - picture.left, clientY - picture.top];
    if (lane !== null && y >= lane.top) return laneMarkAt(lane, x)?.step ?? null;
    if (
      x < plot.left - OUTSIDE_PX ||
      x > Math.max(now.x, points.at(-1)?.x ?? 0) + OUTSIDE_PX ||
      y < plot.top - OUTSIDE_PX ||
      y > plot.bottom + OUTSIDE_PX
    )
      return null;
    let low = 0;
    let high = points.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((points[middle]!.x + points[middle + 1]!.x) / 2 < x) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private draw(): void {
    const { probed, slider } = this;
    if (probed === null || slider === null) return;
    const { spoken } = probed.titleOf(this.current);
    const lines = this.isFocused ? probed.linesOf(this.current) : [];
    const values = {
      'aria-valuemin': '1',
      'aria-valuemax': String(probed.chart.points.length),
      'aria-valuenow': String(this.current + 1),
      'aria-valuetext': [spoken, ...lines.map(({ name, rest }) => name + rest)].join(', '),
    };
    for (const [name, value] of Object.entries(values))
      if (slider.getAttribute(name) !== value) slider.setAttribute(name, value);
    const layer = slider.querySelector<SVGElement>('.probe');
    if (layer === null) return;
    const shown = this.hovered ?? (this.isWalking ? this.current : null);
    render(shown === null ? nothing : probeView(probed, shown), layer);
  }
}

/** Makes the element a slider along the steps; see `Probed`. */
export const chartProbe = directive(ChartProbe);

function goneTo(key: string, from: number, newest: number): number | null {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return from + 1;
    case 'ArrowLeft':
    case 'ArrowDown':
      return from - 1;
    case 'PageUp':
      return from + LARGE_STEP;
    case 'PageDown':
      return from - LARGE_STEP;
    case 'Home':
      return 0;
    case 'End':
      return newest;
    default:
      return null;
  }
}

function probeView(probed: Probed, index: number): TemplateResult {
  const { chart, lane, width, height, measure, measureTitle } = probed;
  const { x, y } = chart.points[index]!;
  const title = probed.titleOf(index).shown;
  const most = Math.max(1, Math.floor((height - 2 * BOX.padY) / LINE_PX));
  const lines = probed.linesOf(index).slice(0, most - 1);
  const widest = Math.max(
    measureTitle(title),
    ...lines.map(({ name, rest }) => measure(name + rest)),
  );
  const boxHeight = (1 + lines.length) * LINE_PX + 2 * BOX.padY;
  const box = placedBeside(
    { x, y },
    { width: Math.ceil(Math.min(widest, BOX.mostPx)) + 2 * BOX.padX, height: boxHeight },
    { width, height },
  );
  const room = box.width - 2 * BOX.padX;
  const baseline = (line: number): number => box.y + BOX.padY + BOX.baseline + line * LINE_PX;
  return svg`
    <path class="probe-line" d="M${x} ${chart.plot.top}V${chart.plot.bottom}"></path>
    ${laneMarksOf(lane, index)}
    <circle class="probe-dot" cx=${x} cy=${y} r="4"></circle>
    <rect
      class="probe-box"
      x=${box.x}
      y=${box.y}
      width=${box.width}
      height=${boxHeight}
      rx="3"
    ></rect>
    <text class="probe-title" x=${box.x + BOX.padX} y=${baseline(0)}
      >${cutTo(title, room, measureTitle)}</text>
    ${lines.map(
      ({ name, rest }, at) =>
        svg`<text x=${box.x + BOX.padX} y=${baseline(at + 1)}
          >${cutTo(name, room - measure(rest), measure) + rest}</text>`,
    )}
  `;
}
