// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.configured;

import dev.bracketwire.connector.internal.http.PathTemplate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An operation as settings describe it.
 *
 * @param at where a single result lies in the reply
 * @param items where the list lies in the reply
 * @param fields where each field of a result lies in what {@code at} or {@code items} lead to
 */
public record OperationSettings(
        Optional<String> method,
        String path,
        Map<String, String> query,
        Map<String, String> body,
        Optional<String> at,
        Optional<String> items,
        Optional<PageSettings> page,
        Map<String, String> fields,
        Optional<Integer> weight,
        Optional<Boolean> idempotent,
        Optional<Boolean> background) {
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH", "DELETE");
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

    /** Reports every problem of the operation and its pages. */
    public OperationSettings {
        OperationProblems operationProblems = new OperationProblems();
        String verb = method.orElse("GET");
        operationProblems.unless(
                METHODS.contains(verb), "method", "must be one of GET, HEAD, POST, PUT, PATCH, DELETE");
        checkPath(operationProblems, path);
        query.forEach((name, value) -> checkTemplate(operationProblems, "query." + name, value));
        body.forEach((name, value) -> checkTemplate(operationProblems, "body." + name, value));
        operationProblems.unless(
                body.isEmpty() || !METHODS.contains(verb) || takesBody(verb),
                "body",
                "is not sent with " + verb + "; set the method, or use query");
        operationProblems.pointer("at", at);
        operationProblems.pointer("items", items);
        operationProblems.unless(
                at.isEmpty() || items.isEmpty(), "at", "is for one result and items for a list: keep one");
        operationProblems.unless(
                page.isEmpty() || items.isPresent(), "items", "must say where the list lies that has pages");
        page.ifPresent(pages -> pages.check(operationProblems, query.keySet()));
        fields.forEach((name, pointer) -> operationProblems.pointer("fields." + name, Optional.of(pointer)));
        weight.ifPresent(units -> operationProblems.unless(units >= 1, "weight", "must be at least 1, not " + units));
        operationProblems.throwIfAny();
    }

    /** Whether a request of this method carries a body. */
    static boolean takesBody(String method) {
        return WITH_BODY.contains(method);
    }

    private static void checkPath(OperationProblems operationProblems, String path) {
        try {
            PathTemplate.of(path);
            checkTemplate(operationProblems, "path", path);
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            operationProblems.unless(false, "path", message.startsWith("path ") ? message.substring(5) : message);
        }
    }

    private static void checkTemplate(OperationProblems operationProblems, String path, String text) {
        operationProblems.unless(
                Placeholders.isTemplate(text),
                path,
                "holds a brace that is not part of a place such as {season}; what needs braces comes in by with(…)");
    }
}
