// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import java.util.List;

/** Lists all columns that rows can have, for rows of a table that takes no others. */
public interface KnownColumns {
    /** Returns the names, as the table spells them. */
    List<String> columns();
}
