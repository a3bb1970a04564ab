// New lines of the open case, without reloading the page; what people wrote is set as text, never as HTML.
const EVERY_MS = 2000;
const lines = document.getElementById("lines");
const changed = document.getElementById("changed");
const read = document.getElementById("read");

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

// What has the focus and can be seen stays where it is; else who looks at the end of the talk sees it go on.
function add(newer) {
  if (!newer.length) return;
  const { activeElement: focused, body } = document;
  const held = focused !== body && isInView(focused) ? focused : null;
  const before = held?.getBoundingClientRect().top;
  const follows = !held && isInView(lines.lastElementChild ?? lines);
  for (const one of newer) {
    lines.append(line(one));
    lines.dataset.last = String(one.seq);
  }
  if (held) scrollBy({ top: held.getBoundingClientRect().top - before, behavior: "instant" });
  else if (follows) lines.lastElementChild.scrollIntoView({ block: "nearest" });
}

// How far the broker's newest line has come: sent, or on the person's screen.
function mark() {
  const newest = [...lines.querySelectorAll(".from-broker")].at(-1);
  if (!newest) return;
  const words = Number(newest.dataset.seq) <= Number(lines.dataset.read) ? read.dataset.seen : read.dataset.sent;
  if (read.textContent !== words) read.textContent = words;
}

async function look() {
  const answer = await fetch(`/desk/cases/${lines.dataset.case}/news?after=${lines.dataset.last}`, { redirect: "error" });
  if (!answer.ok) throw new Error(String(answer.status));
  const { state, lines: newer, person_read: seen } = await answer.json();
  add(newer);
  lines.dataset.read = String(seen);
  mark();
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
