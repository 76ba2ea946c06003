// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.bot;

import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.Commands;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes commands from words. Required components of the record are arguments in their order; optional ones are options
 * such as {@code --team Foxes}, and a boolean is an option without a value.
 */
final class CommandWords {
    private CommandWords() {}

    /** The words are not a command. The message says how to correct them. */
    static final class UsageProblem extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UsageProblem(String message) {
            super(message, null, false, false);
        }
    }

    /** Splits a line at spaces, but not within quotes. */
    static List<String> split(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean started = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0 ? c == quote : c == '"' || c == '\'') {
                quote = quote == 0 ? c : 0;
                started = true;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (started) {
                    words.add(word.toString());
                }
                word.setLength(0);
                started = false;
            } else {
                word.append(c);
                started = true;
            }
        }
        if (quote != 0) {
            throw new UsageProblem("A quote is open: end it with " + quote + ".");
        }
        if (started) {
            words.add(word.toString());
        }
        return words;
    }

    static Command parse(List<String> words) {
        Class<? extends Command> type = type(words.get(0));
        Map<String, String> values = new LinkedHashMap<>();
        List<RecordComponent> arguments = Stream.of(type.getRecordComponents())
                .filter(CommandWords::isArgument)
                .toList();
        int next = 0;
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            if (word.startsWith("--")) {
                i += option(type, words, i, values);
            } else if (next < arguments.size()) {
                values.put(arguments.get(next++).getName(), word);
            } else {
                throw new UsageProblem("There is no place for \"" + word + "\". " + usage(type));
            }
        }
        if (next < arguments.size()) {
            throw new UsageProblem("The " + words(arguments.get(next).getName()) + " is missing. " + usage(type));
        }
        return create(type, values);
    }

    /** Returns the number of further words that the option takes. */
    private static int option(
            Class<? extends Command> type, List<String> words, int index, Map<String, String> values) {
        String[] parts = words.get(index).substring(2).split("=", 2);
        RecordComponent option = Stream.of(type.getRecordComponents())
                .filter(each -> !isArgument(each) && kebab(each.getName()).equals(parts[0]))
                .findFirst()
                .orElseThrow(() -> new UsageProblem("There is no option --" + parts[0] + ". " + usage(type)));
        if (parts.length == 2) {
            values.put(option.getName(), parts[1]);
            return 0;
        }
        if (option.getType() == boolean.class) {
            values.put(option.getName(), "true");
            return 0;
        }
        if (index + 1 == words.size()) {
            throw new UsageProblem("The value of --" + parts[0] + " is missing. " + usage(type));
        }
        values.put(option.getName(), words.get(index + 1));
        return 1;
    }

    private static Class<? extends Command> type(String name) {
        Class<? extends Command> type = Commands.all().get(name);
        if (type == null) {
            throw new UsageProblem("There is no command \"" + name + "\"." + meant(name) + " Type help to see all.");
        }
        return type;
    }

    private static String meant(String name) {
        return Stream.concat(Commands.all().keySet().stream(), Stream.of("help", "as", "exit"))
                .filter(each -> each.startsWith(name) || distance(each, name) <= Math.max(1, name.length() / 3))
                .min(Comparator.comparingInt((String each) -> distance(each, name))
                        .thenComparing(each -> each))
                .map(each -> " Did you mean " + each + "?")
                .orElse("");
    }

    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }

    private static Command create(Class<? extends Command> type, Map<String, String> values) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            arguments[i] = value(components[i], values.get(components[i].getName()));
        }
        try {
            Constructor<? extends Command> canonical = type.getDeclaredConstructor(
                    Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            return canonical.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }

    private static @Nullable Object value(RecordComponent component, @Nullable String text) {
        Class<?> type = component.getType();
        if (type == boolean.class) {
            return Boolean.parseBoolean(text);
        }
        if (text == null || type == String.class) {
            return text;
        }
        try {
            if (type == int.class || type == Integer.class) {
                return Integer.valueOf(text);
            }
            if (type == long.class || type == Long.class) {
                return Long.valueOf(text);
            }
        } catch (NumberFormatException e) {
            throw new UsageProblem(
                    "The " + words(component.getName()) + " must be a whole number, not \"" + text + "\".");
        }
        if (type == Boolean.class) {
            if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
                throw new UsageProblem(
                        "The " + words(component.getName()) + " must be true or false, not \"" + text + "\".");
            }
            return Boolean.valueOf(text);
        }
        for (Object constant : type.getEnumConstants()) {
            if (constantName(constant).equalsIgnoreCase(text.replace('_', '-'))) {
                return constant;
            }
        }
        throw new UsageProblem("The " + words(component.getName()) + " must be one of " + constants(type, ", ")
                + ", not \"" + text + "\".");
    }

    private static String constants(Class<?> type, String between) {
        return Stream.of(type.getEnumConstants())
                .map(CommandWords::constantName)
                .collect(Collectors.joining(between));
    }

    private static String constantName(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static boolean isArgument(RecordComponent component) {
        return component.getType() != boolean.class
                && !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    /** Returns the help of all commands, a line each. */
    static List<String> help() {
        int width =
                Commands.all().keySet().stream().mapToInt(String::length).max().orElse(0);
        List<String> lines = new ArrayList<>(List.of("Commands (help NAME shows more):"));
        for (Class<? extends Command> type : Commands.types()) {
            lines.add(("  %-" + width + "s  %s")
                    .formatted(
                            Commands.operation(type).name(),
                            Commands.operation(type).summary()));
        }
        lines.add(("  %-" + width + "s  %s").formatted("as NAME", "Goes on as another person."));
        lines.add(("  %-" + width + "s  %s").formatted("exit", "Ends the session."));
        return lines;
    }

    /** Returns the help of one command. */
    static List<String> help(String name) {
        Class<? extends Command> type = type(name);
        List<String> lines = new ArrayList<>(List.of(Commands.operation(type).summary(), usage(type)));
        for (RecordComponent each : type.getRecordComponents()) {
            if (each.getType().isEnum()) {
                lines.add("  " + (isArgument(each) ? upper(each) : "--" + kebab(each.getName())) + " is one of "
                        + constants(each.getType(), ", ") + ".");
            }
        }
        return lines;
    }

    static String usage(Class<? extends Command> type) {
        StringBuilder usage =
                new StringBuilder("Usage: ").append(Commands.operation(type).name());
        for (RecordComponent each : type.getRecordComponents()) {
            if (isArgument(each)) {
                usage.append(' ').append(upper(each));
            }
        }
        for (RecordComponent each : type.getRecordComponents()) {
            if (!isArgument(each)) {
                usage.append(" [--").append(kebab(each.getName()));
                if (each.getType() != boolean.class) {
                    usage.append(' ').append(upper(each));
                }
                usage.append(']');
            }
        }
        return usage.toString();
    }

    private static String upper(RecordComponent component) {
        return kebab(component.getName()).toUpperCase(Locale.ROOT);
    }

    private static String words(String name) {
        return kebab(name).replace('-', ' ');
    }

    static String kebab(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
