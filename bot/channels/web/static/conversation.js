// One conversation as this page knows it: opened or taken up again, messages sent once, news heard once.
// Says what happened by events; knows no screen.
import { BackOff } from "./back-off.js";
import { Refused } from "./connection.js";
import { freshId } from "./keeping.js";
import { Live } from "./live.js";

/**
 * Events (all CustomEvents, `detail` in brackets):
 *   message [a row of the transcript; `local` while it is not yet known to have arrived]
 *   delivery [{message_id, state: "sent" | "pending" | "waiting" | "failed", reason, again}]
 *   restored, lost [{draft: what was not sent, why: the server's own words, where they say more than ours}], emptied, typing [bool], owner [name], seen [number of the row], line ["up" | "down"], refused [text]
 */
export class Conversation extends EventTarget {
  #connection;
  #keeping;
  #site;
  #session = null;
  #wanted = false;
  #live;
  #backOff = new BackOff();
  #opening = null;
  #pumping = false;
  #seen = 0;
  #reported = 0;
  #owner = "bot";
  #ended = new AbortController();

  constructor(connection, keeping, site) {
    super();
    this.#connection = connection;
    this.#keeping = keeping;
    this.#site = site;
    this.#live = new Live({
      listen: (signal) => connection.listen(this.#session, this.#seen, signal),
      heard: (event) => this.#heard(event),
      line: (state, error) => this.#lineIs(state, error),
    });
    keeping.watch(() => this.#otherTab(), this.#ended.signal);
  }

  /** Is there a chat in this browser that can be taken up again? */
  get begun() { return this.#keeping.session !== null; }

  /** Somebody looks: take up the earlier chat, or open a new one. Asking again changes nothing. */
  begin() {
    this.#wanted = true;
    return this.resume();
  }

  /** Take up the earlier chat in the background; a new one is opened only for somebody who looks. */
  resume() {
    if (this.#session) return Promise.resolve();
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null;
      if (!this.#session) return;
      this.#live.start();
      this.#pump();
    });
    return this.#opening;
  }

  /** Send what the person typed, or the choice they made: it is kept until it has arrived. */
  send(content) {
    const message = { message_id: freshId(), ...content };
    this.#keeping.unsent = [...this.#keeping.unsent, message];
    this.#say("message", local(message));
    this.#pump();
  }

  /** Send again what was refused, under the same id, so that it cannot count twice. */
  resend(message) {
    this.#keeping.unsent = [...this.#keeping.unsent, message];
    this.#pump();
  }

  /** Open a new chat and forget this one in this browser. */
  async startAgain() {
    this.#forget();
    await this.begin();
  }

  /** Delete the chat on the server and forget it here. Raises when it could not be deleted. */
  async erase() {
    try {
      if (this.#session) await this.#connection.erase(this.#session);
    } catch (error) {
      if (!(error instanceof Refused && error.gone)) throw error;
    }
    this.#forget();
  }

  /** Return the copy of what is kept that a key is good for. Raises when there is none any more. */
  copy(key) {
    return this.#connection.copy(this.#session, key);
  }

  /** Listen only while somebody looks: browsers allow few open lines to one server. */
  listen(wanted) {
    if (wanted && this.#session) this.#live.start();
    if (!wanted) this.#live.stop();
  }

  /** The newest row is on the screen: somebody who talks to the person may know. */
  async read() {
    const [session, seq] = [this.#session, this.#seen];
    if (!session || this.#owner !== "broker" || seq <= this.#reported) return;
    this.#reported = seq;
    try {
      await this.#connection.read(session, seq);
    } catch {
      this.#reported = 0; // told again with the next row
    }
  }

  /** The network is back: do not wait for the next attempt. */
  hurry() {
    this.#backOff.hurry();
    this.#live.hurry();
  }

  /** Stop everything; nothing is lost, since it is kept. */
  close() {
    this.#ended.abort();
    this.#live.stop();
  }

  async #open() {
    while (!this.#ended.signal.aborted && (this.begun || this.#wanted)) {
      try {
        await (this.begun ? this.#restore() : this.#start());
        this.#lineIs("up");
        return;
      } catch (error) {
        if (error instanceof Refused && error.gone && this.begun) this.#forget({ lost: true, error });
        else if (error instanceof Refused && !error.passing) return this.#say("refused", error.message);
        else await this.#waitForLine();
      }
    }
  }

  async #start() {
    this.#say("typing", true);
    try {
      const made = await this.#connection.open(this.#site);
      this.#keep({ id: made.id, token: made.token });
      this.#answered(made);
    } finally {
      this.#say("typing", false);
    }
  }

  async #restore() {
    const session = this.#keeping.session;
    const known = await this.#connection.history(session);
    this.#keep({ ...session, token: known.token ?? session.token });
    for (const message of known.messages) this.#row(message, { earlier: true });
    this.#belongsTo(known.owner);
    this.#say("seen", known.broker_read ?? 0);
    const arrived = new Set(known.messages.map((message) => message.in_reply_to));
    this.#keeping.unsent = this.#keeping.unsent.filter((message) => !arrived.has(message.message_id));
    for (const message of this.#keeping.unsent) this.#say("message", local(message));
    this.#say("restored");
  }

  async #pump() {
    if (this.#pumping || !this.#session) return;
    this.#pumping = true;
    try {
      while (this.#session && this.#keeping.unsent.length && !this.#ended.signal.aborted) await this.#sendFirst();
    } finally {
      this.#pumping = false;
      this.#say("typing", false);
    }
  }

  async #sendFirst() {
    const [message] = this.#keeping.unsent;
    const { label, ...posted } = message;
    const session = this.#session;
    this.#say("delivery", { message_id: message.message_id, state: "pending" });
    this.#say("typing", true);
    try {
      const answer = await this.#connection.post(session, posted);
      // the person may have started again meanwhile: this answer is to a chat that is no longer shown
      if (session.id !== this.#session?.id) return;
      this.#done(message, { state: "sent" });
      this.#lineIs("up");
      if (answer.token) this.#keep({ ...session, token: answer.token });
      this.#answered(answer, message.message_id);
    } catch (error) {
      if (session.id === this.#session?.id) await this.#notSent(message, error);
    }
  }

  async #notSent(message, error) {
    const refused = error instanceof Refused;
    if (refused && error.gone) return this.#lose(error);
    if (refused && !error.passing) {
      const again = error.status === 429 || error.status >= 500 ? message : null;
      return this.#done(message, { state: "failed", reason: error.message, again });
    }
    this.#say("typing", false);
    this.#say("delivery", { message_id: message.message_id, state: "waiting", reason: refused ? error.message : null });
    await this.#waitForLine();
  }

  #done(message, how) {
    this.#keeping.unsent = this.#keeping.unsent.filter((one) => one.message_id !== message.message_id);
    this.#say("delivery", { message_id: message.message_id, ...how });
  }

  async #waitForLine() {
    this.#say("line", "down");
    await this.#backOff.pause(this.#ended.signal);
  }

  #lineIs(state, error) {
    if (state === "gone") return this.#lose(error);
    if (state === "up") this.#backOff.reset();
    else this.#say("typing", false);
    this.#say("line", state);
  }

  #answered(answer, inReplyTo = null) {
    for (const reply of answer.replies ?? []) this.#row({ from: "bot", in_reply_to: inReplyTo, ...reply });
    if (answer.owner) this.#belongsTo(answer.owner);
  }

  #row(message, { earlier = false } = {}) {
    if (message.seq) this.#seen = Math.max(this.#seen, message.seq);
    this.#say("message", { ...message, earlier });
  }

  #belongsTo(owner) {
    this.#owner = owner;
    this.#say("owner", owner);
  }

  #heard({ event, data }) {
    const content = JSON.parse(data);
    if (event === "reply") this.#row(content);
    if (event === "owner") this.#belongsTo(content.owner);
    if (event === "seen") this.#say("seen", content.seq);
    if (event === "typing") this.#say("typing", content.on || this.#pumping);
  }

  // a token lives for a limited time; the server sends the next one before the old one ends
  #keep(session) {
    this.#session = session;
    this.#keeping.session = session;
  }

  // the chat has ended elsewhere: what was not sent goes back to where it was written
  #lose(error) {
    if (this.#replaced) return this.#otherTab();
    this.#forget({ lost: true, error });
    if (this.#wanted) this.begin();
  }

  #forget({ lost = false, error } = {}) {
    const draft = this.#keeping.unsent.map((message) => message.text).filter(Boolean).join("\n");
    this.#keeping.session = null;
    this.#keeping.unsent = [];
    this.#leave();
    if (lost) this.#say("lost", { draft, why: error?.code === "conversation_moved" ? error.message : "" });
  }

  #leave() {
    this.#live.stop();
    this.#session = null;
    this.#seen = this.#reported = 0;
    this.#say("emptied");
  }

  // another tab of this browser has gone on to another chat, and there is one for all of them
  get #replaced() {
    const kept = this.#keeping.session;
    return Boolean(kept && this.#session && kept.id !== this.#session.id);
  }

  #otherTab() {
    if (!this.#replaced) return;
    this.#leave();
    this.resume();
  }

  #say(name, detail) {
    if (!this.#ended.signal.aborted) this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function local(message) {
  return { from: "person", in_reply_to: message.message_id, text: message.text ?? message.label, local: true };
}
