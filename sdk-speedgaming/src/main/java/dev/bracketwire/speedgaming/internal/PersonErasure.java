// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Blanks a person, and those that were merged into it, in all tables. The rows stay. */
final class PersonErasure {
    private final ScheduleTables tables;
    private final Connection connection;

    PersonErasure(ScheduleTables tables, Connection connection) {
        this.tables = tables;
        this.connection = connection;
    }

    /** Blanks them, and returns the number of matches that have one of them. */
    int blank(long person) throws SQLException {
        Set<Long> persons = withMerged(person);
        Set<Long> matches = matches(persons);
        lock("sg_match", matches);
        lock("sg_person", persons);
        ErasedTexts texts = new ErasedTexts(known(persons));
        change(
                "UPDATE ${sg_person} SET version = version + 1, name = '', name_key = '', discord_id = NULL, twitch = NULL,"
                        + " host_user = NULL WHERE " + tables.in("id"),
                persons);
        change("DELETE FROM ${sg_alias} WHERE " + tables.in("person_id"), persons);
        change("UPDATE ${sg_player} SET name = '', stream = '' WHERE " + tables.in("person_id"), persons);
        change("UPDATE ${sg_crew} SET name = '' WHERE " + tables.in("person_id"), persons);
        change("UPDATE ${sg_match} SET version = version + 1 WHERE " + tables.in("id"), matches);
        change(
                "UPDATE ${sg_suggestion} SET reasons = '[]' WHERE kind <> 'SAME_MATCH' AND (" + tables.in("first_id")
                        + " OR " + tables.in("second_id") + ")",
                persons);
        change(
                "UPDATE ${sg_suggestion} SET reasons = '[]' WHERE kind = 'SAME_MATCH' AND (" + tables.in("first_id")
                        + " OR " + tables.in("second_id") + ")",
                matches);
        change(
                "UPDATE ${sg_merge} SET undo_state = NULL WHERE " + tables.in("from_id") + " OR "
                        + tables.in("into_id"),
                persons);
        // A reply of the source names many persons, so none of those that are stored can be kept.
        try (PreparedStatement statement = connection.prepareStatement(tables.sql("DELETE FROM ${sg_body}"))) {
            statement.executeUpdate();
        }
        rewrite("sg_merge", "undo_state", text -> texts.isIn(text) ? null : text);
        rewrite("sg_run", "problems", texts::withoutSentences);
        rewrite("sg_suggestion", "reasons", texts::withoutSentences);
        return matches.size();
    }

    private Set<Long> withMerged(long person) throws SQLException {
        Set<Long> all = new TreeSet<>(Set.of(person));
        Set<Long> last = all;
        while (!last.isEmpty()) {
            Set<Long> next = numbers("SELECT id FROM ${sg_person} WHERE " + tables.in("merged_into"), last);
            next.removeAll(all);
            all.addAll(next);
            last = next;
        }
        return all;
    }

    private Set<Long> matches(Set<Long> persons) throws SQLException {
        Set<Long> all = numbers("SELECT match_id FROM ${sg_player} WHERE " + tables.in("person_id"), persons);
        all.addAll(numbers("SELECT match_id FROM ${sg_crew} WHERE " + tables.in("person_id"), persons));
        return all;
    }

    private void lock(String table, Set<Long> ids) throws SQLException {
        numbers("SELECT id FROM ${" + table + "} WHERE " + tables.in("id") + " ORDER BY id" + tables.locked(true), ids);
    }

    private Set<String> known(Set<Long> persons) throws SQLException {
        Set<String> known = new TreeSet<>();
        texts(known, "SELECT name, discord_id, twitch FROM ${sg_person} WHERE " + tables.in("id"), persons);
        texts(known, "SELECT value FROM ${sg_alias} WHERE " + tables.in("person_id"), persons);
        texts(known, "SELECT name, stream FROM ${sg_player} WHERE " + tables.in("person_id"), persons);
        texts(known, "SELECT name FROM ${sg_crew} WHERE " + tables.in("person_id"), persons);
        return known;
    }

    private void texts(Set<String> all, String query, Collection<Long> ids) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(tables.sql(query))) {
            tables.bindNumbers(statement, 1, ids);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        String text = row.getString(i);
                        if (text != null) {
                            all.add(text);
                        }
                    }
                }
            }
        }
    }

    private Set<Long> numbers(String query, Collection<Long> ids) throws SQLException {
        Set<Long> all = new TreeSet<>();
        try (PreparedStatement statement = connection.prepareStatement(tables.sql(query))) {
            tables.bindNumbers(statement, 1, ids);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    all.add(row.getLong(1));
                }
            }
        }
        return all;
    }

    private void change(String sql, Collection<Long> ids) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(tables.sql(sql))) {
            int parameters = (int) sql.chars().filter(c -> c == '?').count();
            for (int i = 1; i <= parameters; i++) {
                tables.bindNumbers(statement, i, ids);
            }
            statement.executeUpdate();
        }
    }

    private void rewrite(String table, String column, Rewriter rewriter) throws SQLException {
        Map<Long, @Nullable String> changed = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(tables.sql(
                        "SELECT id, " + column + " FROM ${" + table + "} WHERE " + column + " IS NOT NULL"));
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                String text = row.getString(2);
                String rest = rewriter.rewrite(text);
                if (!text.equals(rest)) {
                    changed.put(row.getLong(1), rest);
                }
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(
                tables.sql("UPDATE ${" + table + "} SET " + column + " = ? WHERE id = ?"))) {
            for (Map.Entry<Long, @Nullable String> each : changed.entrySet()) {
                statement.setString(1, each.getValue());
                statement.setLong(2, each.getKey());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Changes a stored text. */
    @FunctionalInterface
    private interface Rewriter {
        @Nullable
        String rewrite(String text);
    }

    /** Finds the names and ids of erased persons in other texts, where they stand as words of their own. */
    static final class ErasedTexts {
        /** Numbers of players and of rows, which texts of others have too. */
        private static final Pattern SHORT_NUMBER = Pattern.compile("\\d{1,15}");

        private final List<String> parts = new ArrayList<>();

        ErasedTexts(Collection<String> known) {
            for (String text : known) {
                if (!text.isBlank() && !SHORT_NUMBER.matcher(text).matches()) {
                    String part = text.toLowerCase(Locale.ROOT);
                    parts.add(part);
                    String quoted = TextNode.valueOf(part).toString();
                    String inJson = quoted.substring(1, quoted.length() - 1);
                    if (!inJson.equals(part)) {
                        parts.add(inJson);
                    }
                }
            }
        }

        boolean isIn(String text) {
            String lower = text.toLowerCase(Locale.ROOT);
            return parts.stream().anyMatch(part -> isIn(lower, part));
        }

        private static boolean isIn(String text, String part) {
            for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
                int end = at + part.length();
                boolean begins = at == 0 || !isWord(text.codePointBefore(at)) || !isWord(part.codePointAt(0));
                boolean ends = end == text.length()
                        || !isWord(text.codePointAt(end))
                        || !isWord(part.codePointBefore(part.length()));
                if (begins && ends) {
                    return true;
                }
            }
            return false;
        }

        private static boolean isWord(int codePoint) {
            return Character.isLetterOrDigit(codePoint);
        }

        /** Returns the sentences without those that name an erased person. */
        List<String> without(List<String> sentences) {
            return sentences.stream().filter(each -> !isIn(each)).toList();
        }

        /** Returns a JSON array of sentences without those that name an erased person; none of them if it cannot be read. */
        private String withoutSentences(String json) {
            ArrayNode rest = ScheduleTables.JSON.createArrayNode();
            if (!isIn(json)) {
                return json;
            }
            try {
                ScheduleTables.JSON.readTree(json).forEach(each -> {
                    if (!isIn(each.asText())) {
                        rest.add(each.asText());
                    }
                });
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                return "[]";
            }
            return rest.toString();
        }
    }
}
