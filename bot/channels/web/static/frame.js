// The parts of the chat on the screen, empty, as one tree and a list of names for it.
import { icon, make, unseen } from "./dom.js";
import { words } from "./words.js";

/** Return {launcher, panel, ...}: every part that something else needs to reach. */
export function frame() {
  const parts = { ...launcher(), ...header(), ...menu(), ...body(), ...composer() };
  parts.panel = make(
    "section", { id: "panel", class: "panel", lang: "en-GB", "aria-labelledby": "heading" },
    parts.header, parts.options, parts.question,
    make("div", { class: "middle" }, parts.log, parts.newBelow),
    make("div", { class: "foot" }, parts.signs, parts.form),
  );
  return parts;
}

function launcher() {
  const label = make("span", { class: "launcher-label" }, words.launcher);
  const news = make("span", { class: "news", "aria-hidden": "true", hidden: true });
  const button = make(
    "button", { type: "button", class: "launcher", lang: "en-GB", "aria-expanded": "false", "aria-controls": "panel" },
    icon("signpost"), label, news,
  );
  return { launcher: button, news };
}

function header() {
  const heading = make("h2", { id: "heading" }, words.heading);
  const owner = make("p", { class: "owner" }, words.owner.bot);
  const optionsButton = make(
    "button", { type: "button", class: "tool", "aria-expanded": "false", "aria-controls": "options" },
    icon("options"), unseen(words.options),
  );
  const close = make("button", { type: "button", class: "tool close" }, icon("close"), unseen(words.close));
  const titles = make("div", { class: "titles" }, heading, owner);
  return {
    heading, owner, optionsButton, close,
    header: make("header", { class: "header" }, icon("signpost"), titles, optionsButton, close),
  };
}

function menu() {
  const startAgain = make("button", { type: "button", class: "option" }, icon("again"), words.startAgain);
  const erase = make("button", { type: "button", class: "option" }, icon("bin"), words.erase);
  const title = make("h3", { id: "asked" });
  const explanation = make("p", { id: "explained" });
  const yes = make("button", { type: "button", class: "yes" });
  const no = make("button", { type: "button", class: "no" });
  return {
    startAgain, erase, title, explanation, yes, no,
    options: make("div", { id: "options", class: "options", hidden: true }, startAgain, erase),
    question: make(
      "div", { class: "question", role: "group", "aria-labelledby": "asked", "aria-describedby": "explained", hidden: true },
      title, explanation, make("div", { class: "answers" }, yes, no),
    ),
  };
}

function body() {
  // a box that scrolls must be reachable by keyboard
  const log = make("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": words.log, tabindex: "0" });
  const newBelow = make("button", { type: "button", class: "new-below", hidden: true }, icon("down"), words.newBelow);
  const dots = make("span", { class: "dots", "aria-hidden": "true" }, ...[1, 2, 3].map(() => make("span")));
  const typing = make("div", { class: "typing", hidden: true }, dots, make("span", { "aria-hidden": "true" }, words.typing));
  const status = make("p", { class: "status", role: "status" });
  return { log, newBelow, typing, status, signs: make("div", { class: "signs" }, typing, status) };
}

function composer() {
  const input = make("textarea", {
    id: "input", rows: "1", dir: "auto", placeholder: words.placeholder, autocomplete: "off",
    enterkeyhint: "send", "aria-describedby": "hint count",
  });
  const count = make("p", { id: "count", class: "count" });
  const spoken = make("p", { class: "unseen", "aria-live": "polite" });
  const send = make("button", { type: "submit", class: "send" }, make("span", {}, words.send), icon("send"));
  return {
    input, count, spoken,
    form: make(
      "form", { class: "composer", novalidate: true },
      make("label", { for: "input", class: "unseen" }, words.input),
      make("div", { class: "line-to-write" }, input, send),
      make("p", { id: "hint", class: "hint" }, words.hint), count, spoken,
    ),
  };
}
