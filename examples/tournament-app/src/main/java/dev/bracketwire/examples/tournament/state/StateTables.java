// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.state;

import dev.bracketwire.store.Migrations;
import dev.bracketwire.store.PersonalTable;
import java.util.List;

/** The tables of the application. Times are milliseconds, ids are texts. */
public final class StateTables {
    /** Creates the tables. */
    public static final Migrations STEPS = Migrations.named("tournaments")
            .step("V1__people", """
                    CREATE TABLE ${people} (id text PRIMARY KEY, name text NOT NULL, discord text UNIQUE);
                    CREATE TABLE ${grants} (person text NOT NULL, scope text NOT NULL, level text NOT NULL,
                        PRIMARY KEY (person, scope))""")
            .step("V2__tournaments", """
                    CREATE TABLE ${organisations} (id text PRIMARY KEY, name text NOT NULL);
                    CREATE TABLE ${tournaments} (id text PRIMARY KEY, organisation text NOT NULL, name text NOT NULL,
                        capacity int NOT NULL, team_size int NOT NULL, max_teams int NOT NULL,
                        registration_opens bigint, registration_closes bigint, registration_by_hand text,
                        check_in_opens bigint, check_in_closes bigint, check_in_by_hand text,
                        spreadsheet text, tab text, version bigint NOT NULL DEFAULT 0);
                    CREATE TABLE ${entries} (tournament text NOT NULL, person text NOT NULL, status text NOT NULL,
                        position bigint NOT NULL, since bigint NOT NULL, riot_id text NOT NULL,
                        verification text NOT NULL, verified_at bigint, team text, checked_in bigint,
                        PRIMARY KEY (tournament, person));
                    CREATE INDEX #{entries_person} ON ${entries} (person)""")
            .step("V3__audit", """
                    CREATE TABLE ${audit} (id text PRIMARY KEY, number bigint NOT NULL UNIQUE, at bigint NOT NULL,
                        actor text, face text NOT NULL, command text NOT NULL, tournament text,
                        outcome text NOT NULL, summary text NOT NULL, undone_by text);
                    CREATE TABLE ${audit_changes} (audit text NOT NULL, number int NOT NULL, person text,
                        change_json text, PRIMARY KEY (audit, number));
                    CREATE INDEX #{audit_changes_person} ON ${audit_changes} (person);
                    CREATE TABLE ${choices} (answer text NOT NULL, number int NOT NULL, person text NOT NULL,
                        subject text, command text NOT NULL, command_json text NOT NULL, at bigint NOT NULL,
                        PRIMARY KEY (answer, number));
                    CREATE TABLE ${counters} (name text PRIMARY KEY, value bigint NOT NULL);
                    INSERT INTO ${counters} (name, value) VALUES ('events', 0);
                    CREATE TABLE ${events} (number bigint PRIMARY KEY, tournament text, topic text NOT NULL,
                        at bigint NOT NULL)""")
            .step("V4__work", """
                    CREATE TABLE ${messages} (id text PRIMARY KEY, person text NOT NULL, tournament text,
                        event text NOT NULL, body text NOT NULL, state text NOT NULL, attempts int NOT NULL,
                        at bigint NOT NULL, due bigint NOT NULL, sent bigint, problem text, UNIQUE (person, event));
                    CREATE INDEX #{messages_due} ON ${messages} (state, due);
                    CREATE TABLE ${role_wishes} (tournament text NOT NULL, person text NOT NULL, due bigint NOT NULL,
                        attempts int NOT NULL, mark text NOT NULL, PRIMARY KEY (tournament, person));
                    CREATE TABLE ${sheet_rows} (tournament text NOT NULL, person text NOT NULL, row_key text NOT NULL,
                        row_json text NOT NULL, PRIMARY KEY (tournament, person));
                    CREATE TABLE ${sheet_state} (tournament text PRIMARY KEY, dirty bigint NOT NULL,
                        view_json text);
                    CREATE TABLE ${window_states} (tournament text NOT NULL, name text NOT NULL, state text NOT NULL,
                        PRIMARY KEY (tournament, name));
                    CREATE TABLE ${work_problems} (work text PRIMARY KEY, problem text NOT NULL, since bigint NOT NULL,
                        next_try bigint NOT NULL);
                    CREATE TABLE ${upstreams} (name text PRIMARY KEY, failing_since bigint, last_good bigint,
                        next_try bigint, problem text)""")
            .step("V5__schedules", """
                    CREATE TABLE ${schedules} (tournament text PRIMARY KEY, slug text NOT NULL UNIQUE,
                        enabled int NOT NULL, channel text, crew_channel text);
                    CREATE TABLE ${schedule_members} (tournament text NOT NULL, person text NOT NULL,
                        since bigint NOT NULL, PRIMARY KEY (tournament, person));
                    CREATE TABLE ${crew_notices} (match_id bigint PRIMARY KEY, needs text NOT NULL)""");

    private StateTables() {}

    /**
     * Returns the rows about one person, for erasing and exporting. The row in a sheet is left: it is emptied by the work
     * that follows the sheet, and its mark goes with it. The person comes first, so that a registration that is under way
     * ends before its entry is looked for; see {@link StateTransaction}.
     */
    public static List<PersonalTable> personal() {
        return List.of(
                PersonalTable.of("people", "id").blanking("discord"),
                PersonalTable.of("role_wishes", "person"),
                PersonalTable.of("messages", "person"),
                PersonalTable.of("choices", "person"),
                PersonalTable.of("choices", "subject"),
                PersonalTable.of("audit_changes", "person").blanking("change_json"),
                PersonalTable.of("grants", "person"),
                PersonalTable.of("entries", "person"),
                PersonalTable.of("schedule_members", "person"),
                PersonalTable.of("people", "id"));
    }
}
