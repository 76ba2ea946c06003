// SPDX-License-Identifier: Apache-2.0
import { html, useMemo, useState } from "../lib/preact-htm.js";
import { run } from "../answers.js";
import { useRead } from "../data.js";
import { zoneName } from "../format.js";
import { useFiltered, WindowedList } from "../list.js";
import { useFilter } from "../router.js";
import { Action, Age, Chip, Dialog, Empty, FilterField, Loaded, Time } from "../ui.js";
import { useViewer } from "../viewer.js";
import { RegisterDialog } from "./register.js";
import { VerificationChip, verificationWords } from "./verification.js";

const SHOWN = {
  "": { title: "All entries", test: () => true },
  places: { title: "With a place", test: (row) => row.waitlistNumber === 0 },
  waitlist: { title: "On the waitlist", test: (row) => row.waitlistNumber > 0 },
  absent: { title: "Not checked in", test: (row) => row.waitlistNumber === 0 && !row.entry.checkedIn },
  unclear: { title: "Not verified", test: (row) => row.entry.verification !== "VERIFIED" },
};

export function Roster({ id, tournament }) {
  const read = useRead("/tournaments/" + id + "/entries", ["entries:" + id, "tournament:" + id, "people"]);
  return html`<${Loaded} read=${read}>${(data) => html`<${RosterList} tournament=${tournament} all=${data.rows} />`}<//>`;
}

function RosterList({ tournament, all }) {
  const { may } = useViewer();
  const mayAct = may("ORGANISER", tournament);
  const [filter, setFilter] = useFilter("q");
  const [show, setShow] = useFilter("show");
  const [open, setOpen] = useState(null);
  const group = SHOWN[show] ?? SHOWN[""];
  const grouped = useMemo(() => all.filter(group.test), [all, group]);
  const shown = useFiltered(grouped, (row) => [row.name, row.entry.riotId, row.entry.team, verificationWords(row.entry), row.discord], filter);
  if (all.length === 0) {
    return html`<${Empty} icon="list" title="The roster is empty">Open registration on the overview: people appear here as they register.<//>`;
  }
  const address = (row) => "/tournaments/" + tournament.id + "/entries/" + encodeURIComponent(row.entry.person);
  const acts = {
    checkIn: (row, undo) => run("POST", address(row) + "/check-in", { undo }, { undo: { tournament: tournament.id } }),
    verify: (row) => run("POST", address(row) + "/verify", {}),
    withdraw: (row) => run("DELETE", address(row), undefined, { undo: { tournament: tournament.id } }),
  };
  const columns = [
    { title: "Person", role: "main", cell: (row) => html`<strong>${row.name}</strong>` },
    { title: "Riot ID", cell: (row) => html`<span class="cut">${row.entry.riotId}</span>` },
    tournament.teamSize > 1 && { title: "Team", cell: (row) => row.entry.team ?? html`<span class="none">no team</span>` },
    { title: "Account", cell: (row) => html`<${VerificationChip} entry=${row.entry} />` },
    { title: "State", cell: (row) => html`<${StateChip} row=${row} />` },
    mayAct && { role: "actions", cell: (row) => html`<${RowAction} row=${row} acts=${acts} />` },
  ].filter(Boolean);
  const current = open && all.find((row) => row.entry.person === open);
  return html`<div class="tools">
      <${FilterField} label="Filter the roster" value=${filter} onValue=${setFilter} found=${shown.length} total=${all.length} />
      <select aria-label="Entries shown" value=${show} onChange=${(event) => setShow(event.target.value)}>
        ${Object.entries(SHOWN).map(([value, { title }]) => html`<option key=${value} value=${value} selected=${value === show}>${title}</option>`)}
      </select>
    </div>
    ${shown.length === 0
      ? html`<${Empty} icon="search" title="No entry matches">Try fewer letters, or show all entries.<//>`
      : html`<${WindowedList} label="Roster" kind=${"roster" + (tournament.teamSize > 1 ? " with-teams" : "") + (mayAct ? " acts" : "")} columns=${columns} rows=${shown}
          narrowRow=${116} keyOf=${(row) => row.entry.person} onOpen=${(row) => setOpen(row.entry.person)} />`}
    ${current && html`<${EntryDialog} row=${current} tournament=${tournament} acts=${mayAct && acts} onClose=${() => setOpen(null)} />`}`;
}

function StateChip({ row }) {
  if (row.waitlistNumber > 0) {
    return html`<${Chip} kind="warn" icon="clock">Waitlist ${row.waitlistNumber}<//>`;
  }
  return row.entry.checkedIn ? html`<${Chip} kind="good" icon="check">Checked in<//>` : html`<${Chip} icon="person">Has a place<//>`;
}

function RowAction({ row, acts }) {
  if (row.waitlistNumber > 0) {
    return null;
  }
  return row.entry.checkedIn
    ? html`<${Action} kind="small" aria-label=${"Take the check-in of " + row.name + " back"} onAct=${() => acts.checkIn(row, true)}>Take back<//>`
    : html`<${Action} kind="small" aria-label=${"Check " + row.name + " in"} onAct=${() => acts.checkIn(row, false)}>Check in<//>`;
}

function EntryDialog({ row, tournament, acts, onClose }) {
  const [changing, setChanging] = useState(false);
  const { entry } = row;
  if (changing) {
    return html`<${RegisterDialog} tournament=${tournament} entry=${entry} who=${row} onClose=${onClose} />`;
  }
  const then = (act) => async () => {
    await act();
    onClose();
  };
  return html`<${Dialog} title=${row.name} onClose=${onClose}>
    <dl class="facts">
      <dt>Riot ID</dt><dd>${entry.riotId}</dd>
      <dt>Account</dt><dd><${VerificationChip} entry=${entry} /> <span class="small">${entry.verifiedAt ? html`looked up <${Age} at=${entry.verifiedAt} />` : "never looked up"}</span></dd>
      ${tournament.teamSize > 1 && html`<dt>Team</dt><dd>${entry.team ?? "none"}</dd>`}
      <dt>State</dt><dd><${StateChip} row=${row} /></dd>
      <dt>Registered</dt><dd><${Time} at=${entry.since} /></dd>
      ${entry.checkedIn && html`<dt>Checked in</dt><dd><${Time} at=${entry.checkedIn} /></dd>`}
      ${row.discord && html`<dt>Discord id</dt><dd><code>${row.discord}</code></dd>`}
    </dl>
    <p class="small">Times are those of ${zoneName()}.</p>
    ${acts && html`<footer>
      <${Action} kind="danger" onAct=${then(() => acts.withdraw(row))}>Withdraw<//>
      <${Action} onAct=${() => setChanging(true)}>Change<//>
      <${Action} onAct=${then(() => acts.verify(row))}>Verify<//>
      ${row.waitlistNumber === 0 && html`<${Action} kind="main" onAct=${then(() => acts.checkIn(row, Boolean(entry.checkedIn)))}>${entry.checkedIn ? "Take check-in back" : "Check in"}<//>`}
    </footer>`}
  <//>`;
}
