import type { Translate } from './translate';

/** Why a settings file was not written, in words. @param problem as `writeSettings` tells it. */
export function settingsWriteWords(
  problem:
    | 'changed'
    | 'busy'
    | 'outside'
    | 'notAFile'
    | 'notText'
    | 'notJson'
    | 'tooLarge'
    | 'unreadable'
    | 'unwritable'
    | 'notKept',
  file: string,
  t: Translate,
): string {
  switch (problem) {
    case 'changed':
      return t('{0} has changed meanwhile. Nothing was written.', file);
    case 'busy':
      return t(
        'Another program keeps writing {0}, so the change is not in it. Try again when it is idle.',
        file,
      );
    case 'outside':
      return t(
        '{0} is a link, or lies behind one, that leads out of its folder or nowhere. Nothing was written.',
        file,
      );
    case 'notText':
      return t('{0} is not UTF-8 text. Save it as UTF-8 first; nothing was written.', file);
    case 'notAFile':
      return t('{0} is not a regular file. Nothing was written.', file);
    case 'notJson':
      return t('{0} is not valid JSON. Correct it first; nothing was written.', file);
    case 'tooLarge':
      return t('{0} is too large. Nothing was written.', file);
    case 'unreadable':
      return t('{0} cannot be read. Nothing was written.', file);
    case 'unwritable':
      return t('{0} cannot be written. It is as it was.', file);
    case 'notKept':
      return t('The old version of {0} could not be kept. Nothing was written.', file);
  }
}
