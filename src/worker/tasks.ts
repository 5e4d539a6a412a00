import type { CompactOutcome, CompactRequest } from '../operations/compacting/compactSession';
import type { ClaudeControls } from '../io/claudeSettings/claudeControls';
import type { SettingsWriteProblem, SettingsWritten } from '../io/claudeSettings/writeSettings';
import type { PlannedSettings, SettingsEdit } from '../operations/configuring/changeSettings';
import type { MadeMemoryFiles, UnmadeMemoryFile } from '../operations/configuring/makeMemoryFiles';
import type {
  CompanionFailed,
  CompanionInstalled,
  CompanionOrder,
} from '../operations/companion/installCompanion';
import type { CompanionReading, CompanionWhere } from '../operations/companion/readCompanion';
import type {
  CompanionNotRemoved,
  CompanionRemoval,
  CompanionRemoved,
} from '../operations/companion/removeCompanion';
import type { ArchivedSession } from '../operations/leaving/archiveSession';
import type { Branched, NotBranched } from '../operations/leaving/branchSession';
import type { CompactionLoss } from '../domain/compaction/compactionLoss';
import type { CutPoint } from '../domain/branching/cutPoints';
import type { Said } from '../domain/handoff/handoffFacts';
import type { ToldParts } from '../domain/fixedBlock/fixedBlock';
import type { Bloat } from '../domain/prevention/bloatTally';
import type { LossProblem } from '../operations/reading/readCompactionLoss';
import type { FixedBlockRequest, OpenedParts } from '../operations/reading/openFixedBlock';
import type { LoadOutcome } from '../operations/loading/loadAgain';
import type { PrunePreviews, PruneWay } from '../operations/rewriting/previewPrunes';
import type { Pruned, PruneRequest } from '../operations/rewriting/pruneSession';
import type { Rescued } from '../operations/rewriting/rescueLines';
import type { Restored, RestoreLoss } from '../operations/rewriting/restoreStep';
import type { BackupPlace, Refused } from '../operations/rewriting/rewriteSession';
import type { FoundInSession } from '../operations/searching/searchSession';
import type { SessionToSearch } from '../operations/searching/sessionsToSearch';
import type { Adopted } from '../io/keeping/adoptEarlierFolder';
import type { Archived } from '../io/keeping/backupManifest';
import type { BackupsTotal } from '../io/keeping/backupRetention';
import type { FileBackups } from '../io/keeping/fileBackups';
import type {
  HandoffPlace,
  MadeHandoff,
  WriteProblem,
  WrittenHandoff,
} from '../operations/leaving/writeHandoff';

/** Work that is asked for once and answered once. Plain on both sides: it crosses threads. */
export interface Tasks {
  /** What an earlier build kept moves to where it is kept now. */
  readonly adoptEarlierFolder: {
    readonly ask: { readonly configDirectory: string };
    readonly answer: Adopted;
  };
  /** What Claude Code's settings say now for sessions in a folder; `null` for any folder. */
  readonly claudeControls: {
    readonly ask: { readonly configDirectory: string; readonly projectFolder: string | null };
    readonly answer: ClaudeControls;
  };
  /** A change of a file that a person can look at before it is made. */
  readonly planSettings: {
    readonly ask: {
      readonly configDirectory: string;
      readonly file: string;
      readonly edit: SettingsEdit;
    };
    readonly answer: PlannedSettings | { readonly problem: SettingsWriteProblem };
  };
  readonly writeSettings: {
    readonly ask: PlannedSettings;
    readonly answer: SettingsWritten | { readonly problem: SettingsWriteProblem };
  };
  readonly undoSettings: {
    readonly ask: SettingsWritten;
    readonly answer: { readonly problem: SettingsWriteProblem | null };
  };
  readonly makeMemoryFiles: {
    readonly ask: { readonly project: string; readonly names: readonly string[] };
    readonly answer: MadeMemoryFiles | UnmadeMemoryFile;
  };
  readonly unmakeMemoryFiles: {
    readonly ask: { readonly project: string; readonly made: MadeMemoryFiles };
    readonly answer: { readonly kept: readonly string[] };
  };
  readonly writeHandoff: {
    readonly ask: HandoffPlace & {
      readonly path: string;
      readonly budgetTokens: number;
      /** What the person chose from before the last compaction. */
      readonly restated: readonly Said[];
    };
    readonly answer:
      | (WrittenHandoff & Pick<MadeHandoff, 'sessionId' | 'title' | 'cwd'>)
      | {
          readonly problem: WriteProblem | 'missing' | 'unreadable' | 'noSession' | 'cancelled';
          readonly code: string;
        };
  };
  readonly archive: {
    readonly ask: {
      readonly place: BackupPlace;
      readonly session: Archived & Pick<ArchivedSession, 'originalPath'>;
    };
    readonly answer: ArchivedSession | Refused;
  };
  readonly listArchived: {
    readonly ask: { readonly place: BackupPlace };
    readonly answer: readonly ArchivedSession[];
  };
  /** All of them. Answers with how many there were. */
  readonly deleteArchived: {
    readonly ask: { readonly place: BackupPlace };
    readonly answer: number | Refused;
  };
  /**
   * Has Claude Code compact a session. Of the three steps of its progress, one is done when the
   * backup is made, two are when the summary is being written.
   */
  readonly compact: {
    readonly ask: { readonly place: BackupPlace; readonly request: CompactRequest };
    readonly answer: CompactOutcome;
  };
  /** Where a session can be taken up again, oldest first. */
  readonly cutPoints: {
    readonly ask: { readonly path: string };
    readonly answer: readonly CutPoint[] | NotBranched;
  };
  /** With a budget in tokens: the turns since, after a handoff of what came before. */
  readonly branch: {
    readonly ask: {
      readonly path: string;
      readonly cutId: string;
      readonly handoffTokens: number | null;
    };
    readonly answer: Branched | NotBranched;
  };
  /** What the newest compaction of a session took. */
  readonly readCompactionLoss: {
    readonly ask: { readonly path: string };
    readonly answer: CompactionLoss | { readonly problem: LossProblem };
  };
  readonly sessionsToSearch: {
    readonly ask: { readonly configDirectory: string };
    readonly answer: readonly SessionToSearch[];
  };
  /** Some of them, one after the other. */
  readonly searchSessions: {
    readonly ask: { readonly paths: readonly string[]; readonly words: string };
    readonly answer: readonly FoundInSession[];
  };
  /**
   * What filled the sessions of a workspace, and what each prompt in its first folder carries, as
   * files tell it, or as Claude Code told it last; `null` when it was cancelled.
   */
  readonly bloat: {
    readonly ask: { readonly configDirectory: string; readonly folders: readonly string[] };
    readonly answer: (Bloat & { readonly told: ToldParts }) | null;
  };
  /**
   * What a session carries with each request, by name, as far as files tell; `null` where it cannot
   * be read.
   */
  readonly readFixedBlock: {
    readonly ask: FixedBlockRequest;
    readonly answer: OpenedParts | null;
  };
  /** The same, as Claude Code tells it: it is started, and the MCP servers of the folder with it. */
  readonly askFixedBlock: {
    readonly ask: FixedBlockRequest;
    readonly answer: OpenedParts | null;
  };
  readonly previewPrunes: {
    readonly ask: {
      readonly place: BackupPlace;
      readonly path: string;
      readonly ways: readonly PruneWay[];
    };
    readonly answer: PrunePreviews | Refused;
  };
  readonly prune: {
    readonly ask: { readonly place: BackupPlace; readonly request: PruneRequest };
    readonly answer: Pruned | Refused;
  };
  /** The last prune of a session; what came after it stays. */
  readonly undoPrune: {
    readonly ask: { readonly place: BackupPlace; readonly path: string };
    readonly answer: Restored | Refused;
  };
  /** One pruned item of a session; the rest stays pruned, and what came later stays. */
  readonly putBackItem: {
    readonly ask: { readonly place: BackupPlace; readonly path: string; readonly itemId: string };
    readonly answer: Restored | Refused;
  };
  /**
   * Has the Claude Code that runs with a session load it again, as its companion can. Progress is
   * told once where that waits for the end of a turn.
   */
  readonly loadAgain: {
    readonly ask: {
      readonly place: BackupPlace;
      readonly sessionId: string;
      /** Of the session, where requests of a process that cannot load it may be changed. */
      readonly wirePath: string | null;
    };
    readonly answer: LoadOutcome;
  };
  /** Of one session, also those from before its file was moved. */
  readonly listBackups: {
    readonly ask: { readonly place: BackupPlace; readonly path: string };
    readonly answer: FileBackups;
  };
  readonly lossOfRestoring: {
    readonly ask: { readonly place: BackupPlace; readonly path: string; readonly backupId: string };
    readonly answer: RestoreLoss | null;
  };
  readonly restoreBackup: {
    readonly ask: { readonly place: BackupPlace; readonly path: string; readonly backupId: string };
    readonly answer: Restored | Refused;
  };
  /**
   * Looks for what slow writers wrote into the old file of a session that was rewritten, or of all
   * (`null`); after the last look an old file that was held open for that is let go.
   */
  readonly rescueLines: {
    readonly ask: {
      readonly place: BackupPlace;
      readonly path: string | null;
      readonly isLast: boolean;
    };
    readonly answer: readonly Rescued[];
  };
  /** What processes left that ended in the middle of something. Answers with how many files. */
  readonly cleanUp: {
    readonly ask: { readonly place: BackupPlace };
    readonly answer: number;
  };
  /** Of all sessions, but not what was archived. */
  readonly totalOfBackups: {
    readonly ask: { readonly place: BackupPlace };
    readonly answer: BackupsTotal;
  };
  /** Of all sessions, but not what was archived. Answers with how many there were. */
  readonly deleteBackups: {
    readonly ask: { readonly place: BackupPlace };
    readonly answer: number | Refused;
  };
  /** How the companion stands, and what would be changed; `null` where none is shipped. */
  readonly readCompanion: {
    readonly ask: CompanionWhere;
    readonly answer: CompanionReading | null;
  };
  /** By Claude Code's own command, after its settings were written as they were shown. */
  readonly installCompanion: {
    readonly ask: CompanionOrder;
    readonly answer: CompanionInstalled | CompanionFailed;
  };
  /** A newer one takes the place of the one that is installed. */
  readonly updateCompanion: {
    readonly ask: CompanionWhere;
    readonly answer: CompanionInstalled | CompanionFailed;
  };
  readonly removeCompanion: {
    readonly ask: CompanionRemoval;
    readonly answer: CompanionRemoved | CompanionNotRemoved;
  };
}

export type TaskName = keyof Tasks;

/** One of them, as it is sent. */
export type TaskRequest = {
  readonly [Name in TaskName]: { readonly name: Name; readonly ask: Tasks[Name]['ask'] };
}[TaskName];

/** How far a long one has come. */
export interface TaskProgress {
  readonly done: number;
  readonly total: number;
}
