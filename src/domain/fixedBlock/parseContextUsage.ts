import { asCount } from '../transcript/asCount';
import {
  fixedPart,
  type FixedKind,
  type FixedPart,
  type PartPlace,
  type PartSource,
} from './fixedBlock';
import { asFields } from '../transcript/parseBlocks';
import { asList, asName } from './toldValue';
import { toldMemory, type MemoryPlaces } from './toldMemory';
import { loadedServers } from './loadedServers';

/** A category of Claude Code's answer that is of the fixed block. */
interface Category {
  readonly kind: FixedKind;
  readonly place: PartPlace;
  readonly tokens: number;
  /** Of one that is not known here. */
  readonly name: string | null;
}

/** By id, and by the name that stood alone before there were ids. */
const KNOWN: ReadonlyMap<string, readonly [FixedKind, PartPlace]> = new Map([
  ['system_prompt', ['systemPrompt', 'overhead']],
  ['system_tools', ['tools', 'overhead']],
  ['system_tools_deferred', ['tools', 'deferred']],
  ['mcp_tools', ['mcpTool', 'overhead']],
  ['mcp_tools_deferred', ['mcpTool', 'deferred']],
  ['mcp_instructions', ['mcpInstructions', 'overhead']],
  ['mcp_server_instructions', ['mcpInstructions', 'overhead']],
  ['custom_agents', ['agent', 'overhead']],
  ['memory_files', ['memory', 'overhead']],
  ['skills', ['skill', 'overhead']],
]);
const NOT_FIXED: ReadonlySet<string> = new Set(['messages', 'free_space', 'autocompact_buffer']);
const SOURCES: ReadonlyMap<string, PartSource> = new Map([
  ['userSettings', 'user'],
  ['projectSettings', 'project'],
  ['localSettings', 'local'],
  ['policySettings', 'managed'],
  ['plugin', 'plugin'],
  ['built-in', 'builtIn'],
]);

/**
 * The parts of the fixed block as Claude Code tells them (`get_context_usage`, 2.1.329). The answer
 * is another program's, and holds what MCP servers and folders say: what is of the wrong type is
 * left out. A category is the sum of its parts; what they do not add up to is a part without a
 * name, so that the sums stay those of Claude Code. Never throws.
 *
 * @returns `null` for what is no such answer.
 */
export function parseContextUsage(
  answer: unknown,
  places: MemoryPlaces,
): readonly FixedPart[] | null {
  const told = asFields(answer);
  if (told === null || !Array.isArray(told['categories'])) return null;
  const categories = asList(told['categories']).flatMap((each) => categoryOf(each) ?? []);
  const named = [
    ...asList(told['memoryFiles']).flatMap((file) => toldMemory(file, places) ?? []),
    ...mcpTools(told, categories),
    ...asList(told['mcpInstructions']).flatMap(instructionsOf),
    ...asList(asFields(told['skills'])?.['skillFrontmatter']).flatMap((skill) =>
      namedPart('skill', 'name', skill),
    ),
    ...asList(told['agents']).flatMap((agent) => namedPart('agent', 'agentType', agent)),
  ];
  return [...nameless(categories, named), ...named];
}

function categoryOf(value: unknown): Category | null {
  const told = asFields(value);
  const tokens = asCount(told?.['tokens']);
  const name = asName(told?.['name']);
  const id = asName(told?.['id']) ?? idOfName(name);
  if (told === null || tokens === null || id === null || NOT_FIXED.has(id)) return null;
  const known = KNOWN.get(id);
  if (known !== undefined) return { kind: known[0], place: known[1], tokens, name: null };
  const isDeferred = told['kind'] === 'deferred' || told['isDeferred'] === true;
  if (!isDeferred && told['kind'] !== 'used') return null;
  return {
    kind: 'other',
    place: isDeferred ? 'deferred' : 'overhead',
    tokens,
    name: name ?? id,
  };
}

function idOfName(name: string | null): string | null {
  return (
    name
      ?.toLowerCase()
      .replace(/[^a-z]+/g, '_')
      .replace(/_$/, '') ?? null
  );
}

/** What the categories hold beyond what is told by name. */
function nameless(categories: readonly Category[], named: readonly FixedPart[]): FixedPart[] {
  return categories.flatMap(({ kind, place, tokens, name }) => {
    if (name !== null) return [fixedPart(kind, name, tokens, { place })];
    const known = named.filter((part) => part.kind === kind && part.place === place);
    const left = tokens - known.reduce((sum, part) => sum + part.tokens, 0);
    return left === 0 ? [] : [fixedPart(kind, null, left, { place })];
  });
}

/** Whether a tool is loaded, the tool itself does not say (2.1.329): the categories do. */
function mcpTools(
  told: Readonly<Record<string, unknown>>,
  categories: readonly Category[],
): FixedPart[] {
  const tools = asList(told['mcpTools']).flatMap((value) => {
    const tool = asFields(value);
    const [name, tokens] = [asName(tool?.['name']), asCount(tool?.['tokens'])];
    if (name === null || tokens === null) return [];
    const server = asName(tool?.['serverName']);
    return [{ name, tokens, server, isLoaded: tool?.['isLoaded'] === true }];
  });
  const sumOf = (place: PartPlace): number =>
    categories
      .filter((category) => category.kind === 'mcpTool' && category.place === place)
      .reduce((sum, { tokens }) => sum + tokens, 0);
  const isLoaded = loadedServers(tools, sumOf('overhead'), sumOf('deferred'));
  return tools.map((tool) =>
    fixedPart('mcpTool', tool.name, tool.tokens, {
      server: tool.server,
      place: isLoaded(tool) ? 'overhead' : 'deferred',
    }),
  );
}

function instructionsOf(value: unknown): FixedPart[] {
  const told = asFields(value);
  const [server, tokens] = [asName(told?.['serverName']), asCount(told?.['tokens'])];
  return server === null || tokens === null
    ? []
    : [fixedPart('mcpInstructions', server, tokens, { server })];
}

function namedPart(kind: 'skill' | 'agent', nameKey: string, value: unknown): FixedPart[] {
  const told = asFields(value);
  const [name, tokens] = [asName(told?.[nameKey]), asCount(told?.['tokens'])];
  if (name === null || tokens === null) return [];
  const source = asName(told?.['source']);
  return [
    fixedPart(kind, name, tokens, {
      source: source === null ? null : (SOURCES.get(source) ?? 'other'),
      path: asName(told?.['path']),
    }),
  ];
}
