// Draws the elements of Adaptive Cards 1.5 that Signpost uses, and no others.
import { el } from "./dom.js";

const GAPS = { Small: "gap-Small", Medium: "gap-Medium", Large: "gap-Large" };

// `press(index, filled)` is called with the place of a button among those that Signpost answers.
export function card(content, press) {
  const made = el("div");
  let count = 0;
  const filled = () => Object.fromEntries([...made.querySelectorAll("select")].map((one) => [one.name, one.value]));
  const actions = (given) => {
    const drawn = given.map((action) => {
      if (action.type === "Action.OpenUrl") {
        return el("a", { href: action.url, target: "_blank", rel: "noreferrer" }, action.title);
      }
      const index = count++;
      const takes = action.associatedInputs !== "none";
      return el("button", { type: "button", onclick: () => press(index, takes ? filled() : {}) }, action.title);
    });
    return el("div", { class: "actions" }, ...drawn);
  };
  const drawing = {
    RichTextBlock: (one) => el("p", { class: `line ${GAPS[one.spacing] ?? ""}` }, ...one.inlines.map(run)),
    Container: (one) => el("div", { class: "container" }, ...one.items.map(draw)),
    ActionSet: (one) => actions(one.actions),
    Table: (one) => el("table", {}, el("tbody", {}, ...one.rows.map((row, number) => tableRow(row, number === 0)))),
    "Input.ChoiceSet": choices,
  };
  function draw(one) { return drawing[one.type](one); }
  function tableRow(row, isHeader) {
    const cells = row.cells.map((cell) => el(isHeader ? "th" : "td", {}, ...cell.items.map(draw)));
    return el("tr", {}, ...cells);
  }
  made.append(...content.body.map(draw));
  if (content.actions) made.append(actions(content.actions));
  return made;
}

function run({ text, weight, size, isSubtle }) {
  const look = [weight === "Bolder" && "bolder", size === "Medium" && "medium", isSubtle && "subtle"];
  return el("span", { class: look.filter(Boolean).join(" ") }, text);
}

function choices(one) {
  const options = one.choices.map(({ title, value }) => el("option", { value }, title));
  return el("select", { name: one.id, "aria-label": one.placeholder }, el("option", { value: "" }, one.placeholder ?? ""), ...options);
}
