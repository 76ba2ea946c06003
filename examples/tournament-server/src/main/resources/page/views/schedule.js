// SPDX-License-Identifier: Apache-2.0
import { html, useState } from "../lib/preact-htm.js";
import { run } from "../answers.js";
import { useRead } from "../data.js";
import { count, fromField, plain, sentence, words, zoneName } from "../format.js";
import { useFilter } from "../router.js";
import { Action, Chip, Dialog, Empty, Field, FilterField, Loaded, Note, Sentence, Time } from "../ui.js";
import { useViewer } from "../viewer.js";
import { Match } from "./match.js";
import { pathOf, planImport } from "./schedules.js";

export const MATCH_STATES = {
  TENTATIVE: { kind: "warn", icon: "question", title: "Not approved" },
  SCHEDULED: { kind: "good", icon: "check", title: "Scheduled" },
  TIME_UNCONFIRMED: { kind: "warn", icon: "clock", title: "Time not confirmed" },
  STARTED: { kind: "accent", icon: "play", title: "Started" },
  FINISHED: { kind: "plain", icon: "check", title: "Finished" },
  MISSING: { kind: "warn", icon: "question", title: "Perhaps cancelled" },
  CANCELLED: { kind: "bad", icon: "cross", title: "Cancelled" },
  STALE_UNCONFIRMED: { kind: "plain", icon: "question", title: "Result not known" },
  ATTACHED: { kind: "plain", icon: "plug", title: "Attached to another match" },
};
const ACTIONS = { ATTACH: "Attach", MERGE: "Merge", DISMISS: "Dismiss" };
const QUESTIONS = { SAME_MATCH: "Is this the same match?", SAME_PERSON: "Is this the same person?", CONFLICT: "These signs contradict each other" };
const LONG_AGO = "2000-01-01T00:00:00Z";

export const stateOf = (match) => MATCH_STATES[match.state] ?? { kind: "plain", icon: "question", title: sentence(words(match.state)) };

// The matches of one tournament, or one of them.
export function TournamentSchedule({ id, match }) {
  const tournament = useRead("/tournaments", ["tournament"]).data?.tournaments.find((each) => each.id === id) ?? { id, name: id };
  return match
    ? html`<${Match} key=${match} tournament=${tournament} number=${match} />`
    : html`<${Overview} tournament=${tournament} />`;
}

function Overview({ tournament }) {
  const { may } = useViewer();
  const organiser = may("ORGANISER", tournament);
  const [adding, setAdding] = useState(false);
  return html`<div class="page-head"><div><p class="eyebrow"><a href="/schedules">Schedules</a> <span aria-hidden="true">/</span> <a href=${pathOf(tournament.id)}>${tournament.name}</a></p>
      <h1 tabindex="-1">Matches of ${tournament.name}</h1></div>
      ${organiser && html`<p class="buttons"><${Action} icon="plan" onAct=${() => planImport(tournament.id)}>Plan an import<//> <button type="button" class="button" onClick=${() => setAdding(true)}>Add a match</button></p>`}</div>
    ${adding && html`<${AddDialog} id=${tournament.id} onClose=${() => setAdding(false)} />`}
    ${organiser && html`<${Suggestions} id=${tournament.id} />`}
    <${Readiness} id=${tournament.id} />
    <${MatchList} id=${tournament.id} />
    <${Calendars} id=${tournament.id} />`;
}

// Adds a match by hand. An import attaches it to the same match on SpeedGaming, or asks.
function AddDialog({ id, onClose }) {
  const rows = useRead(pathOf(id) + "/entries", ["entries:" + id, "people"]).data?.rows ?? [];
  const [players, setPlayers] = useState([]);
  const [start, setStart] = useState("");
  const [title, setTitle] = useState("");
  const [minutes, setMinutes] = useState("60");
  const [refused, setRefused] = useState(null);
  const nameOf = (person) => rows.find((row) => row.entry.person === person)?.name ?? person;
  const add = async () => {
    const answer = await run("POST", pathOf(id) + "/matches", { start: fromField(start), players: players.join(","), title, minutes: Number(minutes) }, { quiet: true });
    setRefused(answer.result === "done" ? null : answer);
    if (answer.result === "done") {
      onClose();
    }
  };
  return html`<${Dialog} title="Add a match" onClose=${onClose}>
    <${Field} label="Add a player" hint="People of the roster." value="" onValue=${(person) => person && setPlayers([...players, person])}>
      <option value="" selected>Choose</option>
      ${rows.filter((row) => !players.includes(row.entry.person)).map((row) => html`<option key=${row.entry.person} value=${row.entry.person}>${row.name}</option>`)}
    <//>
    ${players.length > 0 && html`<ul class="members">${players.map((each) => html`<li key=${each}><strong>${nameOf(each)}</strong>
      <button type="button" class="button small" aria-label=${"Remove " + nameOf(each)} onClick=${() => setPlayers(players.filter((other) => other !== each))}>Remove</button></li>`)}</ul>`}
    <${Field} label="Start" hint=${"In " + zoneName()} type="datetime-local" value=${start} onValue=${setStart} />
    <div class="pair">
      <${Field} label="Title" hint="Empty for the names." value=${title} onValue=${setTitle} maxlength="200" />
      <${Field} label="Minutes" type="number" min="1" value=${minutes} onValue=${setMinutes} />
    </div>
    ${refused && html`<${Note} answer=${refused} />`}
    <footer><button type="button" class="button" onClick=${onClose}>Cancel</button><${Action} kind="main" disabled=${!start || players.length === 0} onAct=${add}>Add<//></footer>
  <//>`;
}

function Suggestions({ id }) {
  const read = useRead(pathOf(id) + "/suggestions", ["schedule:" + id, "people"]);
  if (read.problem && !read.data) {
    return null; // the list of matches shows why
  }
  return html`<${Loaded} read=${read}>${({ suggestions, merges }) => html`
    ${suggestions.length > 0 && html`<div class="section-head"><h2>${count(suggestions.length, "suggestion")}</h2></div>
      <ul class="lines suggestions">${suggestions.map((each) => html`<li key=${each.suggestion} class="line"><${SuggestionLine} id=${id} suggestion=${each} /></li>`)}</ul>`}
    ${merges.length > 0 && html`<div class="section-head"><h2>Merged persons</h2></div>
      <ul class="lines merges">${merges.map((each) => html`<li key=${each.merge} class="line"><div class="line-body">
        <p><strong>${each.name}</strong> stands for player ${each.from} too, since <${Time} at=${each.at} />.</p>
        <${Action} kind="small" icon="undo" aria-label=${"Undo the merge into " + each.name} onAct=${() => run("POST", pathOf(id) + "/merges/" + each.merge + "/undo", {})}>Undo<//></div></li>`)}</ul>`}`}<//>`;
}

function SuggestionLine({ id, suggestion }) {
  const matches = suggestion.kind === "SAME_MATCH";
  const side = (number, label) => (matches ? html`<a href=${"/schedules/" + encodeURIComponent(id) + "/" + number}>${label}</a>` : html`<strong>${label}</strong> <span class="small">player ${number}</span>`);
  const both = suggestion.firstLabel + " and " + suggestion.secondLabel;
  return html`<div class="line-head"><${Chip} kind="accent" icon="question">${QUESTIONS[suggestion.kind] ?? sentence(words(suggestion.kind))}<//><span class="when"><${Time} at=${suggestion.createdAt} shape="stamp" /></span></div>
    <div class="line-body"><div>
        <p>${side(suggestion.first, suggestion.firstLabel)}${suggestion.first !== suggestion.second && html` and ${side(suggestion.second, suggestion.secondLabel)}`}</p>
        ${suggestion.reasons.map((reason, index) => html`<p key=${index} class="small"><${Sentence} text=${reason} /></p>`)}</div>
      <p class="buttons">${suggestion.actions.map((action) => html`<${Action} key=${action} kind=${"small" + (action === "DISMISS" ? "" : " main")} aria-label=${ACTIONS[action] + " " + both}
        onAct=${() => run("POST", pathOf(id) + "/suggestions/" + suggestion.suggestion, { action: action.toLowerCase() })}>${ACTIONS[action]}<//>`)}</p></div>`;
}

function Readiness({ id }) {
  const read = useRead(pathOf(id) + "/readiness", ["schedule:" + id, "people"]);
  if (read.problem && !read.data) {
    return null;
  }
  return html`<${Loaded} read=${read}>${({ matches, points }) => html`<details class="readiness" open=${points.length > 0 && points.length <= 6}>
    <summary><h2>Readiness</h2> <${Chip} kind=${points.length ? "warn" : "good"} icon=${points.length ? "warn" : "check"}>${points.length ? count(points.length, "open point") : "All is ready"}<//>
      <span class="small">${count(matches, "coming match", "coming matches")}</span></summary>
    ${points.length > 0 && html`<ul class="lines points">${points.map((each, index) => html`<li key=${index} class="line"><a href=${"/schedules/" + encodeURIComponent(id) + "/" + each.match}>Match ${each.match}</a> <${Sentence} text=${each.text} /></li>`)}</ul>`}
  </details>`}<//>`;
}

function MatchList({ id }) {
  const [shown, setShown] = useFilter("show");
  const [filter, setFilter] = useFilter("q");
  const read = useRead(pathOf(id) + "/matches" + (shown === "all" ? "?from=" + encodeURIComponent(LONG_AGO) : ""), ["schedule:" + id]);
  return html`<div class="section-head"><h2>Matches</h2></div>
    <${Loaded} read=${read}>${({ matches, more }) => {
      const wanted = plain(filter);
      const found = matches.filter((each) => plain([each.label, ...each.players.map((player) => player.name), stateOf(each).title].join(" ")).includes(wanted));
      return html`<div class="tools">
          <${FilterField} label="Filter the matches" value=${filter} onValue=${setFilter} found=${found.length} total=${matches.length} />
          <select aria-label="Matches shown" value=${shown} onChange=${(event) => setShown(event.target.value)}>
            <option value="" selected=${shown !== "all"}>Coming matches</option>
            <option value="all" selected=${shown === "all"}>All matches</option>
          </select>
        </div>
        ${found.length === 0
          ? html`<${Empty} icon="clock" title="No matches">They appear here with the next import.<//>`
          : html`<p class="small">The earliest first, times of ${zoneName()}.${more && " There are later ones that are not shown."}</p>
            <ul class="lines matches">${found.map((each) => html`<li key=${each.match} class="line"><${MatchLine} id=${id} match=${each} /></li>`)}</ul>`}`;
    }}<//>`;
}

function MatchLine({ id, match }) {
  const state = stateOf(match);
  const crew = match.crew.filter((each) => each.approved).length;
  const waiting = match.crew.length - crew;
  return html`<div class="line-head"><a href=${"/schedules/" + encodeURIComponent(id) + "/" + match.match}><strong>${match.label}</strong></a><${Chip} kind=${state.kind} icon=${state.icon}>${state.title}<//>
      <span class="when">${match.start ? html`<${Time} at=${match.start} />` : "no time yet"}</span></div>
    <p class="small">${crew === 0 ? "No crew" : "Crew of " + crew}${waiting > 0 && ", " + waiting + " not accepted yet"}${match.streams.length === 0 ? ", no stream" : ""}${match.ownFields.length > 0 && match.episode !== null ? "; own " + match.ownFields.map(words).join(", ") : ""}</p>`;
}

function Calendars({ id }) {
  const slug = useRead("/schedules", ["schedule", "tournament"]).data?.schedules.find((each) => each.tournament === id)?.slug;
  const [copied, setCopied] = useState(false);
  if (!slug) {
    return null;
  }
  const shared = "/calendar/" + encodeURIComponent(slug) + "-delayed.ics";
  const copy = async () => setCopied(await (navigator.clipboard?.writeText(location.origin + shared).then(() => true, () => false) ?? false));
  return html`<div class="section-head"><h2>Calendar</h2></div>
    <p class="breaks">Calendar programs subscribe to <code>${location.origin + shared}</code>. It has the times of the broadcast, so everybody may have it.</p>
    <p class="buttons"><${Action} onAct=${copy}>${copied ? "Copied" : "Copy the address"}<//>
      <a class="button" href=${shared} download=${slug + "-delayed.ics"}>Download</a>
      <a class="button" href=${"/calendar/" + encodeURIComponent(slug) + ".ics"} download=${slug + ".ics"}>Download race times</a></p>`;
}
