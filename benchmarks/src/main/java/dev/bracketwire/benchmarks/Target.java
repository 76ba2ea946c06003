// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A bound such as {@code <= okhttp + 2}, {@code >= fastcsv * 0.85} or {@code <= 2}, in the metric's own unit. */
record Target(String text, boolean upper, @Nullable String peer, boolean factor, double amount) {
    private static final Pattern FORM = Pattern.compile("([<>])=\\s*(?:(\\w+)\\s*([+*])\\s*)?(\\d+(?:\\.\\d+)?)");

    static Target parse(String text) {
        Matcher parts = FORM.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "not a target: " + text + "; write it as <= PEER + 2, >= PEER * 0.85, <= 2");
        }
        return new Target(
                text.replaceAll("\\s", ""),
                parts.group(1).equals("<"),
                parts.group(2),
                "*".equals(parts.group(3)),
                Double.parseDouble(parts.group(4)));
    }

    /** By how much ours misses it beside what the peer reached, which counts for nothing if none is named. */
    double excess(double ours, double theirs) {
        double bound = peer == null ? amount : factor ? theirs * amount : theirs + amount;
        return upper ? ours - bound : bound - ours;
    }
}
