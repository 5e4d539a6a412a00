import { asId } from './asId';
import type { LoggedRequest, MetadataEntry } from './entry';
import type { Fields, Frame } from './entryFrame';
import { TITLE_LENGTH } from './keptLengths';
import { asFields, asString, shown, type TextMode } from './parseBlocks';

/** A record that is no part of the conversation: a title, a leaf, a logged request. */
export function metadataEntry(
  type: string,
  fields: Fields,
  at: Frame,
  mode: TextMode,
): MetadataEntry {
  return {
    kind: 'metadata',
    line: at.line,
    offset: at.offset,
    bytes: at.bytes,
    type,
    uuid: at.uuid,
    parentUuid: at.parentUuid,
    title: titleOf(type, fields, mode),
    leafUuid: type === 'last-prompt' ? asId(fields['leafUuid']) : null,
    request: type === 'api-request' ? requestOf(asFields(fields['params'])) : null,
  };
}

function requestOf(params: Fields | null): LoggedRequest {
  const betas = params?.['betas'];
  return {
    model: asString(params?.['model']),
    betas: Array.isArray(betas) ? betas.filter((beta) => typeof beta === 'string') : [],
  };
}

function titleOf(type: string, fields: Fields, mode: TextMode): MetadataEntry['title'] {
  const found = {
    'custom-title': { source: 'custom', text: asString(fields['customTitle']) },
    'ai-title': { source: 'ai', text: asString(fields['aiTitle']) ?? asString(fields['title']) },
    summary: { source: 'summary', text: asString(fields['summary']) },
  } as const;
  const title = type in found ? found[type as keyof typeof found] : null;
  return title?.text == null || title.text === ''
    ? null
    : { source: title.source, text: shown(title.text, TITLE_LENGTH, mode) };
}
