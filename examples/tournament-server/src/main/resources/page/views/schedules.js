// SPDX-License-Identifier: Apache-2.0
import { html, useEffect, useState } from "../lib/preact-htm.js";
import { run } from "../answers.js";
import { useRead } from "../data.js";
import { count, sentence, words, zoneName } from "../format.js";
import { Action, Age, Card, Chip, Dialog, Empty, Field, Loaded, Note, Sentence, Time } from "../ui.js";
import { useViewer } from "../viewer.js";

const REFRESH = 15_000;
// SpeedGaming takes one request a minute, for which a command waits.
const PATIENCE = 100_000;
const HEALTH = {
  UP: { kind: "good", icon: "check", title: "Up to date" },
  DEGRADED: { kind: "warn", icon: "warn", title: "Late or incomplete" },
  DOWN: { kind: "bad", icon: "warn", title: "Down" },
};
const RUNS = {
  REQUESTED: { kind: "plain", icon: "clock", title: "Under way" },
  STAGED: { kind: "plain", icon: "plan", title: "Planned" },
  APPLIED: { kind: "good", icon: "check", title: "Applied" },
  FAILED: { kind: "bad", icon: "warn", title: "Failed" },
  SUPERSEDED: { kind: "plain", icon: "cross", title: "A newer one was first" },
};

export const pathOf = (tournament) => "/tournaments/" + encodeURIComponent(tournament);
export const planImport = (tournament) => run("POST", pathOf(tournament) + "/schedule/plan", {}, { patience: PATIENCE });

// The tournaments whose matches come from SpeedGaming, and how the import fares.
export function Schedules() {
  const read = useRead("/schedules", ["schedule", "tournament"]);
  useEffect(() => {
    // An import without a change is no event, but the time of the last one is shown.
    const timer = setInterval(read.again, REFRESH);
    return () => clearInterval(timer);
  }, []);
  return html`<div class="page-head"><div><h1 tabindex="-1">Schedules</h1><p class="sub">Matches of the tournaments that are planned on SpeedGaming.</p></div></div>
    <${Loaded} read=${read}>${(data) => html`<${ScheduleCards} ...${data} />`}<//>`;
}

function ScheduleCards({ schedules, health, runs }) {
  const { mayAnywhere } = useViewer();
  const [edited, setEdited] = useState(null); // {} for a new one
  return html`<${Health} health=${health} />
    ${mayAnywhere("ORGANISER") && html`<p class="buttons"><button type="button" class="button main" onClick=${() => setEdited({})}>Enable a schedule</button></p>`}
    ${schedules.length === 0
      ? html`<${Empty} icon="clock" title="No schedules yet">Enable one with the name of its event on SpeedGaming: its matches appear here.<//>`
      : html`<ul class="cards">${schedules.map((each) => html`<li key=${each.tournament}><${Schedule} schedule=${each} onEdit=${setEdited} /></li>`)}</ul>`}
    <${Runs} runs=${runs} />
    ${edited && html`<${EnableDialog} schedule=${edited} taken=${schedules.filter((each) => each.enabled).map((each) => each.tournament)} onClose=${() => setEdited(null)} />`}`;
}

function Health({ health }) {
  const state = HEALTH[health.status] ?? HEALTH.DEGRADED;
  return html`<section class="health" aria-label="State of the import"><p class="chips">
      <${Chip} kind=${state.kind} icon=${state.icon}>${state.title}<//>
      ${health.failures > 0 && html`<${Chip} kind="bad" icon="warn">${count(health.failures, "failed import")}<//>`}
      ${health.missing > 0 && html`<${Chip} kind="warn" icon="question">${count(health.missing, "match", "matches")} perhaps cancelled<//>`}
      ${health.suggestions > 0 && html`<${Chip} kind="accent" icon="question">${count(health.suggestions, "open suggestion")}<//>`}
    </p>
    <p class="small">${health.lastApplied ? html`Last import <${Age} at=${health.lastApplied} />.` : "Nothing was imported yet."}${health.reason && html` <${Sentence} text=${sentence(health.reason)} />`}</p></section>`;
}

function Schedule({ schedule, onEdit }) {
  const { may } = useViewer();
  const tournament = useRead("/tournaments", ["tournament"]).data?.tournaments.find((each) => each.id === schedule.tournament);
  const name = schedule.tournamentName;
  const mayAct = may("ORGANISER", tournament ?? { id: schedule.tournament });
  return html`<${Card} title=${name} actions=${html`<${Chip} kind=${schedule.enabled ? "good" : "plain"} icon=${schedule.enabled ? "check" : "closed"}>${schedule.enabled ? "Enabled" : "Disabled"}<//>`}>
    <p class="breaks"><code>${schedule.slug}</code>${schedule.name && " " + schedule.name}</p>
    <p class="small">${schedule.streamDelay > 0 ? "Broadcast " + schedule.streamDelay + " min after the race. " : ""}A match needs ${count(schedule.commentators, "commentator")}, ${count(schedule.trackers, "tracker")} and ${count(schedule.broadcasters, "broadcaster")} (${schedule.language}).</p>
    <p class="buttons">
      <a class="button small main" href=${"/schedules/" + encodeURIComponent(schedule.tournament)} aria-label=${"Matches of " + name}>Matches</a>
      ${mayAct && schedule.enabled && html`<${Action} kind="small" icon="plan" aria-label=${"Plan an import of " + name} onAct=${() => planImport(schedule.tournament)}>Plan an import<//>`}
      ${mayAct && html`<button type="button" class="button small" aria-label=${(schedule.enabled ? "Change the schedule of " : "Enable the schedule of ") + name} onClick=${() => onEdit(schedule)}>${schedule.enabled ? "Change" : "Enable"}</button>`}
      ${mayAct && schedule.enabled && html`<${Action} kind="small danger" aria-label=${"Disable the schedule of " + name} onAct=${() => run("DELETE", pathOf(schedule.tournament) + "/schedule")}>Disable<//>`}
    </p>
  <//>`;
}

function EnableDialog({ schedule, taken, onClose }) {
  const { may } = useViewer();
  const known = useRead("/tournaments", ["tournament"]).data?.tournaments ?? [];
  const free = known.filter((each) => !taken.includes(each.id) && may("ORGANISER", each));
  const [chosen, setChosen] = useState(schedule.tournament ?? "");
  const tournament = chosen || free[0]?.id || "";
  const [value, setValue] = useState({
    slug: schedule.slug ?? "",
    streamDelay: String(schedule.streamDelay ?? 0),
    language: schedule.language ?? "en",
    commentators: String(schedule.commentators ?? 2),
    trackers: String(schedule.trackers ?? 1),
    broadcasters: String(schedule.broadcasters ?? 1),
    channel: schedule.channel ?? "",
    crewChannel: schedule.crewChannel ?? "",
  });
  const [refused, setRefused] = useState(null);
  const field = (name) => ({ value: value[name], onValue: (text) => setValue((before) => ({ ...before, [name]: text })) });
  const save = async () => {
    const numbers = ["streamDelay", "commentators", "trackers", "broadcasters"];
    const body = { ...value, ...Object.fromEntries(numbers.map((name) => [name, Number(value[name])])) };
    const answer = await run("POST", pathOf(tournament) + "/schedule", body, { quiet: true, patience: PATIENCE });
    setRefused(answer.result === "done" ? null : answer);
    if (answer.result === "done") {
      onClose();
    }
  };
  return html`<${Dialog} title=${schedule.tournament ? "Schedule of " + schedule.tournamentName : "Enable a schedule"} onClose=${onClose}>
    ${!schedule.tournament && html`<${Field} label="Tournament" value=${tournament} onValue=${setChosen}>
      ${free.map((each) => html`<option key=${each.id} value=${each.id} selected=${each.id === tournament}>${each.name}</option>`)}
    <//>`}
    <${Field} label="Event on SpeedGaming" hint="Its name in addresses there." ...${field("slug")} disabled=${schedule.enabled} maxlength="100" spellcheck=${false} />
    <div class="pair">
      <${Field} label="Minutes of stream delay" type="number" min="0" ...${field("streamDelay")} />
      <${Field} label="Language of the crew" ...${field("language")} maxlength="20" spellcheck=${false} />
    </div>
    <div class="pair">
      <${Field} label="Commentators" type="number" min="0" ...${field("commentators")} />
      <${Field} label="Trackers" type="number" min="0" ...${field("trackers")} />
      <${Field} label="Broadcasters" type="number" min="0" ...${field("broadcasters")} />
    </div>
    <div class="pair">
      <${Field} label="Channel for matches" hint="The id of a channel of Discord, or empty." ...${field("channel")} inputmode="numeric" maxlength="20" />
      <${Field} label="Channel for crew" hint="It gets the needs of crew." ...${field("crewChannel")} inputmode="numeric" maxlength="20" />
    </div>
    ${refused && html`<${Note} answer=${refused} />`}
    <footer><button type="button" class="button" onClick=${onClose}>Cancel</button><${Action} kind="main" disabled=${!tournament || !value.slug.trim()} onAct=${save}>${schedule.enabled ? "Save" : "Enable"}<//></footer>
  <//>`;
}

function Runs({ runs }) {
  if (runs.length === 0) {
    return null;
  }
  return html`<div class="section-head"><h2>Last imports</h2></div>
    <p class="small">The newest first, times of ${zoneName()}.</p>
    <ul class="lines runs">${runs.map((each) => {
      const state = RUNS[each.status] ?? RUNS.REQUESTED;
      const counts = Object.entries(each.counts).map(([kind, number]) => number + " " + words(kind)).join(", ");
      return html`<li key=${each.number} class="line">
        <div class="line-head"><strong>${each.scope === "*" ? "All schedules" : each.scope}</strong><${Chip} kind=${state.kind} icon=${state.icon}>${state.title}<//>
          <span class="when"><${Time} at=${each.finishedAt ?? each.startedAt} shape="stamp" /></span></div>
        <p class="small">${counts || "No changes"}</p>
        ${each.problems.length > 0 && html`<ul class="small">${each.problems.map((problem, index) => html`<li key=${index}><${Sentence} text=${problem} /></li>`)}</ul>`}
      </li>`;
    })}</ul>`;
}
