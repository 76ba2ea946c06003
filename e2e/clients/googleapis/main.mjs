// SPDX-License-Identifier: Apache-2.0
// Keeps a roster in a spreadsheet that it creates at SHEETS_URL, as a user who once gave a refresh token.
import assert from 'node:assert/strict';
import { auth as google, sheets } from 'googleapis/build/src/apis/sheets/index.js';

const { SHEETS_URL } = process.env;

function client(refreshToken) {
  const endpoints = { oauth2TokenUrl: `${SHEETS_URL}/token` };
  const auth = new google.OAuth2({ clientId: 'client', clientSecret: 'secret', endpoints });
  auth.setCredentials({ refresh_token: refreshToken });
  return sheets({ version: 'v4', auth, rootUrl: `${SHEETS_URL}/` }).spreadsheets;
}

const api = client('writes');
const created = await api.create({ requestBody: { properties: { title: 'Spring Cup' } } });
const { spreadsheetId } = created.data;
assert.equal(created.data.sheets[0].properties.sheetId, 0);

const batch = (...requests) => api.batchUpdate({ spreadsheetId, requestBody: { requests } });
const added = await batch(
  { addSheet: { properties: { title: 'Roster', gridProperties: { rowCount: 20, columnCount: 5, frozenRowCount: 1 } } } },
  { deleteSheet: { sheetId: 0 } },
);
const { sheetId } = added.data.replies[0].addSheet.properties;
assert.deepEqual(added.data.replies[1], {});

await api.values.update({
  spreadsheetId, range: 'Roster!A1', valueInputOption: 'RAW', requestBody: { values: [['Name', 'Points', 'Double']] },
});
const appended = await api.values.append({
  spreadsheetId, range: 'Roster!A1', valueInputOption: 'USER_ENTERED', insertDataOption: 'INSERT_ROWS',
  includeValuesInResponse: true,
  requestBody: { values: [['Ann', '3', '=B2*2'], ['Bea', 5, '=B3*2']] },
});
assert.equal(appended.data.tableRange, 'Roster!A1:C1');
assert.deepEqual(appended.data.updates.updatedData.values, [['Ann', '3', '6'], ['Bea', '5', '10']]);

const written = await api.values.batchUpdate({
  spreadsheetId,
  requestBody: {
    valueInputOption: 'RAW',
    data: [{ range: 'Roster!A4:B4', values: [['Cy', null]] }, { range: 'Roster!B2', values: [[4]] }],
  },
});
assert.equal(written.data.totalUpdatedCells, 2);
const read = await api.values.batchGet({
  spreadsheetId, ranges: ['Roster!A1:A', 'Roster!C2:C3'], valueRenderOption: 'UNFORMATTED_VALUE',
});
assert.deepEqual(read.data.valueRanges[0].values.flat(), ['Name', 'Ann', 'Bea', 'Cy']);
assert.deepEqual(read.data.valueRanges[1].values, [[8], [10]]);

await batch(
  { addNamedRange: { namedRange: { name: 'names', range: { sheetId, startColumnIndex: 0, endColumnIndex: 1 } } } },
  {
    createDeveloperMetadata: {
      developerMetadata: {
        metadataKey: 'role', metadataValue: 'points', visibility: 'DOCUMENT',
        location: { dimensionRange: { sheetId, dimension: 'COLUMNS', startIndex: 1, endIndex: 2 } },
      },
    },
  },
  { insertDimension: { range: { sheetId, dimension: 'COLUMNS', startIndex: 0, endIndex: 1 } } },
  {
    updateCells: {
      fields: 'userEnteredValue,note', start: { sheetId, rowIndex: 0, columnIndex: 0 },
      rows: [{ values: [{ userEnteredValue: { stringValue: 'In' }, note: 'checked in' }] }],
    },
  },
);
const names = await api.values.get({ spreadsheetId, range: 'names' });
assert.equal(names.data.range, 'Roster!B1:B22');
const dataFilter = { developerMetadataLookup: { metadataKey: 'role' } };
const found = await api.developerMetadata.search({ spreadsheetId, requestBody: { dataFilters: [dataFilter] } });
assert.equal(found.data.matchedDeveloperMetadata[0].developerMetadata.location.dimensionRange.startIndex, 2);
await api.values.batchUpdateByDataFilter({
  spreadsheetId,
  requestBody: {
    valueInputOption: 'RAW', data: [{ dataFilter, majorDimension: 'COLUMNS', values: [[null, null, null, 9]] }],
  },
});
const whole = await api.get({ spreadsheetId, ranges: ['Roster!A1:D2'], includeGridData: true });
assert.equal(whole.data.sheets[0].data[0].rowData[0].values[0].note, 'checked in');
assert.equal(whole.data.sheets[0].properties.gridProperties.frozenRowCount, 1);

const status = (call) => call.then(() => 200, (error) => error.response?.status ?? error);
assert.equal(await status(api.get({ spreadsheetId: 'nope' })), 404);
assert.equal(await status(api.values.get({ spreadsheetId, range: 'Nope!A1' })), 400);
const reader = client('reads');
assert.equal(await status(reader.values.get({ spreadsheetId, range: 'names' })), 200);
assert.equal(await status(reader.values.clear({ spreadsheetId, range: 'names' })), 403);
console.log(spreadsheetId);
