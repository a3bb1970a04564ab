// The one script that a site includes: it defines <signpost-chat>.
import { ChatElement } from "./chat-element.js";

// a page that includes the script twice must not break
if (!customElements.get("signpost-chat")) customElements.define("signpost-chat", ChatElement);
