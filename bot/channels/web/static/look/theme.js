// Colours, type and the other things a site may set: each --signpost-... property with its default.

const light = `
  --paper: #f5f3ec; --surface: #ffffff; --ink: #17231f; --quiet: #4d5b56; --rule: #dcd8cb; --edge: #75827c;
  --accent: var(--signpost-accent, var(--site-accent, #0a5a4c)); --on-accent: var(--signpost-on-accent, var(--site-on-accent, #ffffff));
  --tint: #e2eee9; --on-tint: #0a4a3f; --alarm: #8f2d12; --alarm-tint: #fbeee8;
  --band: var(--accent); --on-band: var(--on-accent); --mine: var(--accent); --on-mine: var(--on-accent);
  --shade: rgb(20 40 34 / 16%);
  color-scheme: light;
`;

const dark = `
  --paper: #111816; --surface: #1a2320; --ink: #e8eeeb; --quiet: #a9b7b1; --rule: #313d39; --edge: #7d8c86;
  --accent: var(--signpost-accent-dark, var(--site-accent-dark, #7fd6bf)); --on-accent: var(--signpost-on-accent-dark, var(--site-on-accent-dark, #06231c));
  --tint: #20382f; --on-tint: #bfeadd; --alarm: #ffb59c; --alarm-tint: #3a211a;
  --band: #1a2320; --on-band: #e8eeeb; --mine: #1f5246; --on-mine: #f1faf7;
  --shade: rgb(0 0 0 / 55%);
  color-scheme: dark;
`;

export const theme = `
:host {
  ${light}
  --radius: var(--signpost-radius, 14px);
  --gap: var(--signpost-gap, 20px);
  --tap: 44px;
  font-family: var(--signpost-font, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif);
  /* a site may have shrunk its rem, and a person may have enlarged theirs */
  font-size: var(--signpost-font-size, max(1rem, 16px));
  line-height: 1.5;
  color: var(--ink);
  text-align: start;
}
@media (prefers-color-scheme: dark) { :host(:not([scheme="light"])) { ${dark} } }
:host([scheme="dark"]) { ${dark} }
:host([hidden]), [hidden] { display: none !important; }

*, *::before, *::after { box-sizing: border-box; }
h2, h3, p, ul, ol { margin: 0; padding: 0; }
ul, ol { list-style: none; }
h2, h3 { font-size: 1em; line-height: 1.3; font-weight: 650; text-wrap: balance; }
/* plain English stays in order on a page that is written from right to left */
h2, h3, p, button { unicode-bidi: plaintext; }
button, textarea { font: inherit; color: inherit; letter-spacing: inherit; }
button { cursor: pointer; margin: 0; }
button:disabled { cursor: default; }
a { color: var(--accent); text-underline-offset: 0.2em; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
.icon { inline-size: 1.4em; block-size: 1.4em; flex: none; fill: none; stroke: currentcolor;
  stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 8px; }
.header :focus-visible { outline-color: var(--on-band); }
@media (forced-colors: active) { :focus-visible { outline-color: Highlight; } }
@media (prefers-reduced-motion: reduce) { *, *::before, *::after { animation: none !important; transition: none !important; } }
`;
