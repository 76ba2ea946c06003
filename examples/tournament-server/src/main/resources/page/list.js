// SPDX-License-Identifier: Apache-2.0
import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from "./lib/preact-htm.js";
import { plain } from "./format.js";

const WIDE_ROW = 56;
const NARROW_ROW = 84;
const SPARE = 6;
const narrow = matchMedia("(max-width: 44rem)");

function useNarrow() {
  const [value, setValue] = useState(narrow.matches);
  useEffect(() => {
    const listen = () => setValue(narrow.matches);
    narrow.addEventListener("change", listen);
    return () => narrow.removeEventListener("change", listen);
  }, []);
  return value;
}

// Returns the rows whose words contain every word of the filter. The words of a row are made plain once.
export function useFiltered(rows, wordsOf, filter) {
  const searched = useMemo(() => rows.map((row) => plain(wordsOf(row).join(" "))), [rows]);
  return useMemo(() => {
    const wanted = plain(filter).split(/\s+/).filter(Boolean);
    return wanted.length === 0 ? rows : rows.filter((_, index) => wanted.every((word) => searched[index].includes(word)));
  }, [rows, searched, filter]);
}

/*
 * A list of any length, of which only the rows on the screen are in the page. Arrow keys move between rows, Enter opens
 * one. A column is {title, cell, role}; the role is "main" (first line on a narrow screen), "actions" or nothing.
 */
export function WindowedList({ label, kind, columns, rows, keyOf, onOpen, rowClass, narrowRow = NARROW_ROW }) {
  const isNarrow = useNarrow();
  const height = isNarrow ? narrowRow : WIDE_ROW;
  const body = useRef();
  const [range, setRange] = useState([0, 30]);
  const [active, setActive] = useState(0);
  const focusWanted = useRef(false);

  const measure = () => {
    const top = -body.current.getBoundingClientRect().top;
    const first = Math.max(0, Math.floor(top / height) - SPARE);
    const last = Math.min(rows.length, Math.ceil((top + innerHeight) / height) + SPARE);
    setRange((before) => (before[0] === first && before[1] === last ? before : [first, Math.max(first, last)]));
  };
  useLayoutEffect(() => {
    measure();
    addEventListener("scroll", measure, { passive: true });
    addEventListener("resize", measure);
    return () => {
      removeEventListener("scroll", measure);
      removeEventListener("resize", measure);
    };
  }, [rows, height]);
  useEffect(() => {
    if (focusWanted.current) {
      focusWanted.current = false;
      body.current.querySelector('[tabindex="0"][role="row"]')?.focus({ preventScroll: true });
    }
  });

  const present = Math.min(active, Math.max(0, rows.length - 1));
  const moveTo = (index) => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    const top = body.current.getBoundingClientRect().top + next * height;
    const bar = 130;
    if (top < bar) {
      scrollBy(0, top - bar);
    } else if (top + height > innerHeight - 16) {
      scrollBy(0, top + height - innerHeight + 16);
    }
    focusWanted.current = true;
    setActive(next);
    measure();
  };
  const page = Math.max(1, Math.floor(innerHeight / height) - 3);
  const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
  const onKeyDown = (event) => {
    if (event.target.getAttribute("role") !== "row") {
      return;
    }
    if (event.key in moves) {
      event.preventDefault();
      moveTo(present + moves[event.key]);
    } else if (event.key === "Enter" && onOpen) {
      event.preventDefault();
      onOpen(rows[present]);
    }
  };

  const indexes = [];
  for (let index = Math.min(range[0], rows.length); index < Math.min(range[1], rows.length); index++) {
    indexes.push(index);
  }
  if (rows.length > 0 && !indexes.includes(present)) {
    indexes.push(present);
  }
  const details = columns.filter((column) => !column.role);
  const rowOf = (index) => {
    const row = rows[index];
    const open = onOpen && ((event) => !event.target.closest("button, a") && !String(getSelection()) && (setActive(index), onOpen(row)));
    return html`<div role="row" key=${keyOf(row)} class=${"row " + (rowClass?.(row) ?? "") + (onOpen ? " opens" : "")} aria-rowindex=${index + 2}
        tabindex=${index === present ? 0 : -1} style=${{ top: index * height + "px", height: height + "px" }} onClick=${open} onFocus=${() => setActive(index)}>
      ${isNarrow
        ? html`${columns.filter((column) => column.role === "main").map((column) => html`<div role="gridcell" class="main">${column.cell(row)}</div>`)}
            <div role="gridcell" class="details">${details.map((column) => html`<span>${column.cell(row)}</span>`)}</div>
            ${columns.filter((column) => column.role === "actions").map((column) => html`<div role="gridcell" class="actions">${column.cell(row)}</div>`)}`
        : columns.map((column) => html`<div role="gridcell" class=${column.role ?? "detail"}>${column.cell(row)}</div>`)}
    </div>`;
  };
  return html`<div role="grid" class=${"list " + kind + (isNarrow ? " narrow" : "")} aria-label=${label} aria-rowcount=${rows.length + 1} onKeyDown=${onKeyDown}>
    <div role="rowgroup" class="list-head"><div role="row" class="row" aria-rowindex="1">
      ${(isNarrow ? [{ title: "Entry" }] : columns).map((column) => html`<div role="columnheader">${column.title ?? html`<span class="sr-only">Actions</span>`}</div>`)}
    </div></div>
    <div role="rowgroup" class="list-body" ref=${body} style=${{ height: rows.length * height + "px" }}>${indexes.map(rowOf)}</div>
  </div>`;
}
