// Signs webhooks by the senders' own libraries and posts them; then each again with one byte changed. Last, it lints the
// OpenAPI document of the HTTP API.
import { sign } from '@octokit/webhooks-methods';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import bolt from '@slack/bolt';
import { verifyKey } from 'discord-interactions';
import { createHmac, createPrivateKey, sign as edSign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import Stripe from 'stripe';
import { Webhook as SvixWebhook } from 'svix';
import twilio from 'twilio/lib/webhooks/webhooks.js';

const { BASE, STANDARD_SECRET, DISCORD_SEED, DISCORD_KEY, DOCUMENT } = process.env;
const SECRET = 'hush-hush-hush';
const ORIGIN = 'https://bot.example';

function fail(text) {
  console.error(text);
  process.exit(1);
}

/** Changes the middle character, or the last one of a timestamp, so that the timestamp stays within the tolerance. */
function flipped(text) {
  const at = /^\d{10}$/.test(text) ? text.length - 1 : Math.floor(text.length / 2);
  const other = text[at] === '1' ? '2' : '1';
  return text.slice(0, at) + other + text.slice(at + 1);
}

const seconds = (date = new Date()) => String(Math.floor(date.getTime() / 1000));
const json = { 'content-type': 'application/json' };

/** Each sender: a body, its headers, the names of the signed headers, and requests with one other signed byte changed. */
const senders = {
  async github() {
    const body = '{"action":"opened","n":"Zoë ♥"}';
    const headers = { ...json, 'x-github-event': 'issues', 'x-github-delivery': 'gh-1' };
    return { body, headers: { ...headers, 'x-hub-signature-256': await sign(SECRET, body) }, signed: ['x-hub-signature-256'] };
  },
  async slack() {
    const body = '{"type":"event_callback","event_id":"Ev1","event":{"type":"app_mention"}}';
    const at = seconds();
    const signature = 'v0=' + createHmac('sha256', SECRET).update(`v0:${at}:${body}`).digest('hex');
    const headers = { 'x-slack-signature': signature, 'x-slack-request-timestamp': at };
    bolt.verifySlackRequest({ signingSecret: SECRET, body, headers: { ...headers, 'x-slack-request-timestamp': Number(at) } });
    return { body, headers: { ...json, ...headers }, signed: Object.keys(headers) };
  },
  async stripe() {
    const body = '{"id":"evt_1","type":"invoice.paid"}';
    const header = new Stripe('sk_test_none').webhooks.generateTestHeaderString({ payload: body, secret: SECRET });
    const otherTime = { ...json, 'stripe-signature': header.replace(/\d{10}/, flipped) };
    return { body, headers: { ...json, 'stripe-signature': header }, signed: ['stripe-signature'], others: [{ headers: otherTime }] };
  },
  async svix() {
    const body = '{"type":"match.created"}';
    const at = new Date();
    const signature = new SvixWebhook(STANDARD_SECRET).sign('msg_svix', at, body);
    const headers = { 'svix-id': 'msg_svix', 'svix-timestamp': seconds(at), 'svix-signature': signature };
    return { body, headers: { ...json, ...headers }, signed: Object.keys(headers), path: 'standard' };
  },
  async standard() {
    const body = '{"type":"match.created"}';
    const at = new Date();
    const signature = new StandardWebhook(STANDARD_SECRET).sign('msg_1', at, body);
    const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': seconds(at), 'webhook-signature': signature };
    return { body, headers: { ...json, ...headers }, signed: Object.keys(headers) };
  },
  async discord() {
    const body = '{"type":2,"id":"77"}';
    const at = seconds();
    const key = createPrivateKey({
      key: Buffer.from('302e020100300506032b657004220420' + DISCORD_SEED, 'hex'), format: 'der', type: 'pkcs8',
    });
    const signature = edSign(null, Buffer.from(at + body), key).toString('hex');
    if (!(await verifyKey(body, signature, at, DISCORD_KEY))) fail('discord-interactions refuses the signature');
    const headers = { 'x-signature-ed25519': signature, 'x-signature-timestamp': at };
    return { body, headers: { ...json, ...headers }, signed: Object.keys(headers) };
  },
  async twilio() {
    const fields = { MessageSid: 'SM1', Body: 'a b+c', From: '+15550100' };
    const path = 'twilio?team=7';
    const signature = twilio.getExpectedTwilioSignature(SECRET, `${ORIGIN}/${path}`, fields);
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature };
    const body = new URLSearchParams(fields).toString();
    return { body, headers, signed: ['x-twilio-signature'], path, others: [{ path: 'twilio?team=6' }] };
  },
};

async function post({ path, headers, body }) {
  return (await fetch(`${BASE}/${path}`, { method: 'POST', headers, body })).status;
}

let accepted = 0;
let refused = 0;
async function expectStored(name) {
  const stored = await (await fetch(`${BASE}/stored`)).text();
  if (stored !== String(accepted)) fail(`${name}: ${stored} events are stored, not ${accepted}`);
}

for (const [name, make] of Object.entries(senders)) {
  const { body, headers, signed, path = name, others = [] } = await make();
  const genuine = { path, headers, body };
  const changes = [
    { body: flipped(body) },
    ...signed.map(each => ({ headers: { ...headers, [each]: flipped(headers[each]) } })),
    ...others,
  ];
  for (const change of changes) {
    const status = await post({ ...genuine, ...change });
    if (status !== 401) fail(`${name}: a changed request was answered ${status}`);
    await expectStored(name);
    refused++;
  }
  const status = await post(genuine);
  if (status !== 200) fail(`${name} was answered ${status}`);
  accepted++;
  await expectStored(name);
}

async function problems(source) {
  return lintFromString({ source, config: await createConfig({ extends: ['recommended'] }) });
}
const source = readFileSync(DOCUMENT, 'utf8');
for (const each of await problems(source)) fail(`the document: ${each.ruleId} ${each.message}`);
if ((await problems(source.replace('"operationId"', '"operationID"'))).length === 0) fail('the linter finds nothing at all');

console.log(`senders: ${accepted} accepted, ${refused} refused`);
console.log('document: no problems');
