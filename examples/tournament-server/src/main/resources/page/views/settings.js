// SPDX-License-Identifier: Apache-2.0
import { html, useState } from "../lib/preact-htm.js";
import { run } from "../answers.js";
import { useRead } from "../data.js";
import { fromField, sentence, toField, zoneName } from "../format.js";
import { Action, Card, Field, Loaded, Note } from "../ui.js";
import { useViewer } from "../viewer.js";

// The fields, and the words by which a refusal of the server names them.
const FIELDS = [
  { name: "name", about: /^(the )?name\b/i },
  { name: "maxTeams", about: /^maxTeams|^\d+ teams of/ },
  { name: "capacity", about: /^capacity|people have a place/ },
  { name: "teamSize", about: /^(the )?team ?size/i },
  { name: "registrationOpens", about: /^registrationOpens/ },
  { name: "registrationCloses", about: /^registration(Closes| would close)/ },
  { name: "checkInOpens", about: /^checkInOpens/ },
  { name: "checkInCloses", about: /^check-?in(Closes| would close)/i },
  { name: "spreadsheet", about: /spreadsheet/i },
  { name: "tab", about: /^(the )?tab\b/i },
];
const NUMBERS = ["capacity", "teamSize", "maxTeams"];
const TIMES = ["registrationOpens", "registrationCloses", "checkInOpens", "checkInCloses"];

export function Settings({ id, tournament }) {
  const read = useRead("/tournaments/" + id + "/settings", ["tournament:" + id]);
  return html`<${Loaded} read=${read}>${(data) => html`<${SettingsForm} tournament=${tournament} settings=${data} />`}<//>`;
}

function valuesOf(settings) {
  return {
    name: settings.name,
    capacity: String(settings.capacity),
    teamSize: String(settings.teamSize),
    maxTeams: String(settings.maxTeams),
    registrationOpens: toField(settings.registration.opens),
    registrationCloses: toField(settings.registration.closes),
    checkInOpens: toField(settings.checkIn.opens),
    checkInCloses: toField(settings.checkIn.closes),
    spreadsheet: settings.spreadsheet ?? "",
    tab: settings.tab ?? "",
  };
}

function SettingsForm({ tournament, settings }) {
  const { may } = useViewer();
  const locked = !may("ORGANISER", tournament);
  const stored = valuesOf(settings);
  // Only what the viewer has typed is kept here: the rest follows the server, also while the form is open.
  const [typed, setTyped] = useState({});
  const [refused, setRefused] = useState(null);
  const value = { ...stored, ...typed };
  const changed = FIELDS.map((field) => field.name).filter((name) => value[name] !== stored[name]);
  const wrong = refused && FIELDS.find((field) => field.about.test(refused.text))?.name;
  const field = (name, label, more = {}) => html`<${Field} id=${"setting-" + name} label=${label} value=${value[name]} disabled=${locked}
    onValue=${(text) => setTyped((before) => ({ ...before, [name]: text }))} problem=${wrong === name && sentence(refused.text)} ...${more} />`;
  const save = async (event) => {
    event.preventDefault();
    const body = {};
    for (const name of changed) {
      body[name] = NUMBERS.includes(name) ? Number(value[name]) : TIMES.includes(name) ? fromField(value[name]) : value[name];
    }
    const answer = await run("PATCH", "/tournaments/" + tournament.id + "/settings", body, { quiet: true, undo: { tournament: tournament.id } });
    if (answer.result === "done" || answer.result === "planned") {
      setRefused(null);
      setTyped({});
    } else {
      setRefused(answer);
      setTimeout(() => {
        const field = document.querySelector('[aria-invalid="true"]');
        field?.focus({ preventScroll: true });
        field?.scrollIntoView({ block: "center" });
      });
    }
  };
  const discard = () => {
    setTyped({});
    setRefused(null);
  };
  return html`<form class="settings" onSubmit=${(event) => event.preventDefault()} noValidate>
    ${locked && html`<p class="sub">You can look at the settings. Organisers can change them.</p>`}
    <${Card} title="Tournament">
      ${field("name", "Name", { maxlength: 80 })}
      <div class="pair">${field("capacity", "Places", { type: "number", min: 1 })}${field("teamSize", "Players in a team", { type: "number", min: 1, hint: "1 for no teams." })}${field("maxTeams", "Teams", { type: "number", min: 0, hint: "0: only the places count." })}</div>
    <//>
    <${Card} title="Schedule">
      <p class="small">Times are those of ${zoneName()}. An empty time removes it.</p>
      <div class="pair">${field("registrationOpens", "Registration opens", { type: "datetime-local" })}${field("registrationCloses", "Registration closes", { type: "datetime-local" })}</div>
      <div class="pair">${field("checkInOpens", "Check-in opens", { type: "datetime-local" })}${field("checkInCloses", "Check-in closes", { type: "datetime-local" })}</div>
    <//>
    <${Card} title="Sheet">
      <div class="pair">${field("spreadsheet", "Spreadsheet", { hint: "Its id or its address." })}${field("tab", "Tab", { hint: "The title of the tab." })}</div>
    <//>
    ${refused && !wrong && html`<${Note} answer=${refused} />`}
    ${wrong && html`<p class="small" role="alert">Not saved: look at the marked field. Id <code>${refused.id}</code></p>`}
    ${!locked && changed.length > 0 && html`<div class="save-bar"><span role="status">${changed.length === 1 ? "1 change is not saved." : changed.length + " changes are not saved."}</span>
      <button type="button" class="button" onClick=${discard}>Discard</button>
      <${Action} kind="main" type="submit" onAct=${save}>Save<//></div>`}
  </form>`;
}
