/** What each request carries beside the conversation. */
export type FixedKind =
  | 'systemPrompt'
  /** Claude Code's own. */
  | 'tools'
  /** A tool of an MCP server. */
  | 'mcpTool'
  /** What an MCP server says of itself. */
  | 'mcpInstructions'
  | 'memory'
  | 'skill'
  | 'agent'
  /** What a newer Claude Code tells of, and nothing is known of here. */
  | 'other'
  /** What replies counted beyond all of these. */
  | 'rest';

/**
 * Where a part comes from: `parent` is a folder above the one of the session, `nested` one below
 * it, `auto` what Claude Code itself remembers, `managed` an organization.
 */
export type PartSource =
  | 'user'
  | 'project'
  | 'parent'
  | 'local'
  | 'nested'
  | 'managed'
  | 'auto'
  | 'plugin'
  | 'builtIn'
  | 'other';

/** How a memory file comes in: by its name, as a rule, or by an `@` import of another one. */
export type MemoryForm = 'memory' | 'rule' | 'import';

/**
 * `overhead`: in front of the conversation, in no entry of it. `items`: Claude Code wrote it into
 * the conversation, so it is an item as well (newer releases do so with memory files, skills and
 * agents). `deferred`: only its name is sent, until the model asks for it.
 */
export type PartPlace = 'overhead' | 'items' | 'deferred';

/** One part by its name. Names and paths are from others, so hostile; they are cut where told. */
export interface FixedPart {
  readonly kind: FixedKind;
  /** `null` for what of its kind has no name. */
  readonly name: string | null;
  /** Estimated; below 0 only where the parts of a sum are told larger than the sum. */
  readonly tokens: number;
  readonly place: PartPlace;
  readonly source: PartSource | null;
  /** Of memory files alone. */
  readonly form: MemoryForm | null;
  readonly path: string | null;
  /** The MCP server that it is of. */
  readonly server: string | null;
}

/** How an MCP server stands: only of one that is `connected` the tools are known. */
export type ServerStatus =
  'connected' | 'pending' | 'failed' | 'disabled' | 'needsAuth' | 'unknown';

export interface McpServer {
  readonly name: string;
  readonly status: ServerStatus;
}

/** What a folder brings into each request. Plain: it crosses threads. */
export interface ToldParts {
  /** `files`: only memory files are known by name. */
  readonly toldBy: 'claude' | 'files';
  readonly atMs: number;
  readonly parts: readonly FixedPart[];
  readonly servers: readonly McpServer[];
}

/** The fixed block of a session, opened: the parts of its folder, as the session has them. */
export interface FixedBlock extends ToldParts {
  /**
   * What stood in front of the conversation by the counters of replies; `null` before the first
   * one. Then there is no rest.
   */
  readonly overheadTokens: number | null;
}

/** Kinds whose parts newer releases write into the conversation, by the attachment that holds them. */
const KINDS_OF_ATTACHMENTS: ReadonlyMap<string, FixedKind> = new Map([
  ['instructions', 'memory'],
  ['skill_listing', 'skill'],
  ['agent_listing_delta', 'agent'],
  ['mcp_instructions_delta', 'mcpInstructions'],
]);

/** What is known of a part beside its kind, its name and its size. */
type PartFacts = Partial<Omit<FixedPart, 'kind' | 'name' | 'tokens'>>;

export function fixedPart(
  kind: FixedKind,
  name: string | null,
  tokens: number,
  facts: PartFacts = {},
): FixedPart {
  return {
    kind,
    name,
    tokens,
    ...{ place: 'overhead', source: null, form: null, path: null, server: null, ...facts },
  };
}

/** What the session itself tells of its fixed block. */
export interface MeasuredOverhead {
  readonly overheadTokens: number | null;
  /** What Claude Code attached to the live context, in tokens by type. */
  readonly attachments: ReadonlyMap<string, number>;
}

/**
 * The parts as this session has them: what it carries as items is no part of its overhead, and what
 * replies counted beyond the parts is one of its own. Nothing is scaled: the rest tells by how much
 * the parts are told too small, or below 0 too large.
 */
export function inSession(
  parts: readonly FixedPart[],
  { overheadTokens, attachments }: MeasuredOverhead,
): readonly FixedPart[] {
  const attached = new Map<FixedKind, number>();
  for (const [type, tokens] of attachments) {
    const kind = KINDS_OF_ATTACHMENTS.get(type);
    if (kind !== undefined) attached.set(kind, (attached.get(kind) ?? 0) + tokens);
  }
  const placed = parts.map((part) =>
    part.place === 'overhead' && attached.has(part.kind)
      ? { ...part, place: 'items' as const }
      : part,
  );
  for (const [kind, tokens] of attached)
    if (!placed.some((part) => part.kind === kind))
      placed.push(fixedPart(kind, null, tokens, { place: 'items' }));
  const rest = overheadTokens === null ? 0 : overheadTokens - tokensIn(placed, 'overhead');
  return rest === 0 ? placed : [...placed, fixedPart('rest', null, rest)];
}

/** The sum of the parts in one place. */
export function tokensIn(parts: readonly FixedPart[], place: PartPlace): number {
  return parts.reduce((sum, part) => sum + (part.place === place ? part.tokens : 0), 0);
}
