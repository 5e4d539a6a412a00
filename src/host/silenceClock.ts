export interface SilenceLimits {
  /** How often it is looked at. */
  readonly tickMs: number;
  /** Silence after which nobody waits any longer. */
  readonly silenceMs: number;
  /** The same where a person has asked for an end. */
  readonly cancelledSilenceMs: number;
}

/**
 * Reading yields every few milliseconds, the longest step that was measured took a second or two
 * (one line of 128 MB): what is silent for ten is held up.
 */
export const SILENCE_LIMITS: SilenceLimits = {
  tickMs: 1_000,
  silenceMs: 10_000,
  cancelledSilenceMs: 3_000,
};

/**
 * How long a thread that was asked for a sign of life has not given any, in time during which this
 * thread itself was awake: on a machine that slept, or was too busy for both, nobody is to blame.
 */
export class SilenceClock {
  private readonly limits: SilenceLimits;
  private lastTickMs: number | null = null;
  private silentMs = 0;
  private isAsked = false;
  private isHurried = false;

  constructor(limits: SilenceLimits) {
    this.limits = limits;
  }

  /**
   * To be called every `tickMs`.
   *
   * @param nowMs of a clock that never goes back.
   * @returns what is to be done: ask for a sign of life, wait for it, or give up.
   */
  tick(nowMs: number): 'ask' | 'wait' | 'giveUp' {
    const { tickMs, silenceMs, cancelledSilenceMs } = this.limits;
    const passedMs = this.lastTickMs === null ? 0 : nowMs - this.lastTickMs;
    this.lastTickMs = nowMs;
    if (!this.isAsked) {
      this.isAsked = true;
      this.silentMs = 0;
      return 'ask';
    }
    if (passedMs <= 2 * tickMs) this.silentMs += passedMs;
    const limitMs = this.isHurried ? cancelledSilenceMs : silenceMs;
    return this.silentMs >= limitMs ? 'giveUp' : 'wait';
  }

  /** A sign of life came. */
  heard(): void {
    this.isAsked = false;
    this.isHurried = false;
    this.silentMs = 0;
  }

  /** Somebody waits for an end. Holds until the next sign of life. */
  hurry(): void {
    this.isHurried = true;
  }
}
