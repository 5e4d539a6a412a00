import { html, nothing, type TemplateResult } from 'lit';
import type { Category } from '../../src/features/inspector/protocol';
import { cssom, percent } from './cssom';
import type { TableForm } from './pageLayout';

interface Told {
  readonly tokens: number;
  /** As they are read. */
  readonly words: string;
  /** Tokens that a full bar stands for. */
  readonly largest: number;
  /** `null` of what is of several. */
  readonly category: Category | null;
  readonly form: TableForm;
  /** How they are known; empty where there is nothing to say. */
  readonly hover?: string;
}

/** Tokens of a line of the table, with a bar where there is room, else with the colour of the kind. */
export function tokenCell({
  tokens,
  words,
  largest,
  category,
  form,
  hover = '',
}: Told): TemplateResult {
  const isSlim = form === 'slim' || form === 'narrow';
  const beyond = tokens < 0 ? 'beyond' : '';
  const looks = category === null ? 'plain' : `fill k-${category} ${beyond}`;
  const swatch = category === null ? html`<span></span>` : html`<span class="sw ${looks}"></span>`;
  const bar = html`<span
    class="bar ${looks}"
    ${cssom({ width: percent(Math.abs(tokens) / largest) })}
  ></span>`;
  return html`<td class="r" title=${hover === '' ? nothing : hover}>
    <div class="num">${isSlim ? swatch : bar}<span>${words}</span></div>
  </td>`;
}
