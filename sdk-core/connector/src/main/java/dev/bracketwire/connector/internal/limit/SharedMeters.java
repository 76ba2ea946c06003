// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.limit;

import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.limit.Limiter.Ask;

/** What budgets have in common that share meters. They also share it as their lock. */
interface SharedMeters {
    /** Serves those who may go on, whatever their budget, since something came free. */
    void freed();

    /** Whether replies are to be learned from. */
    boolean learning();

    /** Learns from a reply; tells whether it was understood when to come again. */
    boolean learn(Ask ask, Reply reply);
}
