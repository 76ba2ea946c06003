// SPDX-License-Identifier: Apache-2.0
import { html, useState } from "../lib/preact-htm.js";
import { run } from "../answers.js";
import { useRead } from "../data.js";
import { count, fromField, toField, zoneName } from "../format.js";
import { useFilter } from "../router.js";
import { Action, Age, Card, Chip, Dialog, Empty, Field, Loaded, Note, Sentence, Time } from "../ui.js";
import { useViewer } from "../viewer.js";
import { DELIVERY_STATES, DeliveryDialog, stateOf } from "./delivery.js";

const STATES = {
  ACTIVE: { kind: "good", icon: "check", title: "Active" },
  PAUSED: { kind: "warn", icon: "clock", title: "Paused" },
  DISABLED: { kind: "bad", icon: "warn", title: "Disabled" },
};
const DAY = 86_400_000;

// The addresses that get the events of the tournaments, and what was delivered to them.
export function Webhooks() {
  const admin = useViewer().may("ADMIN");
  return html`<div class="page-head"><div><h1 tabindex="-1">Webhooks</h1><p class="sub">Programs of others get what happens in the tournaments as signed requests.</p></div></div>
    ${admin ? html`<${Admin} />` : html`<${Deliveries} webhooks=${[]} />`}`;
}

function Admin() {
  const read = useRead("/webhooks", ["webhooks"]);
  return html`<${Loaded} read=${read}>${({ webhooks, types }) => html`
    <${Subscriptions} webhooks=${webhooks} types=${types} />
    <${Deliveries} webhooks=${webhooks} />`}<//>`;
}

function Subscriptions({ webhooks, types }) {
  const [edited, setEdited] = useState(null); // {} for a new one
  const [secret, setSecret] = useState(null);
  return html`<p class="buttons"><button type="button" class="button main" onClick=${() => setEdited({})}>Add a webhook</button></p>
    ${webhooks.length === 0
      ? html`<${Empty} icon="plug" title="No webhooks yet">Add the address of a program that wants to know of registrations, check-ins and changes of the schedule.<//>`
      : html`<ul class="cards">${webhooks.map((each) => html`<li key=${each.id}><${Subscription} webhook=${each} onEdit=${setEdited} onSecret=${setSecret} /></li>`)}</ul>`}
    ${edited && html`<${EditDialog} webhook=${edited} types=${types} onClose=${() => setEdited(null)} onSecret=${setSecret} />`}
    ${secret && html`<${SecretDialog} secret=${secret} onClose=${() => setSecret(null)} />`}`;
}

const nameOf = (webhook) => webhook.description || hostOf(webhook.url);

function hostOf(url) {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}

function Subscription({ webhook, onEdit, onSecret }) {
  const state = STATES[webhook.state] ?? STATES.ACTIVE;
  const name = nameOf(webhook);
  const path = "/webhooks/" + webhook.id;
  const active = webhook.state === "ACTIVE";
  const rotate = async () => {
    const answer = await run("POST", path + "/secret", {});
    if (answer.result === "done") {
      onSecret(answer.data.secret);
    }
  };
  return html`<${Card} title=${name} actions=${html`<${Chip} kind=${state.kind} icon=${state.icon}>${state.title}<//>`}>
    <p class="breaks"><code>${webhook.url}</code></p>
    ${webhook.reason && html`<p><${Sentence} text=${webhook.reason} /></p>`}
    ${webhook.failingSince && html`<p class="chips"><${Chip} kind="bad" icon="warn">${count(webhook.failures, "failure")}<//></p>
      <p class="small">Failing since <${Time} at=${webhook.failingSince} />.${webhook.heldUntil && html` Next try <${Age} at=${webhook.heldUntil} />.`}</p>`}
    <p class="small">${webhook.types.includes("*") ? "All events" : webhook.types.join(", ")}${webhook.ordered && "; in order"}${webhook.rate > 0 && "; at most " + webhook.rate + " a second"}</p>
    <p class="buttons">
      <${Action} kind="small" aria-label=${"Send a test event to " + name} onAct=${() => run("POST", path + "/test", {})}>Test<//>
      <${Action} kind="small" aria-label=${(active ? "Pause " : "Resume ") + name} onAct=${() => run("POST", path + (active ? "/pause" : "/resume"), {})}>${active ? "Pause" : "Resume"}<//>
      <button type="button" class="button small" aria-label=${"Change " + name} onClick=${() => onEdit(webhook)}>Change</button>
      <${Action} kind="small" aria-label=${"New secret for " + name} onAct=${rotate}>New secret<//>
      <${Action} kind="small danger" aria-label=${"Remove " + name} onAct=${() => run("DELETE", path)}>Remove<//>
    </p>
  <//>`;
}

function EditDialog({ webhook, types, onClose, onSecret }) {
  const [value, setValue] = useState({
    url: webhook.url ?? "",
    description: webhook.description ?? "",
    types: (webhook.types ?? ["*"]).join(", "),
    ordered: String(webhook.ordered ?? false),
    rate: String(webhook.rate ?? 0),
  });
  const [refused, setRefused] = useState(null);
  const set = (name) => (text) => setValue((before) => ({ ...before, [name]: text }));
  const wrong = refused && /^url /.test(refused.text);
  const save = async () => {
    const body = { ...value, ordered: value.ordered === "true", rate: Number(value.rate) };
    const answer = webhook.id
      ? await run("PATCH", "/webhooks/" + webhook.id, body, { quiet: true })
      : await run("POST", "/webhooks", body, { quiet: true });
    if (answer.result !== "done") {
      setRefused(answer);
      return;
    }
    onClose();
    if (answer.data.secret) {
      onSecret(answer.data.secret);
    }
  };
  return html`<${Dialog} title=${webhook.id ? "Change " + nameOf(webhook) : "New webhook"} onClose=${onClose}>
    <${Field} label="Address" type="url" hint="https, without a user name." value=${value.url} onValue=${set("url")} maxlength="500" problem=${wrong && refused.text} spellcheck=${false} />
    <${Field} label="Description" value=${value.description} onValue=${set("description")} maxlength="200" />
    <${Field} label="Types" hint="Separated by commas. A star stands for all, also at the end: entry.*" value=${value.types} onValue=${set("types")} maxlength="500" spellcheck=${false} />
    <details><summary>The types</summary><dl class="facts type-list">${types.map((type) => html`<dt key=${type.name}><code>${type.name}</code></dt><dd>${type.description}</dd>`)}</dl></details>
    <div class="pair">
      <${Field} label="Order" value=${value.ordered} onValue=${set("ordered")}>
        <option value="false" selected=${value.ordered === "false"}>As fast as possible</option>
        <option value="true" selected=${value.ordered === "true"}>In order, for each tournament</option>
      <//>
      <${Field} label="Requests a second" type="number" min="0" hint="0 for no limit." value=${value.rate} onValue=${set("rate")} />
    </div>
    ${refused && !wrong && html`<${Note} answer=${refused} />`}
    <footer><button type="button" class="button" onClick=${onClose}>Cancel</button><${Action} kind="main" onAct=${save}>${webhook.id ? "Save" : "Add"}<//></footer>
  <//>`;
}

function SecretDialog({ secret, onClose }) {
  return html`<${Dialog} title="The secret" onClose=${onClose}>
    <p>Give it to the receiver, which checks the signatures by it. It is not shown again.</p>
    <p class="breaks"><code data-secret>${secret}</code></p>
    <footer><${Action} onAct=${() => navigator.clipboard?.writeText(secret)}>Copy<//><button type="button" class="button main" onClick=${onClose}>I have it</button></footer>
  <//>`;
}

function Deliveries({ webhooks }) {
  const { may } = useViewer();
  const [webhook, setWebhook] = useFilter("webhook");
  const [state, setState] = useFilter("state");
  const [type, setType] = useFilter("type");
  const [since, setSince] = useFilter("since");
  const [open, setOpen] = useState(null);
  const [replaying, setReplaying] = useState(false);
  const query = new URLSearchParams(Object.entries({ webhook, state, type, since }).filter(([, value]) => value));
  const read = useRead("/deliveries" + (query.size ? "?" + query : ""), ["webhooks"]);
  return html`<div class="section-head"><h2>Deliveries</h2>
      ${may("ADMIN") && html`<button type="button" class="button" onClick=${() => setReplaying(true)}>Send again what failed</button>`}</div>
    <div class="choices-bar">
      ${webhooks.length > 0 && html`<select aria-label="Webhook" value=${webhook} onChange=${(event) => setWebhook(event.target.value)}>
        <option value="">All webhooks</option>
        ${webhooks.map((each) => html`<option key=${each.id} value=${each.id} selected=${each.id === webhook}>${nameOf(each)}</option>`)}
      </select>`}
      <select aria-label="State" value=${state} onChange=${(event) => setState(event.target.value)}>
        <option value="">All states</option>
        ${Object.entries(DELIVERY_STATES).map(([value, { title }]) => html`<option key=${value} value=${value.toLowerCase()} selected=${value.toLowerCase() === state}>${title}</option>`)}
      </select>
      <select aria-label="Type" value=${type} onChange=${(event) => setType(event.target.value)}>
        <option value="">All types</option>
        ${[...new Set([type, ...(read.data?.deliveries ?? []).map((row) => row.type)])].filter(Boolean).sort().map((each) => html`<option key=${each} value=${each} selected=${each === type}>${each}</option>`)}
      </select>
      <select aria-label="Since" value=${since ? "set" : ""} onChange=${(event) => setSince(event.target.value === "set" ? since : event.target.value)}>
        <option value="">At any time</option>
        ${since && html`<option value="set" selected>Since ${toField(since).replace("T", " ")}</option>`}
        <option value=${ago(3_600_000)}>In the last hour</option>
        <option value=${ago(DAY)}>In the last day</option>
      </select>
    </div>
    <${Loaded} read=${read}>${({ deliveries, more }) => deliveries.length === 0
      ? html`<${Empty} icon="mail" title="No deliveries">Each event that goes to a webhook appears here.<//>`
      : html`<p class="small">The newest first, times of ${zoneName()}.${more && " There are older ones: choose a state or a type."}</p>
        <ul class="lines deliveries">${deliveries.map((row) => html`<${DeliveryLine} key=${row.id} row=${row} onOpen=${setOpen} />`)}</ul>`}<//>
    ${open && html`<${DeliveryDialog} key=${open} id=${open} onClose=${() => setOpen(null)} />`}
    ${replaying && html`<${ReplayDialog} webhook=${webhook} webhooks=${webhooks} onClose=${() => setReplaying(false)} />`}`;
}

// A time of the last minutes, rounded, so that the same choice reads the same path.
const ago = (millis) => new Date(Math.floor((Date.now() - millis) / 60_000) * 60_000).toISOString();

function DeliveryLine({ row, onOpen }) {
  const state = stateOf(row);
  return html`<li class="line">
    <div class="line-head"><button type="button" class="link-button" onClick=${() => onOpen(row.id)}><strong>${row.type}</strong><span class="sr-only"> to ${row.to}, number ${row.id}</span></button>
      <${Chip} kind=${state.kind} icon=${state.icon}>${state.title}<//><span class="when"><${Time} at=${row.finishedAt ?? row.createdAt} shape="stamp" /></span></div>
    <p class="small">To ${row.to}${row.attempts > 0 && ", " + count(row.attempts, "attempt")}${row.status && ", status " + row.status}${row.nextAttemptAt && row.attempts > 0 && html`, next <${Age} at=${row.nextAttemptAt} />`}${row.reason && html`: <${Sentence} text=${row.reason} />`}</p>
  </li>`;
}

function ReplayDialog({ webhook, webhooks, onClose }) {
  const [since, setSince] = useState(toField(ago(DAY)));
  const [chosen, setChosen] = useState(webhook);
  const [refused, setRefused] = useState(null);
  const show = async () => {
    const answer = await run("POST", "/deliveries/replay", { since: fromField(since), ...(chosen && { webhook: chosen }) }, { quiet: true });
    if (answer.result === "planned" || answer.result === "done") {
      onClose();
    } else {
      setRefused(answer);
    }
  };
  return html`<${Dialog} title="Send again what failed" onClose=${onClose}>
    <p>All that failed since this time and was not delivered later is shown first.</p>
    <div class="pair">
      <${Field} label="Failed since" type="datetime-local" value=${since} onValue=${setSince} />
      <${Field} label="To" value=${chosen} onValue=${setChosen}>
        <option value="" selected=${chosen === ""}>All webhooks</option>
        ${webhooks.map((each) => html`<option key=${each.id} value=${each.id} selected=${each.id === chosen}>${nameOf(each)}</option>`)}
      <//>
    </div>
    ${refused && html`<${Note} answer=${refused} />`}
    <footer><button type="button" class="button" onClick=${onClose}>Cancel</button><${Action} kind="main" icon="plan" disabled=${!since} onAct=${show}>Show them<//></footer>
  <//>`;
}
