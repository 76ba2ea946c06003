// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.Secret;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** One place where a credential may be. Names itself without showing its content. */
public final class CredentialSource {
    private final String name;
    private final Supplier<Optional<String>> absence;
    private final Function<Set<URI>, GoogleCredential> reader;
    private final Supplier<Optional<Instant>> changed;

    private CredentialSource(
            String name,
            Supplier<Optional<String>> absence,
            Function<Set<URI>, GoogleCredential> reader,
            Supplier<Optional<Instant>> changed) {
        this.name = name;
        this.absence = absence;
        this.reader = reader;
        this.changed = changed;
    }

    /** Holds the credential that the caller gave. */
    public static CredentialSource given(String name, GoogleCredential credential) {
        return new CredentialSource(name, Optional::empty, allowed -> credential, Optional::empty);
    }

    /** Reads JSON out of a secret, each time anew. */
    public static CredentialSource json(String name, Secret json) {
        return new CredentialSource(
                name, Optional::empty, allowed -> CredentialFile.parse(json.reveal(), name, allowed), json::changed);
    }

    /** Reads a file, each time anew. It is absent where there is no such file. */
    public static CredentialSource file(String name, Path path) {
        Secret text = Secret.file(path);
        return new CredentialSource(
                name,
                () -> Files.notExists(path) ? Optional.of("does not exist") : Optional.empty(),
                allowed -> CredentialFile.parse(text.reveal(), name, allowed),
                text::changed);
    }

    /** Reads a file that has to be there. */
    public static CredentialSource requiredFile(String name, Path path) {
        CredentialSource file = file(name, path);
        return new CredentialSource(
                name,
                Optional::empty,
                allowed -> {
                    file.absence().ifPresent(rule -> {
                        throw new ConfigurationException(List.of(new Problem(name, rule)));
                    });
                    return file.read(allowed);
                },
                file.changed);
    }

    /** Stands for a place that holds nothing. */
    public static CredentialSource absent(String name, String rule) {
        return new CredentialSource(
                name,
                () -> Optional.of(rule),
                allowed -> {
                    throw new ConfigurationException(List.of(new Problem(name, rule)));
                },
                Optional::empty);
    }

    /** Returns the name, such as that of an environment variable or the path of a file. */
    public String name() {
        return name;
    }

    /** Returns the reason why there is no credential here, or nothing if there is one. */
    public Optional<String> absence() {
        return absence.get();
    }

    /**
     * Reads the credential as it is now.
     *
     * @throws ConfigurationException if it is not usable
     */
    public GoogleCredential read(Set<URI> allowed) {
        return reader.apply(allowed);
    }

    /** Returns when the credential was last changed, if that is known. */
    public Optional<Instant> changed() {
        return changed.get();
    }
}
