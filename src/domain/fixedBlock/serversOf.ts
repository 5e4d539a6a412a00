import type { FixedBlock, FixedPart, McpServer } from './fixedBlock';
import { serverKey } from './usesOf';

/** Those that Claude Code named, and of the others those whose tools it told. */
export function serversOf({
  servers,
  parts,
}: Pick<FixedBlock, 'servers' | 'parts'>): readonly McpServer[] {
  const known = new Set(servers.map(({ name }) => serverKey(name)));
  const more = new Set(parts.flatMap(({ server }) => server ?? []));
  return [
    ...servers,
    ...[...more]
      .filter((name) => !known.has(serverKey(name)))
      .map((name) => ({ name, status: 'unknown' as const })),
  ];
}

/** Its tools, and what it says of itself. */
export function partsOfServer(
  { name }: Pick<McpServer, 'name'>,
  parts: readonly FixedPart[],
): readonly FixedPart[] {
  return parts.filter(({ server }) => server !== null && serverKey(server) === serverKey(name));
}
