import type { Following } from '../../operations/following/following';
import type { Translate } from '../../wording/translate';
import type { Trouble } from './noteView';
import type { Absence, InspectorAction } from './protocol';
import { sentenceWith, plainPart } from './sentenceView';

/** Why there is nothing to show. */
export function absenceOf(
  situation: Following['situation'] | Trouble,
  looked: string,
  t: Translate,
): Absence {
  if (isTrouble(situation)) return unreadable(situation, t);
  const actions = [button('switchSession', t('Switch Session…'))];
  if (situation === 'noFolder')
    return {
      title: t('No folder is open'),
      parts: [plainPart(t('Open a folder, or choose a session of another one.'))],
      looked: '',
      actions,
    };
  const title =
    situation === 'noConfigDirectory'
      ? t('No Claude Code sessions on this machine yet')
      : t('No Claude Code session in this folder yet');
  return {
    title,
    parts: sentenceWith(
      t('Start {0} in a terminal here. This page fills in by itself.', 'claude'),
      'claude',
      null,
    ),
    looked: looked === '' ? '' : t('Looked in {0}', looked),
    actions,
  };
}

function isTrouble(situation: Following['situation'] | Trouble): situation is Trouble {
  return !['noFolder', 'noConfigDirectory', 'noSession', 'following'].includes(situation);
}

/** Of one that was asked for by name. */
function unreadable(trouble: Trouble, t: Translate): Absence {
  const why =
    trouble === 'missing'
      ? t('Its file is gone, was moved, or is left out because it held up the reader.')
      : t('The log tells why.');
  return {
    title: t('This session cannot be shown'),
    parts: [plainPart(why)],
    looked: '',
    actions: [button('showActive', t('Show the Active Session')), button('showLog', t('Show Log'))],
  };
}

function button(id: string, title: string): InspectorAction {
  return { id, title, isPrimary: false };
}
