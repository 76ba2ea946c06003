// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.operations;

import dev.bracketwire.internal.http.PathTemplate;
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
        Findings findings = new Findings();
        String verb = method.orElse("GET");
        findings.unless(METHODS.contains(verb), "method", "must be one of GET, HEAD, POST, PUT, PATCH, DELETE");
        checkPath(findings, path);
        query.forEach((name, value) -> checkTemplate(findings, "query." + name, value));
        body.forEach((name, value) -> checkTemplate(findings, "body." + name, value));
        findings.unless(
                body.isEmpty() || !METHODS.contains(verb) || takesBody(verb),
                "body",
                "is not sent with " + verb + "; set the method, or use query");
        findings.pointer("at", at);
        findings.pointer("items", items);
        findings.unless(at.isEmpty() || items.isEmpty(), "at", "is for one result and items for a list: keep one");
        findings.unless(page.isEmpty() || items.isPresent(), "items", "must say where the list lies that has pages");
        page.ifPresent(pages -> pages.check(findings, query.keySet()));
        fields.forEach((name, pointer) -> findings.pointer("fields." + name, Optional.of(pointer)));
        weight.ifPresent(units -> findings.unless(units >= 1, "weight", "must be at least 1, not " + units));
        findings.throwIfAny();
    }

    /** Whether a request of this method carries a body. */
    static boolean takesBody(String method) {
        return WITH_BODY.contains(method);
    }

    private static void checkPath(Findings findings, String path) {
        try {
            PathTemplate.of(path);
            checkTemplate(findings, "path", path);
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            findings.unless(false, "path", message.startsWith("path ") ? message.substring(5) : message);
        }
    }

    private static void checkTemplate(Findings findings, String path, String text) {
        findings.unless(
                Places.isTemplate(text),
                path,
                "holds a brace that is not part of a place such as {season}; what needs braces comes in by with(…)");
    }
}
