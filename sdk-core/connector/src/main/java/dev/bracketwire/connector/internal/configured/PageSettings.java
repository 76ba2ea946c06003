// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.configured;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a list goes on, as settings describe it; {@link OperationSettings} checks it with its operation.
 *
 * @param cursor where the reply holds the cursor of the next page
 * @param cursorHeader the header that holds it
 * @param parameter the parameter that takes it
 * @param offset the parameter that takes how many items to skip
 * @param step how many items a page skips, if not as many as came
 * @param total where the reply holds how many items there are
 * @param number the parameter that takes the number of the page
 * @param first the number of the first page
 * @param link where the reply holds the URL of the next page, or {@code header} for its {@code Link} header
 * @param more where the reply says whether there is more
 * @param size the parameter that takes how many items a page should have, and how many
 */
public record PageSettings(
        Optional<String> cursor,
        Optional<String> cursorHeader,
        Optional<String> parameter,
        Optional<String> offset,
        Optional<Integer> step,
        Optional<String> total,
        Optional<String> number,
        Optional<Integer> first,
        Optional<String> link,
        Optional<String> more,
        Map<String, Integer> size) {

    static final String HEADER = "header";

    void check(OperationProblems operationProblems, Set<String> query) {
        long kinds = Stream.of(cursor, cursorHeader, offset, number, link)
                .filter(Optional::isPresent)
                .count();
        operationProblems.unless(
                kinds == 1, "page", "must hold exactly one of cursor, cursorHeader, offset, number, link");
        operationProblems.pointer("page.cursor", cursor);
        operationProblems.pointer("page.total", total);
        operationProblems.pointer("page.more", more);
        operationProblems.pointer("page.link", link.filter(where -> !where.equals(HEADER)));
        checkCompanions(operationProblems);
        cursorHeader.ifPresent(
                name -> operationProblems.unless(HeaderNames.isName(name), "page.cursorHeader", HeaderNames.RULE));
        operationProblems.unless(
                size.size() <= 1, "page.size", "must hold one parameter and its number, such as {\"limit\": 100}");
        size.forEach((name, items) ->
                operationProblems.unless(items >= 1, "page.size." + name, "must be at least 1, not " + items));
        step.ifPresent(items -> operationProblems.unless(items >= 1, "page.step", "must be at least 1, not " + items));
        first.ifPresent(
                page -> operationProblems.unless(page >= 0, "page.first", "must not be negative, but is " + page));
        Stream.of(parameter, offset, number)
                .flatMap(Optional::stream)
                .forEach(name -> checkFree(operationProblems, query, name));
        size.keySet().forEach(name -> checkFree(operationProblems, query, name));
    }

    private void checkCompanions(OperationProblems operationProblems) {
        boolean byCursor = cursor.isPresent() || cursorHeader.isPresent();
        operationProblems.unless(
                !byCursor || parameter.isPresent(), "page.parameter", "must name the one that takes the cursor");
        operationProblems.unless(
                byCursor || parameter.isEmpty(), "page.parameter", "belongs to cursor or cursorHeader");
        operationProblems.unless(offset.isPresent() || step.isEmpty(), "page.step", "belongs to offset");
        operationProblems.unless(offset.isPresent() || total.isEmpty(), "page.total", "belongs to offset");
        operationProblems.unless(number.isPresent() || first.isEmpty(), "page.first", "belongs to number");
        operationProblems.unless(link.isEmpty() || more.isEmpty(), "page.more", "means nothing beside link");
        operationProblems.unless(total.isEmpty() || more.isEmpty(), "page.more", "means nothing beside total");
    }

    private static void checkFree(OperationProblems operationProblems, Set<String> query, String name) {
        operationProblems.unless(!query.contains(name), "query." + name, "is set by page already");
    }
}
