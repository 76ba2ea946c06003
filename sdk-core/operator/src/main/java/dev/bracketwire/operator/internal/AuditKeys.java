// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator.internal;

import dev.bracketwire.Secret;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds the key that seals a trail, and the former ones that sealed its older files. */
public final class AuditKeys {
    private final List<AuditSeal> all = new ArrayList<>();

    /** Takes the keys as they are now. */
    public AuditKeys(Secret current, List<Secret> former) {
        all.add(new AuditSeal(current));
        former.forEach(secret -> all.add(new AuditSeal(secret)));
    }

    /** Returns the key that seals from now on. */
    public AuditSeal current() {
        return all.get(0);
    }

    /** Returns the key of this id, null if it is not given. */
    @Nullable
    AuditSeal find(String id) {
        return all.stream().filter(seal -> seal.id().equals(id)).findFirst().orElse(null);
    }
}
