// SPDX-License-Identifier: Apache-2.0
// Judges the requests in the file WEBHOOKS, one JSON object a line: name, secret, headers, body in base64, and whether it is
// genuine. Prints how many it judged, and ends with 0 if each library finds each as it is.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Webhook } from 'svix';
import { receive } from './receiver.mjs';

function accepts(verify) {
  try {
    verify();
    return true;
  } catch (refused) {
    assert.equal(refused.constructor.name, 'WebhookVerificationError', String(refused));
    return false;
  }
}

const requests = readFileSync(process.env.WEBHOOKS, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
for (const { name, secret, headers, body, genuine } of requests) {
  const text = Buffer.from(body, 'base64').toString('utf8');
  assert.equal(accepts(() => receive(text, headers, secret)), genuine, `standardwebhooks, ${name}`);
  assert.equal(accepts(() => new Webhook(secret).verify(text, headers)), genuine, `svix, ${name}`);
}
console.log(`judged ${requests.length}`);
