// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import dev.bracketwire.house.SqlRules;
import java.util.Set;

/** The texts in the SQL of this module that are no identifiers: names of tables of ours, and constants put together. */
class SqlTextTest extends SqlRules {
    SqlTextTest() {
        super(Set.of(
                "SqlRosterTransaction.condition",
                "SqlRosterTransaction.events",
                "SqlRosterTransaction.looks",
                "SqlRosterTransaction.names",
                "SqlRosterTransaction.places",
                "SqlRosterTransaction.sql",
                "SqlClaimStore.claims",
                "SqlClaimStore.rest",
                "SqlClaimStore.sql",
                "SqlClaimStore.steps",
                "SqlIconStore.table"));
    }
}
