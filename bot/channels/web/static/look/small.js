// What changes on a phone, at a large zoom, and on a very low screen. Comes last, since it overrules the rest.

export const small = `
/* a phone has no Shift and Enter */
@media (pointer: coarse), (max-width: 30em), (max-height: 30em) { .hint { display: none; } }

/* the panel takes the whole screen */
@media (max-width: 30em), (max-height: 30em) {
  :host([open]:not([embedded])) { inset: 0; }
  :host(:not([embedded])) .panel { inline-size: 100%; block-size: 100%; border: 0; border-radius: 0; }
  .send { padding-inline: 1em; }
  .send .icon { display: none; }
  textarea { padding-inline: 0.75em; }
}
@media (max-width: 22em) {
  .header { padding-inline-start: 0.8em; }
  .header > .icon { display: none; }
  .log { padding-inline: 0.8em; }
  .foot { padding-inline: 0.8em; }
  .card { --inner: 0.95em; }
  .route > li { padding-inline-start: 0; padding-block-start: 1.4em; }
  .route > li::before { inset-block-start: 0.3em; }
}

/* so low that a fixed header and foot would leave nothing to read between them: all of it scrolls */
@media (max-height: 26em) {
  :host([embedded]) { max-block-size: 95vb; }
  .panel { overflow-y: auto; }
  .header, .middle, .log, .foot { flex: none; }
  .log { overflow: visible; }
  .owner { display: none; }
}
`;
