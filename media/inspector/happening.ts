import { t } from './words';

/** A short note about what happened to the list; closed by hand or overtaken by the next. */
export interface Happening {
  readonly title: string;
  readonly text: string;
}

/** Selected items left the context: how many, how many stay selected, and why, in words. */
export function leftContext(
  left: number,
  staying: number,
  because: string,
): { readonly happening: Happening; readonly spoken: string } {
  const selected = left + staying;
  const title =
    selected === 1
      ? t('The selected item left the context.')
      : t('{0} of {1} selected items left the context.', left, selected);
  const rest =
    staying === 0
      ? ''
      : staying === 1
        ? t('The other one stays selected.')
        : t('The other {0} stay selected.', staying);
  const text = [because, rest].filter((sentence) => sentence !== '').join(' ');
  return { happening: { title, text }, spoken: `${title} ${rest}`.trim() };
}

export function previewLeftContext(because: string): Happening {
  return { title: t('The item in the preview left the context.'), text: because };
}
