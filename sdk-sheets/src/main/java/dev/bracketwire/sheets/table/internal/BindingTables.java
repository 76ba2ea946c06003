// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.store.Migrations;

/** The tables in which bindings are stored. */
public final class BindingTables {
    /** The steps that make them. */
    public static final Migrations STEPS = Migrations.named("sheet_bindings")
            .step(
                    "V1__bindings",
                    bindings("integer PRIMARY KEY AUTOINCREMENT"),
                    bindings("bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"));

    private BindingTables() {}

    private static String bindings(String id) {
        return """
                CREATE TABLE ${sheet_binding} (
                  tenant text NOT NULL,
                  mode text NOT NULL,
                  environment text NOT NULL,
                  spreadsheet text NOT NULL,
                  tab text NOT NULL,
                  sheet_id int,
                  layout text NOT NULL,
                  version bigint NOT NULL,
                  PRIMARY KEY (tenant, mode, environment)
                );
                CREATE INDEX #{sheet_binding_by_spreadsheet} ON ${sheet_binding} (spreadsheet);
                CREATE TABLE ${sheet_binding_event} (
                  id %s,
                  tenant text NOT NULL,
                  mode text NOT NULL,
                  environment text NOT NULL,
                  kind text NOT NULL,
                  spreadsheet text NOT NULL,
                  tab text NOT NULL,
                  layout text NOT NULL,
                  actor text,
                  at bigint NOT NULL
                );
                CREATE INDEX #{sheet_binding_event_by_binding}
                  ON ${sheet_binding_event} (tenant, mode, environment);
                CREATE INDEX #{sheet_binding_event_by_actor} ON ${sheet_binding_event} (actor);
                CREATE INDEX #{sheet_binding_event_by_time} ON ${sheet_binding_event} (at);
                """.formatted(id);
    }
}
