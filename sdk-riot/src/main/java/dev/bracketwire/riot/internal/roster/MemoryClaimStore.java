// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.roster;

import dev.bracketwire.Call;
import dev.bracketwire.riot.ign.verify.Claim;
import dev.bracketwire.riot.ign.verify.Transition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps claims in memory. */
public final class MemoryClaimStore implements ClaimStore {
    private final Map<String, Map<String, Claim>> claims = new HashMap<>();
    private final Map<String, List<Transition>> steps = new HashMap<>();

    private <T> Call<T> alone(Supplier<T> work) {
        return Call.of(context -> {
            synchronized (claims) {
                return CompletableFuture.completedFuture(work.get());
            }
        });
    }

    @Override
    public Call<Optional<Claim>> find(String entrant, String text) {
        return alone(
                () -> Optional.ofNullable(claims.getOrDefault(entrant, Map.of()).get(text)));
    }

    @Override
    public Call<List<Claim>> of(String entrant) {
        return alone(() -> List.copyOf(claims.getOrDefault(entrant, Map.of()).values()));
    }

    @Override
    public Call<Boolean> put(@Nullable Claim before, Claim after, Transition step) {
        return alone(() -> {
            Map<String, Claim> all = claims.computeIfAbsent(after.entrant(), any -> new TreeMap<>());
            Claim now = all.get(after.text());
            if ((now == null) != (before == null)
                    || (now != null && before != null && now.version() != before.version())) {
                return false;
            }
            all.put(after.text(), after);
            steps.computeIfAbsent(after.entrant(), any -> new ArrayList<>()).add(step);
            return true;
        });
    }

    @Override
    public Call<List<Transition>> log(String entrant) {
        return alone(() -> List.copyOf(steps.getOrDefault(entrant, List.of())));
    }
}
