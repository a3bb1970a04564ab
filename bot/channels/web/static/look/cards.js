// Cards: a sheet with a coloured edge; the badge is shaped like the arm of a fingerpost.

export const cards = `
.cards { display: grid; gap: 0.75em; inline-size: 100%; }
.card { --inner: 1.15em; display: flex; flex-direction: column; gap: 0.5em; padding: 0.95em var(--inner) 1em; background: var(--surface);
  border: 1px solid var(--rule); border-radius: var(--radius); box-shadow: 0 1px 3px color-mix(in srgb, var(--shade) 55%, transparent); }
.card-top { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.3em 1em; padding-block-end: 0.15em;
  font-size: 0.8125em; line-height: 1.4; }
.kind { display: inline-flex; align-items: center; gap: 0.4em; font-weight: 600; color: var(--quiet); }
.kind .icon { inline-size: 1.35em; block-size: 1.35em; }
/* it starts at the edge of the card, as an arm starts at its post */
.badge { --point: 0.8em; margin-inline-start: calc(var(--inner) / -0.8125); padding: 0.28em calc(var(--point) + 0.7em) 0.28em calc(var(--inner) / 0.8125);
  border: 1px solid transparent; background: var(--accent); color: var(--on-accent); font-weight: 650;
  clip-path: polygon(0 0, calc(100% - var(--point)) 0, 100% 50%, calc(100% - var(--point)) 100%, 0 100%); }
.badge:dir(rtl) { padding: 0.28em calc(var(--inner) / 0.8125) 0.28em calc(var(--point) + 0.7em);
  clip-path: polygon(var(--point) 0, 100% 0, 100% 100%, var(--point) 100%, 0 50%); }
.card h3 { font-size: 1.125em; letter-spacing: -0.005em; }
.card-text { text-wrap: pretty; white-space: pre-line; }
.lines { display: grid; gap: 0.45em; padding-block-start: 0.6em; border-block-start: 1px solid var(--rule); font-size: 0.9375em; }
.label { display: block; font-size: 0.8667em; font-weight: 600; color: var(--quiet); line-height: 1.35; }
.lines .said { display: block; text-wrap: pretty; }
.card-text + .visit, h3 + .visit { margin-block-start: 0.1em; }
.visit { display: flex; flex-wrap: wrap; align-items: center; gap: 0 0.6em; align-self: flex-start; min-block-size: 32px; font-weight: 600; text-decoration: none; }
.visit .where { text-decoration: underline; text-decoration-thickness: 1px; }
.visit:hover .where { text-decoration-thickness: 2px; }
.new-tab { display: inline-flex; align-items: center; gap: 0.3em; font-size: 0.875em; font-weight: 400; color: var(--quiet); }

/* two programmes side by side; where it is narrow, each cell says whose it is */
.compared { inline-size: 100%; border-collapse: collapse; font-size: 0.9375em; }
.compared th, .compared td { padding: 0.45em 0.6em 0.45em 0; text-align: start; vertical-align: top; overflow-wrap: anywhere; }
.compared tr { border-block-end: 1px solid var(--rule); }
.compared th[scope="row"] { inline-size: 22%; font-size: 0.9em; font-weight: 600; color: var(--quiet); }
@container (max-width: 30em) {
  .compared thead { position: absolute; clip-path: inset(50%); inline-size: 1px; block-size: 1px; overflow: hidden; }
  .compared tr, .compared th[scope="row"], .compared td { display: block; inline-size: auto; }
  .compared td { padding-block: 0 0.5em; }
  .compared td::before { content: attr(data-of); display: block; font-size: 0.8667em; font-weight: 600; }
}

/* in a wide place the labels stand beside what they name */
@container (min-width: 34em) {
  .lines li { display: grid; grid-template-columns: 10em 1fr; gap: 1em; align-items: baseline; }
  .lines li > .said:only-child { grid-column: 1 / -1; }
}

/* the steps of a roadmap, joined by a line */
.route { counter-reset: step; gap: 0; }
.route > li { position: relative; counter-increment: step; padding-inline-start: 3em; padding-block-end: 0.85em; }
.route > li::before { content: counter(step); position: absolute; inset-inline-start: 0; inset-block-start: 0.5em; z-index: 1;
  inline-size: 2.1em; block-size: 2.1em; line-height: 2.1em; border-radius: 50%; text-align: center; font-weight: 650;
  background: var(--accent); color: var(--on-accent); }
.route > li:not(:last-child)::after { content: ""; position: absolute; inset-inline-start: calc(1.05em - 1px); inset-block: 1.2em -0.6em;
  inline-size: 0; border-inline-start: 2px dashed var(--edge); }
.route > li:last-child { padding-block-end: 0; }
.route .kind { display: none; }
@media (forced-colors: active) { .badge { clip-path: none; border-color: currentcolor; } }
`;
