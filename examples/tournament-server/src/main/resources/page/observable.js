// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from "./lib/preact-htm.js";

// A value that views can follow.
export class Observable {
  #value;
  #listeners = new Set();

  constructor(value) {
    this.#value = value;
  }

  get value() {
    return this.#value;
  }

  set(value) {
    if (value !== this.#value) {
      this.#value = value;
      this.#listeners.forEach((listener) => listener(value));
    }
  }

  follow(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

// Returns the present value and renders the view again when it changes.
export function useValue(observable) {
  const [value, setValue] = useState(observable.value);
  useEffect(() => {
    setValue(observable.value);
    return observable.follow(setValue);
  }, [observable]);
  return value;
}
