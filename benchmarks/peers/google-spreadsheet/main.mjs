// SPDX-License-Identifier: Apache-2.0
// Works on the spreadsheet SHEETS_ID at SHEETS_URL as this client's guide shows, one line of standard input at a time.
import { createInterface } from 'node:readline';
import { GoogleSpreadsheet } from 'google-spreadsheet';

const { SHEETS_URL, SHEETS_ID, SHEETS_TOKEN } = process.env;
const TEN = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

const doc = new GoogleSpreadsheet(SHEETS_ID, { token: SHEETS_TOKEN });
doc.sheetsApi = doc.sheetsApi.extend({ prefix: `${SHEETS_URL}/v4/spreadsheets/${SHEETS_ID}` });

async function players() {
  await doc.loadInfo();
  return doc.sheetsByTitle.Players;
}

// The first function prepares and returns the second, whose requests are counted.
const operations = {
  open: async () => () => players(),
  reads: async () => {
    const sheet = await players();
    return () => Promise.all(TEN.map((row) => sheet.getCellsInRange(`A${row}`)));
  },
  writes: async () => {
    const sheet = await players();
    await sheet.loadCells('C2:C11');
    return () => Promise.all(TEN.map((row) => {
      const cell = sheet.getCellByA1(`C${row}`);
      cell.value = true;
      return cell.save();
    }));
  },
  'equal-reads': async () => {
    const sheet = await players();
    return () => Promise.all(TEN.map(() => sheet.getCellsInRange('A2:C11')));
  },
  appends: async () => {
    const sheet = await players();
    await sheet.loadHeaderRow();
    return () => Promise.all(['first', 'second', 'third'].map((name) => sheet.addRow({ Name: name })));
  },
  'cached-read': async () => {
    const sheet = await players();
    await sheet.loadCells('A2:C11');
    return async () => sheet.getCellByA1('A2').value;
  },
  'table-check': async () => {
    const sheet = await players();
    return async () => {
      await sheet.loadHeaderRow();
      await sheet.getRows();
    };
  },
  'table-records': async () => {
    const sheet = await players();
    return () => sheet.getRows();
  },
  'table-records-again': async () => {
    const sheet = await players();
    await sheet.getRows();
    return () => sheet.getRows();
  },
  'table-adds': added,
  'table-appends': added,
  'table-reset': async () => {
    const sheet = await players();
    await sheet.loadCells('A2:E501');
    return () => {
      for (let row = 1; row <= 500; row += 1) {
        for (let column = 0; column < 5; column += 1) {
          sheet.getCell(row, column).value = column < 3 ? '' : false;
        }
      }
      return sheet.saveUpdatedCells();
    };
  },
};

async function added() {
  const sheet = await players();
  await sheet.loadHeaderRow();
  return () => Promise.all(['first', 'second', 'third'].map((name) => sheet.addRow({ 'Discord Tag': name })));
}

const pause = (millis) => new Promise((resolve) => { setTimeout(resolve, millis); });

// Checks in the player of each row at its millisecond, and shows all rows every two seconds.
async function storm(arrivals, openFor, graceFor) {
  const sheet = await players();
  const rows = await sheet.getRows();
  const seconds = arrivals.map(() => 'never');
  const shown = [];
  const failures = [];
  let acknowledged = 0;
  const begin = performance.now();

  async function checkIn(arrival, index) {
    await pause(arrival);
    try {
      rows[index].set('Checked in', true);
      await rows[index].save();
      seconds[index] = (performance.now() - begin - arrival) / 1000;
      acknowledged += 1;
    } catch (error) {
      failures.push(error.message);
    }
  }

  async function show(at) {
    await pause(at);
    const before = acknowledged;
    try {
      const found = await sheet.getRows();
      shown.push(Math.max(0, before - found.filter((row) => row.get('Checked in') === 'TRUE').length));
    } catch (error) {
      shown.push('failed');
    }
  }

  const checkIns = arrivals.map(checkIn);
  for (let at = 0; at < openFor; at += 2000) {
    show(at);
  }
  await pause(openFor);
  await Promise.race([Promise.all(checkIns), pause(graceFor)]);
  return [...seconds.map((each) => `check-in ${each}`), ...shown.map((each) => `dashboard ${each}`)];
}

let run;
for await (const line of createInterface({ input: process.stdin })) {
  const [command, ...words] = line.split(' ');
  if (command === 'prepare') {
    run = await operations[words[0]]();
  } else if (command === 'run') {
    await run();
  } else {
    const [openFor, graceFor, ...arrivals] = words.map(Number);
    (await storm(arrivals, openFor, graceFor)).forEach((each) => console.log(each));
  }
  console.log('done');
}
process.exit(0);
