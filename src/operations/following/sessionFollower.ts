import type { SnapshotPreferences, SnapshotSettings } from '../../domain/accounting/snapshot';
import type { TokenCount } from '../../domain/accounting/tokenCount';
import { Inspections } from '../reading/inspections';
import type { ItemContent } from '../reading/itemContent';
import { logFailure, type Log } from '../../log';
import { lookedAtByName, type ActiveSession } from './activeSession';
import { followFile, type FollowedFile } from './followedFile';
import { followedSession } from './followedSession';
import { FollowedSubagents } from './followedSubagents';
import type { FollowedSession, Following } from './following';
import { readToldFigures } from '../reading/readToldFigures';
import type { InspectionListener } from '../reading/sessionInspector';
import { isSubagentPath } from '../../io/sessions/subagentFiles';
import type { FoundSession } from '../../io/sessions/workspaceSessions';
import type { SessionSummary } from '../reading/sessionSummary';
import { liveDirectory } from '../../io/companion/liveFiles';
import { isLeftOut } from './leftOutSession';
import { LeftSessions } from './leftSessions';
import { listSessions } from './listSessions';
import { isSameSituation, situationOfSession, type SessionSituation } from './sessionSituation';
import {
  endedIn,
  situationOf,
  surveySessions,
  type FollowTarget,
  type Survey,
} from './surveySessions';
import { WatchedPlace } from './watchedPlace';

export interface SessionFollowerOptions {
  readonly log: Log;
  readonly loadTokenCount: (() => Promise<TokenCount>) | null;
  readonly onDidChange: (following: Following) => void;
}

/** Listing is cheap but not free: hints within this time are answered by one survey. */
const SURVEY_INTERVAL_MS = 250;

/**
 * Follows the sessions of a workspace: finds them, chooses the active one, reads what is appended
 * to it and to the other open ones. An event of the file system is only a hint; what counts is what
 * is read after it.
 */
export class SessionFollower {
  private readonly options: SessionFollowerOptions;
  private readonly followed = new Map<string, FollowedFile>();
  private readonly left = new LeftSessions();
  private readonly subagents: FollowedSubagents;
  private readonly inspections = new Inspections((file) => isLeftOut(this.target?.leftOut, file));
  private preferences: SnapshotPreferences = { limitTokens: 0, usageCreditsWall: 'auto' };
  private target: FollowTarget | null = null;
  private place: WatchedPlace | null = null;
  private survey: Survey | null = null;
  /** What is looked at by name. */
  private inspected: readonly FoundSession[] = [];
  private surveying: Promise<void> | null = null;
  private surveyAgain = false;

  constructor(options: SessionFollowerOptions) {
    this.options = options;
    this.subagents = new FollowedSubagents({
      log: options.log,
      onDidChange: () => this.tellSubagents(),
    });
  }

  /** Follows another target, or the same one with other preferences. */
  follow(target: FollowTarget, preferences: SnapshotPreferences): void {
    const moved = this.target?.configDirectory !== target.configDirectory;
    this.target = target;
    this.preferences = preferences;
    if (moved) this.moveTo(target.configDirectory);
    else this.requestSurvey();
  }

  /** The sessions to choose from, newest first. Never throws. */
  async list(scope: 'workspace' | 'everywhere'): Promise<readonly SessionSummary[]> {
    const { place, target } = this;
    if (place === null || target === null) return [];
    const listed = await listSessions(scope, place, target, this.survey?.open ?? []);
    if (target.mayWrite === true) place.summaries.keepSoon();
    return listed;
  }

  /**
   * Tells what fills a session, until it is stopped. @param path `null` for whichever is active.
   */
  inspect(id: number, path: string | null, onDidChange: InspectionListener): void {
    this.inspections.start(id, path, onDidChange);
    this.attachInspections(null);
    this.requestSurvey();
  }

  stopInspecting(id: number): void {
    this.inspections.stop(id);
    this.requestSurvey(); // a session that only was inspected is followed no more
  }

  /** What an item of a session that is followed or inspected holds. */
  async content(path: string, itemId: string, page: number | 'whole'): Promise<ItemContent> {
    return (await this.followed.get(path)?.session.contentOf(itemId, page)) ?? { kind: 'gone' };
  }

  async dispose(): Promise<void> {
    this.inspections.dispose();
    this.subagents.dispose();
    for (const { session } of this.followed.values()) session.dispose();
    this.followed.clear();
    this.target = null;
    await this.place?.dispose();
  }

  private moveTo(configDirectory: string): void {
    const { log } = this.options;
    log.info(`Following the sessions in ${configDirectory}.`);
    this.place?.dispose().catch(logFailure(log, 'Ending to watch'));
    for (const { session } of this.followed.values()) session.dispose();
    this.followed.clear();
    this.subagents.dispose();
    this.survey = null;
    this.inspected = [];
    this.place = new WatchedPlace(configDirectory, log, (kind, path) => {
      if (kind === 'sessionFile') this.hear(path);
      else this.requestSurvey();
    });
    this.requestSurvey();
  }

  private hear(path: string): void {
    const changed = this.followed.get(path);
    if (changed !== undefined) this.refresh(changed);
    const isSubagent = this.subagents.hint(path);
    const isActive = changed?.session.path === this.survey?.active?.file?.path;
    if (!isSubagent && (changed === undefined || !isActive)) this.requestSurvey();
  }

  private requestSurvey(): void {
    if (this.surveying !== null) {
      this.surveyAgain = true;
      return;
    }
    this.surveying = this.runSurvey()
      .catch(logFailure(this.options.log, 'Looking for sessions'))
      .then(() => new Promise<void>((resolve) => setTimeout(resolve, SURVEY_INTERVAL_MS).unref()))
      .then(() => {
        this.surveying = null;
        if (!this.surveyAgain) return;
        this.surveyAgain = false;
        this.requestSurvey();
      });
  }

  private async runSurvey(): Promise<void> {
    const { target, place } = this;
    if (target === null || place === null) return;
    const survey = await surveySessions(target, place.sessions, this.titleOf);
    // answered by the survey that the change asked for
    if (target !== this.target || place !== this.place) return;
    this.survey = survey;
    const inspectedPaths = this.inspections.paths;
    const inspected = await Promise.all(
      inspectedPaths.map((path) =>
        isSubagentPath(path) ? place.sessions.subagentAt(path) : place.sessions.at(path),
      ),
    );
    const wanted = [
      survey.active?.file ?? null,
      ...survey.others.map(({ file }) => file),
      ...inspected,
    ]
      .filter((file) => file !== null)
      .filter((file) => !isLeftOut(target.leftOut, file));
    await Promise.all([
      this.left.look(wanted, target.configDirectory),
      place.controls.watchOnly(
        wanted.map(({ cwd }) => cwd),
        wanted.flatMap(({ sessionId }) => liveDirectory(target.configDirectory, sessionId) ?? []),
      ),
    ]);
    const sessions = wanted.map(({ path }) => path).filter((path) => !isSubagentPath(path));
    await Promise.all([
      this.followOnly(wanted, target, place),
      this.subagents.follow(sessions, target.leftOut),
    ]);
    if (target !== this.target) return;
    this.inspected = inspected.filter((file) => file !== null);
    this.watch();
    this.publish();
    this.attachInspections(new Set(inspectedPaths));
  }

  private watch(): void {
    const { place, survey, followed, subagents } = this;
    if (survey === null) return;
    place?.follow({
      directories: [...survey.listing.directories, ...subagents.directories],
      files: survey.listing.sessions,
      followed: [...new Set([...followed.keys(), ...subagents.growing])],
    });
  }

  /** There may be new ones among them, to be watched. */
  private tellSubagents(): void {
    this.watch();
    this.publish();
    this.inspections.lookAtOthers();
  }

  private readonly titleOf = (path: string): string | null =>
    this.followed.get(path)?.snapshot?.title ?? null;

  private attachInspections(lookedFor: ReadonlySet<string> | null): void {
    this.inspections.attach(
      this.survey?.active?.file?.path ?? null,
      (path) => this.followed.get(path)?.session ?? null,
      lookedFor,
    );
  }

  private async followOnly(
    files: readonly FoundSession[],
    target: FollowTarget,
    { controls: watched }: WatchedPlace,
  ): Promise<void> {
    const paths = new Set(files.map(({ path }) => path));
    for (const [path, { session }] of this.followed) {
      if (paths.has(path)) continue;
      session.dispose();
      this.followed.delete(path);
    }
    for (const { path, cwd, sessionId } of files) {
      const controls = await watched.read(cwd);
      if (target !== this.target) return;
      const settings: SnapshotSettings = { ...this.preferences, controls };
      const open = this.survey?.open ?? [];
      const told = await readToldFigures(target.configDirectory, sessionId, open);
      if (target !== this.target) return;
      const situation = situationOfSession(sessionId, settings, open, told);
      const known = this.followed.get(path);
      if (known === undefined) this.refresh(this.begin(path, situation, target.configDirectory));
      else if (!isSameSituation(known.situation, situation)) {
        known.situation = situation;
        known.session.republish();
      }
    }
  }

  private begin(path: string, situation: SessionSituation, configDirectory: string): FollowedFile {
    const followed = followFile(path, situation, {
      ...this.options,
      configDirectory,
      onDidTell: () => {
        if (this.followed.get(path) === followed) this.publish();
      },
    });
    this.followed.set(path, followed);
    return followed;
  }

  /** What fails here costs this session alone; the others are read. */
  private refresh({ session }: FollowedFile): void {
    session
      .refresh()
      .then((state) => {
        if (state === 'missing') this.requestSurvey();
      })
      .catch(logFailure(this.options.log, `Reading ${session.path}`));
  }

  private publish(): void {
    const { target, survey, inspected } = this;
    if (target === null || survey === null) return;
    const active = survey.active === null ? null : this.describe(survey.active);
    // The number comes within milliseconds; until then what was shown stands.
    if (survey.active !== null && active === null) return;
    const others = survey.others.flatMap((other) => this.describe(other) ?? []);
    const shown = new Set([active, ...others].map((session) => session?.snapshot.path));
    const lookedAt = inspected
      .filter(({ path }) => !shown.has(path))
      .flatMap((file) => this.describe(lookedAtByName(file, survey.open)) ?? []);
    const situation = situationOf(target, survey);
    const ended = endedIn(survey);
    this.options.onDidChange({ situation, active, others, lookedAt, ended });
  }

  private describe(session: ActiveSession): FollowedSession | null {
    const { survey, preferences, left, subagents } = this;
    const followed = session.file === null ? undefined : this.followed.get(session.file.path);
    return followedSession(session, { survey, preferences, left, subagents, followed });
  }
}
