// SPDX-License-Identifier: Apache-2.0
import { html } from "../lib/preact-htm.js";
import { run } from "../answers.js";
import { useRead } from "../data.js";
import { Icon } from "../icons.js";
import { Action, Age, Card, Chip, Loaded, Sentence, Time } from "../ui.js";

export function Sheet({ id }) {
  const read = useRead("/tournaments/" + id + "/sheet", ["sheet:" + id, "entries:" + id, "tournament:" + id]);
  return html`<${Loaded} read=${read}>${(sheet) => html`<div class="columns">
    <div>
      <${Card} title="State of the sheet">
        <p class="chips"><${Chip} kind=${sheet.current ? "good" : "warn"} icon=${sheet.current ? "check" : "clock"}>${sheet.current ? "Up to date" : "Behind"}<//></p>
        <p><${Sentence} text=${sheet.sentence} /></p>
        <p class="small">${sheet.readAt ? html`Read <${Age} at=${sheet.readAt} /> (<${Time} at=${sheet.readAt} />).` : "It was never read."}
          ${sheet.nextTry && html` Next try <${Age} at=${sheet.nextTry} />.`}</p>
      <//>
      <${Card} title="Problems">
        ${sheet.problems.length === 0
          ? html`<p class="calm"><${Icon} name="check" /> None. The sheet reads well.</p>`
          : html`<ul class="problems">${sheet.problems.map((problem) => html`<li><${Icon} name="warn" /><span><${Sentence} text=${problem} /></span></li>`)}</ul>`}
      <//>
    </div>
    <div>
      <${Card} title="Edits by hand">
        ${sheet.edits.length === 0
          ? html`<p class="calm"><${Icon} name="check" /> Nobody has changed the sheet by hand.</p>`
          : html`<ul class="changes">${sheet.edits.map((edit) => html`<li><${Sentence} text=${edit} /></li>`)}</ul>
              <${Action} kind="main" icon="plan" onAct=${() => run("POST", "/tournaments/" + id + "/sheet-edits", {}, { undo: { tournament: id } })}>Show the changes<//>`}
      <//>
    </div>
  </div>`}<//>`;
}
