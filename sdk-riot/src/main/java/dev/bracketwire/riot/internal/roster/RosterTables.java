// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.roster;

import dev.bracketwire.store.Migrations;

/** The tables that rosters are kept in. */
public final class RosterTables {
    /** By these steps they come to be. */
    public static final Migrations STEPS = Migrations.named("riot_ign")
            .step("V1__names", """
                    CREATE TABLE ${ign_name} (
                      roster text NOT NULL,
                      fingerprint text NOT NULL,
                      puuid text NOT NULL,
                      entrant text NOT NULL,
                      game_name text NOT NULL,
                      tag text NOT NULL,
                      label text NOT NULL,
                      is_primary int NOT NULL,
                      since bigint NOT NULL,
                      seen bigint NOT NULL,
                      checked_in bigint,
                      version bigint NOT NULL,
                      PRIMARY KEY (roster, fingerprint, puuid)
                    );
                    CREATE UNIQUE INDEX #{ign_name_primary} ON ${ign_name} (roster, entrant) WHERE is_primary = 1;
                    CREATE INDEX #{ign_name_by_entrant} ON ${ign_name} (entrant);
                    CREATE INDEX #{ign_name_by_label} ON ${ign_name} (roster, label);
                    CREATE TABLE ${ign_look} (
                      roster text NOT NULL,
                      look text NOT NULL,
                      fingerprint text NOT NULL,
                      puuid text NOT NULL,
                      entrant text NOT NULL,
                      PRIMARY KEY (roster, look, fingerprint, puuid)
                    );
                    CREATE INDEX #{ign_look_by_account} ON ${ign_look} (roster, fingerprint, puuid);
                    CREATE INDEX #{ign_look_by_entrant} ON ${ign_look} (entrant);
                    """)
            .step(
                    "V2__events",
                    counted("integer PRIMARY KEY"),
                    counted("bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"))
            .step(
                    "V3__claims",
                    claims("integer PRIMARY KEY"),
                    claims("bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"))
            .step("V4__icons", """
                    CREATE TABLE ${ign_icon} (
                      fingerprint text NOT NULL,
                      puuid text NOT NULL,
                      id text NOT NULL,
                      platform text NOT NULL,
                      icon_before int NOT NULL,
                      icon int NOT NULL,
                      until bigint NOT NULL,
                      state text NOT NULL,
                      wrong text NOT NULL,
                      misses int NOT NULL,
                      misses_until bigint NOT NULL,
                      looker text NOT NULL,
                      kept bigint NOT NULL,
                      version bigint NOT NULL,
                      PRIMARY KEY (fingerprint, puuid)
                    );
                    CREATE INDEX #{ign_icon_by_kept} ON ${ign_icon} (kept);
                    """);

    private static String claims(String id) {
        return """
                CREATE TABLE ${ign_claim} (
                  entrant text NOT NULL,
                  typed text NOT NULL,
                  state text NOT NULL,
                  reason text NOT NULL,
                  puuid text,
                  game_name text,
                  tag text,
                  fingerprint text NOT NULL,
                  proof text,
                  since bigint NOT NULL,
                  version bigint NOT NULL,
                  PRIMARY KEY (entrant, typed)
                );
                CREATE TABLE ${ign_step} (
                  id %1$s,
                  entrant text NOT NULL,
                  came_from text,
                  went_to text NOT NULL,
                  reason text,
                  actor text NOT NULL,
                  at bigint NOT NULL
                );
                CREATE INDEX #{ign_step_by_entrant} ON ${ign_step} (entrant);
                CREATE INDEX #{ign_step_by_time} ON ${ign_step} (at);
                """.formatted(id);
    }

    private static String counted(String id) {
        return """
                CREATE TABLE ${ign_event} (
                  id %1$s,
                  roster text NOT NULL,
                  entrant text NOT NULL,
                  what text NOT NULL,
                  actor text NOT NULL,
                  at bigint NOT NULL,
                  name_before text,
                  name_after text
                );
                CREATE INDEX #{ign_event_by_entrant} ON ${ign_event} (entrant);
                CREATE INDEX #{ign_event_by_time} ON ${ign_event} (at);
                """.formatted(id);
    }

    private RosterTables() {}
}
