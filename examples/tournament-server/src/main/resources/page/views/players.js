// SPDX-License-Identifier: Apache-2.0
import { html, useMemo } from "../lib/preact-htm.js";
import { useFiltered, WindowedList } from "../list.js";
import { useFilter } from "../router.js";
import { Chip, Empty, FilterField } from "../ui.js";

// The public list: names, teams and whether a player is in.
export function Players({ tournament, players }) {
  const [filter, setFilter] = useFilter("q");
  const rows = useMemo(() => {
    let waiting = 0;
    return players.map((player, index) => ({ ...player, index, waitlistNumber: player.registered ? 0 : ++waiting }));
  }, [players]);
  const shown = useFiltered(rows, (row) => [row.name, row.team, row.registered ? (row.checkedIn ? "checked in" : "place") : "waitlist"], filter);
  if (players.length === 0) {
    return html`<${Empty} icon="people" title="Nobody yet">Be the first: register on the overview.<//>`;
  }
  const columns = [
    { title: "Player", role: "main", cell: (row) => html`<strong>${row.name}</strong>` },
    tournament.teamSize > 1 && { title: "Team", cell: (row) => row.team ?? html`<span class="none">no team</span>` },
    { title: "State", cell: (row) => html`<${PlayerChip} row=${row} />` },
  ].filter(Boolean);
  return html`<${FilterField} label="Filter players" value=${filter} onValue=${setFilter} found=${shown.length} total=${rows.length} />
    ${shown.length === 0
      ? html`<${Empty} icon="search" title="No player matches">Try fewer letters.<//>`
      : html`<${WindowedList} label="Players" kind=${columns.length === 3 ? "players with-teams" : "players"} columns=${columns} rows=${shown} keyOf=${(row) => row.index} />`}`;
}

function PlayerChip({ row }) {
  if (!row.registered) {
    return html`<${Chip} kind="warn" icon="clock">Waitlist ${row.waitlistNumber}<//>`;
  }
  return row.checkedIn ? html`<${Chip} kind="good" icon="check">Checked in<//>` : html`<${Chip} icon="person">Has a place<//>`;
}
