import { isCreditsBlock } from './creditsBlock';
import type { AssistantEntry, AttachmentEntry } from './entry';

export interface AcceptedBeyond {
  /** Context of the newest such reply. */
  readonly tokens: number;
  readonly offset: number;
  /** When the first one came. */
  readonly sinceMs: number | null;
}

/** Above this a reply proves a window of 1M. */
const BEYOND_TOKENS = 200_000;

/**
 * What a session file tells about the window by the way, gathered while it is read so that nobody
 * has to look through it again.
 */
export class WindowTraces {
  /** The newest refusal for want of usage credits. */
  creditsBlock: { readonly offset: number; readonly timestampMs: number | null } | null = null;
  /** The newest response's model as it was asked for. */
  requestedModel: string | null = null;
  /** What Claude Code called the model last. */
  modelIdentity: string | null = null;
  private readonly beyond = new Map<string, AcceptedBeyond>();

  addAttachment(entry: AttachmentEntry): void {
    this.modelIdentity = entry.modelIdentity ?? this.modelIdentity;
  }

  addAssistant(entry: AssistantEntry): void {
    const { offset, timestampMs, model, usage } = entry;
    if (entry.apiError !== null && isCreditsBlock(entry.apiError))
      this.creditsBlock = { offset, timestampMs };
    if (entry.isSynthetic || usage === null || usage.contextTokens === 0) return;
    this.requestedModel = entry.requestedModel;
    if (model === null || usage.contextTokens <= BEYOND_TOKENS) return;
    this.beyond.set(model, {
      tokens: usage.contextTokens,
      offset,
      sinceMs: this.beyond.get(model)?.sinceMs ?? timestampMs,
    });
  }

  /** The newest reply beyond 200K by a model: what another one was allowed proves nothing. */
  acceptedBeyond(model: string | null): AcceptedBeyond | null {
    return this.beyond.get(model ?? '') ?? null;
  }
}
