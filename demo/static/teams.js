// Draws what Signpost posts in Teams, and sends what is typed and pressed there.
import { card } from "./card.js";
import { el, place, post, typing } from "./dom.js";
import { xml } from "./prose.js";

export function showInTeams(where, thing) {
  const log = document.getElementById(`${where}-log`);
  if (thing.kind === "typing") typing(log, "post", thing.on);
  else place(log, thing.name, thing.kind === "own" ? own(thing) : said(where, thing));
}

function own(thing) {
  return el("div", { class: "post own" }, thing.text);
}

function said(where, { name, activity, is_reply: isReply }) {
  const who = el("span", { class: "who" }, "Signpost");
  const look = isReply ? "post reply" : "post";
  if (activity.text) return el("div", { class: look }, who, ...xml(activity.text));
  const told = el("p", { class: "said-of-it", role: "status" });
  const press = async (index, filled) => {
    told.textContent = await post("/teams", { where, of: name, index, filled });
  };
  const drawn = activity.attachments.map(({ content }) => card(content, press));
  return el("div", { class: `${look} card` }, who, ...drawn, told);
}

for (const form of document.querySelectorAll(".room-write")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const box = form.querySelector("input");
    const text = box.value.trim();
    box.value = "";
    if (text) post("/teams", { where: form.dataset.where, text });
  });
}
