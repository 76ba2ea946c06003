// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import dev.bracketwire.Secret;
import dev.bracketwire.connector.Credential;
import dev.bracketwire.connector.Request;

/** Requests on behalf of who has signed on. */
final class SignedOnRequests {
    private SignedOnRequests() {}

    static Request bearer(String path, Secret token) {
        return Request.get(path).header("Authorization", "Bearer " + token.reveal());
    }

    static Request with(String path, Credential credential) {
        Request[] request = {Request.get(path)};
        credential.headers().forEach((name, value) -> request[0] = request[0].header(name, value));
        return request[0];
    }
}
