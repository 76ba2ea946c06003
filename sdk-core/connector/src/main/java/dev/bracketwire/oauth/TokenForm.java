// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import dev.bracketwire.connector.Body;
import java.util.ArrayList;
import java.util.List;

/** The form fields of a token request, and those of them that no message may show. */
record TokenForm(Body.Form body, List<String> hidden, boolean isSigned) {
    static TokenForm empty() {
        return new TokenForm(Body.form(), List.of(), false);
    }

    TokenForm with(String name, String value) {
        return new TokenForm(body.with(name, value), hidden, isSigned);
    }

    /** Adds what the account has signed; the parts of it are hidden as well. */
    TokenForm assertion(String jwt) {
        TokenForm form = secret("assertion", jwt);
        for (String part : jwt.split("\\.", -1)) {
            form = part.isEmpty() ? form : form.hiding(part);
        }
        return new TokenForm(form.body, form.hidden, true);
    }

    TokenForm secret(String name, String value) {
        return hiding(value).with(name, value);
    }

    TokenForm hiding(String value) {
        List<String> more = new ArrayList<>(hidden);
        more.add(value);
        more.add(TokenEndpoint.encoded(value)); // as a server may repeat it
        return new TokenForm(body, List.copyOf(more), isSigned);
    }

    /** Says nothing of what is in it. */
    @Override
    public String toString() {
        return "Form";
    }
}
