// SPDX-License-Identifier: Apache-2.0
import { Observable } from "./observable.js";

const PATIENCE = 20_000;

// The session of the viewer. It is read first of all, and again when permissions change.
export const session = new Observable(null);

export async function loadSession() {
  const read = await request("GET", "/api/session");
  if (read && "signedIn" in read) {
    session.set(read);
  }
  return read;
}

// Runs a command and returns its answer. It never throws: without an answer from the server, the answer says so.
export async function call(method, path, body, patience = PATIENCE) {
  const answer = await request(method, "/api" + path, body, patience);
  if (answer && answer.result) {
    return answer;
  }
  const safe = method === "GET";
  return {
    result: "failed",
    lost: true,
    id: "",
    text: safe
      ? "The server cannot be reached. It is tried again by itself."
      : "The server gave no answer, so it may have been done. Look before you repeat it.",
  };
}

async function request(method, address, body, patience = PATIENCE) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
  }
  if (method !== "GET" && session.value?.csrf) {
    headers["X-CSRF-Token"] = session.value.csrf;
  }
  try {
    const reply = await fetch(address, {
      method,
      headers,
      credentials: "same-origin",
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(patience),
    });
    return await reply.json();
  } catch {
    return null;
  }
}

export async function signOut() {
  try {
    await fetch("/auth/sign-out", { method: "POST", headers: { "X-CSRF-Token": session.value?.csrf ?? "" } });
  } finally {
    location.assign("/");
  }
}

const LEVELS = ["PUBLIC", "SIGNED_IN", "VIEWER", "ORGANISER", "ADMIN"];

// Whether one level of permission includes another one.
export function includes(level, needed) {
  return LEVELS.indexOf(level ?? "PUBLIC") >= LEVELS.indexOf(needed);
}

// Returns the level of the viewer for a tournament; without a tournament, the level for everything.
export function levelFor(me, tournament) {
  if (!me) {
    return session.value?.signedIn ? "SIGNED_IN" : "PUBLIC";
  }
  const scopes = ["*"];
  if (tournament) {
    scopes.push("tournament:" + tournament.id, "organisation:" + tournament.organisation);
  }
  return me.grants
    .filter((grant) => scopes.includes(grant.scope))
    .map((grant) => grant.level)
    .reduce((best, level) => (includes(level, best) ? level : best), "SIGNED_IN");
}
