// Reads server-sent events from a stream of bytes.

/** Yield {event, data, id} for each event, and null for each sign of life that carries nothing. */
export async function* events(body) {
  let fields = {};
  for await (const line of lines(body)) {
    if (line.startsWith(":")) {
      yield null;
    } else if (line !== "") {
      const [, name, value] = /^([^:]*)(?:: ?(.*))?$/s.exec(line);
      fields[name] = name === "data" && "data" in fields ? `${fields.data}\n${value ?? ""}` : value ?? "";
    } else {
      if ("data" in fields) yield { event: fields.event || "message", data: fields.data, id: fields.id };
      fields = {};
    }
  }
}

async function* lines(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      // a piece that ends between \r and \n must not make two lines
      const found = (rest + value).split(/\r\n|\n|\r(?!$)/);
      rest = found.pop();
      yield* found;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
