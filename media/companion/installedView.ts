import { html, nothing, type TemplateResult } from 'lit';
import type { DoorRow, InstalledPage } from '../../src/features/companion/protocol';
import { companionIcon } from './icons';
import { buttonOf, sentenceOf, type ActOn } from './pieces';

/** Once it is installed. Titles of sessions are hostile: they are put in as text. */
export function installedView(
  page: InstalledPage,
  busy: string | null,
  act: ActOn,
): TemplateResult {
  const { title, facts, remove, note, onward, code } = page;
  return html`
    <header class="top">
      <h1>${title}</h1>
      <p class="s m grow">${facts}</p>
      ${buttonOf(remove, act)}
    </header>
    ${note === null ? nothing : noteOf(note, act)} ${doorsOf(page.doors)}
    ${page.sessions.rows.length === 0 ? nothing : sessionsOf(page.sessions)}
    <p class="s m">${busy ?? onward} ${buttonOf(code, act, 'lnk')}</p>
    ${busy === null ? nothing : html`<div class="progress" aria-hidden="true"></div>`}
  `;
}

function noteOf(
  { severity, title, text, action }: NonNullable<InstalledPage['note']>,
  act: ActOn,
): TemplateResult {
  return html`
    <section class="note ${severity}" aria-label=${title}>
      ${companionIcon(severity, severity)}
      <p class="grow">${sentenceOf([{ as: 'strong', text: title }])} ${text}</p>
      ${action === null ? nothing : buttonOf(action, act, 'primary')}
    </section>
  `;
}

function doorsOf({ heading, aside, columns, rows, note }: InstalledPage['doors']): TemplateResult {
  return html`
    <section aria-labelledby="doors">
      <h2 id="doors">${heading} <span class="s m">${aside}</span></h2>
      <table class="doors">
        <thead>
          <tr>
            <th scope="col">${columns.what}</th>
            <th scope="col">${columns.door}</th>
            <th scope="col">${columns.inTerminal}</th>
            <th scope="col">${columns.inTab}</th>
            <th scope="col" class="end">${columns.needs}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map((row) => doorOf(row, columns))}
        </tbody>
      </table>
      <p class="s m after">${note}</p>
    </section>
  `;
}

function doorOf(
  { what, door, inTerminal, inTab, needs }: DoorRow,
  columns: InstalledPage['doors']['columns'],
): TemplateResult {
  const place = ({ icon, text }: DoorRow['inTab'], name: string): TemplateResult =>
    html`<td>
      <span class="name m">${name}</span>
      <span class="place">${companionIcon(icon)} ${text}</span>
    </td>`;
  return html`
    <tr>
      <th scope="row">${what}</th>
      <td class="m door">${door}</td>
      ${place(inTerminal, columns.inTerminal)} ${place(inTab, columns.inTab)}
      <td class="m end"><span class="name m">${columns.needs}</span> ${needs}</td>
    </tr>
  `;
}

function sessionsOf({ heading, aside, columns, rows }: InstalledPage['sessions']): TemplateResult {
  return html`
    <section aria-labelledby="sessions">
      <h2 id="sessions">${heading} <span class="s m">${aside}</span></h2>
      <table class="sessions">
        <thead>
          <tr>
            <th scope="col">${columns.title}</th>
            <th scope="col">${columns.where}</th>
            <th scope="col">${columns.told}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ title, where, told }) => html`
              <tr>
                <th scope="row">${title}</th>
                <td class="m">${where}</td>
                <td>${told}</td>
              </tr>
            `,
          )}
        </tbody>
      </table>
    </section>
  `;
}
