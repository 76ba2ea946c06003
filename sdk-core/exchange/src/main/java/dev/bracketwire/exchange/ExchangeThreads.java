// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.CallThreads;

/**
 * Owns the threads on which started reads, writes and comparisons run. They belong to no client, since formats, tables and
 * backups are values that nothing closes; each thread ends after ten idle seconds.
 */
final class ExchangeThreads {
    static final CallThreads SHARED = CallThreads.create("exchange");

    private ExchangeThreads() {}
}
