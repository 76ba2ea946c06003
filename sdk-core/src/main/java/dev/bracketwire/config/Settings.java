// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads an application's own settings into records, from defaults, files, the environment and code, in this order: what
 * comes later wins. Objects and maps merge, lists and values are replaced whole.
 *
 * <pre>{@code
 * BotSettings settings = Settings.builder()
 *         .defaults(Map.of("workers", "4"))
 *         .file(Path.of("bot.json"))
 *         .optionalFile(Path.of("local.properties"))
 *         .environment("BOT_")
 *         .set("limits.perSecond", 5)
 *         .build()
 *         .read(BotSettings.class);
 * }</pre>
 *
 * <p>Immutable and safe for several threads. The files are those that {@link SettingsBuilder#build()} found; the
 * environment is looked at by each {@link #read}.
 */
public final class Settings {
    private final List<Layer> layers;
    private final List<Problem> unread;
    private final Variables variables;
    private final List<String> section;

    Settings(List<Layer> layers, List<Problem> unread, Variables variables, List<String> section) {
        this.layers = layers;
        this.unread = unread;
        this.variables = variables;
        this.section = section;
    }

    /** Starts settings that come from nowhere yet. */
    public static SettingsBuilder builder() {
        return new SettingsBuilder();
    }

    /**
     * Makes the record, component by component.
     *
     * <p>Every component must be set, but an {@code Optional} and one marked {@code @Nullable}; a list, a set or a map
     * that is not is empty. A {@link dev.bracketwire.Secret} that one environment variable holds asks for it at each use.
     *
     * @throws ConfigurationException with every problem of every source, the files included; none shows a secret
     * @throws IllegalArgumentException if a component has a type that settings are not read into
     */
    public <R extends Record> R read(Class<R> type) {
        return type.cast(read(Shapes.of(Objects.requireNonNull(type, "type"))));
    }

    /**
     * Makes a record of each entry, by its key: for a section whose keys are names of your choice. It is empty where there
     * is no such section.
     *
     * @throws ConfigurationException as {@link #read} does
     * @throws IllegalArgumentException as {@link #read} does
     */
    public <R extends Record> Map<String, R> readEach(Class<R> type) {
        Map<String, R> each = new LinkedHashMap<>();
        Shape shape = new Shape.Keyed(Shapes.of(Objects.requireNonNull(type, "type")));
        ((Map<?, ?>) read(shape)).forEach((key, value) -> each.put(String.valueOf(key), type.cast(value)));
        return Collections.unmodifiableMap(each);
    }

    private Object read(Shape wanted) {
        Shape shape = wanted;
        for (int i = section.size() - 1; i >= 0; i--) {
            shape = new Shape.Section(section.get(i), shape);
        }
        Faults faults = new Faults();
        faults.addAll(unread);
        Node merged = new Node.Group(Map.of(), Origin.DEFAULT);
        for (Layer layer : layers) {
            merged = Node.merge(merged, new Keys(faults).named(layer.tree(shape, faults), shape, ""));
        }
        @Nullable
        Object made = new Binder(variables, faults, unread.isEmpty() ? this::lookedIn : null).bind(shape, merged, "");
        faults.throwIfAny();
        return Objects.requireNonNull(made);
    }

    /**
     * The settings below a path such as {@code limits} or {@code bot.limits}, for a part of an application that has its
     * own record. What lies elsewhere is not looked at.
     *
     * @throws IllegalArgumentException if this is no path, or leads into a list
     */
    public Settings section(String path) {
        List<String> steps = Steps.parse(path);
        if (steps.stream().anyMatch(Steps::isIndex)) {
            throw new IllegalArgumentException("a section cannot lie in a list: " + path);
        }
        List<String> deeper = new ArrayList<>(section);
        deeper.addAll(steps);
        return new Settings(layers, unread, variables, List.copyOf(deeper));
    }

    private String lookedIn(String path) {
        return layers.isEmpty()
                ? "no source"
                : layers.stream().map(layer -> layer.label(path)).distinct().collect(Collectors.joining(", "));
    }

    /** Names the sources, and no value. */
    @Override
    public String toString() {
        return layers.stream()
                .map(layer -> layer.label("*"))
                .distinct()
                .collect(Collectors.joining(", ", "Settings[", "]"));
    }
}
