// SPDX-License-Identifier: Apache-2.0
import { html, useEffect, useState } from "./lib/preact-htm.js";
import { Note } from "./ui.js";

// Returns a view whose module is loaded when it is first shown: visitors do not load what only organisers see.
export function lazy(load, name) {
  let View = null;
  return function LazyView(props) {
    const [, render] = useState(0);
    const [failed, setFailed] = useState(false);
    useEffect(() => {
      if (!View) {
        load().then(
          (module) => {
            View = module[name];
            render((count) => count + 1);
          },
          () => setFailed(true),
        );
      }
    }, []);
    if (View) {
      return html`<${View} ...${props} />`;
    }
    return failed
      ? html`<${Note} answer=${{ text: "This part could not be loaded. Load the page again.", id: "" }} />`
      : html`<div class="skeleton" role="status" aria-label="Loading"><i></i><i></i><i></i></div>`;
  };
}
