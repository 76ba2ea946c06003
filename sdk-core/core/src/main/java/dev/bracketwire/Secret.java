// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import dev.bracketwire.internal.files.FilePermissions;
import dev.bracketwire.internal.text.ForeignText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Holds a credential and never prints it.
 *
 * <p>A secret is asked for its value at each attempt of a call, so a key that changed in its file, environment or vault
 * is in use with the next attempt and without a restart. {@link #toString()} hides the value, and two secrets are equal
 * only when they are the same object. Instances are immutable and safe for use by several threads, as far as the
 * supplier is.
 *
 * <pre>{@code
 * Secret key = Secret.env("RIOT_KEY");
 * }</pre>
 */
public final class Secret {
    private final String origin;
    private final Supplier<String> supplier;
    private final Supplier<Optional<Instant>> changed;

    private Secret(String origin, Supplier<String> supplier) {
        this(origin, supplier, Optional::empty);
    }

    private Secret(String origin, Supplier<String> supplier, Supplier<Optional<Instant>> changed) {
        this.origin = origin;
        this.supplier = supplier;
        this.changed = changed;
    }

    /** Holds the given value. */
    public static Secret of(String value) {
        String checked = checked(value, "of(…)");
        return new Secret("given value", () -> checked);
    }

    /** Asks the supplier at each use, for a vault or a rotating key. It may block; it must be safe for several threads. */
    public static Secret from(Supplier<String> supplier) {
        return new Secret("supplier", Objects.requireNonNull(supplier, "supplier"));
    }

    /**
     * Reads the environment variable of this name.
     *
     * @throws ConfigurationException if the variable is missing or blank, at once and not at the first call
     */
    public static Secret env(String name) {
        Objects.requireNonNull(name, "name");
        Secret secret = new Secret("environment variable " + name, () -> {
            String value = System.getenv(name);
            return value == null ? "" : value;
        });
        secret.reveal();
        return secret;
    }

    /**
     * Reads the file at each use, without white space at either end, so that a replaced file takes effect by itself. A file
     * that other users of the machine can write or replace is refused.
     */
    public static Secret file(Path path) {
        Objects.requireNonNull(path, "path");
        return new Secret("file " + path, () -> read(path), () -> changed(path));
    }

    private static String read(Path path) {
        try {
            FilePermissions.requireSafe(path);
            return Files.readString(path, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new ConfigurationException(
                    List.of(new ConfigurationException.Problem(path.toString(), "cannot be read as a secret")));
        }
    }

    private static Optional<Instant> changed(Path path) {
        try {
            return Optional.of(Files.getLastModifiedTime(path).toInstant());
        } catch (IOException e) {
            return Optional.empty(); // reveal() says what is wrong with it
        }
    }

    /**
     * Gives the value itself. Hand it to the one place that needs it, and keep it out of fields, logs and messages. From
     * now on it is masked wherever the SDK shows text that is not its own, if it has at least five characters.
     *
     * @throws ConfigurationException if there is no value now; the message names the origin
     */
    public String reveal() {
        String value = checked(supplier.get(), origin);
        ForeignText.hide(value);
        return value;
    }

    @SuppressWarnings("ConstantValue") // a host without null checks may hand us null
    private static String checked(String value, String origin) {
        if (value == null || value.isBlank()) {
            throw new ConfigurationException(List.of(new ConfigurationException.Problem(
                    "secret", "has no value in " + origin + "; set it, or pass another Secret")));
        }
        return value;
    }

    /** When the value was last changed, where that is known: of a file. */
    public Optional<Instant> changed() {
        return changed.get();
    }

    /** Names where the value comes from, never the value. */
    @Override
    public String toString() {
        return "Secret(" + origin + ")";
    }
}
