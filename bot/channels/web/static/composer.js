// The box to write in: Enter sends, the draft survives, and it says when a message gets too long.
import { words } from "./words.js";

export const LONGEST = 2000;
const COUNT_FROM = 1800;
const SETTLED_MS = 800;

export class Composer {
  #parts;
  #keeping;
  #send;
  #timer;

  /** `parts`: form, input, count, spoken (the counter for screen readers); `send(text)` gets what is to be sent. */
  constructor(parts, keeping, send) {
    this.#parts = parts;
    this.#keeping = keeping;
    this.#send = send;
    parts.form.addEventListener("submit", (event) => { event.preventDefault(); this.#submit(); });
    parts.input.addEventListener("input", () => this.#changed());
    parts.input.addEventListener("keydown", (event) => this.#key(event));
    this.write(keeping.draft);
  }

  /** Put a text into the box, in place of what is there. */
  write(text) {
    this.#parts.input.value = text;
    this.#changed();
  }

  /** Give back what could not be sent: before what is being written. */
  giveBack(text) {
    this.write([text, this.#parts.input.value].filter(Boolean).join("\n"));
  }

  focus() {
    this.#parts.input.focus();
  }

  #key(event) {
    // while a word is being composed, as in Chinese or Japanese, Enter ends the word
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#submit();
  }

  #submit() {
    const text = this.#parts.input.value.trim();
    this.focus();
    if (!text || length(text) > LONGEST) return;
    this.write("");
    this.#send(text);
  }

  #changed() {
    const { input, count } = this.#parts;
    const long = length(input.value.trim());
    const said = long > LONGEST ? words.over(long - LONGEST) : long >= COUNT_FROM ? words.left(LONGEST - long) : "";
    count.textContent = said;
    count.classList.toggle("over", long > LONGEST);
    input.setAttribute("aria-invalid", String(long > LONGEST));
    this.#keeping.draft = input.value;
    this.#grow();
    this.#speak(said);
  }

  // a screen reader that is told of every letter cannot be heard
  #speak(said) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => { this.#parts.spoken.textContent = said; }, SETTLED_MS);
  }

  #grow() {
    const { input } = this.#parts;
    if (CSS.supports("field-sizing", "content")) return;
    input.rows = Math.min(6, Math.max(1, input.value.split("\n").length, Math.ceil(input.value.length / 40)));
  }
}

// as the server counts: characters, not UTF-16 units
function length(text) {
  return [...text].length;
}
