// SPDX-License-Identifier: Apache-2.0
import { html } from "../lib/preact-htm.js";
import { Chip } from "../ui.js";

const CHIPS = {
  VERIFIED: { kind: "good", icon: "check", title: "Verified" },
  UNVERIFIED: { kind: "warn", icon: "clock", title: "Not verified yet" },
  UNKNOWN: { kind: "bad", icon: "question", title: "Unknown to Riot" },
  CONFLICT: { kind: "bad", icon: "warn", title: "Looks like another" },
};

// The result of the last look at the account of an entry.
export function VerificationChip({ entry }) {
  const chip = CHIPS[entry.verification] ?? CHIPS.UNVERIFIED;
  return html`<${Chip} kind=${chip.kind} icon=${chip.icon}>${chip.title}<//>`;
}

export const verificationWords = (entry) => CHIPS[entry.verification]?.title ?? entry.verification;
