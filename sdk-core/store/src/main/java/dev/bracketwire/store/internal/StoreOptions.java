// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What a builder says of a database about to be opened. */
public record StoreOptions(
        @Nullable String schema,
        Duration busyTimeout,
        int readers,
        StoreThreads storeThreads,
        @Nullable DataSource listening) {}
