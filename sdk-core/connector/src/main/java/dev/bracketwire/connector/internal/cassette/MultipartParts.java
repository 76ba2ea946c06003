// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cassette;

import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of a body of several, whose boundary is another one each time. */
final class MultipartParts {
    /** What stands for the boundary in a recording. */
    static final String BOUNDARY = "boundary";

    private static final Pattern PARAMETER = Pattern.compile("(?i)boundary=\"?([^\";]+)\"?");
    private static final Pattern NAME = Pattern.compile("(?i)[; ]name=\"([^\"]*)\"");
    private static final String HEAD_END = "\r\n\r\n";

    private MultipartParts() {}

    /** The same content under the boundary that stands for all. */
    static RecordedContent plain(RecordedContent recordedContent) {
        Matcher boundary = PARAMETER.matcher(recordedContent.type());
        if (!recordedContent.isMultipart() || !boundary.find()) {
            return recordedContent;
        }
        String type = recordedContent.type().substring(0, boundary.start()) + "boundary=" + BOUNDARY
                + recordedContent.type().substring(boundary.end());
        String text = recordedContent.text().replace("--" + boundary.group(1), "--" + BOUNDARY);
        return new RecordedContent(type, text, recordedContent.binary());
    }

    static String masked(String text, Predicate<String> isSecret, UnaryOperator<String> secret, Inside inside) {
        String[] parts = text.split("--" + BOUNDARY, -1);
        for (int i = 0; i < parts.length; i++) {
            int head = parts[i].indexOf(HEAD_END);
            if (head >= 0) {
                int from = head + HEAD_END.length();
                int to = parts[i].endsWith("\r\n") ? parts[i].length() - 2 : parts[i].length();
                String content = parts[i].substring(from, Math.max(from, to));
                Matcher name = NAME.matcher(parts[i].substring(0, head));
                String masked = name.find() && isSecret.test(name.group(1))
                        ? secret.apply(content)
                        : inside.masked(content, content.startsWith("{") || content.startsWith("["));
                parts[i] = parts[i].substring(0, from) + masked + parts[i].substring(Math.max(from, to));
            }
        }
        return String.join("--" + BOUNDARY, parts);
    }

    /** Masks what a part holds that is no secret itself. */
    @FunctionalInterface
    interface Inside {
        String masked(String content, boolean json);
    }
}
