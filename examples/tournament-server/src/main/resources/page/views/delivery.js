// SPDX-License-Identifier: Apache-2.0
import { html, useState } from "../lib/preact-htm.js";
import { run } from "../answers.js";
import { call } from "../api.js";
import { useRead } from "../data.js";
import { count } from "../format.js";
import { Action, Age, Chip, Dialog, Loaded, Note, Sentence, Time } from "../ui.js";
import { useViewer } from "../viewer.js";

export const DELIVERY_STATES = {
  PENDING: { kind: "warn", icon: "clock", title: "Waits" },
  IN_FLIGHT: { kind: "accent", icon: "play", title: "Under way" },
  SUCCEEDED: { kind: "good", icon: "check", title: "Arrived" },
  EXHAUSTED: { kind: "bad", icon: "warn", title: "Failed" },
  CANCELLED: { kind: "plain", icon: "cross", title: "Cancelled" },
};

export const stateOf = (row) => DELIVERY_STATES[row.state] ?? DELIVERY_STATES.PENDING;

// A delivery with what was sent, and each attempt with its request, its reply and its time.
export function DeliveryDialog({ id, onClose }) {
  const read = useRead("/deliveries/" + id, ["webhooks"]);
  const admin = useViewer().may("ADMIN");
  const [copied, setCopied] = useState(null);
  const [refused, setRefused] = useState(null);
  const title = read.data ? read.data.delivery.type + " to " + read.data.delivery.to : "Delivery " + id;
  const resend = async () => {
    const answer = await run("POST", "/deliveries/" + id + "/resend", {}, { quiet: true });
    setRefused(answer.result === "done" ? null : answer);
    if (answer.result === "done" && answer.data.id !== id) {
      onClose();
    }
  };
  const copy = async () => {
    const answer = await call("GET", "/deliveries/" + id + "/curl");
    if (answer.result !== "done") {
      setRefused(answer);
      return;
    }
    setRefused(null);
    // Without the permission to write the clipboard, the command is shown to be copied by hand.
    const written = await navigator.clipboard?.writeText(answer.data.command).then(() => true, () => false);
    setCopied({ command: answer.data.command, written: written === true });
  };
  return html`<${Dialog} title=${title} wide onClose=${onClose}>
    <${Loaded} read=${read}>${({ delivery, payload, log }) => html`
      <p class="chips"><${Chip} kind=${stateOf(delivery).kind} icon=${stateOf(delivery).icon}>${stateOf(delivery).title}<//></p>
      <dl class="facts">
        <dt>Event</dt><dd class="breaks"><code>${delivery.message}</code></dd>
        <dt>Queued</dt><dd><${Time} at=${delivery.createdAt} shape="stamp" /></dd>
        ${delivery.finishedAt && html`<dt>Ended</dt><dd><${Time} at=${delivery.finishedAt} shape="stamp" /></dd>`}
        ${delivery.nextAttemptAt && html`<dt>Next attempt</dt><dd><${Age} at=${delivery.nextAttemptAt} /></dd>`}
        ${delivery.reason && html`<dt>Reason</dt><dd><${Sentence} text=${delivery.reason} /></dd>`}
      </dl>
      <h3>Request</h3>
      ${payload ? html`<pre class="payload" tabindex="0" aria-label="Body of the request">${shown(payload)}</pre>` : html`<p class="calm">The body was erased or is no longer kept.</p>`}
      <h3>${count(log.length, "attempt")}</h3>
      ${log.length > 0 && html`<ol class="attempts">${[...log].reverse().map((each, index) => html`<li key=${each.number}><${Attempt} attempt=${each} open=${index === 0} /></li>`)}</ol>`}
      ${copied && html`<p role="status">${copied.written ? "The command is copied." : "Copy the command:"} It is valid for five minutes.</p>
        <pre class="payload" tabindex="0" aria-label="Command">${copied.command}</pre>`}
      ${refused && html`<${Note} answer=${refused} />`}
    `}<//>
    ${admin && html`<footer><${Action} onAct=${copy}>Copy as curl<//><${Action} kind="main" icon="restart" onAct=${resend}>Send again<//></footer>`}
  <//>`;
}

function shown(json) {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}

function Attempt({ attempt, open }) {
  return html`<details open=${open}>
    <summary><span>${attempt.number}.</span> <${Chip} kind=${attempt.succeeded ? "good" : "bad"} icon=${attempt.succeeded ? "check" : "warn"}>${attempt.status ?? "No reply"}<//>
      <span class="small"><${Time} at=${attempt.at} shape="stamp" />, ${attempt.tookMillis} ms</span></summary>
    ${attempt.error && html`<p><${Sentence} text=${attempt.error} /></p>`}
    <${Headers} title="Request" first=${"POST " + attempt.url} headers=${attempt.requestHeaders} />
    ${attempt.status && html`<${Headers} title="Reply" first=${"Status " + attempt.status} headers=${attempt.replyHeaders} body=${attempt.replyBody} />`}
  </details>`;
}

function Headers({ title, first, headers, body }) {
  const lines = [first, ...Object.entries(headers).map(([name, value]) => name + ": " + value)];
  return html`<h4>${title}</h4><pre class="payload" tabindex="0" aria-label=${title + " of the attempt"}>${lines.join("\n")}${body && "\n\n" + body}</pre>`;
}
