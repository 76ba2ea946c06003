// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import java.util.Locale;
import java.util.Set;

/** Finds statements in SQL text that begin or end a transaction, which user code must not send itself. */
final class TransactionStatements {
    private static final Set<String> ALWAYS = Set.of("COMMIT", "ABORT", "START");
    private static final Set<String> OUTSIDE_BODIES = Set.of("BEGIN", "END");

    private static final Set<String> WITH_BODY = Set.of("TRIGGER", "FUNCTION", "PROCEDURE");
    private static final Set<String> BEFORE_KIND = Set.of("OR", "REPLACE", "TEMP", "TEMPORARY", "CONSTRAINT");

    private final String sql;
    private final boolean nests;
    private final boolean brackets;
    private int at;
    private boolean body;

    private TransactionStatements(String sql, boolean nests, boolean brackets) {
        this.sql = sql;
        this.nests = nests;
        this.brackets = brackets;
    }

    /**
     * Whether one of the statements begins or ends a transaction. Going back to a savepoint does neither. Comments nest in
     * PostgreSQL alone and brackets quote in SQLite alone, so a text counts if it does under either reading.
     */
    static boolean isIn(String sql) {
        return new TransactionStatements(sql, false, false).found()
                || (sql.contains("/*") && new TransactionStatements(sql, true, false).found())
                || (sql.contains("[") && new TransactionStatements(sql, false, true).found());
    }

    private boolean found() {
        while (true) {
            String word = word();
            if (ALWAYS.contains(word)
                    || (!body && OUTSIDE_BODIES.contains(word))
                    || (word.equals("PREPARE") && word().equals("TRANSACTION"))
                    || (word.equals("ROLLBACK") && !goesToSavepoint())) {
                return true;
            }
            if (body && word.equals("END")) {
                body = false;
            }
            // The statements of a trigger or a function stand between BEGIN and END.
            body |= word.equals("CREATE") && WITH_BODY.contains(createdKind());
            if (!skipStatement()) {
                return false;
            }
        }
    }

    private String createdKind() {
        String kind = word();
        while (BEFORE_KIND.contains(kind)) {
            kind = word();
        }
        return kind;
    }

    private boolean goesToSavepoint() {
        String next = word();
        return next.equals("TO") || ((next.equals("WORK") || next.equals("TRANSACTION")) && word().equals("TO"));
    }

    /** Reads the next word in upper case; empty if something else is next. */
    private String word() {
        while (at < sql.length() && (Character.isWhitespace(sql.charAt(at)) || skipComment())) {
            at++;
        }
        int start = at;
        while (at < sql.length() && isWordPart(sql.charAt(at))) {
            at++;
        }
        return sql.substring(start, at).toUpperCase(Locale.ROOT);
    }

    /** Goes behind the next semicolon outside of quotes and comments; false if there is none. */
    private boolean skipStatement() {
        for (; at < sql.length(); at++) {
            char c = sql.charAt(at);
            if (c == ';') {
                at++;
                return true;
            }
            if (brackets && c == '[') {
                int end = sql.indexOf(']', at);
                at = end < 0 ? sql.length() - 1 : end;
            } else if (c == '\'' || c == '"' || c == '`') {
                skipQuoted(c, c == '\'' && hasEscapes());
            } else if (c == '$') {
                skipDollars();
            } else {
                skipComment();
            }
        }
        return false;
    }

    /** Goes to the last character of a comment that begins here. */
    private boolean skipComment() {
        if (sql.startsWith("--", at)) {
            int end = sql.indexOf('\n', at);
            at = end < 0 ? sql.length() - 1 : end;
            return true;
        }
        if (!sql.startsWith("/*", at)) {
            return false;
        }
        int depth = 1;
        int next = at + 2;
        while (depth > 0 && next < sql.length()) {
            if (sql.startsWith("*/", next)) {
                depth--;
                next += 2;
            } else if (nests && sql.startsWith("/*", next)) {
                depth++;
                next += 2;
            } else {
                next++;
            }
        }
        at = Math.min(next, sql.length()) - 1;
        return true;
    }

    /** Whether PostgreSQL reads a backslash in the text that begins here as an escape: it is written E'...'. */
    private boolean hasEscapes() {
        return at > 0
                && (sql.charAt(at - 1) == 'E' || sql.charAt(at - 1) == 'e')
                && (at == 1 || !isWordPart(sql.charAt(at - 2)));
    }

    private void skipQuoted(char quote, boolean escapes) {
        // A quote that is doubled ends one text and begins the next.
        for (at++; at < sql.length() && sql.charAt(at) != quote; at++) {
            if (escapes && sql.charAt(at) == '\\') {
                at++;
            }
        }
    }

    /** Goes to the end of a text of PostgreSQL that is written $tag$...$tag$, if one begins here. */
    private void skipDollars() {
        int tag = at + 1;
        while (tag < sql.length() && sql.charAt(tag) != '$' && isWordPart(sql.charAt(tag))) {
            tag++;
        }
        boolean begins = at == 0 || !isWordPart(sql.charAt(at - 1));
        if (begins && tag < sql.length() && sql.charAt(tag) == '$') {
            String mark = sql.substring(at, tag + 1);
            int end = sql.indexOf(mark, tag + 1);
            at = end < 0 ? sql.length() - 1 : end + mark.length() - 1;
        }
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }
}
