import { html, type TemplateResult } from 'lit';
import type { CompanionAction, PagePiece } from '../../src/features/companion/protocol';

export type ActOn = (action: CompanionAction['id']) => void;

export function sentenceOf(parts: readonly PagePiece[]): TemplateResult[] {
  return parts.map(({ as, text }) => {
    switch (as) {
      case 'text':
        return html`${text}`;
      case 'code':
        return html`<code>${text}</code>`;
      case 'strong':
        return html`<strong>${text}</strong>`;
    }
  });
}

export function buttonOf(
  { id, title, isEnabled }: CompanionAction,
  act: ActOn,
  kind: 'primary' | 'sec' | 'lnk' = 'sec',
): TemplateResult {
  return html`<button
    class=${kind === 'primary' ? '' : kind}
    data-action=${id}
    ?disabled=${!isEnabled}
    @click=${() => act(id)}
  >
    ${title}
  </button>`;
}
