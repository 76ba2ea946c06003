// SPDX-License-Identifier: Apache-2.0
import { html, useEffect } from "../lib/preact-htm.js";
import { useRead } from "../data.js";
import { isShown, number, sentence, withSeconds } from "../format.js";
import { Age, Card, Chip, Empty, Loaded, Sentence, Time } from "../ui.js";

const REFRESH = 15_000;
const STATES = {
  UP: { kind: "good", icon: "check", title: "Up" },
  DEGRADED: { kind: "warn", icon: "warn", title: "Slow" },
  DOWN: { kind: "bad", icon: "warn", title: "Down" },
  UNKNOWN: { kind: "plain", icon: "question", title: "Not known yet" },
};
const FAILING = { kind: "bad", icon: "warn", title: "Cannot be reached" };

export function Connectors() {
  const read = useRead("/connectors", ["upstreams"]);
  useEffect(() => {
    // What is left of a limit changes with each request, and no event tells of that.
    const timer = setInterval(read.again, REFRESH);
    return () => clearInterval(timer);
  }, []);
  return html`<div class="page-head"><div><h1 tabindex="-1">Connectors</h1><p class="sub">The platforms that the tournaments need, and the rest of their limits.</p></div></div>
    <${Loaded} read=${read}>${({ connectors, upstreams }) => {
      const names = [...new Set([...upstreams, ...connectors].map((each) => each.name))].sort();
      return names.length === 0
        ? html`<${Empty} icon="plug" title="No platform was needed yet">They appear here with the first request.<//>`
        : html`<ul class="cards">${names.map((name) => html`<li key=${name}><${Platform} name=${name}
            upstream=${upstreams.find((each) => each.name === name)} connector=${connectors.find((each) => each.name === name)} /></li>`)}</ul>`;
    }}<//>`;
}

// A platform: whether it answers, as all nodes know it, and the connector of this node with its limits.
function Platform({ name, upstream, connector }) {
  const failing = upstream?.failingSince != null;
  const state = failing ? FAILING : connector ? (STATES[connector.status] ?? STATES.UNKNOWN) : STATES.UP;
  return html`<${Card} title=${sentence(name)} actions=${html`<${Chip} kind=${state.kind} icon=${state.icon}>${state.title}<//>`}>
    ${failing && html`<p>Failing since <${Time} at=${upstream.failingSince} />${upstream.problem && html`: <${Sentence} text=${upstream.problem} />`}</p>
      <p>Answers show the last known values. ${upstream.nextTry && html`Next try <strong><${Age} at=${upstream.nextTry} /></strong>.`}</p>`}
    ${!failing && connector?.reason && html`<p><${Sentence} text=${sentence(connector.reason)} /></p>`}
    ${!failing && connector?.status === "UNKNOWN" && !upstream && html`<p>Nothing was asked of it since the start.</p>`}
    ${connector?.limits.length > 0 && html`<ul class="limits" aria-label=${"Limits of " + name}>${connector.limits.map((limit) => html`<li key=${limit.scope}>
      <span>${withSeconds(limit.scope)}</span>
      <span><strong>${number(limit.left)}</strong> left${limit.freeAt && html`, next <${Age} at=${limit.freeAt} />`}</span></li>`)}</ul>`}
    <p class="small">${upstream && (upstream.lastGood ? html`Last answer <${Age} at=${upstream.lastGood} />. ` : "It has never answered. ")}
      ${connector && isShown(connector.asOf) && html`This node: as of <${Time} at=${connector.asOf} shape="clock" />${connector.latencyMillis > 0 && html`, ${connector.latencyMillis} ms a call`}.`}</p>
  <//>`;
}
