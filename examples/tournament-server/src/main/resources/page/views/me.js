// SPDX-License-Identifier: Apache-2.0
import { html } from "../lib/preact-htm.js";
import { signOut } from "../api.js";
import { Action, Card, Chip, Empty } from "../ui.js";
import { useViewer } from "../viewer.js";
import { grantWords } from "./permission-words.js";
import { VerificationChip } from "./verification.js";

export function Me() {
  const { me, signedIn } = useViewer();
  if (!signedIn) {
    return html`<h1 tabindex="-1">You</h1><${Empty} icon="person" title="You are not signed in"><a class="button main" href="/auth/sign-in?to=/me">Sign in with Discord</a><//>`;
  }
  return html`<div class="page-head"><div><h1 tabindex="-1">${me?.person.name ?? "You"}</h1><p class="sub">What the application knows of you.</p></div><${Action} onAct=${signOut}>Sign out<//></div>
    ${me && html`<div class="columns"><div><${Card} title="Your entries">
      ${me.entries.length === 0
        ? html`<p>None yet. <a href="/">Pick a tournament</a> to register.</p>`
        : html`<ul class="lines">${me.entries.map(({ entry, waitlistNumber }) => html`<li key=${entry.tournament} class="line"><div class="line-head">
            <a href=${"/tournaments/" + entry.tournament}><strong>${entry.tournament}</strong></a> <span>${entry.riotId}</span> <${VerificationChip} entry=${entry} />
            <${Chip} kind=${waitlistNumber ? "warn" : "good"} icon=${waitlistNumber ? "clock" : "check"}>${waitlistNumber ? "Waitlist " + waitlistNumber : entry.checkedIn ? "Checked in" : "Has a place"}<//></div></li>`)}</ul>`}
    <//></div><div><${Card} title="Your permissions">
      <p class="chips">${me.grants.length === 0 ? "You manage your own entries." : me.grants.map((grant) => html`<${Chip} key=${grant.scope} kind="accent" icon="person">${grantWords(grant)}<//>`)}</p>
    <//></div></div>`}`;
}
