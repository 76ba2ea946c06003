// SPDX-License-Identifier: Apache-2.0
import { html, useEffect, useState } from "../lib/preact-htm.js";
import { run } from "../answers.js";
import { readAllAgain } from "../data.js";
import { count } from "../format.js";
import { Icon } from "../icons.js";
import { Action, Bar, Card, Chip, Dialog, OpenChip, Time } from "../ui.js";
import { useViewer } from "../viewer.js";
import { RegisterDialog } from "./register.js";
import { VerificationChip } from "./verification.js";

const LONGEST_TIMER = 2_000_000_000;

export function Overview({ id, tournament }) {
  const { may } = useViewer();
  useScheduleOf(tournament);
  return html`<div class="columns">
    <div>
      <${Mine} id=${id} tournament=${tournament} />
      <${Card} title="How full it is">
        <${Bar} label="Places taken" value=${tournament.registered} most=${tournament.capacity} note=${freeWords(tournament)} />
        <${Bar} label="Checked in" value=${tournament.checkedIn} most=${tournament.registered}
          note=${tournament.registered > 0 && tournament.checkedIn === tournament.registered ? "Everybody with a place has checked in." : null} />
        ${tournament.teamSize > 1 && html`<p class="small">Teams of ${tournament.teamSize}.</p>`}
      <//>
    </div>
    <div>
      <${Card} title="When">
        <${WindowState} id=${id} what="Registration" name="registration" state=${tournament.registration} mayChange=${may("ORGANISER", tournament)} />
        <${WindowState} id=${id} what="Check-in" name="check-in" state=${tournament.checkIn} mayChange=${may("ORGANISER", tournament)} />
      <//>
    </div>
  </div>`;
}

function freeWords({ capacity, registered, waiting }) {
  const free = Math.max(0, capacity - registered);
  const waits = waiting > 0 ? ", " + count(waiting, "person", "people") + " on the waitlist" : "";
  return (free === 0 ? "No place is free" : count(free, "place is", "places are") + " free") + waits + ".";
}

// Reads everything again at the moment at which a schedule opens or closes something.
function useScheduleOf({ registration, checkIn }) {
  const times = [registration.opens, registration.closes, checkIn.opens, checkIn.closes].filter(Boolean);
  useEffect(() => {
    const next = Math.min(...times.map(Date.parse).filter((time) => time > Date.now()));
    if (next - Date.now() > LONGEST_TIMER) {
      return undefined;
    }
    const timer = setTimeout(readAllAgain, next - Date.now() + 300);
    return () => clearTimeout(timer);
  }, [times.join()]);
}

function Mine({ id, tournament }) {
  const { session, signedIn, entryIn } = useViewer();
  const [dialog, setDialog] = useState(null);
  const mine = entryIn(id);
  const close = () => setDialog(null);
  const checkIn = (undo) => run("POST", "/tournaments/" + id + "/entries/me/check-in", { undo });
  let words;
  if (!session.signedIn) {
    words = html`<p>Sign in to register, to check in and to see your place.</p>
      <p class="buttons"><a class="button main" href=${"/auth/sign-in?to=" + encodeURIComponent("/tournaments/" + id)}>Sign in with Discord</a></p>`;
  } else if (!mine) {
    words = html`<p>${tournament.registration.open
        ? tournament.registered < tournament.capacity
          ? "There is room for you."
          : "All places are taken, but you can join the waitlist. Places that become free go to it in order."
        : "Registration is closed."}</p>
      ${tournament.registration.open && html`<p class="buttons"><${Action} kind="main big" onAct=${() => setDialog("register")}>Register<//></p>`}`;
  } else {
    const { entry, waitlistNumber } = mine;
    words = html`<p class="my-name">${entry.riotId} <${VerificationChip} entry=${entry} /></p>
      ${entry.team && html`<p>Team <strong>${entry.team}</strong></p>`}
      <p class="chips">
        ${waitlistNumber > 0
          ? html`<${Chip} kind="warn" icon="clock">Number ${waitlistNumber} on the waitlist<//>`
          : html`<${Chip} kind="good" icon="check">You have a place<//>`}
        ${entry.checkedIn && html`<${Chip} kind="good" icon="check">Checked in<//>`}
      </p>
      ${entry.checkedIn && html`<p class="small">Checked in <${Time} at=${entry.checkedIn} />.</p>`}
      <p class="buttons">
        ${!waitlistNumber && !entry.checkedIn && tournament.checkIn.open && html`<${Action} kind="main big" icon="check" onAct=${() => checkIn(false)}>Check in<//>`}
        ${entry.checkedIn && tournament.checkIn.open && html`<${Action} icon="undo" onAct=${() => checkIn(true)}>Take check-in back<//>`}
        ${tournament.registration.open && html`<${Action} onAct=${() => setDialog("register")}>Change name${tournament.teamSize > 1 ? " or team" : ""}<//>`}
        <${Action} kind="quiet" onAct=${() => setDialog("withdraw")}>Withdraw<//>
      </p>`;
  }
  return html`<${Card} title=${signedIn ? "You, " + (session.person?.name ?? "") : "You"}>
    ${words}
    ${dialog === "register" && html`<${RegisterDialog} tournament=${tournament} entry=${mine?.entry} onClose=${close} />`}
    ${dialog === "withdraw" && html`<${WithdrawDialog} id=${id} tournament=${tournament} onClose=${close} />`}
  <//>`;
}

function WithdrawDialog({ id, tournament, onClose }) {
  const withdraw = async () => {
    await run("DELETE", "/tournaments/" + id + "/entries/me");
    onClose();
  };
  return html`<${Dialog} title=${"Withdraw from " + tournament.name + "?"} onClose=${onClose}>
    <p>Your place goes to the next person on the waitlist. If you register again, you start at its end.</p>
    <footer><button type="button" class="button" onClick=${onClose}>Stay</button><${Action} kind="danger" onAct=${withdraw}>Withdraw<//></footer>
  <//>`;
}

const WISHES = [
  { wish: "OPEN", hand: "OPEN", title: "Open" },
  { wish: "CLOSED", hand: "CLOSED", title: "Closed" },
  { wish: "SCHEDULE", hand: undefined, title: "By schedule" },
];

function WindowState({ id, what, name, state, mayChange }) {
  const set = (wish) => run("PUT", "/tournaments/" + id + "/windows/" + name, { state: wish }, { undo: { tournament: id } });
  return html`<div class="window">
    <div class="window-head"><h3>${what}</h3><${OpenChip} open=${state.open} what="" /></div>
    <p class="small"><${Icon} name="clock" /> ${scheduleWords(state)}</p>
    ${mayChange && html`<div class="segments" role="group" aria-label=${what + " is"}>
      ${WISHES.map((each) => html`<${Action} key=${each.wish} kind="segment" aria-pressed=${(state.byHand ?? undefined) === each.hand ? "true" : "false"} onAct=${() => set(each.wish)}>${each.title}<//>`)}
    </div>`}
  </div>`;
}

function scheduleWords({ opens, closes, byHand, open }) {
  const hand = byHand ? (open ? "Opened by hand. " : "Closed by hand. ") : "";
  if (!opens && !closes) {
    return hand + "No schedule is set.";
  }
  return html`${hand}${byHand ? "The schedule " : "By schedule it "}${opens && html`opens <${Time} at=${opens} />`}${opens && closes && ", "}${closes && html`closes <${Time} at=${closes} />`}.`;
}
