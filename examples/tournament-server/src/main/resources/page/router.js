// SPDX-License-Identifier: Apache-2.0
import { Observable, useValue } from "./observable.js";

// The address is the state of the page: the path names the view and its tab, the query holds the filters.
const WRITE_DELAY = 250;
let writeTimer = 0;

export const place = new Observable(read());

function read() {
  return { path: location.pathname, query: new URLSearchParams(location.search) };
}

function address(target) {
  const query = target.query.toString();
  return target.path + (query ? "?" + query : "");
}

function writeNow() {
  if (writeTimer) {
    clearTimeout(writeTimer);
    writeTimer = 0;
    history.replaceState(null, "", address(place.value));
  }
}

export function go(url) {
  writeNow();
  if (url !== location.pathname + location.search) {
    history.pushState(null, "", url);
    place.set(read());
  }
}

// Changes a filter. Typing replaces the address, so that one step back leaves the view and not a letter.
function setFilter(name, value) {
  const query = new URLSearchParams(place.value.query);
  if (value) {
    query.set(name, value);
  } else {
    query.delete(name);
  }
  place.set({ path: place.value.path, query });
  clearTimeout(writeTimer);
  writeTimer = setTimeout(writeNow, WRITE_DELAY);
}

// Returns a filter of the address and the function that sets it.
export function useFilter(name) {
  const { query } = useValue(place);
  return [query.get(name) ?? "", (value) => setFilter(name, value)];
}

export function startRouter() {
  addEventListener("popstate", () => {
    clearTimeout(writeTimer);
    writeTimer = 0;
    place.set(read());
  });
  addEventListener("pagehide", writeNow);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    const plain = !event.defaultPrevented && event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (link && plain && link.origin === location.origin && !/^\/(auth|calendar)\//.test(link.pathname) && !link.target && !link.hash) {
      event.preventDefault();
      go(link.pathname + link.search);
    }
  });
}
