// SPDX-License-Identifier: Apache-2.0
import { html } from "../lib/preact-htm.js";
import { useRead } from "../data.js";
import { count, zoneName } from "../format.js";
import { useFiltered } from "../list.js";
import { useFilter } from "../router.js";
import { Chip, Empty, FilterField, Loaded, Sentence, Time } from "../ui.js";

const STATES = {
  WAITING: { kind: "warn", icon: "clock", title: "Waits" },
  SENT: { kind: "good", icon: "check", title: "Sent" },
  FAILED: { kind: "bad", icon: "warn", title: "Cannot be sent" },
};

export function Messages({ id }) {
  const read = useRead("/tournaments/" + id + "/messages", ["messages:" + id, "people"]);
  return html`<${Loaded} read=${read}>${(data) => html`<${MessageList} all=${data.messages} />`}<//>`;
}

function MessageList({ all }) {
  const [filter, setFilter] = useFilter("q");
  const shown = useFiltered(all, (row) => [row.name, row.text, STATES[row.state]?.title, row.problem], filter);
  if (all.length === 0) {
    return html`<${Empty} icon="mail" title="No messages">People get one when they move up from the waitlist, and when an organiser changes their entry.<//>`;
  }
  return html`<${FilterField} label="Filter messages" value=${filter} onValue=${setFilter} found=${shown.length} total=${all.length} />
    <p class="small">The newest first, times of ${zoneName()}.</p>
    <ul class="lines">${shown.map((row) => {
      const state = STATES[row.state] ?? STATES.WAITING;
      return html`<li key=${row.id} class="line">
        <div class="line-head"><strong>${row.name}</strong><${Chip} kind=${state.kind} icon=${state.icon}>${state.title}<//><span class="when"><${Time} at=${row.sent ?? row.at} shape="stamp" /></span></div>
        <p><${Sentence} text=${row.text} /></p>
        ${row.problem && html`<p class="small">${count(row.attempts, "attempt")}: <${Sentence} text=${row.problem} /></p>`}
      </li>`;
    })}</ul>`;
}
