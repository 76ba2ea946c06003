// SPDX-License-Identifier: Apache-2.0
import { Webhook } from 'standardwebhooks';

/** Returns the event, or throws if it is not genuine. The body is the text as it came, before it is parsed. */
export function receive(body, headers, secret) {
  return new Webhook(secret).verify(body, headers);
}
