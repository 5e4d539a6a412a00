import * as vscode from 'vscode';
import { createList, type ListRow } from '../../host/messages';
import type { OfferedPrune } from './pruneChoices';

/** What the list of offers leads to. */
export type PickedPrune =
  | { readonly kind: 'plan'; readonly offered: OfferedPrune }
  | { readonly kind: 'own' }
  | { readonly kind: 'inspector' }
  | { readonly kind: 'compact' };

interface Row extends ListRow {
  readonly picked?: never;
  readonly leadsTo: PickedPrune | null;
}

/**
 * "Prune to Fit…": the target and the recipes, each with what it would do. The list stands at once
 * and fills in when the session was read.
 *
 * @returns `null` when nothing was chosen, or when there was nothing to offer.
 */
export async function pickPrune(
  title: string,
  planning: Promise<readonly OfferedPrune[] | null>,
): Promise<PickedPrune | null> {
  const { t } = vscode.l10n;
  const list = createList<Row>();
  try {
    list.title = title;
    list.placeholder = t('Reading the session…');
    list.busy = true;
    list.matchOnDetail = true;
    list.ignoreFocusOut = true;
    list.show();
    const closed = new Promise<null>((resolve) => list.onDidHide(() => resolve(null)));
    const offered = await Promise.race([planning, closed]);
    if (offered === null) return null;
    list.busy = false;
    list.placeholder = t(
      'What should be pruned? Nothing is written before you have seen the items.',
    );
    list.items = [...rowsOf(offered), ownTarget(), ...further()];
    list.activeItems = list.items.filter(({ leadsTo }) => leadsTo !== null).slice(0, 1);
    for (;;) {
      const row = await Promise.race([
        new Promise<Row | undefined>((resolve) =>
          list.onDidAccept(() => resolve(list.activeItems[0])),
        ),
        closed,
      ]);
      if (row === null || row === undefined) return null;
      if (row.leadsTo !== null) return row.leadsTo;
    }
  } finally {
    list.dispose();
  }
}

function rowsOf(offered: readonly OfferedPrune[]): Row[] {
  return offered.map((offer) => {
    const { plan, label, detail } = offer;
    const icon =
      plan.items.length === 0 ? 'circle-slash' : plan.targetTokens === null ? 'filter' : 'target';
    return {
      icon,
      label,
      detail,
      leadsTo: plan.items.length === 0 ? null : { kind: 'plan', offered: offer },
    };
  });
}

function ownTarget(): Row {
  const { t } = vscode.l10n;
  return {
    icon: 'edit',
    label: t('To Another Size…'),
    detail: t('Type it: 150K, or 60%.'),
    leadsTo: { kind: 'own' },
  };
}

function further(): Row[] {
  const { t } = vscode.l10n;
  return [
    { label: '', kind: vscode.QuickPickItemKind.Separator, leadsTo: null },
    {
      icon: 'list-selection',
      label: t('Choose Items in the Inspector…'),
      detail: t('See what fills the context, and select what should go.'),
      leadsTo: { kind: 'inspector' },
    },
    {
      icon: 'fold',
      label: t('Compact with a Smaller Model…'),
      detail: t('For what pruning cannot reach: a summary takes the place of the conversation.'),
      leadsTo: { kind: 'compact' },
    },
  ];
}
