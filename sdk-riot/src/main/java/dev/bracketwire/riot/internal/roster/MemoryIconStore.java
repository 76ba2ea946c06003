// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.roster;

import dev.bracketwire.Call;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps in memory which icons are asked for. */
public final class MemoryIconStore implements IconStore {
    private final Map<KeyedPuuid, AskedIcon> asked = new HashMap<>();

    private <T> Call<T> alone(Supplier<T> work) {
        return Call.of(context -> {
            synchronized (asked) {
                return CompletableFuture.completedFuture(work.get());
            }
        });
    }

    @Override
    public Call<Optional<AskedIcon>> find(KeyedPuuid account) {
        return alone(() -> Optional.ofNullable(asked.get(account)));
    }

    @Override
    public Call<Boolean> put(@Nullable AskedIcon before, AskedIcon after) {
        return alone(() -> {
            AskedIcon now = asked.get(after.account());
            boolean same = now == null
                    ? before == null
                    : before != null && now.is(before) && now.version() == before.version();
            if (same) {
                asked.put(after.account(), after);
            }
            return same;
        });
    }

    @Override
    public Call<Integer> forget(Instant now) {
        return alone(() -> {
            int before = asked.size();
            asked.values().removeIf(each -> !each.keptUntil().isAfter(now));
            return before - asked.size();
        });
    }
}
