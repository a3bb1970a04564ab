// <signpost-chat>: puts the parts together and passes on what happens between them.
import { Composer } from "./composer.js";
import { Connection, Refused } from "./connection.js";
import { Conversation } from "./conversation.js";
import { frame } from "./frame.js";
import { Keeping } from "./keeping.js";
import { Menu } from "./menu.js";
import { save } from "./saving.js";
import { Scroller } from "./scroller.js";
import { colour, settingsOf } from "./site.js";
import { Status } from "./status.js";
import { adoptStyles } from "./styles.js";
import { Transcript } from "./transcript.js";
import { words } from "./words.js";

/**
 * Attributes: `server` (address of Signpost, default: where this script is from), `data-site` (the id under which
 * the server knows the site), `heading`, `contact` (whom to ask while the line is
 * down), `embedded` (fills its place instead of a launcher), `open` (the panel is open).
 */
export class ChatElement extends HTMLElement {
  static observedAttributes = ["open", "heading", "embedded", "contact"];

  #parts;
  #conversation;
  #transcript;
  #scroller;
  #composer;
  #status;
  #menu;
  #site = null;
  #asked = null;
  #unread = 0;
  #removed;

  connectedCallback() {
    if (!this.shadowRoot) this.#build();
    this.#removed = new AbortController();
    this.#connect();
    this.#listenToPage();
    this.#shape();
    this.#conversation.resume();
  }

  disconnectedCallback() {
    this.#removed.abort();
    this.#conversation.close();
    this.#transcript.empty();
  }

  attributeChangedCallback() {
    if (this.#conversation) this.#shape();
  }

  get #embedded() { return this.hasAttribute("embedded"); }
  get #shown() { return this.#embedded || this.hasAttribute("open"); }

  /** Open the panel and put the cursor into the box. */
  show() {
    this.setAttribute("open", "");
    this.#transcript.showNewest({ smooth: false });
    this.#composer.focus();
  }

  /** Close the panel and go back to the launcher. */
  hide() {
    this.removeAttribute("open");
    this.#parts.launcher.focus();
  }

  #build() {
    const root = this.attachShadow({ mode: "open" });
    adoptStyles(root);
    const parts = (this.#parts = frame());
    root.append(parts.launcher, parts.panel);
    this.#scroller = new Scroller(parts.log, parts.panel);
    this.#status = new Status(parts);
    this.#transcript = new Transcript(parts.log, this.#scroller, {
      choose: (choice) => this.#choose(choice),
      resend: (message) => this.#conversation.resend(message),
    });
    this.#menu = new Menu({ ...parts, button: parts.optionsButton, list: parts.options }, {
      startAgain: () => this.#startAgain(),
      erase: () => this.#erase(),
    });
    parts.launcher.addEventListener("click", () => this.show());
    parts.close.addEventListener("click", () => this.hide());
    parts.panel.addEventListener("keydown", (event) => this.#key(event));
    parts.log.addEventListener("click", ({ target }) => this.#copy(target.closest("[data-copy]")));
    parts.newBelow.addEventListener("click", () => this.#toNewest());
    for (const box of [parts.log, parts.panel]) box.addEventListener("scroll", () => this.#scrolled(), { passive: true });
  }

  #connect() {
    const server = (this.getAttribute("server") || new URL(import.meta.url).origin).replace(/\/+$/, "");
    const keeping = new Keeping(server);
    const connection = new Connection(server);
    const site = this.dataset.site || null;
    const chat = (this.#conversation = new Conversation(connection, keeping, site));
    if (site) settingsOf(site, connection).then((settings) => this.#dress(settings));
    this.#composer ??= new Composer(this.#parts, keeping, (text) => this.#send({ text }));
    const on = (name, does) => chat.addEventListener(name, ({ detail }) => does(detail));
    on("message", (message) => this.#message(message));
    on("delivery", (state) => this.#transcript.deliver(state));
    on("typing", (typing) => this.#status.typing(typing));
    on("owner", (owner) => this.#belongsTo(owner));
    on("seen", (seq) => this.#transcript.seenTo(seq));
    on("line", (state) => this.#status.line(state));
    on("refused", (text) => this.#status.news(text || words.refused));
    on("emptied", () => this.#transcript.empty());
    on("restored", () => this.#restored());
    on("lost", (lost) => this.#lost(lost));
  }

  #dress(settings) {
    if (!settings) return;
    this.#site = settings;
    this.#sayWhom();
    colour(this.shadowRoot, settings.colours);
    if (settings.greeting) this.#transcript.isIn(settings.language, settings.greeting);
    this.#name();
  }

  #sayWhom() {
    this.#status.contact = this.getAttribute("contact") || String(this.#site?.contact ?? "");
  }

  #name() {
    const { heading } = this.#parts;
    const own = this.getAttribute("heading");
    heading.textContent = own || this.#site?.name || words.heading;
    if (!own && this.#site?.name) heading.lang = this.#site.language;
    else heading.removeAttribute("lang");
  }

  #listenToPage() {
    const { signal } = this.#removed;
    window.addEventListener("online", () => this.#conversation.hurry(), { signal });
    window.addEventListener("offline", () => this.#status.line("down"), { signal });
    document.addEventListener("visibilitychange", () => this.#looks(), { signal });
  }

  #shape() {
    const { launcher, panel, close } = this.#parts;
    launcher.hidden = this.#shown;
    close.hidden = this.#embedded;
    panel.hidden = !this.#shown;
    launcher.setAttribute("aria-expanded", String(this.#shown));
    panel.setAttribute("role", this.#embedded ? "region" : "dialog");
    this.#name();
    this.#sayWhom();
    if (!this.#shown) return;
    this.#countUnread(0);
    this.#conversation.begin();
    this.#read();
  }

  #looks() {
    this.#conversation.listen(!document.hidden);
    this.#read();
  }

  #belongsTo(owner) {
    this.#parts.owner.textContent = words.owner[owner] ?? words.owner.bot;
    this.#read();
  }

  #read() {
    if (this.#shown && !document.hidden) this.#conversation.read();
  }

  #key(event) {
    if (event.key !== "Escape" || event.isComposing) return;
    if (this.#menu.isOpen) this.#menu.close();
    else if (!this.#embedded) this.hide();
    else return;
    event.stopPropagation();
  }

  #send(content) {
    this.#status.clear();
    this.#conversation.send(content);
    this.#conversation.begin();
  }

  #choose(choice) {
    this.#send(choice);
    // the button is closed now, so the focus must go on; on a phone the box would bring up the keyboard
    if (matchMedia("(pointer: coarse)").matches) this.#parts.log.focus({ preventScroll: true });
    else this.#composer.focus();
  }

  #message(message) {
    if (message.from === "person") this.#asked = message.in_reply_to;
    const answer = message.in_reply_to === this.#asked;
    const follow = answer || this.#scroller.atEnd;
    if (message.earlier) this.#transcript.quietly(true);
    if (!this.#transcript.add(message) || message.earlier) return;
    this.#read();
    if (!this.#shown && message.from !== "person") this.#countUnread(this.#unread + 1);
    if (follow) this.#transcript.showNewest({ answerTo: answer ? this.#asked : null });
    else this.#parts.newBelow.hidden = false;
  }

  #restored() {
    this.#transcript.showNewest({ smooth: false });
    if (this.#shown) this.#status.news(words.restored);
    // by now the history has been rendered; what comes from here on is news
    setTimeout(() => this.#transcript.quietly(false), 500);
  }

  #lost({ draft, why }) {
    if (draft) this.#composer.giveBack(draft);
    const unsent = draft ? words.unsent : "";
    this.#transcript.note(why ? `${why} ${unsent}` : unsent ? `${words.lostUnsent} ${unsent}` : words.lost);
  }

  async #startAgain() {
    this.#composer.focus();
    await this.#conversation.startAgain();
  }

  async #erase() {
    this.#composer.focus();
    try {
      await this.#conversation.erase();
    } catch {
      return this.#status.news(words.notErased);
    }
    this.#composer.write("");
    this.#transcript.note(words.erased);
    await this.#conversation.begin();
  }

  async #copy(button) {
    if (!button) return;
    button.disabled = true;
    try {
      const copy = await this.#conversation.copy(button.dataset.copy);
      save(JSON.stringify(copy, null, 2), words.copyName);
    } catch (error) {
      button.disabled = error instanceof Refused && !error.passing;
      this.#status.news(words.noCopy);
    }
  }

  #toNewest() {
    this.#transcript.showNewest();
    this.#parts.log.focus({ preventScroll: true });
  }

  #scrolled() {
    if (this.#scroller.atEnd) this.#parts.newBelow.hidden = true;
  }

  #countUnread(count) {
    this.#unread = count;
    const { launcher, news } = this.#parts;
    news.hidden = count === 0;
    news.textContent = String(count);
    if (count) launcher.setAttribute("aria-label", words.launcherNews(count));
    else launcher.removeAttribute("aria-label");
  }
}
