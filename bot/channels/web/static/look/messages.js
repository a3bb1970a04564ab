// The log: who said what, and the choices.

export const messages = `
.middle { position: relative; flex: 1 1 auto; min-block-size: 0; display: flex; flex-direction: column; }
.middle { container-type: inline-size; }
.log { position: relative; flex: 1 1 auto; min-block-size: 0; overflow-y: auto; overscroll-behavior: contain;
  scrollbar-gutter: stable; scrollbar-width: thin;
  padding: 1.1em; display: flex; flex-direction: column; gap: 1.1em; overflow-wrap: anywhere; }
.log:focus-visible { outline-offset: -4px; }
:host([embedded]) .log > * { inline-size: 100%; max-inline-size: 44em; margin-inline: auto; }

/* a flood of accents stays within the message that it is in; what has the focus keeps its ring */
.message { display: flex; flex-direction: column; gap: 0.5em; align-items: flex-start; overflow: clip; overflow-clip-margin: 8px; }
.message > * { max-inline-size: 100%; }
.who { font-size: 0.8125em; font-weight: 600; line-height: 1.3; color: var(--quiet); margin-block-end: -0.1em; }
/* one name for several messages in a row */
.from-bot + .from-bot, .from-person + .from-person, .from-broker + .from-broker { margin-block-start: -0.5em; }
.from-bot + .from-bot > .who > [aria-hidden], .from-person + .from-person > .who > [aria-hidden],
.from-broker + .from-broker > .who > [aria-hidden] { display: none; }

.bubble { padding: 0.7em 1em; border: 1px solid var(--rule); border-radius: 4px var(--radius) var(--radius) var(--radius);
  background: var(--surface); white-space: pre-line; }
.bubble > * + * { margin-block-start: 0.65em; }
.bubble ul { display: grid; gap: 0.35em; }
.bubble li { position: relative; padding-inline-start: 1.2em; }
.bubble li::before { content: ""; position: absolute; inset-inline-start: 0.15em; inset-block-start: 0.6em;
  inline-size: 0.42em; block-size: 0.42em; border: 1px solid transparent; border-radius: 50%; background: var(--accent); }
.from-person { align-items: flex-end; }
.from-person .bubble { max-inline-size: 88%; background: var(--mine); color: var(--on-mine); border-color: transparent;
  border-radius: var(--radius) 4px var(--radius) var(--radius); }
.from-person[data-state="waiting"] .bubble, .from-person[data-state="failed"] .bubble { background: var(--surface);
  color: var(--ink); border: 1px dashed var(--edge); }
.from-broker .bubble { border-inline-start: 4px solid var(--accent); }
.from-system .bubble { background: none; border-style: dashed; border-color: var(--edge); }
.notice { font-size: 0.875em; color: var(--quiet); }
.new-tab .icon { inline-size: 0.95em; block-size: 0.95em; }
.bubble .new-tab { margin-inline-start: 0.35em; }

.day { text-align: center; font-size: 0.8125em; font-weight: 600; color: var(--quiet); }
.note { padding: 0.7em 1em; border: 1px dashed var(--edge); border-radius: var(--radius); text-wrap: pretty; }
.delivery { display: flex; flex-wrap: wrap; align-items: center; justify-content: flex-end; gap: 0.4em 0.75em;
  max-inline-size: 88%; font-size: 0.875em; color: var(--alarm); text-align: end; white-space: pre-line; }

.seen { max-inline-size: 88%; font-size: 0.8125em; color: var(--quiet); text-align: end; }

.choices { display: flex; flex-wrap: wrap; gap: 0.5em; padding-block-start: 0.15em; }
.choice { display: inline-flex; align-items: center; gap: 0.45em; min-block-size: var(--tap); padding: 0.4em 1.05em; text-align: start;
  border: 1.5px solid var(--accent); border-radius: 22px; background: var(--surface); color: var(--accent); font-weight: 600;
  line-height: 1.3; transition: background 0.12s; }
.choice:focus-visible { border-radius: 22px; }
.choice:hover:enabled { background: var(--tint); color: var(--on-tint); }
.choice:disabled { border: 1px solid var(--rule); background: none; color: var(--quiet); font-weight: 500; }
.choice.chosen { border-color: var(--edge); color: var(--ink); font-weight: 600; }
.choice .icon { inline-size: 1.1em; block-size: 1.1em; }
@media (forced-colors: active) { .choice:disabled { color: GrayText; } }

.new-below { position: absolute; inset-block-end: 0.75em; inset-inline: 0; margin-inline: auto; inline-size: fit-content;
  display: flex; align-items: center; gap: 0.4em; min-block-size: var(--tap); padding: 0.4em 1.1em; border: 1px solid transparent;
  border-radius: 999px; background: var(--ink); color: var(--paper); font-size: 0.9375em; font-weight: 600; box-shadow: 0 4px 14px var(--shade); }
.new-below .icon { inline-size: 1.1em; block-size: 1.1em; }
@media (forced-colors: active) { .new-below { background: ButtonFace; color: ButtonText; } }
`;
