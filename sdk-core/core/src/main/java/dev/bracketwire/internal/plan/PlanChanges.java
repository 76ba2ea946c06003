// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.plan;

import dev.bracketwire.Change;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The changes of a plan: first collected by one thread, then only read. */
public final class PlanChanges<C extends Change> {
    private final ChangeCodec<C> codec = new ChangeCodec<>();
    private final SpillingList<C> kept = new SpillingList<>(codec);
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Fingerprint fingerprint;

    /** Begins a plan of this title. */
    public PlanChanges(String title) {
        this.fingerprint = new Fingerprint(title);
    }

    /** Adds one. */
    public void add(C change) {
        byte[] bytes = codec.write(change);
        fingerprint.add(change.getClass().getName());
        fingerprint.add(bytes);
        counts.merge(change.kind(), 1, Integer::sum);
        kept.add(change);
    }

    /** Settles the changes and gives their digest. */
    public String fingerprint() {
        return fingerprint.hex();
    }

    /** How many there are. */
    public int size() {
        return kept.size();
    }

    /** How many there are of each kind. */
    public Map<String, Integer> counts() {
        return counts;
    }

    /** All of them in order. */
    public Stream<C> stream() {
        return kept.stream(kept.size());
    }
}
