// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import dev.bracketwire.house.SqlRules;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The texts in the SQL of this module that are no identifiers, each with the reason why none is from outside. */
class SqlTextTest extends SqlRules {
    /** SQL that the program hands over as such, by public methods that say so. */
    private static final Set<String> OF_THE_PROGRAM =
            Set.of("QueueClaim.where", "QueueClaim.order", "QueueClaim.set", "TableNames.fill()", "RowCursor.sql");

    /** Names that TableNames.checked or the pattern of a step let through: small letters, digits and underscores. */
    private static final Set<String> CHECKED = Set.of(
            "DatabaseTokenStore.table",
            "TableNames.schema()",
            "TableNames.table()",
            "MigrationStep.checksum()",
            "MigrationStep.name()",
            "MigrationSteps.part",
            "MigrationSteps.table");

    /** One of some constants. */
    private static final Set<String> CHOSEN = Set.of(
            "QueueClaim.locked",
            "Database.now()",
            "DatabaseTokenStore.lock",
            "FileSource.setting",
            "LeaseTable.lock",
            "LeaseTable.now",
            "MigrationRunner.query",
            "TableNames.now()");

    /** Made of what is looked at where it is made: constants, identifiers, numbers, and the places of parameters. */
    private static final Set<String> MADE = Set.of(
            "QueueClaim.sql()",
            "SqliteTransactions.sql",
            "LeaseTable.expires",
            "LeaseTable.sql",
            "PostgresNotifications.sql",
            "PersonalRows.person()",
            "PersonalRows.what",
            "PersonalRows.where()",
            "PersonalRows: Stream.collect()",
            "SqlIdentifier.list()",
            "MigrationSteps.entry()",
            "MigrationSteps.prelude()",
            "TableRows.equal()",
            "TableRows.set",
            "TableRows.sql",
            "TableRows.where()",
            "TableRows: List.get()",
            "TableRows: String.join()",
            "Upsert.change",
            "Upsert.sql",
            "Upsert: String.join()");

    SqlTextTest() {
        super(Stream.of(OF_THE_PROGRAM, CHECKED, CHOSEN, MADE)
                .flatMap(Set::stream)
                .collect(Collectors.toSet()));
    }
}
