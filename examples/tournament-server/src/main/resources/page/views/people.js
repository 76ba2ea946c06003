// SPDX-License-Identifier: Apache-2.0
import { html, useMemo, useState } from "../lib/preact-htm.js";
import { run } from "../answers.js";
import { useRead } from "../data.js";
import { sentence, words } from "../format.js";
import { useFiltered, WindowedList } from "../list.js";
import { useFilter } from "../router.js";
import { Action, Chip, Dialog, Empty, Field, FilterField, Loaded, Note } from "../ui.js";
import { grantWords, scopeWords } from "./permission-words.js";

const LEVELS = ["VIEWER", "ORGANISER", "ADMIN"];

export function People() {
  const read = useRead("/people", ["people"]);
  return html`<div class="page-head"><div><h1 tabindex="-1">People</h1><p class="sub">Everybody whom the application knows, and what they may do. Permissions act at once.</p></div></div>
    <${Loaded} read=${read}>${(data) => html`<${PeopleList} people=${data.people} grants=${data.grants} />`}<//>`;
}

function PeopleList({ people, grants }) {
  const [filter, setFilter] = useFilter("q");
  const [open, setOpen] = useState(null);
  const rows = useMemo(() => people.map((person) => ({ ...person, grants: grants.filter((grant) => grant.person === person.id) })), [people, grants]);
  const shown = useFiltered(rows, (row) => [row.name, row.discord, ...row.grants.map(grantWords)], filter);
  const current = open && rows.find((row) => row.id === open);
  if (rows.length === 0) {
    return html`<${Empty} icon="people" title="Nobody yet">People appear here when they sign in for the first time.<//>`;
  }
  const columns = [
    { title: "Person", role: "main", cell: (row) => html`<strong>${row.name}</strong>` },
    { title: "Permissions", cell: (row) => html`<span class="chips">${row.grants.length === 0
      ? html`<span class="none">own entries only</span>`
      : row.grants.map((grant) => html`<${Chip} key=${grant.scope} kind="accent" icon="person">${grantWords(grant)}<//>`)}</span>` },
    { role: "actions", cell: (row) => html`<button type="button" class="button small" aria-label=${"Permissions of " + row.name} onClick=${() => setOpen(row.id)}>Change</button>` },
  ];
  return html`<${FilterField} label="Filter people" value=${filter} onValue=${setFilter} found=${shown.length} total=${rows.length} />
    ${shown.length === 0
      ? html`<${Empty} icon="search" title="Nobody matches">Try fewer letters.<//>`
      : html`<${WindowedList} label="People" kind="people" columns=${columns} rows=${shown} keyOf=${(row) => row.id} onOpen=${(row) => setOpen(row.id)} />`}
    ${current && html`<${PersonDialog} key=${current.id} person=${current} onClose=${() => setOpen(null)} />`}`;
}

function PersonDialog({ person, onClose }) {
  const tournaments = useRead("/tournaments", ["tournament"]).data?.tournaments ?? [];
  const [scope, setScope] = useState(person.grants[0]?.scope.startsWith("tournament:") ? scopeWords(person.grants[0].scope) : "");
  const present = person.grants.find((grant) => grant.scope === (scope ? "tournament:" + scope : "*"))?.level ?? "";
  const [chosen, setChosen] = useState(null);
  const [refused, setRefused] = useState(null);
  const level = chosen ?? present;
  const save = async () => {
    const answer = await run("PUT", "/people/" + person.id + "/permission", { ...(scope && { tournament: scope }), ...(level && { level }) }, { quiet: true, undo: { tournament: scope || undefined } });
    setRefused(answer.result === "done" ? null : answer);
    setChosen(null);
    if (answer.result === "done") {
      onClose();
    }
  };
  const erase = async () => {
    const answer = await run("DELETE", "/people/" + person.id, undefined, { quiet: true });
    if (answer.result === "planned" || answer.result === "done") {
      onClose();
    } else {
      setRefused(answer);
    }
  };
  return html`<${Dialog} title=${person.name} onClose=${onClose}>
    <p class="chips">${person.grants.length === 0 ? html`<span class="none">No permissions beyond their own entries.</span>` : person.grants.map((grant) => html`<${Chip} key=${grant.scope} kind="accent" icon="person">${grantWords(grant)}<//>`)}</p>
    <div class="pair">
      <${Field} label="For" value=${scope} onValue=${(value) => { setScope(value); setChosen(null); }}>
        <option value="" selected=${scope === ""}>Everything</option>
        ${tournaments.map((each) => html`<option key=${each.id} value=${each.id} selected=${scope === each.id}>${each.name}</option>`)}
      <//>
      <${Field} label="Permission" value=${level} onValue=${setChosen}>
        <option value="" selected=${level === ""}>None</option>
        ${LEVELS.map((each) => html`<option key=${each} value=${each} selected=${level === each}>${sentence(words(each))}</option>`)}
      <//>
    </div>
    <p class="small">Viewers see the roster and the audit. Organisers also change entries and settings. Admins also manage people and create tournaments.</p>
    ${refused && html`<${Note} answer=${refused} />`}
    <footer><${Action} kind="danger" onAct=${erase}>Erase this person<//><${Action} kind="main" disabled=${level === present} onAct=${save}>Save<//></footer>
  <//>`;
}
