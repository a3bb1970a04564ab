// What the browser keeps for one server: the chat's id and token, the draft, and what is not yet sent.

/** Survives a reload where the browser allows it; lasts as long as the page where it does not. */
export class Keeping {
  #name;
  #memory = new Map();

  constructor(server) {
    this.#name = `signpost ${server}`;
  }

  /** The chat: {id, token}, or null. */
  get session() {
    const kept = this.#read("session");
    return kept?.id && kept?.token ? kept : null;
  }
  set session(value) { this.#write("session", value); }

  get draft() { return this.#read("draft") ?? ""; }
  set draft(value) { this.#write("draft", value || null); }

  /** Messages whose arrival is not certain, oldest first: {message_id, text | choice, label}. */
  get unsent() { return this.#read("unsent") ?? []; }
  set unsent(value) { this.#write("unsent", value.length ? value : null); }

  /** Call back when another tab of this browser opens or ends a chat. */
  watch(changed, signal) {
    const key = this.#key("session");
    window.addEventListener("storage", (event) => { if (event.key === key) changed(); }, { signal });
  }

  #key(what) { return `${this.#name} ${what}`; }

  #read(what) {
    if (this.#memory.has(what)) return this.#memory.get(what);
    try {
      return JSON.parse(localStorage.getItem(this.#key(what)));
    } catch {
      return null;
    }
  }

  #write(what, value) {
    this.#memory.delete(what);
    try {
      if (value === null) localStorage.removeItem(this.#key(what));
      else localStorage.setItem(this.#key(what), JSON.stringify(value));
    } catch {
      // storage is switched off or full: the page's memory has it, and what storage may still have is older
      this.#memory.set(what, value);
    }
  }
}

/** Return an id that no other message has; randomUUID is missing where a page is not served by https. */
export function freshId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
