// SPDX-License-Identifier: Apache-2.0
import { html, useEffect, useRef } from "../lib/preact-htm.js";
import { useRead } from "../data.js";
import { Icon } from "../icons.js";
import { lazy } from "../lazy.js";
import { Empty, Loaded, OpenChip, showCurrent } from "../ui.js";
import { useViewer } from "../viewer.js";
import { Overview } from "./overview.js";
import { Players } from "./players.js";

const TABS = [
  { id: "overview", title: "Overview", icon: "trophy", needs: "PUBLIC", view: Overview },
  { id: "players", title: "Players", icon: "people", needs: "PUBLIC", view: Players },
  { id: "roster", title: "Roster", icon: "list", needs: "VIEWER", view: lazy(() => import("./roster.js"), "Roster") },
  { id: "plans", title: "Plans", icon: "plan", needs: "ORGANISER", view: lazy(() => import("./plans.js"), "Plans") },
  { id: "settings", title: "Settings", icon: "gear", needs: "VIEWER", view: lazy(() => import("./settings.js"), "Settings") },
  { id: "sheet", title: "Sheet", icon: "sheet", needs: "ORGANISER", view: lazy(() => import("./sheet.js"), "Sheet") },
  { id: "messages", title: "Messages", icon: "mail", needs: "ORGANISER", view: lazy(() => import("./messages.js"), "Messages") },
  { id: "audit", title: "Audit", icon: "undo", needs: "VIEWER", view: lazy(() => import("./audit.js"), "Audit") },
];

export function Tournament({ id, tab }) {
  const read = useRead("/tournaments/" + id, ["tournament:" + id, "entries:" + id]);
  return html`<${Loaded} read=${read}>${(data) => html`<${TournamentPage} data=${data} tab=${tab} />`}<//>`;
}

function TournamentPage({ data, tab }) {
  const { may } = useViewer();
  const { tournament } = data;
  const tabs = TABS.filter((each) => may(each.needs, tournament));
  const current = tabs.find((each) => each.id === tab);
  const base = "/tournaments/" + tournament.id;
  const bar = useRef();
  useEffect(() => showCurrent(bar.current), [current?.id]);
  return html`<div class="page-head">
      <div><p class="eyebrow"><a href="/">Tournaments</a> <span aria-hidden="true">/</span> ${tournament.organisation}</p>
        <h1 tabindex="-1">${tournament.name}</h1></div>
      <p class="chips"><${OpenChip} open=${tournament.registration.open} what="Registration" /><${OpenChip} open=${tournament.checkIn.open} what="Check-in" /></p>
    </div>
    <nav class="tabs" ref=${bar} aria-label=${"Parts of " + tournament.name}>
      ${tabs.map((each) => html`<a key=${each.id} href=${each.id === "overview" ? base : base + "/" + each.id} aria-current=${each === current ? "page" : undefined} data-first=${each.id === "overview" || undefined}>
        <${Icon} name=${each.icon} />${each.title}</a>`)}
    </nav>
    ${current
      ? html`<${current.view} key=${current.id} id=${tournament.id} tournament=${tournament} players=${data.players} />`
      : html`<${Empty} icon="closed" title="Nothing here for you">Either there is no such part, or you lack the permission to see it.<//>`}`;
}
