import { html, nothing, type TemplateResult } from 'lit';
import type {
  RecoverAction,
  RecoverPage,
  PagePin,
  PageStep,
  AdvicePart,
} from '../../src/features/recover/protocol';
import { recoverIcon } from './icons';

type Act = (action: string) => void;

/** The whole page. Every word of it came as text and is put in as text. */
export function recoverView(page: RecoverPage, act: Act): TemplateResult {
  return html`
    <header>
      <h1 title=${page.title}>${page.title}</h1>
      <p class="s m">${page.subtitle}</p>
    </header>
    ${verdict(page.verdict, act)} ${page.pins === null ? nothing : pins(page.pins, act)}
    ${
      page.steps.length === 0
        ? nothing
        : html`<section aria-labelledby="steps">
            <h2 id="steps">${page.stepsHeading}</h2>
            <ol class="steps">
              ${page.steps.map((step, index) => stepRow(step, index + 1, act))}
            </ol>
          </section>`
    }
    ${
      page.vain.length === 0
        ? nothing
        : html`<section aria-labelledby="vain">
            <h2 id="vain">${page.vainHeading}</h2>
            <ul class="vain">
              ${page.vain.map(
                (parts) => html`<li>${recoverIcon('close')}<span>${sentence(parts)}</span></li>`,
              )}
            </ul>
          </section>`
    }
    <footer class="act">
      ${button(page.report.action, act)}<span class="s m">${page.report.text}</span>
    </footer>
  `;
}

function verdict(
  { severity, title, text, facts, action }: RecoverPage['verdict'],
  act: Act,
): TemplateResult {
  return html`
    <section class="note ${severity}" aria-label=${title}>
      ${recoverIcon(severity, severity)}
      <div class="grow">
        <p><strong>${title}</strong> ${text}</p>
        <dl>
          ${facts.map(
            ({ name, parts }) =>
              html`<dt class="m">${name}</dt>
                <dd>${sentence(parts)}</dd>`,
          )}
        </dl>
        ${action === null ? nothing : html`<div class="act">${button(action, act, true)}</div>`}
      </div>
    </section>
  `;
}

function pins(
  { isCurrent, heading, columns, byHand, rows }: NonNullable<RecoverPage['pins']>,
  act: Act,
): TemplateResult {
  const first = isCurrent ? rows.find(({ fix }) => fix !== null) : undefined;
  return html`
    <section aria-labelledby="pins">
      <h2 id="pins">${heading}</h2>
      <table class="pins">
        <thead>
          <tr>
            <th scope="col">${columns.where}</th>
            <th scope="col">${columns.setting}</th>
            <th scope="col">${columns.value}</th>
            <th scope="col"><span class="hidden">${columns.change}</span></th>
          </tr>
        </thead>
        <tbody>
          ${rows.map((row) => pinRow(row, row === first, byHand, act))}
        </tbody>
      </table>
    </section>
  `;
}

function pinRow(
  { where, open, setting, value, fix }: PagePin,
  isFirst: boolean,
  byHand: string,
  act: Act,
): TemplateResult {
  const name =
    open === null
      ? html`${where}`
      : html`<button class="lnk inline" data-action=${open.id} @click=${() => act(open.id)}>
          ${where}
        </button>`;
  return html`
    <tr>
      <td>${name}</td>
      <td class="mono">${setting}</td>
      <td class="mono">${value}</td>
      <td class="end">
        ${
          fix === null
            ? html`<span class="s m">${byHand}</span>`
            : button(fix, act, isFirst, `${fix.title} ${where}`)
        }
      </td>
    </tr>
  `;
}

function stepRow(
  { title, parts, result, action, isCurrent }: PageStep,
  number: number,
  act: Act,
): TemplateResult {
  return html`
    <li class="step ${isCurrent ? 'current' : ''}" aria-current=${isCurrent ? 'step' : nothing}>
      <span class="number" aria-hidden="true">${number}</span>
      <div class="grow">
        <h3>${title}</h3>
        <p class="s m">${sentence(parts)}</p>
        ${result === null ? nothing : outcome(result)}
      </div>
      ${action === null ? nothing : button(action, act, isCurrent)}
    </li>
  `;
}

function outcome({ kind, text }: NonNullable<PageStep['result']>): TemplateResult {
  return html`<p class="s result">${recoverIcon(RESULT_ICONS[kind])} ${text}</p>`;
}

const RESULT_ICONS = { waiting: 'sync', vain: 'circleSlash', done: 'pass' } as const;

function button(
  { id, title }: RecoverAction,
  act: Act,
  isPrimary = false,
  label: string | typeof nothing = nothing,
): TemplateResult {
  return html`<button
    class=${isPrimary ? '' : 'sec'}
    data-action=${id}
    aria-label=${label}
    @click=${() => act(id)}
  >
    ${title}
  </button>`;
}

/** Pieces with spaces between them, none before a mark that ends or joins a sentence. */
function sentence(parts: readonly AdvicePart[]): TemplateResult[] {
  return parts.map(({ as, text }, index) => {
    const gap = index === 0 || /^[:;,.]/.test(text) ? '' : ' ';
    return html`${gap}${as === 'code' ? html`<code>${text}</code>` : text}`;
  });
}
