// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.config.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects the connectors of a {@link ConnectorRegistry}. {@link #build()} reports all problems at once. */
public final class ConnectorRegistryBuilder {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectorRegistry.class);
    // An unreadable class path entry may fail over and over.
    private static final int FAILURES = 100;

    private final Map<String, Supplier<ConnectorConfig>> added = new HashMap<>();
    private final Map<String, Connector> open = new HashMap<>();
    private final Map<String, ConnectorProvider> discovered = new HashMap<>();
    private final Map<String, String> broken = new TreeMap<>();
    private final List<Problem> problems = new ArrayList<>();

    ConnectorRegistryBuilder() {}

    /** Adds a connector of this configuration. */
    public ConnectorRegistryBuilder add(ConnectorConfig config) {
        return add(config.id(), () -> config);
    }

    /**
     * Adds a connector that is open already, such as one of a client of this SDK, so that it stands in the health and the
     * checklist of all. Its owner closes it, and the registry does not.
     */
    public ConnectorRegistryBuilder add(Connector connector) {
        open.put(connector.config().id(), connector);
        return add(connector.config());
    }

    /** Adds a connector whose configuration is asked for when it is first used. */
    public ConnectorRegistryBuilder add(String id, Supplier<ConnectorConfig> config) {
        Objects.requireNonNull(config, "config");
        if (added.putIfAbsent(Objects.requireNonNull(id, "id"), config) != null) {
            problems.add(new Problem(id, "is added twice: give each connector an id of its own"));
        }
        return this;
    }

    /**
     * Adds a connector for each entry of a section such as {@code connectors}, whose keys are their ids and whose values
     * are what {@link ConnectorConfig#builder(String, Settings)} takes.
     */
    public ConnectorRegistryBuilder configured(Settings section) {
        try {
            section.readEach(ConnectorSettings.class).forEach(this::configured);
        } catch (ConfigurationException e) {
            problems.addAll(e.problems());
        }
        return this;
    }

    private void configured(String id, ConnectorSettings settings) {
        try {
            add(settings.builder(id).build());
        } catch (ConfigurationException e) {
            e.problems().forEach(problem -> problems.add(new Problem(id + "." + problem.path(), problem.rule())));
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(id, "is refused: " + e.getMessage()));
        }
    }

    /**
     * Adds the connectors of all providers the calling thread's class loader finds. One that cannot be loaded spoils no
     * other: it is logged, and named when a connector that is not there is asked for. What was added by hand goes before
     * what is found.
     */
    public ConnectorRegistryBuilder discover() {
        return discover(ServiceLoader.load(ConnectorProvider.class));
    }

    /** Adds the connectors of all providers this class loader finds. */
    public ConnectorRegistryBuilder discover(ClassLoader loader) {
        return discover(ServiceLoader.load(ConnectorProvider.class, loader));
    }

    private ConnectorRegistryBuilder discover(ServiceLoader<ConnectorProvider> loader) {
        Iterator<ServiceLoader.Provider<ConnectorProvider>> providers =
                loader.stream().iterator();
        for (int failures = 0; failures < FAILURES; ) {
            try {
                if (!providers.hasNext()) {
                    break;
                }
                load(providers.next());
            } catch (ServiceConfigurationError e) {
                failures++;
                broken("a provider", e);
            }
        }
        return this;
    }

    private void load(ServiceLoader.Provider<ConnectorProvider> found) {
        String name = found.type().getName();
        try {
            ConnectorProvider provider = found.get();
            ConnectorProvider other = discovered.putIfAbsent(provider.id(), provider);
            if (other != null && other.getClass() != provider.getClass()) {
                problems.add(new Problem(
                        provider.id(),
                        "is the id of two providers, " + other.getClass().getName() + " and " + name
                                + ": remove one of their jars"));
            }
        } catch (RuntimeException | LinkageError | ServiceConfigurationError e) {
            broken(name, e);
        }
    }

    private void broken(String name, Throwable failure) {
        LOG.warn("the connectors of {} cannot be used", name, failure);
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        broken.put(name, name + " (" + cause + ")");
    }

    /**
     * Makes the registry; no connector is made yet.
     *
     * @throws ConfigurationException with every problem found
     */
    public ConnectorRegistry build() {
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        Map<String, Supplier<ConnectorConfig>> known = new HashMap<>(added);
        discovered.forEach((id, provider) -> known.putIfAbsent(id, provider::config));
        return new ConnectorRegistry(known, open, broken);
    }
}
