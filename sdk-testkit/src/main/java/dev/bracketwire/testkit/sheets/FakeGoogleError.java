// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Ends a request with one of Google's error answers. */
final class FakeGoogleError extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final String TYPES = "type.googleapis.com/google.rpc.";

    private final int status;
    private final transient ObjectNode body;

    private FakeGoogleError(int status, String message, ObjectNode body) {
        super(message, null, false, false);
        this.status = status;
        this.body = body;
    }

    int status() {
        return status;
    }

    ObjectNode body() {
        return body;
    }

    /** Makes an error with a status, as Sheets writes it. */
    static FakeGoogleError of(int code, String status, String message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error").put("code", code).put("message", message).put("status", status);
        return new FakeGoogleError(code, message, body);
    }

    static FakeGoogleError invalid(String message) {
        return of(400, "INVALID_ARGUMENT", message);
    }

    static FakeGoogleError notFound() {
        return of(404, "NOT_FOUND", "Requested entity was not found.");
    }

    static FakeGoogleError denied() {
        return of(403, "PERMISSION_DENIED", "The caller does not have permission");
    }

    static FakeGoogleError protectedCell() {
        return invalid("You are trying to edit a protected cell or object. Please contact the spreadsheet owner to"
                + " remove protection if you need to edit.");
    }

    /** Makes a 400 that names the field, as it is answered to a body or mask that Google does not understand. */
    static FakeGoogleError violation(String message, String field, String description) {
        FakeGoogleError error = invalid(message);
        ObjectNode violation =
                error.detail("BadRequest").putArray("fieldViolations").addObject();
        if (!field.isEmpty()) {
            violation.put("field", field);
        }
        violation.put("description", description);
        return error;
    }

    /** Makes Drive's error, and that of Sheets where Drive below it refuses. */
    static FakeGoogleError legacy(int code, String domain, String reason, String message, String... more) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode error = body.putObject("error");
        ObjectNode first = error.putArray("errors").addObject();
        first.put("domain", domain).put("reason", reason).put("message", message);
        for (int i = 0; i < more.length; i += 2) {
            first.put(more[i], more[i + 1]);
        }
        error.put("code", code).put("message", message);
        return new FakeGoogleError(code, message, body);
    }

    /** Puts a prefix before the message, as Google names the request of a batch that is wrong. */
    FakeGoogleError at(String prefix) {
        ObjectNode copy = body.deepCopy();
        String message = "Invalid " + prefix + ": " + getMessage();
        ((ObjectNode) copy.path("error")).put("message", message);
        return new FakeGoogleError(status, message, copy);
    }

    FakeGoogleError errorInfo(String reason, Map<String, String> metadata) {
        ObjectNode detail = detail("ErrorInfo").put("reason", reason).put("domain", "googleapis.com");
        ObjectNode values = detail.putObject("metadata");
        metadata.forEach(values::put);
        return this;
    }

    FakeGoogleError help(String description, String url) {
        detail("Help")
                .putArray("links")
                .addObject()
                .put("description", description)
                .put("url", url);
        return this;
    }

    private ObjectNode detail(String type) {
        return ((ObjectNode) body.path("error"))
                .withArray("details")
                .addObject()
                .put("@type", TYPES + type);
    }
}
