// SPDX-License-Identifier: Apache-2.0
import { html, useState } from "../lib/preact-htm.js";
import { run } from "../answers.js";
import { useRead } from "../data.js";
import { count } from "../format.js";
import { useFiltered } from "../list.js";
import { go, useFilter } from "../router.js";
import { Action, Bar, Chip, Dialog, Empty, Field, FilterField, Loaded, Note, OpenChip } from "../ui.js";
import { useViewer } from "../viewer.js";

export function Tournaments() {
  const viewer = useViewer();
  const read = useRead("/tournaments", ["tournament", "entries"]);
  const [creating, setCreating] = useState(false);
  return html`<div class="page-head">
      <div><h1 tabindex="-1">Tournaments</h1><p class="sub">Pick one to see who plays, to register or to check in.</p></div>
      ${viewer.may("ADMIN") && html`<button type="button" class="button main" onClick=${() => setCreating(true)}>New tournament</button>`}
    </div>
    <${Loaded} read=${read}>${(data) => html`<${TournamentCards} all=${data.tournaments} />`}<//>
    ${creating && html`<${CreateDialog} onClose=${() => setCreating(false)} />`}`;
}

function TournamentCards({ all }) {
  const { entryIn } = useViewer();
  const [filter, setFilter] = useFilter("q");
  const shown = useFiltered(all, (each) => [each.name, each.organisation, each.id], filter);
  if (all.length === 0) {
    return html`<${Empty} icon="trophy" title="No tournament yet">Once an admin creates one, it appears here by itself.<//>`;
  }
  return html`${all.length > 1 && html`<${FilterField} label="Filter tournaments" value=${filter} onValue=${setFilter} found=${shown.length} total=${all.length} />`}
    ${shown.length === 0
      ? html`<${Empty} icon="search" title="Nothing matches">Try fewer letters.<//>`
      : html`<ul class="cards">
          ${shown.map((each) => {
            const mine = entryIn(each.id);
            return html`<li key=${each.id}><a class="card tournament-card" href=${"/tournaments/" + each.id}>
              <p class="eyebrow">${each.organisation}</p>
              <h2>${each.name}</h2>
              <p class="chips"><${OpenChip} open=${each.registration.open} what="Registration" /><${OpenChip} open=${each.checkIn.open} what="Check-in" /></p>
              <${Bar} label="Places taken" value=${each.registered} most=${each.capacity} note=${each.waiting > 0 ? count(each.waiting, "person", "people") + " on the waitlist" : null} />
              ${mine && html`<p class="mine"><${Chip} kind="accent" icon="person">${mine.waitlistNumber ? "You are number " + mine.waitlistNumber + " on the waitlist" : "You are in"}<//></p>`}
            </a></li>`;
          })}
        </ul>`}`;
}

function CreateDialog({ onClose }) {
  const [value, setValue] = useState({ name: "", id: "", organisation: "", capacity: "32", teamSize: "1" });
  const [refused, setRefused] = useState(null);
  const set = (name) => (text) => setValue((before) => ({ ...before, [name]: text }));
  const create = async () => {
    const answer = await run("POST", "/tournaments", { ...value, capacity: Number(value.capacity), teamSize: Number(value.teamSize) }, { quiet: true });
    if (answer.result === "done") {
      onClose();
      go("/tournaments/" + value.id);
    } else {
      setRefused(answer);
    }
  };
  return html`<${Dialog} title="New tournament" onClose=${onClose}>
    <${Field} label="Name" value=${value.name} onValue=${set("name")} maxlength="80" />
    <${Field} label="Id in addresses" hint="Small letters, digits and hyphens, such as spring-cup." value=${value.id} onValue=${set("id")} maxlength="40" />
    <${Field} label="Organisation" hint="Its id, such as my-league." value=${value.organisation} onValue=${set("organisation")} maxlength="40" />
    <div class="pair">
      <${Field} label="Places" type="number" min="1" value=${value.capacity} onValue=${set("capacity")} />
      <${Field} label="Players in a team" type="number" min="1" hint="1 for no teams." value=${value.teamSize} onValue=${set("teamSize")} />
    </div>
    ${refused && html`<${Note} answer=${refused} />`}
    <footer><button type="button" class="button" onClick=${onClose}>Cancel</button><${Action} kind="main" onAct=${create}>Create<//></footer>
  <//>`;
}
