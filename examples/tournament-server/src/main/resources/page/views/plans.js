// SPDX-License-Identifier: Apache-2.0
import { html, useState } from "../lib/preact-htm.js";
import { run } from "../answers.js";
import { Action, Card, Field } from "../ui.js";

// Changes of many entries at once. Each is shown before it is done, and can be undone.
export function Plans({ id, tournament }) {
  const [places, setPlaces] = useState(String(tournament.capacity));
  const [problem, setProblem] = useState(null);
  const undo = { tournament: id };
  const plan = (path) => run("POST", "/tournaments/" + id + path, {}, { undo });
  const setCapacity = async () => {
    setProblem(null);
    const answer = await run("PATCH", "/tournaments/" + id + "/settings", { capacity: Number(places) }, { undo, quiet: true });
    if (answer.result === "refused" || answer.result === "failed") {
      setProblem(answer.text);
    }
  };
  return html`<p class="sub">Each of these shows its changes first. Nothing happens before you confirm.</p>
    <div class="cards plans">
      <${Card} title="Number of places">
        <p>More places bring people up from the waitlist, in their order.</p>
        <${Field} label="Places" type="number" min="1" value=${places} onValue=${setPlaces} problem=${problem} />
        <${Action} icon="plan" onAct=${setCapacity}>Show the changes<//>
      <//>
      <${Card} title="Edits in the sheet">
        <p>Takes over what people changed by hand in the sheet.</p>
        <${Action} icon="plan" onAct=${() => plan("/sheet-edits")}>Show the changes<//>
      <//>
      <${Card} title="Reset check-in">
        <p>Takes all check-ins back. Places, names and teams stay as they are.</p>
        <${Action} icon="plan" onAct=${() => plan("/reset-check-in")}>Show the changes<//>
      <//>
      <${Card} title="Reset registration">
        <p>Withdraws all people, also from the waitlist, and closes registration.</p>
        <${Action} icon="plan" onAct=${() => plan("/reset-registration")}>Show the changes<//>
      <//>
    </div>`;
}
