// SPDX-License-Identifier: Apache-2.0
import { html, useMemo, useRef, useState } from "../lib/preact-htm.js";
import { undoOf } from "../answers.js";
import { call } from "../api.js";
import { useRead } from "../data.js";
import { count, sentence, words, zoneName } from "../format.js";
import { Icon } from "../icons.js";
import { useFiltered } from "../list.js";
import { useFilter } from "../router.js";
import { Action, Chip, Empty, FilterField, Loaded, Note, Sentence, Time } from "../ui.js";
import { useViewer } from "../viewer.js";

const PAGE = 100;
const OUTCOMES = {
  DONE: { kind: "good", icon: "check", title: "Done" },
  REFUSED: { kind: "warn", icon: "closed", title: "Refused" },
  FAILED: { kind: "bad", icon: "warn", title: "Failed" },
};
const FACES = {
  WEB: { icon: "globe", title: "page" },
  TERMINAL: { icon: "terminal", title: "terminal" },
  DISCORD: { icon: "chat", title: "Discord" },
  SCHEDULE: { icon: "clock", title: "schedule" },
};

// The audit of a tournament, or of everything if there is none.
export function Audit({ tournament = null }) {
  const path = "/audit" + (tournament ? "?tournament=" + encodeURIComponent(tournament.id) : "");
  const read = useRead(path, [tournament ? "audit:" + tournament.id : "audit", "people"]);
  return html`${!tournament && html`<div class="page-head"><div><h1 tabindex="-1">Audit</h1><p class="sub">Every command and its result, in all tournaments.</p></div></div>`}
    <${Loaded} read=${read}>${(data) => html`<${AuditList} path=${path} newest=${data.rows} tournament=${tournament} />`}<//>`;
}

// Joins the newest lines with the older ones that were read before. A hole between them drops the older ones.
function join(known, newest) {
  const oldestNew = newest.at(-1)?.number ?? 0;
  const connected = known.length === 0 || newest.length < PAGE || known[0].number >= oldestNew;
  const older = connected ? known.filter((row) => row.number < oldestNew) : [];
  return [...newest, ...older];
}

function AuditList({ path, newest, tournament }) {
  const { may } = useViewer();
  const known = useRef([]);
  const [pages, setPages] = useState(0);
  const [ended, setEnded] = useState(newest.length < PAGE);
  const [problem, setProblem] = useState(null);
  const rows = useMemo(() => (known.current = join(known.current, newest)), [newest, pages]);
  const [filter, setFilter] = useFilter("q");
  const [outcome, setOutcome] = useFilter("outcome");
  const grouped = useMemo(() => (outcome ? rows.filter((row) => row.outcome === outcome.toUpperCase()) : rows), [rows, outcome]);
  const shown = useFiltered(grouped, (row) => [row.actor, row.command, words(row.command), row.summary, row.id, row.tournament, FACES[row.face]?.title], filter);
  const older = async () => {
    const answer = await call("GET", path + (path.includes("?") ? "&" : "?") + "before=" + rows.at(-1).number);
    setProblem(answer.result === "done" ? null : answer);
    if (answer.result === "done") {
      known.current = [...known.current, ...answer.data.rows];
      setEnded(answer.data.rows.length < PAGE);
      setPages(pages + 1);
    }
  };
  if (rows.length === 0) {
    return html`<${Empty} icon="undo" title="Nothing has happened yet">Each command appears here with its author and its result.<//>`;
  }
  return html`<div class="tools">
      <${FilterField} label="Filter the audit" value=${filter} onValue=${setFilter} found=${shown.length} total=${rows.length} />
      <select aria-label="Results shown" value=${outcome} onChange=${(event) => setOutcome(event.target.value)}>
        <option value="">All results</option>
        ${Object.entries(OUTCOMES).map(([value, { title }]) => html`<option key=${value} value=${value.toLowerCase()} selected=${outcome === value.toLowerCase()}>${title}</option>`)}
      </select>
    </div>
    <p class="small">The newest first, times of ${zoneName()}.</p>
    <ol class="lines" aria-label="Audit">${shown.map((row) => html`<${AuditRow} key=${row.id} row=${row} mayUndo=${may("ORGANISER", tournament)} everywhere=${!tournament} />`)}</ol>
    ${problem && html`<${Note} answer=${problem} />`}
    ${!ended && html`<p class="buttons"><${Action} onAct=${older}>Show older lines<//></p>`}`;
}

function AuditRow({ row, mayUndo, everywhere }) {
  const outcome = OUTCOMES[row.outcome] ?? OUTCOMES.FAILED;
  const face = FACES[row.face] ?? { icon: "question", title: words(row.face) };
  return html`<li class="line">
    <div class="line-head">
      <strong>${row.actor}</strong><${Chip} kind=${outcome.kind} icon=${outcome.icon}>${outcome.title}<//>
      <span class="face"><${Icon} name=${face.icon} /> ${face.title}</span>
      ${everywhere && row.tournament && html`<span class="face"><${Icon} name="trophy" /> ${row.tournament}</span>`}
      <span class="when"><${Time} at=${row.at} shape="stamp" /></span>
    </div>
    <div class="line-body">
      <p>${sentence(words(row.command))}: <${Sentence} text=${row.summary} />${row.changes > 0 && html` <span class="small">(${count(row.changes, "record")})</span>`}
        <span class="small"> <code>${row.id}</code>${row.undoneBy && html`, undone by <code>${row.undoneBy}</code>`}</span></p>
      ${mayUndo && row.undoable && html`<${Action} kind="small" icon="undo" aria-label=${"Undo " + row.id} onAct=${() => undoOf(row.id, row.tournament)}>Undo<//>`}
    </div>
  </li>`;
}
