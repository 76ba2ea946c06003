// SPDX-License-Identifier: Apache-2.0

// The lines of a log, up to a limit: the oldest are dropped first. Each keeps its number, so that the page knows it again.
const MOST = 100_000;
const SPARE = 5_000;

export class LogLines {
  #lines = [];
  #arrived = [];
  #next = 0;

  get size() {
    return this.#lines.length;
  }

  get full() {
    return this.#next > this.#lines.length;
  }

  add(text) {
    this.#arrived.push(text);
  }

  // Adds the end of the log as it was read, then the lines of the stream. Lines that are known already are not repeated.
  addEnd(end, streamed) {
    const known = this.#lines.slice(this.#lines.length - Math.min(end.length, this.#lines.length)).map((line) => line.text);
    const added = end.slice(overlap(known.concat(this.#arrived), end));
    this.#arrived = this.#arrived.concat(added, streamed.slice(overlap(end, streamed)));
  }

  // Takes the lines that have arrived, and returns how many old ones were dropped for them.
  take() {
    for (const text of this.#arrived) {
      this.#lines.push({ number: this.#next++, text });
    }
    this.#arrived = [];
    const over = this.#lines.length - MOST;
    if (over < SPARE) {
      return 0;
    }
    this.#lines = this.#lines.slice(over);
    return over;
  }

  slice(first, last) {
    return this.#lines.slice(first, last);
  }

  indexOf(number) {
    return number - (this.#lines[0]?.number ?? 0);
  }
}

// Returns how many lines at the end of one list are the first lines of the other one.
export function overlap(earlier, later) {
  // The failure table of Knuth, Morris and Pratt, over the later list and then the end of the earlier one.
  const table = new Int32Array(later.length);
  const longest = (line, length, at) => {
    while (length > 0 && (length === later.length || later[length] !== line)) {
      length = table[length - 1];
    }
    return length < later.length && length < at && later[length] === line ? length + 1 : length;
  };
  for (let i = 1; i < later.length; i++) {
    table[i] = longest(later[i], table[i - 1], i);
  }
  return earlier.slice(-later.length || earlier.length).reduce((length, line) => longest(line, length, Infinity), 0);
}
