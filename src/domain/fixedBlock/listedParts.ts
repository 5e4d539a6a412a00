import { tokensIn, type FixedPart, type McpServer, type ToldParts } from './fixedBlock';
import { partsOfServer, serversOf } from './serversOf';

/** A part alone, or an MCP server with all that is of it. */
export interface ListedPart {
  readonly part: FixedPart | null;
  readonly server: McpServer | null;
  readonly parts: readonly FixedPart[];
}

/** What is largest in every prompt first, the rest last. */
export function listedParts(told: Pick<ToldParts, 'parts' | 'servers'>): readonly ListedPart[] {
  const alone = told.parts
    .filter(({ server }) => server === null)
    .map((part): ListedPart => ({ part, server: null, parts: [part] }));
  const servers = serversOf(told).map((server): ListedPart => ({
    part: null,
    server,
    parts: partsOfServer(server, told.parts),
  }));
  const isRest = ({ part }: ListedPart): number => Number(part?.kind === 'rest');
  const inSum = ({ parts }: ListedPart): number => tokensIn(parts, 'overhead');
  const inAll = ({ parts }: ListedPart): number =>
    parts.reduce((sum, { tokens }) => sum + tokens, 0);
  return [...alone, ...servers].sort(
    (a, b) => isRest(a) - isRest(b) || inSum(b) - inSum(a) || inAll(b) - inAll(a),
  );
}
