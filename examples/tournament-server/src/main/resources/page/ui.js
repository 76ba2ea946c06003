// SPDX-License-Identifier: Apache-2.0
import { html, useEffect, useLayoutEffect, useRef, useState } from "./lib/preact-htm.js";
import { age, clock, day, full, isShown, stamp } from "./format.js";
import { Icon } from "./icons.js";

const SHAPES = { clock, day, stamp };

// A time in the zone of the viewer. Its shape is clock, day or stamp.
export function Time({ at, shape = "day" }) {
  if (!isShown(at)) {
    return "never";
  }
  return html`<time dateTime=${at} title=${full(at)}>${SHAPES[shape](at)}</time>`;
}

// The age of a time, which counts on by itself.
export function Age({ at }) {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 5_000);
    return () => clearInterval(timer);
  }, []);
  if (!isShown(at)) {
    return "never";
  }
  return html`<time dateTime=${at} title=${full(at)}>${age(at)}</time>`;
}

const INSTANT = /(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z)/;

// A sentence of the server. Times in it are shown in the zone of the viewer.
export function Sentence({ text }) {
  return String(text ?? "")
    .split(INSTANT)
    .map((part, index) => (index % 2 ? html`<${Time} at=${part} />` : part));
}

// A state: a sign, a word and a colour.
export function Chip({ kind = "plain", icon, children }) {
  return html`<span class=${"chip " + kind}>${icon && html`<${Icon} name=${icon} />`}${children}</span>`;
}

export function OpenChip({ open, what }) {
  return html`<${Chip} kind=${open ? "good" : "plain"} icon=${open ? "open" : "closed"}>${what} ${open ? "open" : "closed"}<//>`;
}

// A bar with its numbers in words.
export function Bar({ label, value, most, note }) {
  const part = most > 0 ? Math.min(100, Math.round((value / most) * 100)) : 0;
  return html`<div class="bar">
    <div class="bar-words"><span>${label}</span><strong>${value} <span class="of">of ${most}</span></strong></div>
    <div class="bar-track" role="progressbar" aria-label=${label} aria-valuemin="0" aria-valuemax=${most} aria-valuenow=${Math.min(value, most)}>
      <div class="bar-fill" style=${{ width: part + "%" }}></div>
    </div>
    ${note && html`<p class="bar-note">${note}</p>`}
  </div>`;
}

// A button that cannot be pressed twice while its work is under way.
export function Action({ onAct, kind = "", icon, children, ...others }) {
  const [busy, setBusy] = useState(false);
  const shown = useRef(true);
  useEffect(() => () => (shown.current = false), []);
  const act = async (event) => {
    event.stopPropagation();
    if (busy) {
      return;
    }
    setBusy(true);
    try {
      await onAct(event);
    } finally {
      if (shown.current) {
        setBusy(false);
      }
    }
  };
  return html`<button type="button" class=${"button " + kind} aria-busy=${busy ? "true" : undefined} onClick=${act} ...${others}>
    ${icon && html`<${Icon} name=${icon} />`}${children}
  </button>`;
}

// A modal dialog. Escape and a click beside it close it.
export function Dialog({ title, onClose, children, wide }) {
  const ref = useRef();
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog.showModal();
    return () => dialog.close();
  }, []);
  const cancel = (event) => {
    event.preventDefault();
    onClose();
  };
  return html`<dialog ref=${ref} class=${wide ? "wide" : ""} aria-label=${title} onCancel=${cancel}
      onMouseDown=${(event) => event.target === ref.current && onClose()}>
    <div class="dialog-body">
      <header><h2>${title}</h2>
        <button type="button" class="button quiet square" aria-label="Close" onClick=${onClose}><${Icon} name="cross" /></button>
      </header>
      ${children}
    </div>
  </dialog>`;
}

let fieldNumber = 0;

// A labelled field with its hint and its problem.
export function Field({ label, hint, problem, children, value, onValue, id, ...others }) {
  const own = useRef(id ?? "field-" + ++fieldNumber).current;
  const described = [hint && own + "-hint", problem && own + "-problem"].filter(Boolean).join(" ") || undefined;
  const shared = {
    id: own,
    value,
    "aria-describedby": described,
    "aria-invalid": problem ? "true" : undefined,
  };
  return html`<div class=${"field" + (problem ? " wrong" : "")}>
    <label for=${own}>${label}</label>
    ${children
      ? html`<select ...${shared} onChange=${(event) => onValue(event.target.value)} ...${others}>${children}</select>`
      : html`<input autocomplete="off" ...${shared} onInput=${(event) => onValue(event.target.value)} ...${others} />`}
    ${hint && html`<p class="hint" id=${own + "-hint"}>${hint}</p>`}
    ${problem && html`<p class="problem" id=${own + "-problem"}><${Icon} name="warn" /><span><${Sentence} text=${problem} /></span></p>`}
  </div>`;
}

// The filter of a list. The key / moves to it, the arrow down moves into the list.
export function FilterField({ label, value, onValue, found, total }) {
  const down = (event) => {
    if (event.key === "ArrowDown") {
      document.querySelector('[role="grid"] [role="row"][tabindex="0"]')?.focus();
      event.preventDefault();
    } else if (event.key === "Escape" && value) {
      onValue("");
      event.preventDefault();
    }
  };
  return html`<div class="filter">
    <${Icon} name="search" />
    <input type="search" data-filter aria-label=${label} placeholder=${label} value=${value} autocomplete="off" spellcheck=${false}
      onInput=${(event) => onValue(event.target.value)} onKeyDown=${down} />
    <span class="found" role="status">${value ? found + " of " + total : ""}</span>
    <kbd aria-hidden="true">/</kbd>
  </div>`;
}

export function Empty({ icon, title, children }) {
  return html`<div class="empty"><${Icon} name=${icon} /><h2>${title}</h2><p>${children}</p></div>`;
}

// The id that the log and the audit know, unless the text names it already.
export function AnswerId({ answer }) {
  return answer.id && !answer.text.includes(answer.id) ? html`<p class="small">Id <code>${answer.id}</code></p>` : null;
}

// A refusal or a failure in the place of what it concerns.
export function Note({ answer, children }) {
  return html`<div class="note bad" role="alert">
    <${Icon} name="warn" />
    <div><p><${Sentence} text=${answer.text} /></p><${AnswerId} answer=${answer} />${children}</div>
  </div>`;
}

// Shows the view of what was read, or that it is on its way, or why it is not there.
export function Loaded({ read, children }) {
  if (read.data) {
    return html`${read.problem && html`<${Note} answer=${read.problem}><p class="small">Shown as of <${Time} at=${read.readAt} shape="clock" />.</p><//>`}${children(read.data)}`;
  }
  if (read.problem) {
    return html`<${Note} answer=${read.problem}>
      <p><button type="button" class="button" onClick=${read.again}>Try again</button></p>
    <//>`;
  }
  return html`<div class="skeleton" role="status" aria-label="Loading"><i></i><i></i><i></i></div>`;
}

export function Card({ title, children, actions }) {
  return html`<section class="card" aria-label=${title}><header><h2>${title}</h2>${actions}</header>${children}</section>`;
}

// Scrolls a bar of links, on a narrow screen, so that the present one is in sight.
export function showCurrent(bar) {
  const link = bar.querySelector("[aria-current]");
  if (link) {
    bar.scrollLeft = link.offsetLeft - bar.offsetLeft - 40;
  }
}
