// SPDX-License-Identifier: Apache-2.0
import { html, render, useEffect, useErrorBoundary, useRef, useState } from "./lib/preact-htm.js";
import { Answers } from "./answers.js";
import { loadSession, session as sessionValue } from "./api.js";
import { useRead } from "./data.js";
import { clock, zoneName } from "./format.js";
import { Icon } from "./icons.js";
import { lazy } from "./lazy.js";
import { live, onChange, startLive, onGap } from "./live.js";
import { useValue } from "./observable.js";
import { place, startRouter } from "./router.js";
import { Dialog, Empty, Note, showCurrent } from "./ui.js";
import { useViewer, ViewerContext } from "./viewer.js";
import { Me } from "./views/me.js";
import { Tournament } from "./views/tournament.js";
import { Tournaments } from "./views/tournaments.js";

const NAME = "Bracketwire";
const Audit = lazy(() => import("./views/audit.js"), "Audit");
const Connectors = lazy(() => import("./views/connectors.js"), "Connectors");
const People = lazy(() => import("./views/people.js"), "People");
const Schedules = lazy(() => import("./views/schedules.js"), "Schedules");
const ServiceLog = lazy(() => import("./views/log.js"), "ServiceLog");
const Services = lazy(() => import("./views/services.js"), "Services");
const TournamentSchedule = lazy(() => import("./views/schedule.js"), "TournamentSchedule");
const Webhooks = lazy(() => import("./views/webhooks.js"), "Webhooks");

// Each area has its link, its right, and the view for the rest of the path.
const AREAS = [
  { path: "", title: "Tournaments", icon: "trophy", may: () => true, view: () => html`<${Tournaments} />` },
  { path: "schedules", title: "Schedules", icon: "clock", may: (viewer) => viewer.mayAnywhere("VIEWER"), view: (id, match) => (id ? html`<${TournamentSchedule} key=${id} id=${id} match=${match} />` : html`<${Schedules} />`) },
  { path: "services", title: "Services", icon: "server", may: (viewer) => viewer.mayAnywhere("VIEWER"), view: (name) => (name ? html`<${ServiceLog} key=${name} name=${name} />` : html`<${Services} />`) },
  { path: "connectors", title: "Connectors", icon: "plug", may: (viewer) => viewer.mayAnywhere("VIEWER"), view: () => html`<${Connectors} />` },
  { path: "webhooks", title: "Webhooks", icon: "hook", may: (viewer) => viewer.mayAnywhere("ORGANISER"), view: () => html`<${Webhooks} />` },
  { path: "people", title: "People", icon: "people", may: (viewer) => viewer.may("ADMIN"), view: () => html`<${People} />` },
  { path: "audit", title: "Audit", icon: "undo", may: (viewer) => viewer.may("VIEWER"), view: () => html`<${Audit} />` },
];

function partsOf(path) {
  return path.split("/").filter(Boolean).map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
}

function Content({ path, viewer }) {
  const [area = "", first, second] = partsOf(path);
  if (area === "tournaments" && first) {
    return html`<${Tournament} key=${first} id=${first} tab=${second ?? "overview"} />`;
  }
  if (area === "me") {
    return html`<${Me} />`;
  }
  const found = AREAS.find((each) => each.path === area);
  if (!found) {
    return html`<h1 tabindex="-1">Not found</h1><${Empty} icon="search" title="There is no such page">Look at <a href="/">all tournaments</a> instead.<//>`;
  }
  if (!found.may(viewer)) {
    return html`<h1 tabindex="-1">${found.title}</h1><${Empty} icon="closed" title="Nothing here for you">
      ${viewer.signedIn ? "You lack the permission to see this. Ask an admin to grant it to you." : html`<a class="button main" href=${"/auth/sign-in?to=" + encodeURIComponent(path)}>Sign in with Discord</a>`}<//>`;
  }
  return found.view(first, second);
}

// Shows a mistake of the page in the place of the view, instead of leaving half of it.
function Guarded({ path, children }) {
  const [mistake, reset] = useErrorBoundary((error) => console.error("a view has failed", error));
  useEffect(() => {
    if (mistake) {
      reset();
    }
  }, [path]);
  return mistake
    ? html`<h1 tabindex="-1">This view cannot be shown</h1><${Note} answer=${{ text: "Something is wrong in the page. Load it again, or look at another view.", id: "" }} />`
    : children;
}

function LiveState() {
  const state = useValue(live);
  return html`<p class=${"live " + (state.ok ? "ok" : "lost")}><${Icon} name=${state.ok ? "live" : "warn"} /><span>${state.ok ? "Live" : "Not live"}</span></p>`;
}

function StaleBar() {
  const state = useValue(live);
  useEffect(() => {
    document.documentElement.classList.toggle("stale", !state.ok);
  }, [state.ok]);
  return html`<div role="status" class="stale-place">${!state.ok && html`<p class="stale-bar"><${Icon} name="warn" />
    <span>Not live since <time dateTime=${state.since}>${clock(state.since)}</time>, trying again. What you see may be out of date.</span></p>`}</div>`;
}

function Header({ path, viewer }) {
  const [area = ""] = partsOf(path);
  const areas = AREAS.filter((each) => each.may(viewer));
  const bar = useRef();
  useEffect(() => showCurrent(bar.current), [area, areas.length]);
  return html`<header class="top"><div class="top-inner">
    <a class="brand" href="/"><${Icon} name="trophy" /><span>${NAME}</span></a>
    <nav aria-label="Main" ref=${bar}>${areas.map((each) => {
      const current = each.path === area || (each.path === "" && area === "tournaments");
      return html`<a key=${each.path} href=${"/" + each.path} aria-current=${current ? "page" : undefined}><${Icon} name=${each.icon} /><span>${each.title}</span></a>`;
    })}</nav>
    <${LiveState} />
    ${viewer.signedIn
      ? html`<a class="who" href="/me" aria-current=${area === "me" ? "page" : undefined}><${Icon} name="person" /><span>${viewer.session.person?.name ?? "You"}</span></a>`
      : html`<a class="button main" href=${"/auth/sign-in?to=" + encodeURIComponent(path)}>Sign in</a>`}
  </div></header>`;
}

const KEYS = [
  ["/", "Move to the filter"],
  ["↑ ↓", "Move between rows of a list"],
  ["Page ↑ ↓, Home, End", "Move far in a list"],
  ["Enter", "Open a row"],
  ["Escape", "Close a dialog, empty the filter"],
  ["?", "Show this list"],
];

function KeysDialog({ onClose }) {
  return html`<${Dialog} title="Keys" onClose=${onClose}><dl class="facts keys">${KEYS.map(([key, does]) => html`<dt key=${key}><kbd>${key}</kbd></dt><dd>${does}</dd>`)}</dl><//>`;
}

function useKeys(showKeys) {
  useEffect(() => {
    const press = (event) => {
      const typing = event.target.closest?.("input, select, textarea, dialog") || event.ctrlKey || event.metaKey || event.altKey;
      if (typing) {
        return;
      }
      if (event.key === "?") {
        event.preventDefault();
        showKeys();
      } else if (event.key === "/") {
        const filter = document.querySelector("[data-filter]");
        if (filter) {
          event.preventDefault();
          filter.focus();
          filter.select();
        }
      }
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}

// Names the page in the title, and moves the focus to its heading after a step to another view.
function useTitle(path) {
  const focusWanted = useRef(false);
  const parts = partsOf(path);
  const view = parts.slice(0, parts[0] === "schedules" ? 3 : 2).join("/"); // a tab of a tournament is the same view
  const before = useRef(view);
  if (before.current !== view) {
    before.current = view;
    focusWanted.current = true;
    scrollTo(0, 0);
  }
  useEffect(() => {
    const look = () => {
      const heading = document.querySelector("main h1");
      const part = document.querySelector('.tabs [aria-current="page"]:not([data-first])');
      document.title = [part?.textContent.trim(), heading?.textContent, NAME].filter(Boolean).join(" · ");
      if (heading && focusWanted.current) {
        focusWanted.current = false;
        heading.focus({ preventScroll: true });
      }
    };
    look();
    const observer = new MutationObserver(look);
    observer.observe(document.querySelector("main"), { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [path]);
}

function App() {
  const session = useValue(sessionValue);
  const { path } = useValue(place);
  const [keys, setKeys] = useState(false);
  const me = useRead(session?.signedIn ? "/me" : null, ["people", "entries", "tournament"]);
  useKeys(() => setKeys(true));
  useTitle(path);
  return html`<${ViewerContext.Provider} value=${{ session: session ?? { signedIn: false }, me: session?.signedIn ? me.data : null }}>
    <${Shell} path=${path} ready=${session && (!session.signedIn || me.data || me.problem)} showKeys=${() => setKeys(true)} />
    ${keys && html`<${KeysDialog} onClose=${() => setKeys(false)} />`}
  <//>`;
}

function Shell({ path, ready, showKeys }) {
  const viewer = useViewer();
  return html`<a class="skip" href="#main">Skip to the content</a>
    <${Header} path=${path} viewer=${viewer} />
    <${StaleBar} />
    ${viewer.session.demo && html`<p class="demo"><strong>Demo.</strong> Made-up people and tournaments: try everything.</p>`}
    <main id="main">${ready
      ? html`<${Guarded} path=${path}><${Content} path=${path} viewer=${viewer} /><//>`
      : html`<div class="skeleton" role="status" aria-label="Loading"><i></i><i></i><i></i></div>`}</main>
    <footer class="bottom"><span>Times are those of ${zoneName()}.</span><button type="button" class="button quiet small" onClick=${showKeys}>Keys <kbd>?</kbd></button></footer>
    <${Answers} />`;
}

// Permissions may have changed: what the viewer may see and do follows at once.
onChange((change) => {
  if (change.topic === "people") {
    loadSession();
  }
});
onGap(loadSession);

addEventListener("error", (event) => console.error("the page has failed", event.error));

startRouter();
const [loaded] = await Promise.all([loadSession(), startLive()]);
const root = document.getElementById("app");
root.replaceChildren();
if (loaded && "signedIn" in loaded) {
  render(html`<${App} />`, root);
} else {
  render(html`<main><h1>${NAME}</h1><${Note} answer=${{ text: "The server cannot be reached. This page tries again in a few seconds.", id: "" }} /></main>`, root);
  setTimeout(() => location.reload(), 4_000);
}
