// SPDX-License-Identifier: Apache-2.0
// Keeps a roster in the spreadsheet SHEETS_ID at SHEETS_URL, by the methods that this client's guide shows.
import assert from 'node:assert/strict';
import { GoogleSpreadsheet } from 'google-spreadsheet';

const { SHEETS_URL, SHEETS_ID, SHEETS_TOKEN } = process.env;

function at(id, token) {
  const doc = new GoogleSpreadsheet(id, { token }, { retryConfig: { limit: 0 } });
  doc.sheetsApi = doc.sheetsApi.extend({ prefix: `${SHEETS_URL}/v4/spreadsheets/${id}` });
  doc.driveApi = doc.driveApi.extend({ prefix: `${SHEETS_URL}/drive/v3/files/${id}` });
  return doc;
}

const doc = at(SHEETS_ID, SHEETS_TOKEN);
await doc.loadInfo();
assert.equal(doc.title, 'Spring Cup');
assert.equal(doc.sheetsByIndex[0].title, 'Sheet1');
await doc.updateProperties({ title: 'Summer Cup' });

const roster = await doc.addSheet({ title: "Ann's roster", headerValues: ['Name', 'Riot ID', 'Points', 'Double'] });
await roster.addRows([
  { Name: 'Ann', 'Riot ID': 'Ann#EUW', Points: 3, Double: '=C2*2' },
  { Name: 'Bea', 'Riot ID': 'Bea#EUW', Points: 5, Double: '=C3*2' },
]);
await roster.addRow({ Name: 'Cy', 'Riot ID': 'Cy#NA1', Points: 1 });
await roster.addRow({ Name: 'Late', 'Riot ID': 'Late#NA1' }, { insert: true });

let rows = await roster.getRows();
assert.deepEqual(rows.map((row) => row.get('Name')), ['Ann', 'Bea', 'Cy', 'Late']);
assert.equal(rows[1].get('Double'), '10');
rows[2].set('Points', 8);
await rows[2].save();
await rows[3].delete();

await roster.loadCells('A1:D5');
assert.equal(roster.getCellByA1('D3').formula, '=C3*2');
assert.equal(roster.getCellByA1('D3').value, 10);
assert.equal(roster.getCell(1, 2).value, 3);
roster.getCellByA1('C2').value = 4;
roster.getCellByA1('A2').note = 'captain';
roster.getCellByA1('A2').textFormat = { bold: true };
await roster.saveUpdatedCells();
await roster.loadCells('A2:D2');
assert.equal(roster.getCellByA1('D2').value, 8);
assert.equal(roster.getCellByA1('A2').note, 'captain');

await doc.addNamedRange('players', {
  sheetId: roster.sheetId, startRowIndex: 1, endRowIndex: 4, startColumnIndex: 0, endColumnIndex: 1,
});
await roster.createDeveloperMetadata({
  metadataKey: 'tournament.kind', metadataValue: 'roster', visibility: 'DOCUMENT', location: { sheetId: roster.sheetId },
});
await roster.insertDimension('COLUMNS', { startIndex: 0, endIndex: 1 });
await roster.resize({ rowCount: 50, columnCount: 6 });
await roster.updateProperties({ title: 'Roster' });
await doc.loadInfo();
assert.deepEqual(doc.sheetsByIndex.map((sheet) => sheet.title), ['Sheet1', 'Roster']);
assert.equal(doc.sheetsByTitle.Roster.columnCount, 6);

await doc.sheetsByIndex[0].delete();
const copy = await roster.duplicate({ title: 'Copy' });
await copy.clearRows({ start: 3 });
assert.equal((await copy.getCellsInRange('B1:C2'))[1][0], 'Ann');

const missing = await at('nope', SHEETS_TOKEN).loadInfo().catch((error) => error);
assert.match(missing.message, /404|not found/);
const forbidden = await at(SHEETS_ID, 'reader').addSheet({ title: 'No' }).catch((error) => error);
assert.match(forbidden.message, /403|scopes/);
console.log('done');
