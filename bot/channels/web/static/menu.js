// The options: start again, delete this chat; each asks before it does anything.
import { words } from "./words.js";

export class Menu {
  #parts;
  #actions;
  #asked = null;

  /** `parts` as made by the frame; `actions`: {startAgain, erase}. */
  constructor(parts, actions) {
    this.#parts = parts;
    this.#actions = actions;
    parts.button.addEventListener("click", () => this.#show(parts.list.hidden && parts.question.hidden));
    parts.startAgain.addEventListener("click", () => this.#ask("startAgain"));
    parts.erase.addEventListener("click", () => this.#ask("erase"));
    parts.no.addEventListener("click", () => this.close());
    parts.yes.addEventListener("click", () => this.#confirmed());
  }

  get isOpen() {
    return !this.#parts.list.hidden || !this.#parts.question.hidden;
  }

  /** Close it and go back to its button. */
  close() {
    this.#show(false);
    this.#parts.button.focus();
  }

  #show(open) {
    const { button, list, question } = this.#parts;
    list.hidden = !open;
    question.hidden = true;
    button.setAttribute("aria-expanded", String(open));
  }

  #ask(what) {
    const { list, question, title, explanation, yes, no } = this.#parts;
    const wording = words.ask[what];
    this.#asked = what;
    title.textContent = wording.question;
    explanation.textContent = wording.explanation;
    yes.textContent = wording.yes;
    no.textContent = wording.no;
    list.hidden = true;
    question.hidden = false;
    no.focus();
  }

  #confirmed() {
    this.#show(false);
    this.#actions[this.#asked]();
  }
}
