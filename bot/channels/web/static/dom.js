// Builds elements. Text is only ever text: nothing here, or anywhere in the chat, parses HTML.

/** Return an element with attributes and children; strings become text, null is left out. */
export function make(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

const SVG = "http://www.w3.org/2000/svg";

/** Return a small line drawing that says nothing to a screen reader; its colour is that of the text. */
export function icon(name) {
  const drawing = fill(document.createElementNS(SVG, "svg"), {
    viewBox: "0 0 24 24", class: `icon icon-${name}`, "aria-hidden": "true", focusable: "false",
  }, []);
  drawing.append(...ICONS[name].map((d) => fill(document.createElementNS(SVG, "path"), { d }, [])));
  return drawing;
}

/** Return text that only a screen reader says. */
export function unseen(text) {
  return make("span", { class: "unseen" }, text);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

const ICONS = {
  // a fingerpost: one arm to each side
  signpost: ["M12 2.5v19", "M8.5 21.5h7", "M12 4.5h6.2l2.8 2.5-2.8 2.5H12z", "M12 11H6.3l-2.8 2.5L6.3 16H12z"],
  close: ["M6 6l12 12", "M18 6L6 18"],
  options: ["M5 12h.01", "M12 12h.01", "M19 12h.01"],
  send: ["M4 12h15", "M13 6l6 6-6 6"],
  down: ["M12 5v14", "M6 13l6 6 6-6"],
  tick: ["M5 12.5l4.5 4.5L19 7.5"],
  outside: ["M8 6h10v10", "M18 6L6.5 17.5"],
  again: ["M4.5 12a7.5 7.5 0 1 0 2.6-5.7", "M4.5 4.5v4h4"],
  bin: ["M4.5 7h15", "M9.5 7V4.5h5V7", "M6.5 7l1 13h9l1-13"],
  programme: ["M12 3v18", "M5 5.5h11.5L19.5 8.5l-3 3H5z"],
  event: ["M4.5 6.5h15v13h-15z", "M4.5 10.5h15", "M8.5 4v4", "M15.5 4v4"],
  comparison: ["M4 5h16v14H4z", "M12 5v14M4 10h16"],
  case_study: ["M4.5 20V11l5 3v-3l5 3V4.5h5V20z"],
  step: ["M6 20.5v-6a3 3 0 0 1 3-3h6a3 3 0 0 0 3-3v-5", "M15 6.5l3-3 3 3"],
  copy: ["M12 4v11", "M7 10.5l5 5 5-5", "M5 20h14"],
  plan: ["M6 3.5h9l3.5 3.5v13.5H6z", "M9 10.5h6.5", "M9 13.5h6.5", "M9 16.5h4"],
  moving: ["M7.5 3h9v18h-9z", "M10.5 18h3"],
  brief: ["M6 3.5h12v17H6z", "M9 8h6", "M9 11.5h6"],
  hub: ["M12 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z", "M5 20c.6-3.6 3.3-5.5 7-5.5s6.4 1.9 7 5.5"],
};
