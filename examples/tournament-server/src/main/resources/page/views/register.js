// SPDX-License-Identifier: Apache-2.0
import { html, useState } from "../lib/preact-htm.js";
import { Choices, run } from "../answers.js";
import { Action, Dialog, Field, Note } from "../ui.js";

const ABOUT_TEAM = /^Name your team|Register without a team/;

/*
 * Registers the viewer, or another person for an organiser (who = the row of the roster), or changes the name or team.
 * A refusal is shown here with the choices that it offers.
 */
export function RegisterDialog({ tournament, entry, who, onClose }) {
  const [riotId, setRiotId] = useState(entry?.riotId ?? "");
  const [team, setTeam] = useState(entry?.team ?? "");
  const [refused, setRefused] = useState(null);
  const teams = tournament.teamSize > 1;
  const send = async (more) => {
    const body = { riotId: riotId.trim(), ...(teams && team.trim() && { team: team.trim() }), ...(who && { person: who.entry.person }), ...more };
    const answer = await run("POST", "/tournaments/" + tournament.id + "/entries", body, { quiet: true, undo: who && { tournament: tournament.id } });
    if (answer.result === "done") {
      onClose();
    } else {
      setRefused(answer);
    }
  };
  const atTeam = refused?.reason === "INVALID" && ABOUT_TEAM.test(refused.text);
  const atName = refused?.reason === "INVALID" && !atTeam;
  return html`<${Dialog} title=${who ? "Change " + who.name : entry ? "Change your registration" : "Register for " + tournament.name} onClose=${onClose}>
    <form onSubmit=${(event) => event.preventDefault()} noValidate>
      <${Field} label="Riot ID" hint="The name in the game with its tag, such as Ann#EUW." value=${riotId} onValue=${setRiotId} problem=${atName && refused.text} autofocus autocapitalize="off" spellcheck=${false} />
      ${teams && html`<${Field} label="Team" hint=${"Teams have " + tournament.teamSize + " players. A new name makes a new team."} value=${team} onValue=${setTeam} problem=${atTeam && refused.text} maxlength="60" />`}
      ${refused && !atName && !atTeam && html`<${Note} answer=${refused}><${Choices} answer=${refused} onDone=${(answer) => (answer.result === "done" ? onClose() : setRefused(answer))} /><//>`}
      ${(atName || atTeam) && html`<p class="small">Id <code>${refused.id}</code></p>`}
      ${who && refused?.reason === "CONFLICT" && html`<p><${Action} onAct=${() => send({ lookAlike: true })}>I have looked: take this name anyway<//></p>`}
      <footer><button type="button" class="button" onClick=${onClose}>Cancel</button>
        <${Action} kind="main" type="submit" onAct=${(event) => { event.preventDefault(); return send(); }}>${entry ? "Save" : "Register"}<//></footer>
    </form>
  <//>`;
}
