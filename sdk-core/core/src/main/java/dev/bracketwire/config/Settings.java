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
    private final List<SettingsLayer> layers;
    private final List<Problem> unread;
    private final EnvironmentVariables environmentVariables;
    private final List<String> section;

    Settings(
            List<SettingsLayer> layers,
            List<Problem> unread,
            EnvironmentVariables environmentVariables,
            List<String> section) {
        this.layers = layers;
        this.unread = unread;
        this.environmentVariables = environmentVariables;
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
        return type.cast(read(SettingsShapes.of(Objects.requireNonNull(type, "type"))));
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
        SettingsShape settingsShape = new SettingsShape.Keyed(SettingsShapes.of(Objects.requireNonNull(type, "type")));
        ((Map<?, ?>) read(settingsShape)).forEach((key, value) -> each.put(String.valueOf(key), type.cast(value)));
        return Collections.unmodifiableMap(each);
    }

    private Object read(SettingsShape wanted) {
        SettingsShape settingsShape = wanted;
        for (int i = section.size() - 1; i >= 0; i--) {
            settingsShape = new SettingsShape.Section(section.get(i), settingsShape);
        }
        SettingsProblems settingsProblems = new SettingsProblems();
        settingsProblems.addAll(unread);
        SettingNode merged = new SettingNode.Group(Map.of(), SettingOrigin.DEFAULT);
        for (SettingsLayer settingsLayer : layers) {
            merged = SettingNode.merge(
                    merged,
                    new SettingKeys(settingsProblems)
                            .named(settingsLayer.tree(settingsShape, settingsProblems), settingsShape, ""));
        }
        @Nullable
        Object made = new SettingsBinder(
                        environmentVariables, settingsProblems, unread.isEmpty() ? this::lookedIn : null)
                .bind(settingsShape, merged, "");
        settingsProblems.throwIfAny();
        return Objects.requireNonNull(made);
    }

    /**
     * The settings below a path such as {@code limits} or {@code bot.limits}, for a part of an application that has its
     * own record. What lies elsewhere is not looked at.
     *
     * @throws IllegalArgumentException if this is no path, or leads into a list
     */
    public Settings section(String path) {
        List<String> steps = SettingPath.parse(path);
        if (steps.stream().anyMatch(SettingPath::isIndex)) {
            throw new IllegalArgumentException("a section cannot lie in a list: " + path);
        }
        List<String> deeper = new ArrayList<>(section);
        deeper.addAll(steps);
        return new Settings(layers, unread, environmentVariables, List.copyOf(deeper));
    }

    private String lookedIn(String path) {
        return layers.isEmpty()
                ? "no source"
                : layers.stream()
                        .map(settingsLayer -> settingsLayer.label(path))
                        .distinct()
                        .collect(Collectors.joining(", "));
    }

    /** Names the sources, and no value. */
    @Override
    public String toString() {
        return layers.stream()
                .map(settingsLayer -> settingsLayer.label("*"))
                .distinct()
                .collect(Collectors.joining(", ", "Settings[", "]"));
    }
}
