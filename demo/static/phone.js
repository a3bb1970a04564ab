// Draws messages of WhatsApp as a phone does, and sends what is typed and pressed.
import { el, place, post, typing } from "./dom.js";
import { prose } from "./prose.js";

const TEMPLATES = {
  adviser_replied: [
    "There is a new message about your request to Signpost. Tap the button to read it. To get no more of these, write STOP.",
    "Read it",
  ],
};
const TICKS = { "": "", sent: "✓", read: "✓✓" };
const log = document.getElementById("phone-log");
const dialog = document.getElementById("choices");

export function showOnPhone(thing) {
  if (thing.kind === "typing") typing(log, "bubble", thing.on);
  else place(log, thing.name, thing.kind === "own" ? own(thing) : said(thing));
}

function own(thing) {
  const read = thing.ticks === "read";
  const ticks = el("span", { class: read ? "ticks read" : "ticks" }, TICKS[thing.ticks]);
  ticks.setAttribute("aria-label", thing.ticks);
  return el("div", { class: "bubble own" }, thing.text, ticks);
}

function said({ name, payload }) {
  if (payload.type === "text") return el("div", { class: "bubble" }, ...prose(payload.text.body));
  if (payload.type === "template") return template(name, payload.template);
  const { body, footer, action, type } = payload.interactive;
  const foot = footer && el("p", { class: "footer" }, footer.text);
  const pressable = type === "button" ? buttons(name, action.buttons) : list(name, action);
  return el("div", { class: "bubble" }, ...prose(body.text), foot, pressable);
}

function template(name, { name: which }) {
  const [text, label] = TEMPLATES[which] ?? [which, ""];
  return el("div", { class: "bubble" }, text, label && el("div", { class: "replies" }, button(name, 0, label)));
}

function buttons(name, given) {
  const made = given.map(({ reply }, index) => button(name, index, reply.title));
  return el("div", { class: "replies" }, ...made);
}

function button(name, index, label) {
  return el("button", { type: "button", onclick: () => post("/phone", { of: name, index }) }, label);
}

function list(name, action) {
  const open = () => {
    const rows = action.sections.flatMap((section) => section.rows);
    const made = rows.map((row, index) => {
      const more = row.description && el("small", {}, row.description);
      const choose = () => { dialog.close(); post("/phone", { of: name, index }); };
      return el("button", { type: "button", onclick: choose }, row.title, more);
    });
    document.getElementById("choices-rows").replaceChildren(...made);
    dialog.showModal();
  };
  return el("div", { class: "replies" }, el("button", { type: "button", "aria-haspopup": "dialog", onclick: open }, `☰ ${action.button}`));
}

document.getElementById("phone-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const box = document.getElementById("phone-text");
  const text = box.value.trim();
  box.value = "";
  if (text) post("/phone", { text });
});
