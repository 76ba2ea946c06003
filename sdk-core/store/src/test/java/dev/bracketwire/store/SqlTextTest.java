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
            "SqliteConnections.setting",
            "LeaseTable.lock",
            "LeaseTable.now",
            "MigrationRunner.query",
            "TableNames.now()",
            "TaskHistory.condition",
            "TaskTable.lock");

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
            "TaskHistory.sql",
            "TaskTable.latest",
            "TaskTable.now",
            "TaskTable.now()",
            "TaskTable.pausedAt",
            "TaskTable.sql",
            "Upsert.change",
            "Upsert.sql",
            "Upsert: String.join()");

    /**
     * Of backups: expressions over quoted columns, and names and definitions that the database's own catalogue gives through
     * its quoting functions or as numbers. No value and no name of an archive is among them.
     */
    private static final Set<String> OF_BACKUPS = Set.of(
            "ExactSql.names",
            "ExactSql.order",
            "ExactSql.overriding()",
            "ExactSql.places",
            "ExactSql.read",
            "ExactSql.sql",
            "Layout.scope()",
            "PostgresExact.bound",
            "PostgresExact.column",
            "PostgresExact.given",
            "PostgresExact.least",
            "PostgresExact.most",
            "PostgresExact.next",
            "PostgresExact.parent",
            "PostgresExact.same",
            "PostgresExact.tables",
            "PostgresExact: List.get()",
            "SqliteExact.aside",
            "SqliteExact.columns",
            "from[i]",
            "to[i]");

    SqlTextTest() {
        super(Stream.of(OF_THE_PROGRAM, CHECKED, CHOSEN, MADE, OF_BACKUPS)
                .flatMap(Set::stream)
                .collect(Collectors.toSet()));
    }
}
