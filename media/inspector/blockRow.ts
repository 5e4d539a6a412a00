import { html, nothing, type TemplateResult } from 'lit';
import type { Session } from '../../src/features/inspector/protocol';
import { cutName } from './cutName';
import type { InspectorPage } from './inspectorPage';
import type { BlockLine, BlockNoteLine, PartLine, SystemLine } from './lines';
import { lock, twistie } from './sumMarks';
import { actOnNote, expand, isOnControl } from './tableKeys';
import type { RowPlace } from './tableRow';
import { tokenCell } from './tokenCell';
import { CATEGORY_WORDS, t, tokenWords, wholeShare } from './words';

/** What stood there before the conversation, a part of it, or what is said below the parts. */
export function blockRow(
  page: InspectorPage,
  session: Session,
  place: RowPlace<BlockLine>,
): TemplateResult {
  const { line, rowIndex, isTabStop } = place;
  const isShown = line.type === 'part' && page.preview?.id === line.key;
  const onClick = (event: MouseEvent): void => {
    if (isOnControl(event)) return;
    if (line.type === 'part') page.show(line.key);
    else if (line.type === 'system' && canFold(page)) expand(page, line.key, !line.isOpen);
    page.focus(line.key);
  };
  return html`
    <tr
      class="line ${line.type === 'system' ? '' : 'inner'} ${isShown ? 'cur' : ''}"
      data-key=${line.key}
      data-vscode-context=${JSON.stringify({ preventDefaultContextMenuItems: true })}
      aria-rowindex=${rowIndex}
      tabindex=${isTabStop ? 0 : -1}
      @click=${onClick}
      @contextmenu=${() => page.focus(line.key)}
      @focus=${() => {
        page.ui = { ...page.ui, current: line.key };
      }}
    >
      ${
        line.type === 'blockNote'
          ? noteCells(page, { ...place, line })
          : cells(page, session, { ...place, line })
      }
    </tr>
  `;
}

function cells(
  page: InspectorPage,
  session: Session,
  { line, largest, columns }: RowPlace<SystemLine | PartLine>,
): TemplateResult {
  const { form, hasUse, hasKind, hasShare, hasAge } = columns;
  const { name, cut, use, kind, tokens, hover } = told(line);
  const isBeside = !hasUse && (form === 'medium' || form === 'slim');
  const ofTokens = session.limitTokens ?? session.totalTokens;
  const canOpen = line.type === 'system' && canFold(page);
  const fold = canOpen ? twistie(page, line, CATEGORY_WORDS.system) : nothing;
  return html`
    <td>${line.type === 'system' ? lock() : nothing}</td>
    <td title=${hover}>
      <div class="what">
        ${fold}<span class="label">${cutName(name, cut)}</span
        >${isBeside ? html`<span class="m count why">${use}</span>` : nothing}
      </div>
      ${form === 'narrow' ? html`<div class="sub">${use}</div>` : nothing}
    </td>
    ${hasUse ? html`<td title=${hover}><span class="m">${use}</span></td>` : nothing}
    ${
      hasKind
        ? html`<td>
            <span class="kind"><span class="sw fill k-system"></span>${kind}</span>
          </td>`
        : nothing
    }
    ${
      tokens === null
        ? html`<td class="r"></td>`
        : tokenCell({
            ...{ tokens, words: tokenWords(tokens, false), largest, category: 'system', form },
          })
    }
    ${
      hasShare
        ? html`<td class="r m">${tokens === null ? nothing : wholeShare(tokens, ofTokens)}</td>`
        : nothing
    }
    ${hasAge ? html`<td class="r"></td>` : nothing}
  `;
}

function told(line: SystemLine | PartLine): {
  readonly name: string;
  readonly cut: 'start' | 'end';
  readonly use: string;
  readonly kind: string;
  readonly tokens: number | null;
  readonly hover: string;
} {
  if (line.type === 'part') {
    const { name, cut, use, kind, tokens, facts } = line.part;
    return { name, cut, use, kind, tokens, hover: [name, ...facts].join('\n') };
  }
  return {
    ...{ name: CATEGORY_WORDS.system, cut: 'end' },
    use: t('in every prompt'),
    kind: t('System'),
    tokens: line.tokens,
    hover: t('What stood in the context before the conversation began. It opens by name.'),
  };
}

function noteCells(
  page: InspectorPage,
  { line, columns }: RowPlace<BlockNoteLine>,
): TemplateResult {
  const { words, action } = line;
  return html`
    <td></td>
    <td colspan=${columns.count - 1} title=${words}>
      <div class="what">
        <span class="label m"><span class="end">${words}</span></span
        >${
          action === null
            ? nothing
            : html`<button class="lnk" tabindex="-1" @click=${() => actOnNote(page, line)}>
                ${action === 'askClaude' ? t('Ask Claude Code…') : t('Cancel')}
              </button>`
        }
      </div>
    </td>
  `;
}

/** A filter by its kind alone keeps it open. */
function canFold(page: InspectorPage): boolean {
  return page.ui.category !== 'system';
}
