// Listens to what happens on the phone and in Teams, and draws it.
import { showOnPhone } from "./phone.js";
import { showInTeams } from "./teams.js";

const events = new EventSource("/events");
events.addEventListener("message", (event) => {
  const thing = JSON.parse(event.data);
  if (thing.pane === "phone") showOnPhone(thing);
  else showInTeams(thing.pane, thing);
});
events.addEventListener("error", () => {
  document.getElementById("status").textContent = "The demo has stopped.";
});
events.addEventListener("open", () => {
  document.getElementById("status").textContent = "";
});
