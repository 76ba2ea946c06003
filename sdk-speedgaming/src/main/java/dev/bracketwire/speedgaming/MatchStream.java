// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

/**
 * A broadcast of a match.
 *
 * @param language the language, such as {@code en}
 * @param url the URL
 * @param host whether the host set it; an import then leaves the stream of this language alone
 */
public record MatchStream(String language, String url, boolean host) {}
