// How the chat looks. Constructed style sheets need no style-src in the Content-Security-Policy of the site around it.
import { foot } from "./look/foot.js";
import { frame } from "./look/frame.js";
import { messages } from "./look/messages.js";
import { cards } from "./look/cards.js";
import { small } from "./look/small.js";
import { theme } from "./look/theme.js";

let sheet;

/** Give a shadow root its looks; all elements of a page share one sheet. */
export function adoptStyles(root) {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync([theme, frame, messages, cards, foot, small].join("\n"));
  }
  root.adoptedStyleSheets = [sheet];
}
