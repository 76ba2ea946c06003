// SPDX-License-Identifier: Apache-2.0
import { html } from "./lib/preact-htm.js";

// Signs beside words, drawn on a grid of 24 units. They are never the only sign, so screen readers skip them.
const PATHS = {
  check: "M5 12.5l4.5 4.5L19 7.5",
  cross: "M6 6l12 12M18 6L6 18",
  clock: "M12 7v5l3.5 2M12 3a9 9 0 100 18 9 9 0 000-18z",
  warn: "M12 9v4.5M12 17v.2M10.3 4.2L2.9 17a2 2 0 001.7 3h14.8a2 2 0 001.7-3L13.7 4.2a2 2 0 00-3.4 0z",
  question: "M9.5 9.5a2.5 2.5 0 114 2c-1 .7-1.5 1.2-1.5 2.3M12 17v.2M12 3a9 9 0 100 18 9 9 0 000-18z",
  open: "M8 11V8a4 4 0 017.7-1.5M6 11h12v9H6z",
  closed: "M8 11V8a4 4 0 018 0v3M6 11h12v9H6z",
  trophy: "M8 4h8v6a4 4 0 01-8 0zM8 6H4.5a3.5 3.5 0 003.7 4M16 6h3.5a3.5 3.5 0 01-3.7 4M12 14v4M8 20h8",
  people: "M9 11a3.5 3.5 0 100-7 3.5 3.5 0 000 7zM2.5 20c0-3.5 3-6 6.5-6s6.5 2.5 6.5 6M16 4.5a3.5 3.5 0 010 6.5M18 14.5c2.2.800 3.5 2.8 3.5 5.5",
  person: "M12 12a4 4 0 100-8 4 4 0 000 8zM4.5 20.5c.5-4 3.5-6.5 7.5-6.5s7 2.5 7.5 6.5",
  server: "M4 5h16v6H4zM4 13h16v6H4zM7.5 8v.1M7.5 16v.1",
  plug: "M9 3v5M15 3v5M6 8h12v3a6 6 0 01-12 0zM12 17v4",
  hook: "M9.5 10.5a4 4 0 115 0l2.5 5M11 9l-4 7M7 18.5h9M7 16a2.5 2.5 0 100 5 2.5 2.5 0 000-5zM17 16a2.5 2.5 0 100 5 2.5 2.5 0 000-5z",
  list: "M8 6h12M8 12h12M8 18h12M4 6v.1M4 12v.1M4 18v.1",
  plan: "M9 4h6v3H9zM7 5H5v16h14V5h-2M9 12h6M9 16h4",
  gear: "M12 9a3 3 0 100 6 3 3 0 000-6zM12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.1 2.1M16.3 16.3l2.1 2.1M5.6 18.4l2.1-2.1M16.3 7.7l2.1-2.1",
  sheet: "M4 4h16v16H4zM4 10h16M4 15h16M10 4v16",
  mail: "M3 6h18v12H3zM3 7l9 6.5L21 7",
  undo: "M9 14L4 9l5-5M4 9h10a6 6 0 010 12h-3",
  globe: "M12 3a9 9 0 100 18 9 9 0 000-18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18",
  terminal: "M4 5h16v14H4zM7.5 9.5l3 2.5-3 2.5M13 15h4",
  chat: "M4 5h16v11H10l-5 4v-4H4z",
  search: "M11 4a7 7 0 100 14 7 7 0 000-14zM16 16l4.5 4.5",
  live: "M12 10.5a1.5 1.5 0 100 3 1.5 1.5 0 000-3zM8 8a5.7 5.7 0 000 8M16 8a5.7 5.7 0 010 8M5 5a10 10 0 000 14M19 5a10 10 0 010 14",
  restart: "M20 12a8 8 0 11-2.5-5.8M20 4v4.5h-4.5",
  play: "M8 5l11 7-11 7z",
  stop: "M7 7h10v10H7z",
  down: "M12 5v14M6 13l6 6 6-6",
};

export function Icon({ name }) {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=${PATHS[name] ?? PATHS.question} /></svg>`;
}
