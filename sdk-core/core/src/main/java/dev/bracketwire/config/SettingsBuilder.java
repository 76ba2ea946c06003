// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Collects the sources of {@link Settings}. The order of the calls matters among files and among calls of {@link #set};
 * otherwise defaults come first, then files, then the environment, then code.
 *
 * <p>Text in any source but the environment may hold <code>${NAME}</code> for the environment variable of this name,
 * <code>${NAME:-fallback}</code> for one that may be missing or empty, and <code>$$</code> for a dollar.
 */
public final class SettingsBuilder {
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z][A-Za-z0-9_]*_");

    private final List<SettingsLayer> defaults = new ArrayList<>();
    private final List<Source> files = new ArrayList<>();
    private final List<String> prefixes = new ArrayList<>();
    private final List<SettingsLayer> code = new ArrayList<>();
    private @Nullable Map<String, String> variables;

    SettingsBuilder() {}

    /**
     * Adds values for what no other source says, by paths such as {@code limits.perSecond}.
     *
     * @throws IllegalArgumentException if a key is no path, or two cannot both be
     */
    public SettingsBuilder defaults(Map<String, ?> values) {
        SettingsProblems settingsProblems = new SettingsProblems();
        FlatTree flat = new FlatTree(settingsProblems);
        new TreeMap<>(values)
                .forEach((path, value) ->
                        flat.put(SettingPath.parse(path), SettingNode.of(value, SettingOrigin.DEFAULT)));
        SettingNode tree = flat.tree(SettingOrigin.DEFAULT);
        if (settingsProblems.size() > 0) {
            throw new IllegalArgumentException(
                    "defaults: " + settingsProblems.all().get(0));
        }
        defaults.add(new SettingsLayer.Fixed(SettingOrigin.DEFAULT.text(), tree));
        return this;
    }

    /**
     * Adds a file that must be there: {@code .json}, {@code .properties}, {@code .yaml} or {@code .yml}, UTF-8, at most
     * 1 MiB. What a later file says wins.
     */
    public SettingsBuilder file(Path file) {
        files.add(new Source(Objects.requireNonNull(file, "file"), false));
        return this;
    }

    /** Adds a file that may be absent, such as one for a single machine. */
    public SettingsBuilder optionalFile(Path file) {
        files.add(new Source(Objects.requireNonNull(file, "file"), true));
        return this;
    }

    /**
     * Adds the environment variables with this prefix: with {@code BOT_}, the variable {@code BOT_LIMITS_PER_SECOND} is
     * {@code limits.perSecond}. Their values are taken as they are.
     *
     * @throws IllegalArgumentException if the prefix does not end in an underscore
     */
    public SettingsBuilder environment(String prefix) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("prefix must be a name that ends in _, such as BOT_, not " + prefix);
        }
        prefixes.add(prefix);
        return this;
    }

    /** Takes these for the environment variables instead of those of the process, as for a test. */
    public SettingsBuilder variables(Map<String, String> instead) {
        this.variables = Objects.requireNonNull(instead, "instead");
        return this;
    }

    /**
     * Sets a value that wins over every source, such as an option of the command line: text, a number, a list, a map, or
     * an object of the type that is read.
     *
     * @throws IllegalArgumentException if this is no path
     */
    public SettingsBuilder set(String path, Object value) {
        SettingsProblems settingsProblems = new SettingsProblems();
        FlatTree flat = new FlatTree(settingsProblems);
        flat.put(SettingPath.parse(path), SettingNode.of(Objects.requireNonNull(value, "value"), SettingOrigin.CODE));
        code.add(new SettingsLayer.Fixed(SettingOrigin.CODE.text(), flat.tree(SettingOrigin.CODE)));
        if (settingsProblems.size() > 0) {
            throw new IllegalArgumentException("set: " + settingsProblems.all().get(0));
        }
        return this;
    }

    /** Reads the files. What is wrong with one is among the problems that {@link Settings#read} reports. */
    public Settings build() {
        SettingsProblems unread = new SettingsProblems();
        EnvironmentVariables environment = new EnvironmentVariables(variables);
        List<SettingsLayer> layers = new ArrayList<>(defaults);
        for (Source source : files) {
            source.read(unread, layers);
        }
        List<SettingsLayer> fixed = new ArrayList<>(layers);
        fixed.addAll(code);
        Set<String> referred = new HashSet<>();
        for (SettingsLayer settingsLayer : fixed) {
            if (settingsLayer instanceof SettingsLayer.Fixed read) {
                collect(read.tree(), environment, referred);
            }
        }
        prefixes.forEach(prefix -> layers.add(new EnvironmentLayer(prefix, environment, Set.copyOf(referred))));
        layers.addAll(code);
        return new Settings(List.copyOf(layers), unread.all(), environment, List.of());
    }

    private static void collect(SettingNode settingNode, EnvironmentVariables environmentVariables, Set<String> names) {
        if (settingNode instanceof SettingNode.Group group) {
            group.entries().values().forEach(entry -> collect(entry, environmentVariables, names));
        } else if (settingNode instanceof SettingNode.Items items) {
            items.elements().forEach(element -> collect(element, environmentVariables, names));
        } else if (settingNode instanceof SettingNode.Value value && value.content() instanceof String text) {
            names.addAll(VariableReferences.resolve(text, environmentVariables).names());
        }
    }

    private record Source(Path file, boolean optional) {
        void read(SettingsProblems settingsProblems, List<SettingsLayer> layers) {
            if (optional && !Files.exists(file)) {
                layers.add(new SettingsLayer.Fixed(
                        file + " (absent)", new SettingNode.Nothing(SettingOrigin.of(file.toString()))));
                return;
            }
            SettingNode tree = new SettingsFile(file, settingsProblems).read();
            if (tree != null) {
                layers.add(new SettingsLayer.Fixed(file.toString(), tree));
            }
        }
    }
}
