// Elements with their content; text is only ever text.
export function el(tag, given = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child != null));
  return made;
}

// Posts something and returns what is said of it; what fails is told in the page's status.
export async function post(where, content) {
  const status = document.getElementById("status");
  try {
    const answer = await fetch(where, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(content),
    });
    const { told } = await answer.json();
    status.textContent = answer.ok ? "" : told;
    return answer.ok ? told : "";
  } catch {
    status.textContent = "The demo has stopped.";
    return "";
  }
}

// Puts a thing into its log: in the place of the earlier one of its name, or else at the end.
export function place(log, name, made) {
  log.querySelector(".empty")?.remove();
  const before = [...log.children].find((one) => one.dataset.name === name);
  made.dataset.name = name;
  if (before) before.replaceWith(made);
  else log.append(made);
  const typing = log.querySelector(".typing");
  if (typing) log.append(typing);
  // a long one from its beginning, a short one at the bottom
  if (made === log.lastElementChild || typing) log.scrollTop = made.offsetTop - log.offsetTop - 8;
}

// Shows or hides that an answer is on its way.
export function typing(log, className, on) {
  log.querySelector(".typing")?.remove();
  if (!on) return;
  const made = el("p", { class: `${className} typing` }, "Signpost is typing…");
  log.append(made);
  log.scrollTop = log.scrollHeight;
}
