// Cards: a programme, an event, a firm that did it, a step of a roadmap, the people to ask.
import { icon, make, unseen } from "./dom.js";
import { words } from "./words.js";

/** Return the cards of one answer as a list; steps are joined by a line, as on a route map. */
export function cardList(cards) {
  const route = cards.length > 1 && cards.every((card) => card.kind === "step");
  const items = cards.map((card) => make("li", {}, cardElement(card)));
  return make(route ? "ol" : "ul", { class: route ? "cards route" : "cards", role: "list" }, ...items);
}

/** Return one card. */
export function cardElement(card) {
  const kind = Object.hasOwn(words.kinds, card.kind) ? card.kind : "programme";
  return make(
    "article", { class: `card card-${kind}` },
    make("div", { class: "card-top" },
      card.badge ? make("span", { class: "badge" }, String(card.badge)) : null,
      make("span", { class: "kind" }, icon(kind), words.kinds[kind])),
    make("h3", { dir: "auto" }, String(card.title ?? "")),
    card.text ? make("p", { class: "card-text", dir: "auto" }, String(card.text)) : null,
    card.table?.length ? table(card.table) : null,
    card.lines?.length ? make("ul", { class: "lines", role: "list" }, ...card.lines.map(line)) : null,
    card.url ? visit(card) : null,
  );
}

/** Return a link to another site, or null when the address is not one of the web's; `base` is for one of our own. */
export function outward(address, label, base) {
  const url = webAddress(address, base);
  if (!url) return null;
  return make(
    "a", { href: url.href, target: "_blank", rel: "noopener noreferrer" },
    make("span", { class: "where", dir: "auto" }, label), make("span", { class: "new-tab" }, icon("outside"), `(${words.newTab})`),
  );
}

function visit(card) {
  if (card.kind === "plan") return ownPage(card);
  if (card.kind === "copy") return copyButton(card);
  const site = webAddress(card.url)?.host.replace(/^www\./, "");
  const link = site ? outward(card.url, words.visit(site)) : null;
  link?.classList.add("visit");
  return link;
}

// a page of Signpost's own is given without its host: these modules come from there
function ownPage(card) {
  const link = outward(card.url, words.openPlan, import.meta.url);
  link?.classList.add("visit");
  return link;
}

// fetched by the chat itself, which alone can say whose it is: a link could not
function copyButton(card) {
  return make("button", { type: "button", class: "visit", "data-copy": card.url.split("/").at(-1) }, words.fetchCopy);
}

function line([label, text]) {
  const name = label ? make("span", { class: "label" }, String(label), unseen(":")) : null;
  return make("li", {}, name, make("span", { class: "said", dir: "auto" }, String(text)));
}

// The roles are said in so many words: where it is narrow its parts are laid out as blocks, which would lose them.
function table([[, ...names], ...rows]) {
  const heads = names.map((name) => make("th", { scope: "col", role: "columnheader", dir: "auto" }, String(name)));
  const row = ([what = "", ...said]) => make(
    "tr", { role: "row" }, make("th", { scope: "row", role: "rowheader", dir: "auto" }, String(what)),
    ...said.map((text, at) => make("td", { role: "cell", dir: "auto", "data-of": String(names[at] ?? "") }, String(text))),
  );
  return make(
    "table", { class: "compared", role: "table" },
    make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, make("td", { role: "cell" }), ...heads)),
    make("tbody", { role: "rowgroup" }, ...rows.map(row)),
  );
}

function webAddress(address, base) {
  try {
    const url = new URL(String(address), base);
    return ["https:", "http:"].includes(url.protocol) ? url : null;
  } catch {
    return null;
  }
}
