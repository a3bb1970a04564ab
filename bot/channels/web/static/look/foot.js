// Below the log: the signs (typing, status) and the box to write in.

export const foot = `
/* the same gutter as the log, so that the edges of the two stand in one line */
.foot { overflow: hidden; scrollbar-gutter: stable; scrollbar-width: thin; flex: none; background: var(--surface); border-block-start: 1px solid var(--rule); padding: 0.8em 1.1em max(0.7em, env(safe-area-inset-bottom)); }
:host([embedded]) .foot > * { max-inline-size: 44em; margin-inline: auto; }
.typing { display: flex; align-items: center; gap: 0.6em; padding-block-end: 0.5em; font-size: 0.875em; color: var(--quiet); }
.dots { display: inline-flex; gap: 4px; }
.dots span { inline-size: 8px; block-size: 8px; border: 1px solid transparent; border-radius: 50%; background: var(--accent); animation: breathe 1.2s infinite ease-in-out; }
.dots span:nth-child(2) { animation-delay: 0.15s; }
.dots span:nth-child(3) { animation-delay: 0.3s; }
@keyframes breathe { 0%, 60%, 100% { opacity: 0.3; } 30% { opacity: 1; } }
.status { font-size: 0.875em; }
.status:not(:empty) { padding-block-end: 0.6em; text-wrap: pretty; overflow-wrap: anywhere; }
/* the sign with the dots says it to the eye already */
.status[data-kind="typing"] { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); padding: 0; }
.status[data-kind="line"]:not(:empty) { margin-block-end: 0.7em; padding: 0.5em 0.8em; border: 1px solid transparent; border-radius: 8px;
  background: var(--alarm-tint); color: var(--alarm); font-weight: 600; }

.line-to-write { display: flex; align-items: flex-end; gap: 0.6em; }
textarea { flex: 1; min-inline-size: 0; min-block-size: 48px; max-block-size: 9.5em; field-sizing: content; resize: none;
  padding: 0.68em 0.9em; border: 1.5px solid var(--edge); border-radius: 12px; background: var(--surface); color: var(--ink); line-height: 1.4; overflow-y: auto; }
textarea::placeholder { color: var(--quiet); opacity: 1; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
textarea:placeholder-shown { field-sizing: fixed; block-size: 48px; }
textarea:focus-visible { outline-offset: 0; border-radius: 12px; border-color: var(--accent); }
textarea[aria-invalid="true"] { border-color: var(--alarm); }
.send { display: inline-flex; align-items: center; gap: 0.4em; min-block-size: 48px; padding: 0.4em 1.1em; border: 1px solid transparent;
  border-radius: 12px; background: var(--accent); color: var(--on-accent); font-weight: 650; }
.send:hover { filter: brightness(1.1); }
.send .icon { inline-size: 1.2em; block-size: 1.2em; }
:host(:dir(rtl)) .icon-send { scale: -1 1; }
.hint, .count { font-size: 0.8125em; color: var(--quiet); }
.hint { padding-block-start: 0.45em; }
.count:not(:empty) { padding-block-start: 0.35em; }
.count.over { color: var(--alarm); font-weight: 650; }
`;
