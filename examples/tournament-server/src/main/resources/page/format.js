// SPDX-License-Identifier: Apache-2.0
// Times and words. Times are shown in the zone of the viewer, and the zone is named.
const LANGUAGE = "en-GB";
export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

const clockFormat = new Intl.DateTimeFormat(LANGUAGE, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const dayFormat = new Intl.DateTimeFormat(LANGUAGE, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZoneName: "short" });
const fullFormat = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "full", timeStyle: "long" });
const shortFormat = new Intl.DateTimeFormat(LANGUAGE, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" });

// Whether a time can be shown. What was never asked may carry a time before all calendars.
export const isShown = (at) => Date.parse(at) > 0;
// 20:14:03
export const clock = (at) => clockFormat.format(new Date(at));
// Sat 5 Dec, 19:00 GMT+1
export const day = (at) => dayFormat.format(new Date(at)).replace(/(\d),? at /, "$1, ");
// Saturday 5 December 2026 at 19:00:00 GMT+1
export const full = (at) => fullFormat.format(new Date(at));
// 20:14:03 today, 5 Dec, 20:14:03 on other days; for tables that name the zone in their head
export function stamp(at) {
  const date = new Date(at);
  return date.toDateString() === new Date().toDateString() ? clockFormat.format(date) : shortFormat.format(date);
}

// The name of the zone with its distance, such as Europe/Berlin (GMT+1).
export function zoneName() {
  const part = new Intl.DateTimeFormat(LANGUAGE, { timeZoneName: "short" })
    .formatToParts(new Date())
    .find((each) => each.type === "timeZoneName");
  return part && part.value !== zone ? zone + " (" + part.value + ")" : zone;
}

// The age of a time: "3 min". The time left until one: "in 3 min".
export function age(at, now = Date.now()) {
  const seconds = Math.round((now - Date.parse(at)) / 1000);
  const words = span(Math.abs(seconds));
  return seconds < 0 ? "in " + words : words + " ago";
}

function span(seconds) {
  if (seconds < 60) {
    return seconds + " s";
  }
  if (seconds < 7200) {
    return Math.round(seconds / 60) + " min";
  }
  return seconds < 172_800 ? Math.round(seconds / 3600) + " h" : Math.round(seconds / 86_400) + " days";
}

// Writes durations such as PT1M1S in a text as seconds or minutes.
export const withSeconds = (text) =>
  text.replace(/\bPT(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?/g, (_, hours = 0, minutes = 0, rest = 0) => {
    const seconds = hours * 3600 + minutes * 60 + Number(rest);
    return seconds % 60 === 0 ? seconds / 60 + " min" : seconds + " s";
  });

export const count = (number, one, many = one + "s") => number.toLocaleString(LANGUAGE) + " " + (number === 1 ? one : many);
export const number = (value) => value.toLocaleString(LANGUAGE);
// CHECK_IN and check-in become "check in".
export const words = (name) => String(name).toLowerCase().replace(/[-_]/g, " ");
export const sentence = (text) => String(text ?? "").replace(/^./u, (letter) => letter.toUpperCase());

// Letters without case and accents, for filters.
export const plain = (text) => String(text ?? "").normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

// The value of a datetime-local field in the zone of the viewer, and back.
export function toField(at) {
  if (!at) {
    return "";
  }
  const date = new Date(at);
  const two = (value) => String(value).padStart(2, "0");
  return date.getFullYear() + "-" + two(date.getMonth() + 1) + "-" + two(date.getDate()) + "T" + two(date.getHours()) + ":" + two(date.getMinutes());
}

export const fromField = (value) => (value ? new Date(value).toISOString() : "");
