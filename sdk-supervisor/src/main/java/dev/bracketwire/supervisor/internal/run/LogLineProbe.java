// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.internal.log.LineReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/** Looks for a line in what a service printed since its start. */
final class LogLineProbe implements AutoCloseable {
    private final LineReader reader;
    private final Pattern pattern;
    private final LongSupplier nanos;
    private boolean found;
    private boolean slow;

    LogLineProbe(Path log, long from, Pattern pattern, LongSupplier nanos) {
        this.reader = new LineReader(log, from);
        this.pattern = pattern;
        this.nanos = nanos;
    }

    ProbeAnswer ask(Duration limit) {
        long until = nanos.getAsLong() + limit.toNanos();
        try {
            reader.read(line -> found = found || matches(line, until));
        } catch (IOException e) {
            return ProbeAnswer.no("the log cannot be read: " + e.getMessage());
        }
        if (found) {
            return ProbeAnswer.yes("printed the line that was waited for");
        }
        return ProbeAnswer.no(
                slow
                        ? "the pattern takes longer than " + limit.toMillis() + " ms on a line; make it simpler"
                        : "has not printed the line that is waited for");
    }

    private boolean matches(String line, long until) {
        try {
            return pattern.matcher(new Limited(line, until)).find();
        } catch (TooSlowException e) {
            slow = true;
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** A line that ends the search in it when the time is over: some patterns take longer than the universe. */
    private final class Limited implements CharSequence {
        private final CharSequence text;
        private final long until;

        Limited(CharSequence text, long until) {
            this.text = text;
            this.until = until;
        }

        @Override
        public char charAt(int index) {
            if (nanos.getAsLong() - until > 0) {
                throw new TooSlowException();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Limited(text.subSequence(start, end), until);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }

    private static final class TooSlowException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
