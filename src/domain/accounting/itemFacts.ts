import type {
  AttachmentEntry,
  ContentBlock,
  ConversationEntry,
  MediaBlock,
  RecordedText,
  TextBlock,
  ToolResultBlock,
} from '../transcript/entry';
import { PLACEHOLDER_BEGINNING } from '../transcript/placeholderText';
import { isMachineText } from '../transcript/recordedText';
import type { Transcript } from '../transcript/transcript';
import { calledWith, detailInWords, within } from './calledWith';
import { contentBytesOf, isMediaBlock } from './contentBytes';
import { factsOfBlock, idOfBlock, type ItemFacts, type SharedFacts } from './factsOfBlock';
import type { ItemKind } from './item';
import { isMediaPlaceholder, prunedMedia, prunedThinking } from './prunedFacts';

/** Shorter notes say how to take what stands around them, and their placeholder repeats the half. */
const LONG_NOTE_BYTES = 500;

/**
 * The things that an entry puts into the context, in the order in which they stand. What Claude
 * Code never sends is none.
 *
 * @param isPruned whether a prune has taken this item out: of an image nothing else tells what its
 * placeholder stands for, and of thinking nothing is left.
 */
export function itemFacts(
  transcript: Transcript,
  entry: ConversationEntry,
  isPruned: (id: string) => boolean = () => false,
): readonly ItemFacts[] {
  if (entry.kind === 'assistant' && entry.isSynthetic) return [];
  if (entry.kind === 'attachment')
    return entry.blocks.length === 0 ? [] : [attachmentFacts(entry, transcript.cwd)];
  if (entry.kind === 'assistant' && entry.blocks.length === 0)
    return isPruned(idOfBlock(entry, 0, null)) ? [prunedThinking(entry)] : [];
  return entry.blocks.flatMap((content, block): ItemFacts | ItemFacts[] => {
    switch (content.kind) {
      case 'text':
        if (content.textBytes === 0) return [];
        return isMediaPlaceholder(content) &&
          !isOfMachine(entry, block) &&
          isPruned(idOfBlock(entry, block, null))
          ? prunedMedia(entry, block, content, pastedWith(entry))
          : textFacts(entry, block, content);
      case 'thinking':
        return factsOfBlock(
          entry,
          block,
          { kind: 'thinking', content: [content], replaceableBytes: 0 },
          { bytes: content.textBytes + content.signatureLength },
        );
      case 'toolUse': {
        const shared = {
          kind: 'toolCall',
          content: [content],
          replaceableBytes: content.longBytes,
        } as const;
        return factsOfBlock(entry, block, shared, {
          ...calledWith(transcript, content),
          bytes: content.textBytes,
        });
      }
      case 'toolResult':
        return resultFacts(transcript, entry, block, content, isPruned);
      case 'image':
      case 'document':
        return factsOfBlock(entry, block, mediaShared(content), {
          ...ofMedia(content),
          ...pastedWith(entry),
        });
      case 'other':
        return factsOfBlock(
          entry,
          block,
          { kind: 'other', content: [content], replaceableBytes: 0 },
          { subject: content.type, bytes: content.textBytes, isUnknown: true },
        );
    }
  });
}

function textFacts(entry: ConversationEntry, block: number, content: TextBlock): ItemFacts {
  const { textBytes: bytes, beginning } = content;
  if (entry.kind === 'assistant')
    return factsOfBlock(entry, block, textShared('assistantText', content), {
      subject: beginning,
      bytes,
    });
  const recorded = entry.recorded?.get(block) ?? null;
  const subject = recorded?.subject ?? beginning;
  if (!isMachineText(recorded)) {
    const isSummary = entry.kind === 'user' && entry.isCompactSummary;
    const isTyped = entry.kind === 'user' && !isSummary && recorded === null;
    const shared = textShared(isSummary ? 'summary' : 'userText', content);
    const mayGo = isTyped && !content.isPlaceholder && content.isDocument !== true;
    return factsOfBlock(
      entry,
      block,
      { ...shared, replaceableBytes: mayGo ? bytes : 0 },
      {
        ...{ subject, bytes },
        isPlaceholder: isTyped && content.isPlaceholder && !isMediaPlaceholder(content),
      },
    );
  }
  const isLeft =
    isLeftByPrune(recorded) ||
    recorded.kind === 'command' ||
    (recorded.kind === 'note' && bytes < LONG_NOTE_BYTES);
  return factsOfBlock(
    entry,
    block,
    { ...textShared('machineText', content), replaceableBytes: isLeft ? 0 : bytes },
    {
      machineText: recorded.kind,
      subject,
      bytes,
      // Records of local commands are no messages, and nobody has tried to change one.
      isUnknown: entry.kind === 'system',
      isPlaceholder: isLeftByPrune(recorded),
      likeness: `text:${String(bytes)}:${String(content.fingerprint)}`,
    },
  );
}

function isOfMachine(entry: ConversationEntry, block: number): boolean {
  return entry.kind !== 'assistant' && isMachineText(entry.recorded?.get(block) ?? null);
}

function isLeftByPrune(recorded: RecordedText | undefined): boolean {
  return recorded?.subject.startsWith(PLACEHOLDER_BEGINNING) === true;
}

function textShared(kind: ItemKind, content: TextBlock): SharedFacts {
  return { kind, content: [content], replaceableBytes: 0 };
}

/** The texts of a result are one thing, each picture and document in it is one of its own. */
function resultFacts(
  transcript: Transcript,
  entry: ConversationEntry,
  block: number,
  result: ToolResultBlock,
  isPruned: (id: string) => boolean,
): ItemFacts[] {
  const call = transcript.callOf(result.toolUseId);
  const named = {
    ...(call === undefined ? {} : calledWith(transcript, call)),
    isError: result.isError,
  };
  const wasMedia = (part: ContentBlock): boolean =>
    part.kind === 'text' &&
    part.isPlaceholder &&
    isPruned(idOfBlock(entry, block, result.parts.indexOf(part)));
  const rest = result.parts.filter((part) => !isMediaBlock(part) && !wasMedia(part));
  const found: ItemFacts[] = [];
  const isOnlyMedia = rest.length === 0 && result.parts.length > 0;
  if (!isOnlyMedia) {
    const texts = rest.filter((part) => part.kind === 'text');
    const textBytes = texts.reduce((bytes, part) => bytes + part.textBytes, 0);
    const isPlaceholder = texts.length > 0 && texts.every((part) => part.isPlaceholder);
    const likeness =
      textBytes === 0
        ? null
        : `text:${String(textBytes)}:${texts.map(({ fingerprint }) => fingerprint).join()}`;
    const shared = {
      kind: 'toolResult',
      content: rest,
      replaceableBytes: isPlaceholder ? 0 : textBytes,
    } as const;
    found.push(
      factsOfBlock(entry, block, shared, {
        ...named,
        bytes: rest.reduce((bytes, part) => bytes + contentBytesOf(part), 0),
        isUnknown: texts.length === 0 && rest.length > 0,
        isPlaceholder: texts[0]?.isPlaceholder === true,
        likeness,
      }),
    );
  }
  result.parts.forEach((part, index) => {
    const own = { ...named, part: index, hasWrapper: isOnlyMedia && found.length === 0 };
    if (wasMedia(part)) found.push(prunedMedia(entry, block, part, own));
    if (isMediaBlock(part))
      found.push(
        factsOfBlock(entry, block, mediaShared(part), {
          ...ofMedia(part),
          ...own,
        }),
      );
  });
  return found;
}

function attachmentFacts(entry: AttachmentEntry, cwd: string | null): ItemFacts {
  const { blocks, attachmentType, path, hook } = entry;
  const recorded = entry.recorded?.get(0);
  const texts = blocks.filter((block) => block.kind === 'text');
  const media = blocks.find(isMediaBlock) ?? null;
  const bytes = blocks.reduce((sum, block) => sum + contentBytesOf(block), 0);
  const replaceableBytes =
    (texts.every(({ isPlaceholder }) => isPlaceholder) && media === null) || isLeftByPrune(recorded)
      ? 0
      : bytes;
  const likeness =
    texts.length === 0
      ? null
      : `attachment:${String(bytes)}:${texts.map(({ fingerprint }) => fingerprint).join()}`;
  const beginning = texts[0]?.isPlaceholder === true ? null : (texts[0]?.beginning ?? null);
  const subject =
    (path === null ? null : within(cwd, path)) ??
    hook ??
    recorded?.subject ??
    beginning ??
    entry.modelIdentity;
  const machineText = isMachineText(recorded) ? recorded.kind : null;
  return factsOfBlock(
    entry,
    0,
    {
      kind: machineText === null ? 'attachment' : 'machineText',
      content: blocks,
      replaceableBytes,
    },
    {
      attachmentType,
      machineText,
      subject,
      detail: hook === null || beginning === null ? null : detailInWords(beginning),
      path,
      bytes,
      likeness,
      isPlaceholder:
        (texts.length > 0 && texts.every((text) => text.isPlaceholder)) || isLeftByPrune(recorded),
      size: media?.size ?? null,
      mediaType: media?.mediaType ?? null,
    },
  );
}

function mediaShared(block: MediaBlock): SharedFacts {
  return { kind: block.kind, content: [block], replaceableBytes: block.base64Bytes };
}

function ofMedia({
  kind,
  mediaType,
  size,
  base64Bytes,
  fingerprint,
}: MediaBlock): Partial<ItemFacts> {
  return {
    mediaType,
    size,
    bytes: base64Bytes,
    hasWrapper: false,
    likeness: `${kind}:${String(base64Bytes)}:${String(fingerprint)}`,
  };
}

/** The prompt that a picture or a document came with. */
function pastedWith(entry: ConversationEntry): Pick<Partial<ItemFacts>, 'detail'> {
  return entry.kind === 'user' && entry.prompt !== null && entry.prompt !== ''
    ? { detail: detailInWords(entry.prompt) }
    : {};
}
