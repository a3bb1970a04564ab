// The HTTP API of the gateway. Knows no conversation and no screen.

const PATIENCE_MS = 30_000;

/** The server could not be reached, or did not answer: the same request can be made again. */
export class Unreachable extends Error {}

/** The server said no, and why. */
export class Refused extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** The chat cannot be taken up again with this token: only a new one helps. */
  get gone() {
    return [401, 404, 410].includes(this.status) || this.code === "foreign_conversation";
  }

  /** The server itself is in trouble and says so: try again later. */
  get passing() {
    return this.status === 503;
  }
}

export class Connection {
  #server;

  constructor(server) {
    this.#server = server;
  }

  open(site) {
    return this.#call("POST", "/api/conversations", { body: site ? { site } : {} });
  }

  /** What is set for a site; each page of it asks, so that the browser may keep the answer for a while. */
  site(id) {
    return this.#call("GET", `/api/sites/${encodeURIComponent(id)}`, { cache: "default" });
  }

  history({ id, token }) {
    return this.#call("GET", path(id), { token });
  }

  post({ id, token }, message) {
    return this.#call("POST", `${path(id)}/messages`, { token, body: message });
  }

  read({ id, token }, seq) {
    return this.#call("POST", `${path(id)}/read`, { token, body: { seq } });
  }

  /** Fetch the copy of what is kept that a key is good for, once. */
  copy({ id, token }, key) {
    return this.#call("POST", `${path(id)}/copies/${encodeURIComponent(key)}`, { token });
  }

  erase({ id, token }) {
    return this.#call("DELETE", path(id), { token });
  }

  /** Return the body of live events after a number of the transcript, as a stream of bytes. */
  async listen({ id, token }, after, signal) {
    // EventSource cannot send the token in a header, and in the address it would end up in logs
    const headers = { Accept: "text/event-stream", ...bearer(token) };
    if (after) headers["Last-Event-ID"] = String(after);
    const answer = await this.#fetch(`${path(id)}/events`, { headers, signal });
    if (!answer.ok) throw await refusal(answer);
    return answer.body;
  }

  async #call(method, where, { token, body, cache } = {}) {
    const headers = { Accept: "application/json", ...bearer(token) };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const answer = await this.#fetch(where, {
      method, headers, body: body === undefined ? undefined : JSON.stringify(body), ...(cache && { cache }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!answer.ok) throw await refusal(answer);
    if (answer.status === 204) return {};
    return answer.json().catch(() => { throw new Unreachable("the answer was cut off"); });
  }

  async #fetch(where, options) {
    try {
      return await fetch(this.#server + where, {
        cache: "no-store", ...options, mode: "cors", credentials: "omit", referrerPolicy: "strict-origin",
      });
    } catch (error) {
      throw new Unreachable(error.message);
    }
  }
}

function path(id) {
  return `/api/conversations/${encodeURIComponent(id)}`;
}

function bearer(token) {
  return token ? { Authorization: `Bearer ${token}` } : {};
}

async function refusal(answer) {
  const error = await answer.json().then((body) => body.error, () => null);
  // without our own error it was a proxy that spoke, and the server is away
  if (!error && answer.status >= 500) return new Unreachable(`status ${answer.status}`);
  return new Refused(answer.status, error?.code ?? "", error?.message ?? "");
}
