/**
 * What this process knows of itself.
 *
 * @typedef {object} Own
 * @property {string} nonce names its files: two processes may have one session open
 * @property {number} pid 0 where Claude Code does not say it
 * @property {boolean} isInteractive whether a person has it in a terminal
 * @property {boolean} isBusy whether a turn runs
 * @property {boolean} isLooking
 * @property {boolean} hearsRequests whether requests to the model pass here; a guard may hide them
 * @property {number} wiredAtMs of the list that goes before what the process holds; 0 for none
 * @property {number} loadedAtMs when it last read its session from the file, since 1970
 * @property {number} loads how often it has read one again
 * @property {import('./wire.js').WireItem[] | null} compacting what the compaction that was asked
 * for leaves out; `null` where none was
 * @property {number} compactions how many were answered with what Leeway asked for
 * @property {{ sessionId: string, seen: number, before: number }} cost US dollars as they were seen
 * last, and what the ledger had forgotten by then
 * @property {Map<string, 'waiting' | 'answered'>} requests by id, as long as their files are there
 */

/** @returns {Own} of a process that has just begun */
export function newOwn() {
  return {
    nonce: crypto.randomUUID(),
    pid: 0,
    isInteractive: false,
    isBusy: false,
    isLooking: false,
    hearsRequests: false,
    wiredAtMs: 0,
    loadedAtMs: 0,
    loads: 0,
    compacting: null,
    compactions: 0,
    cost: { sessionId: '', seen: 0, before: 0 },
    requests: new Map(),
  };
}

/**
 * What came of a request. `waiting`: it is done when the turn has ended. `stopped`: a person has
 * stopped the last turn. `impossible`: not in this process.
 *
 * @typedef {'done' | 'failed' | 'impossible' | 'stopped' | 'waiting'} Outcome
 */

/** After Esc, until the next prompt (2.1.329, 2.1.332). */
const STOPPED = /session was stopped/;

/**
 * @param {boolean} isDone
 * @param {string} said by Claude Code, where it refused a command
 * @returns {Outcome}
 */
export function outcomeOf(isDone, said) {
  if (isDone) return 'done';
  return STOPPED.test(said) ? 'stopped' : 'failed';
}
