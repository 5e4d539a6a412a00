import type { Entry, UserEntry } from './entry';
import { asId } from './asId';
import { asString } from './parseBlocks';

export type Fields = Readonly<Record<string, unknown>>;
export type EntryPlace = Readonly<Pick<Entry, 'line' | 'offset' | 'bytes'>>;

/**
 * What entries of all kinds have. Spelled out where they are made: spreading it would cost a tenth
 * of a whole scan.
 */
export type Frame = EntryPlace &
  Pick<UserEntry, 'uuid' | 'parentUuid' | 'isSidechain' | 'timestampMs'>;

export function frameOf(fields: Fields, { line, offset, bytes }: EntryPlace): Frame {
  return {
    line,
    offset,
    bytes,
    uuid: asId(fields['uuid']),
    parentUuid: parentOf(fields['parentUuid']),
    isSidechain: fields['isSidechain'] === true,
    timestampMs: timestampOf(fields),
  };
}

/** A parent whose id is none is not there, but the entry is no beginning for that. */
function parentOf(value: unknown): string | null {
  return asId(value) ?? (typeof value === 'string' ? '' : null);
}

function timestampOf(fields: Fields): number | null {
  const parsed = Date.parse(asString(fields['timestamp']) ?? '');
  return Number.isNaN(parsed) ? null : parsed;
}
