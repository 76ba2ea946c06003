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

    private final List<Layer> defaults = new ArrayList<>();
    private final List<Source> files = new ArrayList<>();
    private final List<String> prefixes = new ArrayList<>();
    private final List<Layer> code = new ArrayList<>();
    private @Nullable Map<String, String> variables;

    SettingsBuilder() {}

    /**
     * Adds values for what no other source says, by paths such as {@code limits.perSecond}.
     *
     * @throws IllegalArgumentException if a key is no path, or two cannot both be
     */
    public SettingsBuilder defaults(Map<String, ?> values) {
        Faults faults = new Faults();
        FlatTree flat = new FlatTree(faults);
        new TreeMap<>(values).forEach((path, value) -> flat.put(Steps.parse(path), Node.of(value, Origin.DEFAULT)));
        Node tree = flat.tree(Origin.DEFAULT);
        if (faults.size() > 0) {
            throw new IllegalArgumentException("defaults: " + faults.all().get(0));
        }
        defaults.add(new Layer.Fixed(Origin.DEFAULT.text(), tree));
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
        Faults faults = new Faults();
        FlatTree flat = new FlatTree(faults);
        flat.put(Steps.parse(path), Node.of(Objects.requireNonNull(value, "value"), Origin.CODE));
        code.add(new Layer.Fixed(Origin.CODE.text(), flat.tree(Origin.CODE)));
        if (faults.size() > 0) {
            throw new IllegalArgumentException("set: " + faults.all().get(0));
        }
        return this;
    }

    /** Reads the files. What is wrong with one is among the problems that {@link Settings#read} reports. */
    public Settings build() {
        Faults unread = new Faults();
        Variables environment = new Variables(variables);
        List<Layer> layers = new ArrayList<>(defaults);
        for (Source source : files) {
            source.read(unread, layers);
        }
        List<Layer> fixed = new ArrayList<>(layers);
        fixed.addAll(code);
        Set<String> referred = new HashSet<>();
        for (Layer layer : fixed) {
            if (layer instanceof Layer.Fixed read) {
                collect(read.tree(), environment, referred);
            }
        }
        prefixes.forEach(prefix -> layers.add(new EnvironmentLayer(prefix, environment, Set.copyOf(referred))));
        layers.addAll(code);
        return new Settings(List.copyOf(layers), unread.all(), environment, List.of());
    }

    private static void collect(Node node, Variables variables, Set<String> names) {
        if (node instanceof Node.Group group) {
            group.entries().values().forEach(entry -> collect(entry, variables, names));
        } else if (node instanceof Node.Items items) {
            items.elements().forEach(element -> collect(element, variables, names));
        } else if (node instanceof Node.Value value && value.content() instanceof String text) {
            names.addAll(References.resolve(text, variables).names());
        }
    }

    private record Source(Path file, boolean optional) {
        void read(Faults faults, List<Layer> layers) {
            if (optional && !Files.exists(file)) {
                layers.add(new Layer.Fixed(file + " (absent)", new Node.Nothing(Origin.of(file.toString()))));
                return;
            }
            Node tree = new SettingsFile(file, faults).read();
            if (tree != null) {
                layers.add(new Layer.Fixed(file.toString(), tree));
            }
        }
    }
}
