// SPDX-License-Identifier: Apache-2.0
import { html } from "../lib/preact-htm.js";
import { run } from "../answers.js";
import { useRead } from "../data.js";
import { count, sentence, words } from "../format.js";
import { Action, Age, Chip, Empty, Loaded, Sentence, Time } from "../ui.js";
import { useViewer } from "../viewer.js";

export function Services() {
  const { may } = useViewer();
  const read = useRead("/services", ["services"]);
  return html`<div class="page-head"><div><h1 tabindex="-1">Services</h1><p class="sub">The processes that the supervisor runs.</p></div></div>
    <${Loaded} read=${read}>${({ services }) => services.length === 0
      ? html`<${Empty} icon="server" title="No services">Nothing is supervised here.<//>`
      : html`<ul class="cards services">${services.map((each) => html`<li key=${each.name}><${Service} service=${each} mayAct=${may("ORGANISER")} /></li>`)}</ul>`}<//>`;
}

export function ServiceChip({ service }) {
  const down = service.pid == null;
  return html`<${Chip} kind=${service.ready ? "good" : down ? "plain" : "warn"} icon=${service.ready ? "check" : down ? "stop" : "clock"}>${sentence(words(service.state))}<//>`;
}

function Service({ service, mayAct }) {
  const runs = service.pid != null || service.ready;
  const control = (action) => run("POST", "/services/" + encodeURIComponent(service.name) + "/" + action, {});
  return html`<section class="card" aria-label=${service.name}>
    <header><h2>${service.name}</h2><${ServiceChip} service=${service} /></header>
    <p><${Sentence} text=${sentence(service.why)} /></p>
    <p class="small">Since <${Time} at=${service.since} shape="stamp" /> (<${Age} at=${service.since} />)${service.starts > 0 && ", " + count(service.starts, "start")}${service.pid != null && html`, process <code>${service.pid}</code>`}</p>
    ${mayAct && html`<p class="buttons">
      ${runs
        ? html`<${Action} icon="restart" aria-label=${"Restart " + service.name} onAct=${() => control("restart")}>Restart<//>
            <${Action} icon="stop" aria-label=${"Stop " + service.name} onAct=${() => control("stop")}>Stop<//>`
        : html`<${Action} kind="main" icon="play" aria-label=${"Start " + service.name} onAct=${() => control("start")}>Start<//>`}
      <a class="button quiet" href=${"/services/" + encodeURIComponent(service.name)}>Log</a>
    </p>`}
  </section>`;
}
