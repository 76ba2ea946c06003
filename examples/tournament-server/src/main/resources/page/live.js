// SPDX-License-Identifier: Apache-2.0
import { Observable } from "./observable.js";

// The stream of changes. The server sends a beat every two seconds: if nothing arrives for longer, the connection may be
// dead without an error, and what is shown may be out of date.
const SILENCE = 4_500;
const FIRST_RETRY = 500;
const LONGEST_RETRY = 5_000;

// {ok, since}: whether changes arrive, and since when they do not.
export const live = new Observable({ ok: true, since: null });

const changeListeners = new Set();
const gapListeners = new Set();
let source = null;
let heard = Date.now();
let tried = 0;
let retry = FIRST_RETRY;
let retryTimer = 0;
let missed = false;
let opened;
const firstOpen = new Promise((done) => (opened = () => done(false)));

// Calls the listener with each change: {number, topic, tournament}.
export function onChange(listener) {
  changeListeners.add(listener);
  return () => changeListeners.delete(listener);
}

// Calls the listener when changes may have been missed, so that everything shown must be read again.
export function onGap(listener) {
  gapListeners.add(listener);
}

// Returns when changes arrive, or after a second without them. What is read from then on misses no change.
export async function startLive() {
  connect();
  setInterval(check, 250);
  addEventListener("online", () => reconnect(0));
  const late = new Promise((done) => setTimeout(() => done(true), 1_000));
  missed = await Promise.race([firstOpen, late]);
}

function connect() {
  tried = Date.now();
  source?.close();
  source = new EventSource("/events");
  source.addEventListener("open", alive);
  source.addEventListener("hello", alive);
  source.addEventListener("beat", alive);
  source.addEventListener("reset", () => {
    alive();
    gapListeners.forEach((listener) => listener());
  });
  source.addEventListener("change", (event) => {
    alive();
    const change = JSON.parse(event.data);
    changeListeners.forEach((listener) => listener(change));
  });
  source.addEventListener("error", () => reconnect());
}

// The browser repeats some errors itself and gives up after others, such as a 503. One way for all is simpler.
function reconnect(delay = retry) {
  source.close();
  clearTimeout(retryTimer);
  retryTimer = setTimeout(connect, delay);
  retry = Math.min(retry * 2, LONGEST_RETRY);
  missed = true;
}

function alive() {
  heard = Date.now();
  retry = FIRST_RETRY;
  opened();
  if (missed) {
    missed = false;
    gapListeners.forEach((listener) => listener());
  }
  if (!live.value.ok) {
    live.set({ ok: true, since: null });
  }
}

function check() {
  const now = Date.now();
  if (now - heard <= SILENCE) {
    return;
  }
  if (live.value.ok) {
    live.set({ ok: false, since: new Date(heard).toISOString() });
  }
  // A connection that neither opens nor fails is given up.
  if (now - tried > SILENCE) {
    reconnect(0);
  }
}
