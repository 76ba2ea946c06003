// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.cassette;

import dev.bracketwire.connector.Headers;
import dev.bracketwire.internal.http.Attempt;
import dev.bracketwire.internal.http.Query;
import dev.bracketwire.internal.http.Transport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The entries of a cassette that is in use, in the order in which they were asked. */
public final class Tape {
    private final Path file;
    private final boolean replays;
    private final Set<String> keptHeaders;
    private final boolean repeats;
    private final Redaction redaction;
    private final List<Entry> entries;
    private @Nullable Thread lastChance;

    /**
     * Loads what is replayed, or begins an empty recording.
     *
     * @throws dev.bracketwire.ConfigurationException if the file cannot be replayed
     */
    public Tape(Path file, boolean replays, SecretNames names, Set<String> keptHeaders, boolean repeats) {
        this.file = file;
        this.replays = replays;
        this.keptHeaders = keptHeaders;
        this.repeats = repeats;
        this.redaction = new Redaction(names);
        this.entries = replays ? TapeFile.read(file) : new ArrayList<>();
    }

    /** Whether nothing is sent. */
    public boolean replays() {
        return replays;
    }

    /** What sends the attempts of a connector: this tape, or an upstream that is recorded. */
    public Transport transport(Supplier<Transport> upstream) {
        return replays ? new Player(this) : new Recorder(this, upstream.get());
    }

    /** The requests that were not asked for in a replay, by number and name. */
    public synchronized List<String> unused() {
        return IntStream.range(0, replays ? entries.size() : 0)
                .filter(i -> !entries.get(i).isPlayed())
                .mapToObj(this::name)
                .toList();
    }

    /** Whether a request that was answered 401 is asked once more. */
    synchronized boolean goesOnAfterRefusal() {
        return entries.stream()
                .filter(entry -> entry.isPlayed() && entry.told().status() == 401)
                .anyMatch(entry -> entries.stream()
                        .anyMatch(next -> !next.isPlayed() && Difference.isNone(next.asked, entry.asked)));
    }

    synchronized Entry begin(Attempt attempt, @Nullable Content content) {
        if (lastChance == null) {
            lastChance = new Thread(this::write, "bracketwire-cassette");
            // For a connector that is never closed, as in a test that failed before it was.
            try {
                Runtime.getRuntime().addShutdownHook(lastChance);
            } catch (IllegalStateException e) {
                // The process is ending already: what is recorded now is written if the connector is closed.
            }
        }
        attempt.headers((name, value) -> {
            if (redaction.isSecretHeader(name)) {
                redaction.learn(name, value);
            }
        });
        attempt.credential().forEach(redaction::learn);
        Entry entry = Entry.begun(plain(attempt, content));
        entries.add(entry);
        return entry;
    }

    synchronized void drop(Entry entry) {
        entries.remove(entry);
    }

    /** What an attempt asks, as it would stand on the tape. */
    synchronized Asked asked(Attempt attempt, @Nullable Content content) {
        return redaction.byName(plain(attempt, content));
    }

    synchronized @Nullable Told play(Asked asked) {
        Entry last = null;
        for (Entry entry : entries) {
            if (Difference.isNone(entry.asked, asked)) {
                if (!entry.isPlayed()) {
                    entry.play();
                    return entry.told();
                }
                last = entry;
            }
        }
        return repeats && last != null ? last.told() : null;
    }

    /** Says why there is nothing to play. */
    synchronized String missing(Asked asked) {
        int nearest = -1;
        Difference least = null;
        for (int i = 0; i < entries.size(); i++) {
            Difference difference = Difference.of(entries.get(i).asked, asked);
            if (difference == null) {
                return "it is on the cassette " + file + " as " + name(i) + ", which was played already: record the"
                        + " cassette anew with Cassette.record(…), or let the last reply repeat with repeatLast()";
            }
            if (least == null || difference.weight() < least.weight()) {
                nearest = i;
                least = difference;
            }
        }
        String near = least == null ? "which is empty" : "where " + name(nearest) + " is nearest, but " + least.text();
        return "not on the cassette " + file + ", " + near + ": record it anew with Cassette.record(…)";
    }

    /** Writes the recording, if there is anything new, and does not wait for the end of the process any more. */
    synchronized void save() {
        Thread hook = lastChance;
        lastChance = null;
        if (hook == null) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending, and the hook writes the same once more.
        }
        write();
    }

    private synchronized void write() {
        List<Told> told =
                entries.stream().map(Entry::told).map(redaction::byName).toList();
        List<Asked> asked =
                entries.stream().map(entry -> redaction.byName(entry.asked)).toList();
        List<Entry> clean = IntStream.range(0, told.size())
                .mapToObj(i -> new Entry(redaction.byValue(asked.get(i)), redaction.byValue(told.get(i))))
                .toList();
        TapeFile.write(file, clean);
    }

    private Asked plain(Attempt attempt, @Nullable Content content) {
        String url = attempt.url();
        int from = url.indexOf('/', url.indexOf("://") + 3);
        int query = url.indexOf('?');
        String path = from < 0 ? "/" : url.substring(from, query < 0 ? url.length() : query);
        Content body = content == null ? null : Parts.plain(content);
        return new Asked(
                attempt.method(),
                attempt.template(),
                path,
                query < 0 ? "" : Query.sorted(url.substring(query + 1)),
                headers(attempt, body),
                body);
    }

    private Headers headers(Attempt attempt, @Nullable Content body) {
        Map<String, String> kept = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Headers credential = attempt.credential();
        attempt.headers((name, value) -> {
            boolean wanted = keptHeaders.stream().anyMatch(name::equalsIgnoreCase);
            if (wanted && !redaction.isSecretHeader(name) && credential.get(name) == null) {
                kept.put(name, value);
            }
        });
        if (body != null) {
            kept.put("Content-Type", body.type());
        }
        List<String> lines = new ArrayList<>();
        kept.forEach((name, value) -> {
            lines.add(name);
            lines.add(value);
        });
        return Headers.received(lines.toArray(new String[0]));
    }

    private String name(int index) {
        return "entry " + (index + 1) + ", " + entries.get(index).asked.name();
    }

    /** Whether there is a file to replay. */
    public static boolean isRecorded(Path file) {
        return Files.exists(file);
    }
}
