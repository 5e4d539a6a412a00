import { html, nothing, type TemplateResult } from 'lit';
import type { ChangedLine, PromiseColumn, SetUpPage } from '../../src/features/companion/protocol';
import { companionIcon } from './icons';
import { buttonOf, sentenceOf, type ActOn } from './pieces';

/** Before it is installed. Every word came as text and is put in as text. */
export function setUpView(page: SetUpPage, busy: string | null, act: ActOn): TemplateResult {
  const { title, lead, columns, could, how, foot } = page;
  return html`
    <header>
      <h1>${title}</h1>
      <p class="lead">${sentenceOf(lead)}</p>
    </header>
    <div class="columns">${columns.map(columnOf)}</div>
    <p class="could">${sentenceOf(could.parts)} ${buttonOf(could.action, act, 'lnk')}</p>
    ${changesOf(page.changes, act)}
    <p class="s m how">${sentenceOf(how)}</p>
    <footer class="foot">
      <div class="grow">
        <p><strong>${foot.title}</strong></p>
        <p class="s m">${busy ?? foot.text}</p>
      </div>
      <div class="act">
        ${foot.actions.map((each) =>
          buttonOf(each, act, each.id === 'install' ? 'primary' : 'sec'),
        )}
      </div>
      ${busy === null ? nothing : html`<div class="progress" aria-hidden="true"></div>`}
    </footer>
  `;
}

function columnOf({ heading, icon, rows }: PromiseColumn, index: number): TemplateResult {
  const id = `column${String(index)}`;
  return html`
    <section aria-labelledby=${id}>
      <h2 id=${id}>${heading}</h2>
      <ul>
        ${rows.map((row) => html`<li>${companionIcon(icon)}<span>${sentenceOf(row)}</span></li>`)}
      </ul>
    </section>
  `;
}

function changesOf(
  { heading, file, note, action, lines, spoken, problem }: SetUpPage['changes'],
  act: ActOn,
): TemplateResult {
  return html`
    <section aria-labelledby="changes">
      <h2 id="changes">${heading}</h2>
      <div class="diff">
        <div class="diffhead">
          <span class="grow"
            ><span class="file">${file}</span> <span class="s m">${note}</span></span
          >
          ${action === null ? nothing : buttonOf(action, act, 'lnk')}
        </div>
        ${
          problem === null
            ? nothing
            : html`<p class="problem">
                ${companionIcon('warning', 'warning')}<span>${problem}</span>
              </p>`
        }
        ${
          lines.length === 0
            ? nothing
            : html`<table>
                <tbody>
                  ${lines.map((line) => lineOf(line, spoken))}
                </tbody>
              </table>`
        }
      </div>
    </section>
  `;
}

function lineOf(
  { kind, number, text }: ChangedLine,
  { added, removed }: SetUpPage['changes']['spoken'],
): TemplateResult {
  const mark =
    kind === 'added'
      ? html`<span aria-hidden="true">+</span><span class="hidden">${added}</span>`
      : kind === 'removed'
        ? html`<span aria-hidden="true">−</span><span class="hidden">${removed}</span>`
        : nothing;
  return html`
    <tr class=${kind}>
      <td class="number">${kind === 'gap' ? '⋯' : (number ?? '')}</td>
      <td class="mark">${mark}</td>
      <td class="text">${text}</td>
    </tr>
  `;
}
