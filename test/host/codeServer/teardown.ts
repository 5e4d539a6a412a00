/** The way back out of a start with several steps, also when it fails half-way. */
export class Teardown {
  readonly #steps: (() => Promise<void>)[] = [];

  /** Adds what undoes the step just taken. */
  add(step: () => Promise<void>): void {
    this.#steps.push(step);
  }

  /** Undoes every step, the last one first; once only. */
  async run(): Promise<void> {
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) await step();
  }
}
