// The little markup of WhatsApp (*bold*, _italic_, addresses) as elements; nothing else is ever markup.
import { el } from "./dom.js";

const MARKS = /(\*[^*\n]+\*|_[^_\n]+_|https?:\/\/[^\s]+)/;

export function prose(text) {
  return text.split(MARKS).map((piece) => {
    if (/^\*[^*\n]+\*$/.test(piece)) return el("strong", {}, piece.slice(1, -1));
    if (/^_[^_\n]+_$/.test(piece)) return el("em", {}, piece.slice(1, -1));
    if (/^https?:\/\//.test(piece)) return el("a", { href: piece, target: "_blank", rel: "noreferrer" }, piece);
    return document.createTextNode(piece);
  });
}

// The XML of Teams, of which we use two tags and the entities.
export function xml(text) {
  const entities = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };
  const plain = (piece) => piece.replace(/&(lt|gt|amp);/g, (found) => entities[found]);
  return text.split(/(<b>.*?<\/b>|<br\/>)/).map((piece) => {
    if (piece === "<br/>") return el("br");
    const bold = /^<b>(.*?)<\/b>$/.exec(piece);
    return bold ? el("strong", {}, plain(bold[1])) : document.createTextNode(plain(piece));
  });
}
