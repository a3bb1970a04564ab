// The status region: short news about the chat itself, said politely, apart from what was said in it.
import { words } from "./words.js";

const PASSING_MS = 6000;
const TYPING_SAID_AFTER_MS = 1500;

export class Status {
  #parts;
  #timer;
  #typingTimer;
  #line = "up";

  /** Whom people can ask while the line is down, in words; it is said with that. */
  contact = "";

  /** `parts`: status (a live region), typing (the sign that is seen). */
  constructor(parts) {
    this.#parts = parts;
  }

  /** Say something that stays true only for a moment. */
  news(text) {
    clearTimeout(this.#timer);
    this.#put(text, "news");
    this.#timer = setTimeout(() => this.#standing(), PASSING_MS);
  }

  /** The line is "up" or "down"; a browser without network is "offline" whatever the line says. */
  line(state) {
    const now = state === "down" && !navigator.onLine ? "offline" : state;
    if (now === this.#line) return;
    const back = now === "up";
    this.#line = now;
    if (back) this.news(words.online);
    else this.#standing();
  }

  /** Show the sign at once, and say it only when it takes a while. */
  typing(on) {
    clearTimeout(this.#typingTimer);
    this.#parts.typing.hidden = !on;
    if (on) this.#typingTimer = setTimeout(() => this.#put(words.typing, "typing"), TYPING_SAID_AFTER_MS);
    else if (this.#parts.status.dataset.kind === "typing") this.#standing();
  }

  /** Take a piece of news back before its time. */
  clear() {
    clearTimeout(this.#timer);
    this.#standing();
  }

  #standing() {
    clearTimeout(this.#timer);
    const said = { up: "", down: words.reconnecting, offline: words.offline }[this.#line];
    this.#put(said && this.contact ? `${said} ${words.meanwhile(this.contact)}` : said, "line");
  }

  #put(text, kind) {
    this.#parts.status.dataset.kind = kind;
    if (this.#parts.status.textContent !== text) this.#parts.status.textContent = text;
  }
}
