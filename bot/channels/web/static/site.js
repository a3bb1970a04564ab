// What the owner of a site has set on the server, for a page that names its site by `data-site`.

const COLOURS = {
  accent: "--site-accent", text: "--site-on-accent",
  accent_dark: "--site-accent-dark", text_dark: "--site-on-accent-dark",
};
const COLOUR = /^#[0-9a-f]{6}$/i;

/** Return {name, greeting, language, colours}, or null: then the chat is as it always is, and nobody is bothered. */
export async function settingsOf(site, connection) {
  try {
    return await connection.site(site);
  } catch {
    return null;
  }
}

/** Give a shadow root its site's colours; what the page itself sets by `--signpost-...` comes before them. */
export function colour(root, colours) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(":host {}");
  const { style } = sheet.cssRules[0];
  for (const [name, property] of Object.entries(COLOURS)) {
    if (COLOUR.test(colours?.[name] ?? "")) style.setProperty(property, colours[name]);
  }
  root.adoptedStyleSheets = [root.adoptedStyleSheets[0], sheet];
}
