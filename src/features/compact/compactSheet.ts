import * as vscode from 'vscode';
import { isModelId } from '../../io/claudeProgram/claudeCommandLine';
import { modelWords } from '../../wording/modelWords';
import { quotedTitle } from '../../wording/titleWords';
import { askText, pickOne, type ListRow } from '../../host/messages';
import { compactWays, type CompactWay } from './compactChoices';
import type { CompactPlan } from './compactPlan';
import { costWords, sizeWords, terminalCommandWords, windowWords } from './compactText';

/** What a person chose to do. `null`: nothing. */
export type SheetChoice = {
  readonly kind: 'now' | 'terminal' | 'prune';
  readonly plan: CompactPlan;
  readonly focus: string;
} | null;

interface Row extends ListRow {
  readonly id: CompactWay;
}

export interface SheetOptions {
  readonly models: readonly string[];
  /** The plan with another model. */
  readonly planWith: (model: string) => CompactPlan;
}

/**
 * One sheet that says what will happen before it does. Choosing a model or a focus comes back to
 * it.
 */
export async function showCompactSheet(
  { models, planWith }: SheetOptions,
  model: string,
  focus = '',
): Promise<SheetChoice> {
  const plan = planWith(model);
  const picked = await pickOne<Row>(rowsOf(plan, focus), {
    title: vscode.l10n.t('Compact {0}', quotedTitle(plan.title, vscode.l10n.t)),
    placeHolder: windowWords(plan, vscode.l10n.t),
    ignoreFocusOut: true,
  });
  if (picked === undefined) return null;
  switch (picked.id) {
    case 'model': {
      const chosen = await chooseModel(models, model);
      return showCompactSheet({ models, planWith }, chosen ?? model, focus);
    }
    case 'focus': {
      const typed = await askText({
        title: vscode.l10n.t('What Should the Summary Keep?'),
        value: focus,
        placeHolder: vscode.l10n.t('the API decisions and the failing test'),
        ignoreFocusOut: true,
      });
      return showCompactSheet({ models, planWith }, model, typed ?? focus);
    }
    default:
      return { kind: picked.id, plan, focus };
  }
}

function rowsOf(plan: CompactPlan, focus: string): Row[] {
  const { t } = vscode.l10n;
  const rows: Record<CompactWay, Omit<Row, 'id'>> = {
    now: {
      icon: 'fold',
      label: t('Compact with {0}', modelWords(plan.model)),
      description: sizeWords(plan, t),
      detail: costWords(plan, t),
    },
    prune: {
      icon: 'archive',
      label: t('Prune First…'),
      detail: t('Large results leave the context; then the summary covers all of the rest.'),
    },
    terminal: {
      icon: 'terminal',
      label: t('Compact in a Terminal'),
      description: t('to watch; Claude Code stays open there'),
      detail: terminalCommandWords(plan),
    },
    model: { icon: 'settings', label: t('Choose Another Model…'), detail: plan.model },
    focus: {
      icon: 'edit',
      label: t('Say What to Keep…'),
      detail: focus === '' ? t('Nothing in particular.') : focus,
    },
  };
  return compactWays(plan).map((id) => ({ id, ...rows[id] }));
}

async function chooseModel(
  models: readonly string[],
  current: string,
): Promise<string | undefined> {
  const { t } = vscode.l10n;
  const other = t('Another Model…');
  const picked = await pickOne(
    [
      ...models.map((id) => ({
        label: modelWords(id),
        description: id,
        id,
        picked: id === current,
      })),
      { label: other, description: '', id: '' },
    ],
    { title: t('Which Model Writes the Summary?'), ignoreFocusOut: true },
  );
  if (picked === undefined) return undefined;
  if (picked.id !== '') return picked.id;
  return askText({
    title: t('Model ID'),
    value: current,
    ignoreFocusOut: true,
    validateInput: (id) => (isModelId(id) ? null : t('This is not a model ID.')),
  });
}
