import type { ToldParts } from '../../domain/fixedBlock/fixedBlock';
import { parseContextUsage } from '../../domain/fixedBlock/parseContextUsage';
import type { MemoryPlaces } from '../../domain/fixedBlock/toldMemory';
import { asFields } from '../../domain/transcript/parseBlocks';
import { readTold } from '../../io/companion/liveFiles';
import { figuresOfHolder } from './readToldFigures';
import { holdersOf, readOpenSessions } from '../../io/sessions/openSessions';

/**
 * What a session carries with each request, by name, as the process that has it open tells through
 * its companion; `null` where none does. Starts nothing. Never throws.
 */
export async function readLiveParts(
  configDirectory: string,
  sessionId: string,
  places: MemoryPlaces,
): Promise<ToldParts | null> {
  const [told, open] = await Promise.all([
    readTold(configDirectory, sessionId),
    readOpenSessions(configDirectory),
  ]);
  const holders = holdersOf(sessionId, open);
  const found = told.flatMap((value): ToldParts[] => {
    const figures = figuresOfHolder(value, sessionId, holders);
    if (figures === null) return [];
    const parts = parseContextUsage(asFields(value)?.['breakdown'], places);
    return parts === null ? [] : [{ toldBy: 'claude', atMs: figures.atMs, parts, servers: [] }];
  });
  return found.sort((a, b) => b.atMs - a.atMs)[0] ?? null;
}
