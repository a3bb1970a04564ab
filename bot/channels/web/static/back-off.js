// How long to wait before the next attempt: doubling, with chance in it, so that a thousand browsers
// do not come back in the same second.

const FIRST_MS = 800;
const LONGEST_MS = 30_000;

export class BackOff {
  #attempts = 0;
  #wake = () => {};

  /** How many attempts have failed in a row. */
  get attempts() { return this.#attempts; }

  /** Wait for the next attempt; ends at once when `hurry` is called or the signal is given. */
  async pause(signal) {
    const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.#attempts);
    this.#attempts += 1;
    if (signal?.aborted) return;
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, longest * (0.5 + Math.random() / 2));
      this.#wake = () => { clearTimeout(timer); resolve(); };
      signal?.addEventListener("abort", this.#wake, { once: true });
    });
  }

  /** Try now: the network is back. */
  hurry() { this.#wake(); }

  /** It went well: begin with a short wait next time. */
  reset() { this.#attempts = 0; }
}
