// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.http;

import java.util.Arrays;
import java.util.Comparator;

/** An encoded query. */
public final class QueryString {
    private QueryString() {}

    /** Adds a parameter. */
    public static String and(String query, String name, Object value) {
        StringBuilder more = new StringBuilder(query.length() + name.length() + 24).append(query);
        if (!query.isEmpty()) {
            more.append('&');
        }
        PercentEncoding.query(name, more);
        if (!(value instanceof PreEncoded preEncoded)) {
            PercentEncoding.query(value.toString(), more.append('='));
        } else if (preEncoded.text() != null) {
            more.append('=').append(preEncoded.text());
        }
        return more.toString();
    }

    /** Adds those of other parameters whose names do not stand in a query. */
    public static String withDefaults(String query, String defaults) {
        if (query.isEmpty() || defaults.isEmpty()) {
            return query.isEmpty() ? defaults : query;
        }
        String there = "&" + query;
        StringBuilder all = new StringBuilder(query);
        for (String parameter : defaults.split("&", -1)) {
            String name = "&" + parameter.substring(0, parameter.indexOf('=') + 1);
            if (!there.contains(name)) {
                all.append('&').append(parameter);
            }
        }
        return all.toString();
    }

    /** Orders the parameters by name, so that the same question has the same cache key; equal names keep their order. */
    public static String sorted(String query) {
        if (query.indexOf('&') < 0) {
            return query;
        }
        String[] parameters = query.split("&", -1);
        Arrays.sort(parameters, Comparator.comparing(parameter -> parameter.split("=", 2)[0]));
        return String.join("&", parameters);
    }
}
