// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cassette;

import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.internal.http.QueryString;
import dev.bracketwire.connector.internal.http.Transport;
import dev.bracketwire.connector.internal.http.TransportAttempt;
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
public final class CassetteEntries {
    private final Path file;
    private final boolean replays;
    private final Set<String> keptHeaders;
    private final boolean repeats;
    private final CassetteRedaction cassetteRedaction;
    private final List<CassetteEntry> entries;
    private @Nullable Thread lastChance;

    /**
     * Loads what is replayed, or begins an empty recording.
     *
     * @throws dev.bracketwire.ConfigurationException if the file cannot be replayed
     */
    public CassetteEntries(Path file, boolean replays, SecretNames names, Set<String> keptHeaders, boolean repeats) {
        this.file = file;
        this.replays = replays;
        this.keptHeaders = keptHeaders;
        this.repeats = repeats;
        this.cassetteRedaction = new CassetteRedaction(names);
        this.entries = replays ? CassetteFile.read(file) : new ArrayList<>();
    }

    /** Whether nothing is sent. */
    public boolean replays() {
        return replays;
    }

    /** What sends the attempts of a connector: this tape, or an upstream that is recorded. */
    public Transport transport(Supplier<Transport> upstream) {
        return replays ? new ReplayTransport(this) : new RecordingTransport(this, upstream.get());
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
                .filter(cassetteEntry ->
                        cassetteEntry.isPlayed() && cassetteEntry.told().status() == 401)
                .anyMatch(cassetteEntry -> entries.stream()
                        .anyMatch(next -> !next.isPlayed()
                                && RequestDifference.isNone(next.recordedRequest, cassetteEntry.recordedRequest)));
    }

    synchronized CassetteEntry begin(TransportAttempt transportAttempt, @Nullable RecordedContent recordedContent) {
        if (lastChance == null) {
            lastChance = new Thread(this::write, "bracketwire-cassette");
            // For a connector that is never closed, as in a test that failed before it was.
            try {
                Runtime.getRuntime().addShutdownHook(lastChance);
            } catch (IllegalStateException e) {
                // The process is ending already: what is recorded now is written if the connector is closed.
            }
        }
        transportAttempt.headers((name, value) -> {
            if (cassetteRedaction.isSecretHeader(name)) {
                cassetteRedaction.learn(name, value);
            }
        });
        transportAttempt.credential().forEach(cassetteRedaction::learn);
        CassetteEntry cassetteEntry = CassetteEntry.begun(plain(transportAttempt, recordedContent));
        entries.add(cassetteEntry);
        return cassetteEntry;
    }

    synchronized void drop(CassetteEntry cassetteEntry) {
        entries.remove(cassetteEntry);
    }

    /** Returns the request of an attempt in its recorded form. */
    synchronized RecordedRequest asked(TransportAttempt transportAttempt, @Nullable RecordedContent recordedContent) {
        return cassetteRedaction.byName(plain(transportAttempt, recordedContent));
    }

    synchronized @Nullable RecordedResult play(RecordedRequest recordedRequest) {
        CassetteEntry last = null;
        for (CassetteEntry cassetteEntry : entries) {
            if (RequestDifference.isNone(cassetteEntry.recordedRequest, recordedRequest)) {
                if (!cassetteEntry.isPlayed()) {
                    cassetteEntry.play();
                    return cassetteEntry.told();
                }
                last = cassetteEntry;
            }
        }
        return repeats && last != null ? last.told() : null;
    }

    /** Says why there is nothing to play. */
    synchronized String missing(RecordedRequest recordedRequest) {
        int nearest = -1;
        RequestDifference least = null;
        for (int i = 0; i < entries.size(); i++) {
            RequestDifference requestDifference = RequestDifference.of(entries.get(i).recordedRequest, recordedRequest);
            if (requestDifference == null) {
                return "it is on the cassette " + file + " as " + name(i) + ", which was played already: record the"
                        + " cassette anew with Cassette.record(…), or let the last reply repeat with repeatLast()";
            }
            if (least == null || requestDifference.weight() < least.weight()) {
                nearest = i;
                least = requestDifference;
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
        List<RecordedResult> told = entries.stream()
                .map(CassetteEntry::told)
                .map(cassetteRedaction::byName)
                .toList();
        List<RecordedRequest> asked = entries.stream()
                .map(cassetteEntry -> cassetteRedaction.byName(cassetteEntry.recordedRequest))
                .toList();
        List<CassetteEntry> clean = IntStream.range(0, told.size())
                .mapToObj(i -> new CassetteEntry(
                        cassetteRedaction.byValue(asked.get(i)), cassetteRedaction.byValue(told.get(i))))
                .toList();
        CassetteFile.write(file, clean);
    }

    private RecordedRequest plain(TransportAttempt transportAttempt, @Nullable RecordedContent recordedContent) {
        String url = transportAttempt.url();
        int from = url.indexOf('/', url.indexOf("://") + 3);
        int query = url.indexOf('?');
        String path = from < 0 ? "/" : url.substring(from, query < 0 ? url.length() : query);
        RecordedContent body = recordedContent == null ? null : MultipartParts.plain(recordedContent);
        return new RecordedRequest(
                transportAttempt.method(),
                transportAttempt.template(),
                path,
                query < 0 ? "" : QueryString.sorted(url.substring(query + 1)),
                headers(transportAttempt, body),
                body);
    }

    private Headers headers(TransportAttempt transportAttempt, @Nullable RecordedContent body) {
        Map<String, String> kept = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Headers credential = transportAttempt.credential();
        transportAttempt.headers((name, value) -> {
            boolean wanted = keptHeaders.stream().anyMatch(name::equalsIgnoreCase);
            if (wanted && !cassetteRedaction.isSecretHeader(name) && credential.get(name) == null) {
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
        return "entry " + (index + 1) + ", "
                + entries.get(index).recordedRequest.name();
    }

    /** Whether there is a file to replay. */
    public static boolean isRecorded(Path file) {
        return Files.exists(file);
    }
}
