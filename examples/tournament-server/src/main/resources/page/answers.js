// SPDX-License-Identifier: Apache-2.0
import { html, useEffect } from "./lib/preact-htm.js";
import { call } from "./api.js";
import { readAllAgain } from "./data.js";
import { live } from "./live.js";
import { Observable, useValue } from "./observable.js";
import { Action, AnswerId, Dialog, Note, Sentence } from "./ui.js";
import { count } from "./format.js";
import { Icon } from "./icons.js";

// Answers of commands: a done one passes by, a refused or failed one stays until it is closed, a plan asks for a yes.
const MOST = 3;
const SHORT = 7_000;
const LONG = 20_000;
const answers = new Observable([]);
const openPlan = new Observable(null);
let keys = 0;

function show(answer, undo) {
  const key = ++keys;
  answers.set([...answers.value.slice(1 - MOST), { key, answer, undo }]);
}

function drop(key) {
  answers.set(answers.value.filter((each) => each.key !== key));
}

/*
 * Runs a command and shows its answer. A plan is shown and confirmed here.
 * undo: {tournament} offers to undo what was done. quiet: the caller shows refusals itself. patience: the milliseconds to wait.
 */
export async function run(method, path, body, { undo = null, quiet = false, patience } = {}) {
  const answer = await call(method, path, body, patience);
  if (answer.result === "planned") {
    openPlan.set({ plan: answer, method, path, body, undo, patience });
  } else if (answer.result === "done") {
    done(answer, undo);
  } else if (!quiet) {
    show(answer, null);
  }
  return answer;
}

function done(answer, undo) {
  const changedNothing = / already\.$|nothing (would change|to )/.test(answer.text);
  show(answer, changedNothing ? null : undo);
  if (!live.value.ok) {
    readAllAgain();
  }
}

export const undoOf = (id, tournament) => run("POST", "/audit/" + id + "/undo", tournament ? { tournament } : {}, { undo: { tournament } });

// The buttons of a refusal.
export function Choices({ answer, onDone }) {
  if (!answer.choices?.length) {
    return null;
  }
  const choose = async (choice) => {
    onDone(await run("POST", "/choices/" + answer.id, { number: choice.number }));
  };
  return html`<div class="choices">
    ${answer.choices.map((choice) => html`<${Action} key=${choice.number} onAct=${() => choose(choice)}>${choice.label}<//>`)}
  </div>`;
}

function Answer({ item }) {
  const { key, answer, undo } = item;
  const good = answer.result === "done";
  useEffect(() => {
    if (!good) {
      return undefined;
    }
    const timer = setTimeout(() => drop(key), undo ? LONG : SHORT);
    return () => clearTimeout(timer);
  }, [key]);
  return html`<div class=${"answer " + (good ? "good" : "bad")}>
    <${Icon} name=${good ? "check" : "warn"} />
    <div class="answer-words">
      <p><span class="sr-only">${good ? "Done: " : "Not done: "}</span><${Sentence} text=${answer.text} /></p>
      ${!good && html`<${AnswerId} answer=${answer} />`}
      <${Choices} answer=${answer} onDone=${() => drop(key)} />
    </div>
    ${good && undo && html`<${Action} kind="quiet" icon="undo" onAct=${() => { drop(key); return undoOf(answer.id, undo.tournament); }}>Undo<//>`}
    <button type="button" class="button quiet square" aria-label="Close the message" onClick=${() => drop(key)}><${Icon} name="cross" /></button>
  </div>`;
}

function PlanDialog({ open }) {
  const { plan, refused } = open;
  const close = () => openPlan.set(null);
  const repeat = async (confirm) => {
    const deleting = open.method === "DELETE";
    const path = deleting && confirm ? open.path + "?confirm=" + encodeURIComponent(confirm) : open.path;
    const answer = await call(open.method, path, deleting ? undefined : { ...open.body, ...(confirm && { confirm }) }, open.patience);
    if (answer.result === "planned") {
      openPlan.set({ ...open, plan: answer, refused: null });
    } else if (answer.result === "done") {
      close();
      done(answer, plan.undoable ? open.undo : null);
    } else {
      openPlan.set({ ...open, refused: answer });
    }
  };
  return html`<${Dialog} title="Look before you confirm" wide onClose=${close}>
    <p class="lead"><${Sentence} text=${plan.text} /></p>
    <ul class="changes" tabindex="0" aria-label="Changes">
      ${plan.changes.map((change, index) => html`<li key=${index}><${Sentence} text=${change} /></li>`)}
      ${plan.more > 0 && html`<li class="more">and ${count(plan.more, "more change")}</li>`}
    </ul>
    <p class=${"undoable" + (plan.undoable ? "" : " final")}>
      <${Icon} name=${plan.undoable ? "undo" : "warn"} />
      ${plan.undoable ? "Nothing is changed yet. This can be undone." : "Nothing is changed yet. This cannot be undone."}
    </p>
    ${refused && html`<${Note} answer=${refused} />`}
    <footer>
      <button type="button" class="button" onClick=${close}>Cancel</button>
      ${refused
        ? html`<${Action} kind="main" onAct=${() => repeat(null)}>Look again<//>`
        : html`<${Action} kind=${plan.undoable ? "main" : "danger"} onAct=${() => repeat(plan.fingerprint)}>${plan.undoable ? "Confirm" : "Confirm for good"}<//>`}
    </footer>
  <//>`;
}

export function Answers() {
  const shown = useValue(answers);
  const open = useValue(openPlan);
  return html`
    <div class="answers" role="status" aria-live="polite">${shown.map((item) => html`<${Answer} key=${item.key} item=${item} />`)}</div>
    ${open && html`<${PlanDialog} key=${open.plan.id} open=${open} />`}
  `;
}
