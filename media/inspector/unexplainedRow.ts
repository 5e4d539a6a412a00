import { html, nothing, type TemplateResult } from 'lit';
import type { Session } from '../../src/features/inspector/protocol';
import type { InspectorPage } from './inspectorPage';
import type { EntryLine, UnexplainedLine } from './lines';
import { lock, twistie } from './sumMarks';
import { expand, isOnControl } from './tableKeys';
import type { RowPlace } from './tableRow';
import { tokenCell } from './tokenCell';
import {
  causeSentence,
  causeWords,
  placeWords,
  signedWords,
  UNEXPLAINED_NAME,
  unexplainedWords,
} from './unexplainedWords';
import { ageWords, agoWords, CATEGORY_WORDS, repliesWords, tokenWords, wholeShare } from './words';

/** What stands in no item: the line of its sum, or of one reply. Nothing of it can be selected. */
export function unexplainedRow(
  page: InspectorPage,
  session: Session,
  { line, largest, columns, rowIndex, isTabStop }: RowPlace<UnexplainedLine | EntryLine>,
): TemplateResult {
  const { form, hasUse, hasKind, hasShare, hasAge } = columns;
  const { words, size, why, hover, turn } = told(line);
  const age = turn === null ? null : session.turn - turn;
  const canFold = line.type === 'unexplained' && page.ui.category !== 'unexplained';
  const ofTokens = session.limitTokens ?? session.totalTokens;
  const isBeside = !hasUse && (form === 'medium' || form === 'slim');
  return html`
    <tr
      class="line ${line.type === 'entry' ? 'inner' : ''}"
      data-key=${line.key}
      data-vscode-context=${JSON.stringify({ preventDefaultContextMenuItems: true })}
      aria-rowindex=${rowIndex}
      tabindex=${isTabStop ? 0 : -1}
      @click=${(event: MouseEvent) => {
        if (isOnControl(event)) return;
        if (canFold) expand(page, line.key, !line.isOpen);
        page.focus(line.key);
      }}
      @contextmenu=${() => page.focus(line.key)}
      @focus=${() => {
        page.ui = { ...page.ui, current: line.key };
      }}
    >
      <td>${lock()}</td>
      <td title=${hover}>
        <div class="what">
          ${canFold ? twistie(page, line, UNEXPLAINED_NAME) : nothing}<span class="label"
            ><span class="end">${words}</span></span
          >${isBeside ? html`<span class="m count why">${why}</span>` : nothing}
        </div>
        ${
          form === 'narrow'
            ? html`<div class="sub">${age === null ? why : `${why} · ${agoWords(age)}`}</div>`
            : nothing
        }
      </td>
      ${hasUse ? html`<td title=${hover}><span class="m">${why}</span></td>` : nothing}
      ${hasKind ? html`<td>${kind()}</td>` : nothing}
      ${tokenCell({ tokens: line.tokens, words: size, largest, category: 'unexplained', form })}
      ${hasShare ? html`<td class="r m">${wholeShare(line.tokens, ofTokens)}</td>` : nothing}
      ${hasAge ? html`<td class="r">${age === null ? nothing : ageWords(age)}</td>` : nothing}
    </tr>
  `;
}

interface ToldLine {
  readonly words: string;
  readonly size: string;
  readonly why: string;
  readonly hover: string;
  /** `null` of what no one reply tells. */
  readonly turn: number | null;
}

function told(line: UnexplainedLine | EntryLine): ToldLine {
  if (line.type === 'entry') {
    const { entry } = line;
    return {
      words: placeWords(entry),
      size: signedWords(entry.tokens),
      why: causeWords(entry),
      hover: causeSentence(entry),
      turn: entry.line === null ? null : entry.turn,
    };
  }
  const replies = line.entries.filter((entry) => entry.line !== null).length;
  return {
    words: UNEXPLAINED_NAME,
    size: tokenWords(line.tokens, false),
    why: replies === 0 ? line.entries.map(causeWords).join(', ') : repliesWords(replies),
    hover: unexplainedWords(line),
    turn: replies === 0 ? null : line.turn,
  };
}

function kind(): TemplateResult {
  return html`<span class="kind"
    ><span class="sw fill k-unexplained"></span>${CATEGORY_WORDS.unexplained}</span
  >`;
}
