// SPDX-License-Identifier: Apache-2.0
import { html, useState } from "../lib/preact-htm.js";
import { run } from "../answers.js";
import { useRead } from "../data.js";
import { count, fromField, sentence, toField, words, zoneName } from "../format.js";
import { Action, Bar, Card, Chip, Dialog, Empty, Field, Loaded, Note, Sentence, Time } from "../ui.js";
import { useViewer } from "../viewer.js";
import { stateOf } from "./schedule.js";
import { pathOf } from "./schedules.js";

// One match: its crew, what an organiser may change, and each change so far.
export function Match({ tournament, number }) {
  const path = pathOf(tournament.id) + "/matches/" + encodeURIComponent(number);
  const read = useRead(path, ["schedule:" + tournament.id, "people"]);
  const mayAct = useViewer().may("ORGANISER", tournament);
  const match = read.data?.match;
  const state = match && stateOf(match);
  return html`<div class="page-head"><div><p class="eyebrow"><a href="/schedules">Schedules</a> <span aria-hidden="true">/</span> <a href=${"/schedules/" + encodeURIComponent(tournament.id)}>${tournament.name}</a></p>
      <h1 tabindex="-1" class="breaks">${match?.label ?? "Match " + number}</h1></div>
      ${state && html`<p class="chips"><${Chip} kind=${state.kind} icon=${state.icon}>${state.title}<//></p>`}</div>
    <${Loaded} read=${read}>${({ match, needs, log }) => html`<div class="columns">
        <div><${Facts} match=${match} tournament=${tournament} mayAct=${mayAct} />${mayAct && html`<${Control} match=${match} attached=${isAttached(log)} path=${path} />`}${mayAct && html`<${Change} key=${match.match} match=${match} path=${path} />`}</div>
        <div><${Crew} match=${match} needs=${needs} /><${Streams} match=${match} path=${path} mayAct=${mayAct} /></div>
      </div>
      <${Log} log=${log} />`}<//>`;
}

function Facts({ match, tournament, mayAct }) {
  const [player, setPlayer] = useState(null);
  return html`<${Card} title="The match">
    <dl class="facts">
      <dt>Broadcast</dt><dd>${match.start ? html`<${Time} at=${match.start} />` : "no time yet"}${!match.timeConfirmed && html` <span class="small">not confirmed</span>`}</dd>
      <dt>Race</dt><dd>${match.raceStart ? html`<${Time} at=${match.raceStart} />` : "no time yet"}</dd>
      <dt>Length</dt><dd>${match.minutes} min</dd>
      <dt>Episode</dt><dd>${match.episode === null ? "none: an organiser made it" : html`<code>${match.episode}</code> ${match.approved ? "approved" : "not approved yet"}`}</dd>
      ${match.note && html`<dt>Note</dt><dd class="breaks">${match.note}</dd>`}
      ${match.ownFields.length > 0 && html`<dt>Own fields</dt><dd>${match.ownFields.map(words).join(", ")}</dd>`}
    </dl>
    <h3>Players</h3>
    ${match.players.length === 0 && html`<p class="calm">No players yet.</p>`}
    <ul class="members">${match.players.map((each) => html`<li key=${each.player}>
      <span class="breaks"><strong>${each.name}</strong> ${each.stream && html`<span class="small">${each.stream}</span>`}</span>
      <${Chip} kind=${each.person ? "good" : "plain"} icon=${each.person ? "check" : "question"}>${each.person ? "Linked" : "Not linked"}<//>
      ${mayAct && html`<button type="button" class="button small" aria-label=${"Link " + each.name} onClick=${() => setPlayer(each)}>Link</button>`}</li>`)}</ul>
    ${player && html`<${PlayerDialog} player=${player} tournament=${tournament} onClose=${() => setPlayer(null)} />`}
  <//>`;
}

const isAttached = (log) => log.findLast((each) => each.kind === "attach" || each.kind === "detach")?.kind === "attach";
const ACTIONS = {
  start: { title: "Start", of: (match) => !["STARTED", "FINISHED", "CANCELLED", "ATTACHED"].includes(match.state) },
  finish: { title: "Finish", of: (match) => match.state === "STARTED" },
  reopen: { title: "Reopen", of: (match) => ["STARTED", "FINISHED", "CANCELLED"].includes(match.state) },
  cancel: { title: "Cancel the match", kind: "danger", of: (match) => !["FINISHED", "CANCELLED", "ATTACHED"].includes(match.state) },
  detach: { title: "Detach", of: (match, attached) => attached },
};

function Control({ match, attached, path }) {
  return html`<${Card} title="State">
    <p class="small">From its start on, an import leaves title, times and players alone.</p>
    <p class="buttons">${Object.entries(ACTIONS).map(([name, { title, kind = "", of }]) => of(match, attached) && html`<${Action} key=${name} kind=${kind} onAct=${() => run("POST", path + "/" + name, {})}>${title}<//>`)}</p>
  <//>`;
}

// Says who a player is: a person of the roster, or another player of the schedule.
function PlayerDialog({ player, tournament, onClose }) {
  const base = pathOf(tournament.id);
  const rows = useRead(base + "/entries", ["entries:" + tournament.id, "people"]).data?.rows ?? [];
  const others = (useRead(base + "/suggestions", ["schedule:" + tournament.id]).data?.persons ?? []).filter((each) => each.player !== player.player);
  const [person, setPerson] = useState(player.person ?? "");
  const [into, setInto] = useState("");
  const [refused, setRefused] = useState(null);
  const act = async (path, body) => {
    const answer = await run("POST", base + "/players/" + player.player + path, body, { quiet: true });
    setRefused(answer.result === "done" ? null : answer);
    if (answer.result === "done") {
      onClose();
    }
  };
  return html`<${Dialog} title=${player.name} onClose=${onClose}>
    <${Field} label="Person of the roster" hint="The person gets the notices of these matches." value=${person} onValue=${setPerson}>
      <option value="" selected=${person === ""}>Choose</option>
      ${rows.map((row) => html`<option key=${row.entry.person} value=${row.entry.person} selected=${row.entry.person === person}>${row.name}</option>`)}
    <//>
    <p class="buttons"><${Action} kind="main" disabled=${!person} onAct=${() => act("/link", { person })}>Link to this person<//></p>
    <${Field} label="Another player of the schedule" hint="The matches go to that player. It can be undone." value=${into} onValue=${setInto}>
      <option value="" selected=${into === ""}>Choose</option>
      ${others.map((each) => html`<option key=${each.player} value=${each.player} selected=${String(each.player) === into}>${each.name} (${each.player})</option>`)}
    <//>
    <p class="buttons"><${Action} disabled=${!into} onAct=${() => act("/merge", { into: Number(into) })}>Merge into this player<//></p>
    ${refused && html`<${Note} answer=${refused} />`}
  <//>`;
}

// A field that follows the schedule is refused first; the refusal offers to take it over.
function Change({ match, path }) {
  const before = { title: match.title, note: match.note, start: toField(match.start), minutes: String(match.minutes) };
  const [edits, setEdits] = useState({});
  const [refused, setRefused] = useState(null);
  const value = { ...before, ...edits };
  const changed = Object.keys(before).filter((name) => value[name] !== before[name]);
  const field = (name) => ({ value: value[name], onValue: (text) => setEdits((all) => ({ ...all, [name]: text })) });
  const send = async (more) => {
    const body = Object.fromEntries(changed.map((name) => [name, name === "start" ? fromField(value.start) : name === "minutes" ? Number(value.minutes) : value[name]]));
    const answer = await run("PATCH", path, more.giveBack ? more : { ...body, ...more }, { quiet: true });
    setRefused(answer.result === "done" ? null : answer);
    if (answer.result === "done") {
      setEdits({});
    }
  };
  return html`<${Card} title="Change">
    <${Field} label="Title" ...${field("title")} maxlength="200" />
    <${Field} label="Note" ...${field("note")} maxlength="500" />
    <div class="pair">
      <${Field} label="Start" hint=${"In " + zoneName()} type="datetime-local" ...${field("start")} />
      <${Field} label="Minutes" type="number" min="1" ...${field("minutes")} />
    </div>
    ${refused && html`<${Note} answer=${refused}>${refused.reason === "CONFLICT" && changed.length > 0 && html`<p class="buttons"><${Action} onAct=${() => send({ takeOver: true })}>Take over and save<//></p>`}<//>`}
    <p class="buttons">
      <${Action} kind="main" disabled=${changed.length === 0} onAct=${() => send({})}>Save<//>
      ${match.episode !== null && match.ownFields.length > 0 && html`<${Action} onAct=${() => send({ giveBack: true })}>Give all back to the schedule<//>`}
    </p>
  <//>`;
}

function Crew({ match, needs }) {
  return html`<${Card} title="Crew">
    ${needs.filter((need) => need.needed + need.filled + need.waiting > 0).map((need) => html`<div key=${need.role} class="need">
      <${Bar} label=${sentence(words(need.role)) + "s"} value=${need.filled} most=${need.needed}
        note=${[need.missing > 0 && need.missing + " missing", need.waiting > 0 && need.waiting + " not accepted yet"].filter(Boolean).join(", ")} />
      ${need.missing > 0 && /^https:/.test(need.signUp ?? "") && html`<a class="small" href=${need.signUp} target="_blank" rel="noreferrer">Sign up as ${words(need.role)}</a>`}</div>`)}
    ${match.crew.length === 0
      ? html`<p class="calm">Nobody has signed up yet.</p>`
      : html`<ul class="members">${match.crew.map((each) => html`<li key=${each.role + each.player}><span class="breaks"><strong>${each.name}</strong> <span class="small">${words(each.role)}${each.language && ", " + each.language}</span></span>
        <${Chip} kind=${each.approved ? "good" : "warn"} icon=${each.approved ? "check" : "clock"}>${each.approved ? (each.ready ? "Ready" : "Accepted") : "Waits"}<//></li>`)}</ul>`}
  <//>`;
}

function Streams({ match, path, mayAct }) {
  const [language, setLanguage] = useState("en");
  const [url, setUrl] = useState("");
  const [refused, setRefused] = useState(null);
  const set = async (body) => {
    const answer = await run("POST", path + "/stream", body, { quiet: true });
    setRefused(answer.result === "done" ? null : answer);
    if (answer.result === "done") {
      setUrl("");
    }
  };
  return html`<${Card} title="Streams">
    ${match.streams.length === 0 && html`<p class="calm">No stream yet.</p>`}
    <ul class="members">${match.streams.map((each) => html`<li key=${each.language + each.url}>
      <span class="breaks">${each.url ? html`<a href=${each.url} target="_blank" rel="noreferrer">${each.url}</a>` : "no address"} <span class="small">${each.language}</span></span>
      ${each.own && html`<${Chip} kind="accent">Own<//>`}
      ${each.own && mayAct && match.episode !== null && html`<${Action} kind="small" aria-label=${"Give back the stream in " + each.language} onAct=${() => set({ language: each.language, url: "" })}>Give back<//>`}</li>`)}</ul>
    ${mayAct && html`<div class="pair"><${Field} label="Address" type="url" value=${url} onValue=${setUrl} maxlength="300" spellcheck=${false} />
        <${Field} label="Language" value=${language} onValue=${setLanguage} maxlength="20" spellcheck=${false} /></div>
      ${refused && html`<${Note} answer=${refused} />`}
      <p class="buttons"><${Action} disabled=${!url || !language} onAct=${() => set({ language, url })}>Set the stream<//></p>`}
  <//>`;
}

function Log({ log }) {
  return html`<div class="section-head"><h2>Log</h2><span class="small">${count(log.length, "change")}</span></div>
    ${log.length === 0
      ? html`<${Empty} icon="list" title="No changes yet">Each change of the match appears here.<//>`
      : html`<p class="small">The newest first, times of ${zoneName()}.</p>
        <ol class="lines match-log" aria-label="Log of the match">${[...log].reverse().map((each, index) => html`<li key=${log.length - index} class="line">
          <div class="line-head"><strong>${sentence(words(each.kind))}</strong><span class="face">${each.field && words(each.field)}</span><span class="face">by ${each.actor}</span><span class="when"><${Time} at=${each.at} shape="stamp" /></span></div>
          <p class="small breaks">${each.before && html`<del><${Sentence} text=${each.before} /></del> `}${each.after && html`<ins><${Sentence} text=${each.after} /></ins>`}</p></li>`)}</ol>`}`;
}
