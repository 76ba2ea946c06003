// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import dev.bracketwire.connector.internal.cassette.CassetteEntries;
import dev.bracketwire.connector.internal.cassette.ReplayAuth;
import dev.bracketwire.connector.internal.cassette.SecretNames;
import dev.bracketwire.connector.internal.http.Transport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what an upstream answered in a file, and answers from it: for tests that run without a network and a key.
 *
 * <pre>{@code
 * Cassette cassette = Cassette.replayOrRecord(Path.of("src/test/cassettes/chests.json"));
 * ConnectorConfig config = ConnectorConfig.builder("chests", uri)
 *         .auth(Auth.bearer(Secret.from(() -> System.getenv().getOrDefault("CHESTS_TOKEN", ""))))
 *         .cassette(cassette)
 *         .build();
 * }</pre>
 *
 * <p>It stands in the place of the network: limits, retries, caches and listeners work as ever. In a replay the
 * connector's {@link Auth} is not asked; only {@link dev.bracketwire.Secret#env} looks for its variable at once. A request
 * is answered by the recorded one of the same method, path, query and body, each once and in the order of the recording;
 * one that is not there fails with {@link dev.bracketwire.CassetteException}.
 *
 * <p>A recording is written when the connector is closed, or at the latest when the process ends, and replaces the file as
 * a whole. It never holds what {@code Auth} adds to a request, nor the value of a header, field, parameter or place in a
 * path whose name looks like a secret's: such a string is {@code ***} in it and such a number 0, also wherever else the
 * same value stands: as it is, escaped as in JSON, URLs or HTML, or inside base64. A value of fewer than five characters
 * is masked under its name only. Look at what else it holds before you publish it.
 *
 * <p>The options give a new cassette; give one cassette to one connector. Safe for any number of threads.
 */
public final class Cassette {
    private final Path file;
    private final Mode mode;
    private final Set<String> redacted;
    private final Set<String> kept;
    private final Set<String> headers;
    private final boolean repeats;
    private @Nullable CassetteEntries cassetteEntries;

    private Cassette(
            Path file, Mode mode, Set<String> redacted, Set<String> kept, Set<String> headers, boolean repeats) {
        this.file = file;
        this.mode = mode;
        this.redacted = redacted;
        this.kept = kept;
        this.headers = headers;
        this.repeats = repeats;
    }

    private static Cassette of(Path file, Mode mode) {
        Objects.requireNonNull(file, "file");
        return new Cassette(file, mode, Set.of(), Set.of(), Set.of("Accept"), false);
    }

    /** Answers from the file. Nothing is sent. */
    public static Cassette replay(Path file) {
        return of(file, Mode.REPLAY);
    }

    /** Sends everything, and writes it into the file, whether it is there or not. */
    public static Cassette record(Path file) {
        return of(file, Mode.RECORD);
    }

    /** Answers from the file if it is there when the connector is made, and records it otherwise. */
    public static Cassette replayOrRecord(Path file) {
        return of(file, Mode.EITHER);
    }

    /** Takes these for secrets too: names of headers, JSON fields, parameters or places in a path, in any spelling. */
    public Cassette redact(String... names) {
        return new Cassette(file, mode, and(redacted, names), kept, headers, repeats);
    }

    /** Keeps what has these names, which look like a secret's and are not, such as the {@code key} of a chest. */
    public Cassette keep(String... names) {
        return new Cassette(file, mode, redacted, and(kept, names), headers, repeats);
    }

    /** Keeps these headers of requests beside Accept and Content-Type, such as the version of an API, for the reader. */
    public Cassette keepHeaders(String... names) {
        return new Cassette(file, mode, redacted, kept, and(headers, names), repeats);
    }

    /** Answers with the last recorded reply once more where a request is repeated more often than it was recorded. */
    public Cassette repeatLast() {
        return new Cassette(file, mode, redacted, kept, headers, true);
    }

    /** The recorded requests that a replay has not asked for, such as {@code entry 3, GET /players/{id}}. */
    public List<String> unused() {
        return tape().unused();
    }

    /** The file. */
    public Path file() {
        return file;
    }

    Transport transport(Supplier<Transport> upstream) {
        return tape().transport(upstream);
    }

    Auth auth(Auth own) {
        return new ReplayAuth(own, this::tape);
    }

    private synchronized CassetteEntries tape() {
        if (cassetteEntries == null) {
            boolean replays = mode == Mode.REPLAY || (mode == Mode.EITHER && CassetteEntries.isRecorded(file));
            cassetteEntries = new CassetteEntries(file, replays, new SecretNames(redacted, kept), headers, repeats);
        }
        return cassetteEntries;
    }

    private static Set<String> and(Set<String> names, String... more) {
        Set<String> all = new HashSet<>(names);
        all.addAll(new ArrayList<>(List.of(more)));
        return Set.copyOf(all);
    }

    /** Names the file. */
    @Override
    public String toString() {
        return "Cassette[" + file + "]";
    }

    private enum Mode {
        REPLAY,
        RECORD,
        EITHER
    }
}
