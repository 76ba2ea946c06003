// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/**
 * Describes one method of Google's APIs.
 *
 * @param body the type of the request's message, "" if it has none
 * @param bodyAt the path of the body in Google's messages about it
 * @param answer the type of the answer's message, "any" where masks are not checked
 */
record FakeMethod(
        String name,
        FakeCall.Kind kind,
        String verb,
        Pattern path,
        String body,
        String bodyAt,
        String answer,
        boolean readOnlyScopes,
        Handler handler) {
    /** Does the work on the spreadsheet, or on the copy that takes its place. */
    interface Handler {
        ObjectNode handle(FakeEdit edit, Input input);
    }

    /** Holds the content of a request: the rest of its path after the spreadsheet, its query and its body. */
    record Input(String rest, FakeRequest request, JsonNode body, FakeLibrary library) {}

    static FakeMethod read(String name, String verb, String path, String body, String answer, Handler handler) {
        return new FakeMethod(
                name, FakeCall.Kind.READ, verb, pattern(path), body, "", answer, verb.equals("GET"), handler);
    }

    static FakeMethod write(String name, String verb, String path, String body, String answer, Handler handler) {
        boolean values = body.equals("ValueRange");
        return new FakeMethod(
                name, FakeCall.Kind.WRITE, verb, pattern(path), body, values ? "data" : "", answer, false, handler);
    }

    FakeMethod withoutReadOnly() {
        return new FakeMethod(name, kind, verb, path, body, bodyAt, answer, false, handler);
    }

    private static Pattern pattern(String path) {
        return Pattern.compile("/v4/spreadsheets/([^/:]+)" + path);
    }
}
