import type { Inspection } from '../accounting/inspection';
import {
  fixedPart,
  inSession,
  type FixedBlock,
  type FixedPart,
  type ToldParts,
} from './fixedBlock';

/** What a session carries with each request, of what is told of its folder. */
export function fixedBlockOf(
  { items, breakdown }: Pick<Inspection, 'items' | 'breakdown'>,
  told: ToldParts,
): FixedBlock {
  const overheadTokens = breakdown.totalTokens === null ? null : breakdown.overheadTokens;
  const nested: FixedPart[] = [];
  const attachments = new Map<string, number>();
  for (const { kind, attachmentType, path, tokens } of items) {
    if (kind !== 'attachment') continue;
    const type = attachmentType ?? '';
    attachments.set(type, (attachments.get(type) ?? 0) + tokens);
    if (type === 'nested_memory' && path !== null)
      nested.push(
        fixedPart('memory', path, tokens, {
          ...{ place: 'items', source: 'nested', form: 'memory', path },
        }),
      );
  }
  const parts = inSession([...told.parts, ...nested], { overheadTokens, attachments });
  return { ...told, overheadTokens, parts };
}
