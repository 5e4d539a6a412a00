import { modelName } from '../domain/models/modelFamily';
import { printable } from './escapeMarkdown';
import { shorten } from './shorten';

const MODEL_LENGTH = 60;

/**
 * A model's name on one line. An id that is not known comes from the transcript as it is, and may
 * be anything.
 */
export function modelWords(model: string): string {
  return shorten(printable(modelName(model)), MODEL_LENGTH);
}
