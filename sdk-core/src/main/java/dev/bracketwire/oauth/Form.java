// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import dev.bracketwire.connector.Body;
import dev.bracketwire.connector.FormBody;
import java.util.ArrayList;
import java.util.List;

/** What a request to the server carries, and what of that no message may show. */
record Form(FormBody body, List<String> hidden) {
    static Form empty() {
        return new Form(Body.form(), List.of());
    }

    Form with(String name, String value) {
        return new Form(body.with(name, value), hidden);
    }

    Form secret(String name, String value) {
        return hiding(value).with(name, value);
    }

    Form hiding(String value) {
        List<String> more = new ArrayList<>(hidden);
        more.add(value);
        more.add(Endpoint.encoded(value)); // as a server may repeat it
        return new Form(body, List.copyOf(more));
    }

    /** Says nothing of what is in it. */
    @Override
    public String toString() {
        return "Form";
    }
}
