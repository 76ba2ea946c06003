// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from "./lib/preact-htm.js";
import { call } from "./api.js";
import { onChange, onGap } from "./live.js";

// What the views show: each path of the API is read once, however many views show it, and read again when a change
// concerns it. While nothing shows it, it is only marked as out of date.
const TOGETHER = 150;
const LONGEST_WAIT = 600;
const RETRY = 3_000;
const documents = new Map();

class Document {
  answer = null; // the last answer that was done
  problem = null; // the last answer, if it was not done
  readAt = null;
  listeners = new Set();
  topics = [];
  #outdated = true;
  #reading = false;
  #timer = 0;
  #waitingSince = 0;

  constructor(path) {
    this.path = path;
  }

  concerns(change) {
    return this.topics.some((topic) => {
      const [name, tournament] = topic.split(":");
      return name === change.topic && (!tournament || !change.tournament || tournament === change.tournament);
    });
  }

  show(listener, topics) {
    this.topics = [...new Set([...this.topics, ...topics])];
    this.listeners.add(listener);
    if (this.#outdated) {
      this.read();
    }
    return () => this.listeners.delete(listener);
  }

  // Reads it soon, together with the changes that follow within a moment.
  outdate() {
    this.#outdated = true;
    if (this.listeners.size === 0) {
      return;
    }
    const now = Date.now();
    this.#waitingSince ||= now;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.read(), Math.min(TOGETHER, this.#waitingSince + LONGEST_WAIT - now));
  }

  async read() {
    clearTimeout(this.#timer);
    this.#waitingSince = 0;
    if (this.#reading) {
      this.#outdated = true;
      return;
    }
    this.#reading = true;
    this.#outdated = false;
    const answer = await call("GET", this.path);
    const changed = this.#outdated; // by a change that came during the read
    this.#reading = false;
    if (answer.result === "done") {
      this.answer = answer;
      this.problem = null;
      this.readAt = new Date().toISOString();
    } else {
      this.problem = answer;
      const passes = answer.lost || answer.result === "failed" || answer.reason === "UNAVAILABLE";
      if (passes) {
        this.#outdated = true; // the last good data stays, and is read again with the next change
      } else {
        this.answer = null;
      }
      // Only what got no answer at all is repeated by itself: each other answer is a line in the audit.
      if (answer.lost) {
        this.#timer = setTimeout(() => this.listeners.size && this.read(), RETRY);
      }
    }
    this.listeners.forEach((listener) => listener());
    if (changed && !answer.lost) {
      this.outdate();
    }
  }
}

function documentOf(path) {
  if (!documents.has(path)) {
    documents.set(path, new Document(path));
  }
  return documents.get(path);
}

onChange((change) => {
  for (const document of documents.values()) {
    if (document.concerns(change)) {
      document.outdate();
    }
  }
});

onGap(readAllAgain);

export function readAllAgain() {
  documents.forEach((document) => document.outdate());
}

// Returns {data, problem, readAt} of a path and keeps it up to date. A null path reads nothing.
// Topics look like "entries:spring-cup"; "entries" alone means those of any tournament.
export function useRead(path, topics) {
  const [, render] = useState(0);
  useEffect(() => {
    if (!path) {
      return undefined;
    }
    const hide = documentOf(path).show(() => render((count) => count + 1), topics);
    render((count) => count + 1);
    return hide;
  }, [path, topics.join()]);
  const document = path ? documentOf(path) : null;
  return {
    data: document?.answer?.data ?? null,
    problem: document?.problem ?? null,
    readAt: document?.readAt ?? null,
    again: () => document?.read(),
  };
}
