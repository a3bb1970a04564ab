// New lines of the open case, without reloading the page; what people wrote is set as text, never as HTML.
const EVERY_MS = 2000;
const lines = document.getElementById("lines");
const changed = document.getElementById("changed");
const stand = document.getElementById("stand");

function line({ seq, who, from, at, text, cards }) {
  const item = document.createElement("li");
  item.dataset.seq = String(seq);
  item.className = `from-${from}`;
  for (const [name, words] of [["who", `${who}, ${at}`], ["text", text], ...cards.map((title) => ["showed", title])]) {
    const part = document.createElement("p");
    part.className = name;
    part.textContent = words;
    item.append(part);
  }
  return item;
}

function isInView(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

function add(newer) {
  for (const one of newer) {
    lines.append(line(one));
    lines.dataset.last = String(one.seq);
  }
}

// What has the focus and can be seen stays where it is; else who looks at the end of the talk sees it go on.
function inPlace(change, grows) {
  const { activeElement: focused, body } = document;
  const held = focused !== body && isInView(focused) ? focused : null;
  const before = held?.getBoundingClientRect().top;
  const follows = grows && !held && isInView(lines.lastElementChild ?? lines);
  change();
  if (held) scrollBy({ top: held.getBoundingClientRect().top - before, behavior: "instant" });
  else if (follows) lines.lastElementChild.scrollIntoView({ block: "nearest" });
}

// How far each line of a broker has come, in words. The newest is read out, and whatever will not arrive.
function mark(stands) {
  for (const { seq, words, failed } of stands) {
    const item = lines.querySelector(`[data-seq="${Number(seq)}"]`);
    if (!item) continue;
    const part = item.querySelector(".stand") ?? item.appendChild(document.createElement("p"));
    if (part.textContent === words) continue;
    part.className = failed ? "stand failed" : "stand";
    part.setAttribute("aria-live", "off");
    part.textContent = words;
    if (failed || seq === stands.at(-1).seq) stand.textContent = words;
  }
}

async function look() {
  const answer = await fetch(`/desk/cases/${lines.dataset.case}/news?after=${lines.dataset.last}`, { redirect: "error" });
  if (!answer.ok) throw new Error(String(answer.status));
  const { state, lines: newer, stands } = await answer.json();
  inPlace(() => {
    add(newer);
    mark(stands);
  }, newer.length > 0);
  const moved = state !== lines.dataset.state && !(lines.dataset.state === "claimed" && state === "in_conversation");
  changed.hidden = !moved;
}

async function keepLooking() {
  try {
    if (!document.hidden) await look();
  } catch {
    changed.hidden = false; // signed out, or the server is away: the page no longer tells the truth
  }
  setTimeout(keepLooking, EVERY_MS);
}

// What was typed outlives another button, a session that ended and a page that was reloaded; until it was sent.
const box = document.getElementById("text");
const kept = `draft ${lines.dataset.case}`;
const sent = [...lines.querySelectorAll(".from-broker .text")].at(-1)?.textContent.trim();
if (sessionStorage.getItem(kept)?.trim() === sent) sessionStorage.removeItem(kept);
if (box && !box.value) box.value = sessionStorage.getItem(kept) ?? "";
box?.addEventListener("input", () => sessionStorage.setItem(kept, box.value));
box?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.form.requestSubmit();
});
keepLooking();
