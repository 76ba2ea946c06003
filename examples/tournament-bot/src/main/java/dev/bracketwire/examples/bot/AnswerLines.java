// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.bot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.examples.tournament.AppJson;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the data of an answer as lines and tables for a terminal. */
final class AnswerLines {
    private static final int WIDEST = 44;
    private static final int LONGEST_LINE = 100;
    // Fields whose values are constants, which JSON writes in capitals.
    private static final Set<String> CONSTANTS =
            Set.of("status", "verification", "state", "outcome", "face", "level", "highest", "by hand");

    private AnswerLines() {}

    /** Returns the lines of the data. Data of this process and data that a server sent look the same. */
    static List<String> of(@Nullable Object data) {
        List<String> lines = new ArrayList<>();
        if (data != null) {
            write(AppJson.MAPPER.valueToTree(data), "", lines);
        }
        return lines;
    }

    private static void write(JsonNode data, String name, List<String> lines) {
        if (data.isArray()) {
            list(data, name, lines);
            return;
        }
        Map<String, JsonNode> lists = new LinkedHashMap<>();
        Map<String, String> cells = new LinkedHashMap<>();
        data.properties().forEach(field -> {
            if (field.getValue().isArray()) {
                lists.put(field.getKey(), field.getValue());
            } else if (field.getValue().isObject()) {
                flat("", field.getValue(), cells);
            } else {
                cells.put(words(field.getKey()), text(words(field.getKey()), field.getValue()));
            }
        });
        paragraph(cells, lines);
        lists.forEach((key, list) -> list(list, words(key), lines));
    }

    private static void paragraph(Map<String, String> cells, List<String> lines) {
        StringBuilder line = new StringBuilder();
        for (Map.Entry<String, String> each : cells.entrySet()) {
            if (each.getValue().isEmpty()) {
                continue;
            }
            String cell = each.getKey() + ": " + each.getValue();
            if (!line.isEmpty() && line.length() + cell.length() > LONGEST_LINE) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "  " : "; ").append(cell);
        }
        if (!line.isEmpty()) {
            lines.add(line.toString());
        }
    }

    private static void list(JsonNode list, String name, List<String> lines) {
        if (list.isEmpty()) {
            if (!name.isEmpty()) {
                lines.add("  no " + name);
            }
            return;
        }
        if (!list.get(0).isObject()) {
            list.forEach(each -> lines.add("  " + text(name, each)));
            return;
        }
        List<Map<String, String>> rows = new ArrayList<>();
        list.forEach(each -> rows.add(flat("", each, new LinkedHashMap<>())));
        table(rows, lines);
    }

    private static void table(List<Map<String, String>> rows, List<String> lines) {
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> row.forEach((column, value) -> {
            if (!value.isEmpty()) {
                columns.add(column);
            }
        }));
        columns.removeIf(column -> column.equals("position")
                || (column.equals("tournament")
                        && rows.size() > 1
                        && rows.stream().map(row -> row.get(column)).distinct().count() == 1));
        Map<String, Integer> widths = new LinkedHashMap<>();
        for (String column : columns) {
            int widest = rows.stream()
                    .mapToInt(row -> row.getOrDefault(column, "").length())
                    .max()
                    .orElse(0);
            widths.put(column, Math.min(WIDEST, Math.max(column.length(), widest)));
        }
        lines.add(row(widths, column -> column));
        lines.add(row(widths, column -> "-".repeat(widths.getOrDefault(column, 0))));
        rows.forEach(row -> lines.add(row(widths, column -> row.getOrDefault(column, ""))));
    }

    private static String row(Map<String, Integer> widths, java.util.function.UnaryOperator<String> cells) {
        StringBuilder line = new StringBuilder();
        widths.forEach((column, width) -> line.append("  ").append(padded(cells.apply(column), width)));
        return line.toString().stripTrailing();
    }

    private static String padded(String text, int width) {
        String cut = text.length() <= width ? text : text.substring(0, width - 1) + "…";
        return cut + " ".repeat(width - cut.length());
    }

    /** Puts the fields of inner records beside those of the outer one, where the names do not clash. */
    private static Map<String, String> flat(String prefix, JsonNode record, Map<String, String> cells) {
        record.properties().forEach(field -> {
            String name = words(field.getKey());
            JsonNode value = field.getValue();
            if (value.isObject()) {
                flat(name, value, cells);
            } else {
                String free =
                        cells.containsKey(name) || (!prefix.isEmpty() && isVague(name)) ? prefix + " " + name : name;
                cells.put(free, text(name, value));
            }
        });
        return cells;
    }

    private static boolean isVague(String name) {
        return Set.of("open", "opens", "closes", "by hand").contains(name);
    }

    private static String text(String name, JsonNode value) {
        if (value.isBoolean()) {
            return value.asBoolean() ? "yes" : "no";
        }
        if (value.isArray()) {
            List<String> texts = new ArrayList<>();
            value.forEach(each -> texts.add(
                    each.isObject()
                            ? String.join(
                                    " ", flat("", each, new LinkedHashMap<>()).values())
                            : text(name, each)));
            return String.join(", ", texts);
        }
        if (value.isNull()) {
            return "";
        }
        return CONSTANTS.contains(name)
                ? value.asText().toLowerCase(Locale.ROOT).replace('_', ' ')
                : printable(time(value.asText()));
    }

    private static String time(String text) {
        if (!text.endsWith("Z") || text.length() < 17 || text.charAt(10) != 'T') {
            return text;
        }
        try {
            String minutes = Instant.parse(text).toString().substring(0, 16);
            return minutes.replace('T', ' ') + " UTC";
        } catch (DateTimeParseException e) {
            return text;
        }
    }

    /** Returns the text without characters that control a terminal or change the direction of writing. */
    static String printable(String text) {
        return text.replaceAll("[\\p{Cc}\\u200E\\u200F\\u2028-\\u202E\\u2066-\\u2069]", "\uFFFD");
    }

    private static String words(String name) {
        return CommandWords.kebab(name).replace('-', ' ');
    }
}
