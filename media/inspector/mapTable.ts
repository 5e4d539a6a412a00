import { html, type TemplateResult } from 'lit';
import type { Session } from '../../src/features/inspector/protocol';
import { formatTokens } from '../../src/wording/formatTokens';
import { isInNoItem, type MapGroup } from './mapGroups';
import { sizeOf } from './mapWords';
import type { Ui } from './ui';
import { areExact, countWords, t, tokenWords, wholeShare } from './words';

/** More rows than this say no more. */
const MAX_ROWS_OF_MAP = 100;
const COLUMN: Readonly<Record<Ui['mapBy'], string>> = {
  file: t('File or topic'),
  tool: t('Tool'),
  kind: t('Kind'),
};

/** The same as the map, in numbers. */
export function mapTable(
  groups: readonly MapGroup[],
  session: Session,
  mapBy: Ui['mapBy'],
): TemplateResult {
  const { limitTokens } = session;
  const share = (tokens: number): string =>
    limitTokens === null ? '' : wholeShare(tokens, limitTokens);
  const hasRow = ({ kind }: MapGroup, at: number): boolean =>
    at < MAX_ROWS_OF_MAP || isInNoItem(kind);
  const shown = groups.filter(hasRow);
  const rest = groups.filter((group, at) => !hasRow(group, at));
  const restTokens = rest.reduce((sum, { tokens }) => sum + tokens, 0);
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label=${t('What fills it, as a table')}>
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">${COLUMN[mapBy]}</th>
            <th scope="col" class="r">${t('Items')}</th>
            <th scope="col" class="r">${t('Tokens')}</th>
            <th scope="col" class="r">
              ${limitTokens === null ? '' : t('of {0}', formatTokens(limitTokens, 1))}
            </th>
          </tr>
        </thead>
        <tbody>
          ${shown.map(
            (group) =>
              html`<tr>
                <th scope="row">
                  ${group.kind === 'file' || isInNoItem(group.kind) ? group.name : group.title}
                </th>
                <td class="r">${isInNoItem(group.kind) ? '' : countWords(group.rows.length)}</td>
                <td class="r">${sizeOf(group, session)}</td>
                <td class="r">${share(group.tokens)}</td>
              </tr>`,
          )}
          ${
            rest.length === 0
              ? ''
              : html`<tr>
                  <th scope="row">${t('{0} more', countWords(rest.length))}</th>
                  <td class="r">
                    ${countWords(rest.reduce((sum, { rows }) => sum + rows.length, 0))}
                  </td>
                  <td class="r">
                    ${tokenWords(
                      restTokens,
                      rest.every(({ rows }) => areExact(rows)),
                    )}
                  </td>
                  <td class="r">${share(restTokens)}</td>
                </tr>`
          }
        </tbody>
      </table>
    </div>
  `;
}
