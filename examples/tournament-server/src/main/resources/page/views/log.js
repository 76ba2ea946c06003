// SPDX-License-Identifier: Apache-2.0
import { html, useEffect, useLayoutEffect, useRef, useState } from "../lib/preact-htm.js";
import { call } from "../api.js";
import { number } from "../format.js";
import { Icon } from "../icons.js";
import { Chip, Empty, Note } from "../ui.js";
import { LogLines } from "../log-lines.js";
import { useViewer } from "../viewer.js";

const LINE = 21;
const SPARE = 20;
const LONGEST_SELECTION = 400;
const RETRY = 2_000;
const FIRST_LINES = 5_000;

// The log of a service, live. Only the lines on the screen are in the page.
export function ServiceLog({ name }) {
  const { may } = useViewer();
  const lines = useRef(new LogLines()).current;
  const box = useRef();
  const [, render] = useState(0);
  const [view, setView] = useState([0, 0]);
  const [following, setFollowing] = useState(true);
  const [connected, setConnected] = useState(false);
  const [problem, setProblem] = useState(null);
  const [attempt, setAttempt] = useState(0);
  const state = useRef({ following: true, frame: 0, pinned: false }).current;

  const measure = () => {
    const first = Math.max(0, Math.floor(box.current.scrollTop / LINE) - SPARE);
    const last = Math.min(lines.size, Math.ceil((box.current.scrollTop + box.current.clientHeight) / LINE) + SPARE);
    setView((before) => (before[0] === first && before[1] === last ? before : [first, last]));
  };
  const follow = (value) => {
    state.following = value;
    setFollowing(value);
  };
  const jump = () => {
    getSelection().removeAllRanges();
    follow(true);
    render((count) => count + 1);
  };

  // Lines that arrive together are shown together, once in a frame.
  const arrived = () => {
    state.frame ||= requestAnimationFrame(() => {
      state.frame = 0;
      const dropped = lines.take();
      if (!state.following && dropped > 0) {
        box.current.scrollTop -= dropped * LINE;
      }
      render((count) => count + 1);
    });
  };

  useEffect(() => {
    if (!may("ORGANISER")) {
      return undefined;
    }
    let source = null;
    let timer = 0;
    let closed = false;
    const readEnd = async () => {
      const answer = await call("GET", "/services/" + encodeURIComponent(name) + "/log?lines=" + FIRST_LINES);
      setProblem(answer.result === "done" ? null : answer);
      return answer;
    };
    const connect = () => {
      // The stream holds what is printed from now on, so the end of the log is read once it is open.
      let streamed = [];
      let opened = false;
      source = new EventSource("/events/log/" + encodeURIComponent(name));
      source.addEventListener("open", async () => {
        opened = true;
        const answer = await readEnd();
        lines.addEnd(answer.data?.lines ?? [], streamed);
        streamed = null;
        setConnected(true);
        arrived();
      });
      source.addEventListener("line", (event) => {
        const { line } = JSON.parse(event.data);
        if (streamed) {
          streamed.push(line);
        } else {
          lines.add(line);
          arrived();
        }
      });
      source.addEventListener("error", async () => {
        setConnected(false);
        source.close();
        // A stream that never opens was refused: the reason is read once, and the viewer decides when to try again.
        const answer = opened ? null : await readEnd();
        if (!closed && (!answer || answer.result === "done" || answer.lost)) {
          timer = setTimeout(connect, RETRY);
        }
      });
    };
    connect();
    return () => {
      closed = true;
      clearTimeout(timer);
      cancelAnimationFrame(state.frame);
      source.close();
    };
  }, [name, attempt]);

  useLayoutEffect(() => {
    if (box.current && state.following) {
      box.current.scrollTop = box.current.scrollHeight;
    }
    box.current && measure();
  });

  useEffect(() => {
    const selected = () => {
      const selection = getSelection();
      const inside = box.current && !selection.isCollapsed && box.current.contains(selection.anchorNode);
      if (inside && state.following) {
        follow(false); // following would move the selected lines out of the page
      }
    };
    document.addEventListener("selectionchange", selected);
    return () => document.removeEventListener("selectionchange", selected);
  }, []);

  if (!may("ORGANISER")) {
    return html`<h1 tabindex="-1">Log of ${name}</h1><${Empty} icon="closed" title="Nothing here for you">Organisers of everything can read logs.<//>`;
  }
  const onScroll = () => {
    const { scrollTop, clientHeight, scrollHeight } = box.current;
    const atEnd = scrollTop + clientHeight >= scrollHeight - LINE;
    if (atEnd !== state.following && getSelection().isCollapsed) {
      follow(atEnd);
    } else if (!atEnd && state.following && scrollTop < state.top) {
      follow(false);
    }
    state.top = scrollTop;
    measure();
  };
  const [first, last] = withSelection(view, box.current, lines);
  const shown = lines.slice(first, last);
  return html`<div class="page-head"><div><p class="eyebrow"><a href="/services">Services</a></p><h1 tabindex="-1">Log of ${name}</h1></div>
      <p class="chips"><${Chip} kind=${connected ? "good" : "warn"} icon=${connected ? "live" : problem ? "warn" : "clock"}>${connected ? "Live" : problem ? "Not connected" : "Connecting"}<//>
        <${Chip} icon=${following ? "down" : "stop"}>${following ? "Follows the end" : "Stands still"}<//></p></div>
    ${problem && html`<${Note} answer=${problem}><p><button type="button" class="button" onClick=${() => setAttempt(attempt + 1)}>Try again</button></p><//>`}
    <div class="log-frame" hidden=${Boolean(problem) && lines.size === 0}>
      <div class="log" ref=${box} tabindex="0" role="region" aria-label=${"Log of " + name} onScroll=${onScroll}>
        <div class="log-body" style=${{ height: lines.size * LINE + "px" }}>
          ${shown.map((line, index) => html`<div key=${line.number} class="log-line" data-line=${line.number} style=${{ top: (first + index) * LINE + "px" }}>${line.text || " "}</div>`)}
        </div>
      </div>
      ${!following && html`<button type="button" class="button main jump" onClick=${jump}><${Icon} name="down" />Jump to end</button>`}
    </div>
    <p class="small" role="status">${lines.size === 0 ? !problem && "No line yet." : number(lines.size) + (lines.size === 1 ? " line" : " lines") + (lines.full ? ", older ones are dropped" : "")}</p>`;
}

// Widens the window so that the selected lines stay in the page, unless they are very many or far away.
function withSelection([first, last], box, lines) {
  const selection = getSelection();
  if (!box || selection.isCollapsed || !box.contains(selection.anchorNode)) {
    return [first, last];
  }
  const indexOf = (node) => {
    const line = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.("[data-line]");
    return line ? lines.indexOf(Number(line.dataset.line)) : first;
  };
  const ends = [indexOf(selection.anchorNode), indexOf(selection.focusNode)];
  const wide = [Math.max(0, Math.min(first, ...ends)), Math.min(lines.size, Math.max(last, ends[0] + 1, ends[1] + 1))];
  return wide[1] - wide[0] <= LONGEST_SELECTION ? wide : [first, last];
}
