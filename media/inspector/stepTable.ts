import { html, type TemplateResult } from 'lit';
import type { CacheLane } from '../../src/features/inspector/cacheProtocol';
import type { HistoryStep, Session } from '../../src/features/inspector/protocol';
import { formatTokens } from '../../src/wording/formatTokens';
import { additionsOf, cameInWith, isSameCameIn } from './cameIn';
import type { InspectorPage } from './inspectorPage';
import { memo } from './memo';
import { rewriteTable } from './rewriteTable';
import { toggleCameIn } from './stepFilter';
import { unexplainedAt } from './stepUnexplained';
import { writtenAgainLines, rewritesUpTo } from './stepRewrites';
import { additionLines } from './stepWords';
import type { CameIn } from './ui';
import { changeWords, countWords, t, tokenWords } from './words';

const MAX_ROWS = 200;

interface TurnRow {
  readonly turn: number;
  readonly last: HistoryStep;
  readonly change: number;
  readonly events: readonly string[];
  readonly cameIn: CameIn;
}

const turnRowsOf = memo((steps: readonly HistoryStep[]): readonly TurnRow[] => {
  const rows: TurnRow[] = [];
  for (let from = 0; from < steps.length;) {
    const { turn } = steps[from]!;
    let to = from;
    while (steps[to + 1]?.turn === turn) to++;
    const last = steps[to]!;
    rows.push({
      turn,
      last,
      change: last.tokens - (steps[from - 1]?.tokens ?? 0),
      events: steps.slice(from, to + 1).flatMap(({ words }) => (words === '' ? [] : [words])),
      cameIn: cameInWith(steps, from, to),
    });
    from = to + 1;
  }
  return rows;
});

const additionsByTurn = memo((_version: number, page: InspectorPage, rows: readonly TurnRow[]) =>
  additionsOf(
    page.rows.values(),
    rows.map(({ last }) => last.line),
  ),
);

const rewritesByTurn = memo((lane: CacheLane | null, rows: readonly TurnRow[]) =>
  rewritesUpTo(
    lane,
    rows.map(({ last }) => last.line),
  ),
);

const unexplainedByTurn = memo((unexplained: Session['unexplained'], rows: readonly TurnRow[]) =>
  unexplainedAt(
    unexplained,
    rows.map(({ last }) => last),
  ),
);

/** What the chart says, one line a turn, the newest first; a turn’s number filters as a step does. */
export function stepTable(
  page: InspectorPage,
  { steps, walls, cacheLane, unexplained }: Session,
): TemplateResult {
  const rows = turnRowsOf(steps);
  const additions = additionsByTurn(page.version, page, rows);
  const rewrites = rewritesByTurn(cacheLane, rows);
  const others = unexplainedByTurn(unexplained, rows);
  const first = Math.max(0, rows.length - MAX_ROWS);
  const limits = walls.map(({ name, tokens }) => `${name} ${formatTokens(tokens, 0)}`).join(' · ');
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label=${t('How it grew, as a table')}>
      <table class="plain steps">
        <thead>
          <tr>
            <th scope="col">${t('Turn')}</th>
            <th scope="col" class="r">${t('Context')}</th>
            <th scope="col" class="r">${t('Change')}</th>
            <th scope="col">${t('What came in')}</th>
          </tr>
        </thead>
        <tbody>
          ${rows
            .slice(first)
            .map((row, index) => {
              const came = additions[first + index]!;
              const isKnown = page.isListComplete || came.count > 0;
              const lines = [
                ...writtenAgainLines(rewrites[first + index]!),
                ...(isKnown ? additionLines(came) : []),
                ...others[first + index]!,
              ];
              const words = lines.map(({ name, rest }) => name + rest);
              return turnRow(page, row, [...row.events, ...words].join(', '));
            })
            .reverse()}
        </tbody>
      </table>
      ${limits === '' ? '' : html`<p class="s m">${limits}</p>`}
    </div>
    ${cacheLane === null ? '' : rewriteTable(cacheLane)}
  `;
}

function turnRow(page: InspectorPage, row: TurnRow, words: string): TemplateResult {
  const { turn, last, change, cameIn } = row;
  const isOn = isSameCameIn(page.ui.cameIn, cameIn);
  const number = countWords(turn);
  return html`<tr>
    <th scope="row">
      <button
        class="lnk"
        aria-pressed=${String(isOn)}
        aria-label=${t('Turn {0}: show what came in', number)}
        @click=${() => toggleCameIn(page, cameIn)}
      >
        ${number}
      </button>
    </th>
    <td class="r">${tokenWords(last.tokens, !last.isEstimate)}</td>
    <td class="r">${changeWords(change)}</td>
    <td class="words">${words}</td>
  </tr>`;
}
