// The log: what was said, each message once, in order, and only as text.
import { cardList } from "./cards.js";
import { icon, make, unseen } from "./dom.js";
import { prose } from "./prose.js";
import { words } from "./words.js";

export class Transcript {
  #log;
  #scroller;
  #choose;
  #resend;
  #rows = new Map();
  #seenTo = 0;
  #foreign = null;

  /** `choose({choice, label})` is called for a choice that was made, `resend(message)` for "Send again". */
  constructor(log, scroller, { choose, resend }) {
    this.#log = log;
    this.#scroller = scroller;
    this.#choose = choose;
    this.#resend = resend;
  }

  /** Show a message unless it is shown already; returns whether it is new. */
  add(message) {
    const key = keyOf(message);
    const shown = this.#rows.get(key);
    if (shown) {
      if (!message.local) settle(shown);
      this.#number(shown, message);
      return false;
    }
    const row = this.#row(message);
    this.#rows.set(key, row);
    this.#number(row, message);
    if (message.from === "person") this.#closeChoices(message.text);
    if (message.local) row.dataset.state = "pending";
    this.#dayBefore(message);
    this.#log.insertBefore(row, this.#placeFor(message));
    return true;
  }

  /** Show how it stands with a message of the person's own. */
  deliver({ message_id, state, reason, again }) {
    const row = this.#rows.get(`person ${message_id}`);
    if (!row) return;
    settle(row);
    row.dataset.state = state;
    if (state === "waiting" || state === "failed") row.append(this.#delivery(reason || words[state], again));
  }

  /** Show a note about the chat itself, which stays while the chat is shown. */
  note(text) {
    this.#log.append(make("p", { class: "note" }, text));
  }

  /** Say in which language a text is that the site's owner wrote: whatever reads it out must know. */
  isIn(language, text) {
    this.#foreign = { language, text };
    for (const bubble of this.#log.querySelectorAll(".from-bot .bubble")) this.#mark(bubble);
  }

  /** Take everything away. */
  empty() {
    this.#rows.clear();
    this.#seenTo = 0;
    this.#log.replaceChildren();
    delete this.#log.dataset.day;
  }

  /** Keep a screen reader quiet while a whole history is put in. */
  quietly(quiet) {
    this.#log.setAttribute("aria-live", quiet ? "off" : "polite");
  }

  /** Bring the end into view, but not past the beginning of the last message, or of the question it answers. */
  showNewest({ answerTo = null, smooth = true } = {}) {
    const question = this.#rows.get(`person ${answerTo}`);
    this.#scroller.toShow(question ?? this.#log.lastElementChild, smooth);
  }

  // what does not answer a message that is on its way was said before it, such as the greeting to a fast typist
  #placeFor(message) {
    const answers = this.#rows.has(`person ${message.in_reply_to}`);
    return message.from === "person" || answers ? null : this.#log.querySelector('.message[data-state="pending"]');
  }

  #number(row, { seq }) {
    if (!seq) return;
    row.dataset.seq = String(seq);
    this.seenTo(this.#seenTo);
  }

  #row(message) {
    const from = Object.hasOwn(words.from, message.from) ? message.from : "bot";
    const who = make("p", { class: "who" }, make("span", { "aria-hidden": "true" }, words.from[from]), unseen(words.said[from]));
    const bubble = make("div", { class: "bubble" }, ...prose(message.text, { links: from !== "person" }));
    if (from === "bot") this.#mark(bubble);
    return make(
      "div", { class: `message from-${from}`, "data-id": message.id }, who,
      ...(message.notices ?? []).map((notice) => make("p", { class: "notice", dir: "auto" }, String(notice))),
      bubble.hasChildNodes() ? bubble : null,
      message.cards?.length ? cardList(message.cards) : null,
      message.choices?.length ? this.#choices(message.choices) : null,
    );
  }

  #mark(bubble) {
    if (this.#foreign && bubble.textContent === this.#foreign.text) bubble.lang = this.#foreign.language;
  }

  #choices(choices) {
    const group = make("div", { class: "choices", role: "group", "aria-label": words.choices });
    for (const { label, choice } of choices) {
      const button = make("button", { type: "button", class: "choice" }, make("span", { dir: "auto" }, String(label)));
      button.addEventListener("click", () => this.#choose({ choice, label: String(label) }));
      group.append(button);
    }
    return group;
  }

  /** Show below the person's newest message whether whoever talks to them has seen it. */
  seenTo(seq) {
    this.#seenTo = seq;
    const newest = [...this.#log.querySelectorAll(".message.from-person")].at(-1);
    for (const mark of this.#log.querySelectorAll(".seen")) if (mark.parentElement !== newest) mark.remove();
    const seen = Number(newest?.dataset.seq ?? Infinity) <= seq;
    if (seen && !newest.querySelector(".seen")) newest.append(make("p", { class: "seen" }, words.seen));
  }

  // a choice belongs to what was said last: later it stays to be read, but cannot be made any more
  #closeChoices(answer) {
    for (const group of this.#log.querySelectorAll(".choices")) {
      const open = [...group.querySelectorAll(".choice:not(:disabled)")];
      const chosen = open.find((button) => button.textContent === answer);
      // what the desk asks stays open until it is answered, whatever is said in between
      if (group.closest(".from-system") && !chosen) continue;
      chosen?.classList.add("chosen");
      chosen?.append(icon("tick"), unseen(`(${words.chosen})`));
      for (const button of open) button.disabled = true;
    }
  }

  #delivery(text, message) {
    const line = make("div", { class: "delivery" }, make("p", { dir: "auto" }, text));
    if (message) {
      const again = make("button", { type: "button", class: "again" }, words.sendAgain);
      again.addEventListener("click", () => this.#resend(message));
      line.append(again);
    }
    return line;
  }

  #dayBefore({ at }) {
    const day = dayOf(at);
    if (!day || day === this.#log.dataset.day) return;
    const first = !this.#log.dataset.day;
    this.#log.dataset.day = day;
    // today's chat needs no date; one that is taken up later does
    if (!first || day !== dayOf(Date.now())) this.#log.append(make("p", { class: "day" }, make("time", {}, day)));
  }
}

function keyOf(message) {
  return message.from === "person" ? `person ${message.in_reply_to ?? message.id}` : `row ${message.id}`;
}

function settle(row) {
  row.querySelector(".delivery")?.remove();
  delete row.dataset.state;
}

function dayOf(at) {
  const time = at ? new Date(at) : null;
  if (!time || Number.isNaN(time.valueOf())) return null;
  return new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" }).format(time);
}
