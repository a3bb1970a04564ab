// Turns plain text into paragraphs, lists and links: as nodes, never as HTML.
import { make } from "./dom.js";
import { outward } from "./cards.js";

// an address ends before a sign that turns the direction of writing, which would show another one than it is
const ADDRESS = /https?:\/\/[^\s<>"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g;
const TRAILING = /[.,;:!?)\]'’”]+$/;
const POINT = /^\s*[-•*]\s+/;

/** Return a text as paragraphs and lists; with `links`, web addresses in it can be followed. */
export function prose(text, { links = false } = {}) {
  const blocks = String(text ?? "").split(/\n\s*\n/).flatMap(pieces).filter((block) => block.length);
  return blocks.map((lines) => (POINT.test(lines[0]) ? list(lines, links) : paragraph(lines, links)));
}

// a block can be a sentence with a list under it
function pieces(block) {
  const found = [];
  for (const line of block.split("\n").filter((one) => one.trim())) {
    const last = found.at(-1);
    if (last && POINT.test(last[0]) === POINT.test(line)) last.push(line);
    else found.push([line]);
  }
  return found;
}

function paragraph(lines, links) {
  return make("p", { dir: "auto" }, ...inline(lines.join("\n"), links));
}

function list(lines, links) {
  const points = lines.map((line) => make("li", { dir: "auto" }, ...inline(line.replace(POINT, ""), links)));
  return make("ul", { role: "list" }, ...points);
}

function inline(text, links) {
  if (!links) return [text];
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = match[0].replace(TRAILING, "");
    nodes.push(text.slice(end, match.index), outward(address, address) ?? address);
    end = match.index + address.length;
  }
  return [...nodes, text.slice(end)];
}
