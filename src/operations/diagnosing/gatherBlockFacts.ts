import type { Snapshot } from '../../domain/accounting/snapshot';
import { readClaudeControls } from '../../io/claudeSettings/readClaudeControls';
import { readModelSources } from '../../io/claudeSettings/readModelSources';
import type { SettingsProblem } from '../../io/claudeSettings/readSettingsFile';
import type { BlockFacts } from '../../domain/recovery/blockFacts';
import { pinnedModels } from '../../domain/recovery/pinnedModels';
import { holderOf, type SessionHolder } from '../../io/sessions/sessionHolder';
import { creditsCase } from '../../domain/transcript/creditsBlock';

export interface FactSources {
  readonly snapshot: Snapshot;
  readonly configDirectory: string;
  readonly homeDirectory: string;
  readonly platform: NodeJS.Platform;
  /** Of this window. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly extensionSettings: Readonly<Record<string, unknown>>;
  /** Of the `claude` that would be started; `null` when there is none. */
  readonly programVersion: string | null;
  readonly managedDirectory?: string;
}

export interface GatheredFacts {
  readonly facts: BlockFacts;
  readonly holder: SessionHolder | null;
  /** Settings that could not be taken. */
  readonly problems: readonly SettingsProblem[];
}

/**
 * Reads all that advice on a block rests on: settings of every scope, who has the session open. The
 * session itself is not read: its snapshot has what is asked of it. Nothing is written. Never
 * throws.
 */
export async function gatherBlockFacts(sources: FactSources): Promise<GatheredFacts> {
  const { snapshot, env, extensionSettings, programVersion } = sources;
  const places = { ...sources, projectFolder: snapshot.cwd };
  const [controls, models, holder] = await Promise.all([
    readClaudeControls(places),
    readModelSources(places),
    snapshot.sessionId === null ? null : holderOf(sources.configDirectory, snapshot.sessionId),
  ]);
  const seen = new Set<string>();
  const problems = [...controls.problems, ...models.problems].filter(
    ({ file, kind }) => !seen.has(`${kind} ${file}`) && seen.add(`${kind} ${file}`),
  );
  const facts: BlockFacts = {
    problem: snapshot.blocked?.case ?? creditsCase(snapshot.usage.tokens),
    tokens: snapshot.usage.tokens,
    model: snapshot.model,
    requestedModel: snapshot.requestedModel,
    openness: holder === null ? 'closed' : holder.open.openness === 'open' ? 'open' : 'uncertain',
    sessionVersion: holder?.open.version ?? snapshot.version,
    programVersion,
    autoCompactEnabled: controls.autoCompactEnabled?.value !== false,
    disable1m: controls.disable1m,
    usageCredits: controls.usageCredits,
    pins: pinnedModels({ sources: models.sources, env, extensionSettings }),
  };
  return { facts, holder, problems };
}
