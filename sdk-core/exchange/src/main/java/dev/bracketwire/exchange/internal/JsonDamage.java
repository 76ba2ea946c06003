// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;

/** Says in words what Jackson found, without the text it found it in. */
final class JsonDamage {
    private JsonDamage() {}

    static String rule(JacksonException e) {
        if (e instanceof JsonEOFException) {
            return "it ends in the middle: was it cut off?";
        }
        if (e instanceof StreamConstraintsException) {
            return "it is nested too deeply, or one of its names, texts or numbers is too long";
        }
        String said = e.getOriginalMessage();
        return said.startsWith("Non-standard token") || said.contains("Unrecognized token")
                ? "holds a word that is no JSON; NaN and Infinity are none either"
                : "is not well-formed JSON";
    }
}
