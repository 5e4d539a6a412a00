import type { Translate } from '../../wording/translate';
import { codePiece, pieces, SET_APART } from './piecesText';
import type { PagePiece, PromiseColumn } from './protocol';

/** What the companion is, in three sentences. */
export function saidLead(t: Translate): PagePiece[] {
  const sentence = t(
    'A small Claude Code plugin, {0}, that runs inside {1}. In a terminal a prune takes effect at once, and the meter shows Claude Code’s own figures. Everything else works without it.',
    ...SET_APART,
  );
  return pieces(sentence, [{ as: 'strong', text: 'leeway' }, codePiece('claude')]);
}

/**
 * What it does, reads and never does. test/unit/features/companion/promises.test.ts holds the
 * plugin's own code to it.
 */
export function promiseColumns(liveFolder: string, t: Translate): PromiseColumn[] {
  const said = (text: string): PagePiece[] => [{ as: 'text', text }];
  return [
    {
      heading: t('What it does'),
      icon: 'check',
      rows: [
        said(
          t('Tells the size, limits and cost of its session, and what each prompt carries by name'),
        ),
        said(t('Loads the session again, when Leeway asks for it after a prune')),
        said(t('Puts your draft back into the input box')),
        said(t('In a Claude tab, if you turn that on: leaves what was pruned out of requests')),
        said(t('There, in a blocked session: has Claude Code compact it to what the prune left')),
      ],
    },
    {
      heading: t('What it reads'),
      icon: 'eye',
      rows: [
        said(t('The figures of its own session')),
        pieces(t('Requests in {0}', SET_APART[0]), [codePiece(liveFolder)]),
        said(t('The draft, only while it loads the session again')),
        said(t('Requests to the model, only where it leaves something out of them')),
      ],
    },
    {
      heading: t('What it never does'),
      icon: 'never',
      rows: [
        said(t('Connect to a network')),
        said(t('Send a prompt or start a turn')),
        said(t('Write text of a session anywhere')),
        said(t('Run a program, but for one that stops a summary while such a prune runs')),
        said(t('Follow anything that a transcript says')),
      ],
    },
  ];
}
