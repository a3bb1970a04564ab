// The launcher, the panel in its two shapes, its header, and the options.

export const frame = `
:host(:not([embedded])) { position: fixed; inset-block-end: var(--gap); inset-inline-end: var(--gap);
  z-index: var(--signpost-layer, 2147483000); }
:host([embedded]) { display: block; block-size: var(--signpost-height, min(44em, 85dvb)); }

.launcher { display: inline-flex; align-items: center; gap: 0.65em; min-block-size: 56px;
  padding: 0.6em 1.35em 0.6em 1.1em; border: 2px solid transparent; border-radius: 999px;
  background: var(--accent); color: var(--on-accent); font-weight: 650; max-inline-size: calc(100vi - 2 * var(--gap));
  box-shadow: 0 1px 2px var(--shade), 0 10px 28px -6px var(--shade); transition: translate 0.15s, box-shadow 0.15s; }
.launcher:hover { translate: 0 -2px; box-shadow: 0 2px 4px var(--shade), 0 16px 32px -6px var(--shade); }
.launcher:focus-visible { border-radius: 999px; outline-color: var(--accent); outline-offset: 3px; }
.launcher .icon { inline-size: 1.7em; block-size: 1.7em; }
.news { min-inline-size: 1.7em; padding: 0 0.45em; border-radius: 999px; background: var(--on-accent); color: var(--accent);
  font-size: 0.875em; line-height: 1.7; text-align: center; }

.panel { display: flex; flex-direction: column; overflow: hidden; overflow: clip; background: var(--paper); color: var(--ink); }
:host(:not([embedded])) .panel { inline-size: min(var(--signpost-width, 27.5em), calc(100vi - 2 * var(--gap)));
  block-size: min(var(--signpost-height, 44em), calc(100dvb - 2 * var(--gap))); border: 1px solid var(--rule);
  border-radius: var(--radius); box-shadow: 0 2px 6px var(--shade), 0 24px 60px -12px var(--shade);
  animation: arrive 0.18s ease-out; }
:host([embedded]) .panel { block-size: 100%; border: 1px solid var(--rule); border-radius: var(--radius); }
@keyframes arrive { from { opacity: 0; translate: 0 12px; } }

.header { display: flex; align-items: center; gap: 0.75em; padding: 0.7em 0.6em 0.7em 1.1em; flex: none;
  background: var(--band); color: var(--on-band); border-block-end: 1px solid var(--rule); }
.header > .icon { inline-size: 2.1em; block-size: 2.1em; stroke-width: 1.5; }
.titles { flex: 1; min-inline-size: 0; }
.titles h2 { font-size: 1.125em; letter-spacing: -0.005em; overflow-wrap: anywhere; }
.owner { font-size: 0.875em; line-height: 1.35; text-wrap: pretty; }
.tool { display: grid; place-items: center; inline-size: var(--tap); block-size: var(--tap); flex: none; padding: 0;
  border: 1px solid transparent; border-radius: 10px; background: none; }
.tool:hover { background: color-mix(in srgb, currentcolor 14%, transparent); }
.icon-options { stroke-width: 3.4; }

.options, .question { flex: none; padding: 0.75em 1.1em; background: var(--surface); border-block-end: 1px solid var(--rule); }
.options { display: flex; flex-wrap: wrap; gap: 0.5em; }
.option, .answers button, .again { display: inline-flex; align-items: center; gap: 0.5em; min-block-size: var(--tap);
  padding: 0.35em 0.95em; border: 1px solid var(--edge); border-radius: 10px; background: var(--surface); color: var(--ink); text-align: start; }
.option:hover, .no:hover, .again:hover { background: var(--tint); }
.option .icon { inline-size: 1.2em; block-size: 1.2em; color: var(--quiet); }
.question h3 { font-size: 1.0625em; }
.question p { margin-block: 0.3em 0.8em; text-wrap: pretty; }
.answers { display: flex; flex-wrap: wrap; gap: 0.5em; }
.answers .yes { background: var(--alarm); border-color: var(--alarm); color: var(--surface); font-weight: 600; }
.answers .yes:hover { filter: brightness(1.12); }
`;
