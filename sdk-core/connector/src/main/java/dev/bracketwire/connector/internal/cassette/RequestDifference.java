// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cassette;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.connector.internal.http.QueryString;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In what a request is not the recorded one.
 *
 * @param weight how far it is from it
 * @param text the parts in which they differ, without their values
 */
record RequestDifference(int weight, String text) {
    /** Compares; null if it is the recorded one. */
    static @Nullable RequestDifference of(RecordedRequest recorded, RecordedRequest recordedRequest) {
        List<String> parts = new ArrayList<>();
        int weight = 0;
        if (!recorded.template().equals(recordedRequest.template())) {
            weight += 8;
        }
        if (!recorded.method().equals(recordedRequest.method())) {
            parts.add("its method");
            weight += 4;
        }
        if (!CassetteMask.fits(recorded.path(), recordedRequest.path())) {
            parts.add("its path");
            weight += 3;
        }
        String query = query(recorded.query(), recordedRequest.query());
        if (query != null) {
            parts.add(query);
            weight += 2;
        }
        String body = body(recorded.body(), recordedRequest.body());
        if (body != null) {
            parts.add(body);
            weight += 1;
        }
        return parts.isEmpty() ? null : new RequestDifference(weight, "differs in " + String.join(" and ", parts));
    }

    /** Whether there is none, without asking in what. */
    static boolean isNone(RecordedRequest recorded, RecordedRequest recordedRequest) {
        return recorded.method().equals(recordedRequest.method())
                && CassetteMask.fits(recorded.path(), recordedRequest.path())
                && query(recorded.query(), recordedRequest.query()) == null
                && body(recorded.body(), recordedRequest.body()) == null;
    }

    private static @Nullable String query(String recorded, String asked) {
        String[] were = QueryString.sorted(recorded).split("&", -1);
        String[] are = QueryString.sorted(asked).split("&", -1);
        for (int i = 0; i < Math.min(were.length, are.length); i++) {
            if (!CassetteMask.fits(were[i], are[i])) {
                String name = were[i].isEmpty() ? are[i] : were[i];
                return "its query at " + SecretValues.decoded(name.split("=", 2)[0]);
            }
        }
        return were.length == are.length ? null : "the number of its query parameters";
    }

    private static @Nullable String body(@Nullable RecordedContent recorded, @Nullable RecordedContent asked) {
        if (recorded == null) {
            return asked == null ? null : "its body, where none was";
        }
        if (asked == null) {
            return "its body, which is missing";
        }
        JsonNode was = recorded.tree();
        JsonNode is = asked.tree();
        if (was != null && is != null) {
            String place = CassetteMask.difference(was, is);
            return place == null ? null : place.isEmpty() ? "its body" : "its body at " + place;
        }
        if (recorded.isForm() && asked.isForm()) {
            return query(recorded.text(), asked.text()) == null ? null : "its form";
        }
        return CassetteMask.fits(recorded.text(), asked.text()) ? null : "its body";
    }
}
