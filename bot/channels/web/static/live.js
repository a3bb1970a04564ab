// Keeps listening to a conversation: connects, reads, and connects again when the line is lost.
import { BackOff } from "./back-off.js";
import { Refused } from "./connection.js";
import { events } from "./event-stream.js";

// the server gives a sign of life every 15 s
const SILENCE_MS = 40_000;

export class Live {
  #listen;
  #heard;
  #line;
  #backOff = new BackOff();
  #stopping = null;

  /**
   * `listen(signal)` opens the stream, `heard({event, data, id})` gets each event,
   * `line("up" | "down" | "gone", why)` says how the line stands.
   */
  constructor({ listen, heard, line }) {
    this.#listen = listen;
    this.#heard = heard;
    this.#line = line;
  }

  start() {
    if (this.#stopping) return;
    this.#stopping = new AbortController();
    this.#run(this.#stopping.signal);
  }

  stop() {
    this.#stopping?.abort();
    this.#stopping = null;
  }

  /** The network is back, maybe another one: a line that looks open may be dead, so it is opened anew. */
  hurry() {
    if (!this.#stopping) return;
    this.stop();
    this.start();
  }

  async #run(signal) {
    while (!signal.aborted) {
      try {
        await this.#read(signal);
      } catch (error) {
        if (error instanceof Refused && error.gone && !signal.aborted) {
          this.stop();
          this.#line("gone", error);
          return;
        }
      }
      if (signal.aborted) return;
      // a line that is closed now and then is normal; one that cannot be opened again is worth a word
      if (this.#backOff.attempts > 0) this.#line("down");
      await this.#backOff.pause(signal);
    }
  }

  async #read(signal) {
    // ends with the signal, or when the server has been silent for too long
    const line = new AbortController();
    const cut = () => line.abort();
    let timer = setTimeout(cut, SILENCE_MS);
    signal.addEventListener("abort", cut, { once: true });
    try {
      const body = await this.#listen(line.signal);
      this.#line("up");
      for await (const event of events(body)) {
        this.#backOff.reset();
        clearTimeout(timer);
        timer = setTimeout(cut, SILENCE_MS);
        if (event && !signal.aborted) this.#heard(event);
      }
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", cut);
    }
  }
}
