// SPDX-License-Identifier: Apache-2.0
// Parses the calendar in the file CALENDAR, and prints a line for each event: uid, sequence, start, minutes, status, title.
import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';

const calendar = new ICAL.Component(ICAL.parse(readFileSync(process.env.CALENDAR, 'utf8')));
const events = calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component));
for (const event of events.sort((a, b) => a.startDate.compare(b.startDate))) {
  const minutes = event.duration.toSeconds() / 60;
  const status = event.component.getFirstPropertyValue('status');
  const start = event.startDate.toJSDate().toISOString();
  console.log(['event', event.uid, event.sequence, start, minutes, status, event.summary].join('\t'));
}
