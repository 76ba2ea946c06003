// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.command.CheckIn;
import dev.bracketwire.examples.tournament.command.Forget;
import dev.bracketwire.examples.tournament.command.Register;
import dev.bracketwire.examples.tournament.command.SetPermission;
import dev.bracketwire.examples.tournament.state.Person;
import dev.bracketwire.store.DatabaseEngine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A person is erased from every table, and only a random id stays in the audit. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ForgetTest {
    private final KnownAccounts accounts = new KnownAccounts();

    @Parameter
    private TestDatabase database = TestDatabase.SQLITE;

    @SuppressWarnings("NullAway.Init") // each test opens it
    private TournamentScene scene;

    @AfterEach
    void close() {
        scene.close();
    }

    private void forget(String name) {
        Answer.Planned plan = scene.planned("Root", new Forget(scene.id(name), null));
        assertThat(plan.undoable()).isFalse();
        scene.did("Root", new Forget(scene.id(name), plan.fingerprint()));
    }

    /** Returns all rows of all tables as texts. */
    private List<String> dump() {
        boolean sqlite = scene.db.engine() == DatabaseEngine.SQLITE;
        String schema = scene.db.table("people").replace(".people", "");
        List<String> rows = new ArrayList<>();
        for (String table : sqlite
                ? scene.strings("SELECT name FROM sqlite_master WHERE type = 'table'")
                : scene.strings(
                        "SELECT table_schema || '.' || table_name FROM information_schema.tables"
                                + " WHERE table_schema = ?",
                        schema)) {
            String columns = sqlite
                    ? String.join(
                            " || ' ' || ",
                            scene.strings(
                                    "SELECT 'COALESCE(CAST(\"' || name || '\" AS text), '''')'"
                                            + " FROM pragma_table_info(?)",
                                    table))
                    : "t::text";
            scene.strings("SELECT " + columns + " FROM " + table + " t").forEach(row -> rows.add(table + ": " + row));
        }
        return rows;
    }

    @Test
    void forget_confirmed_leavesNoTraceButARandomId() {
        scene = TournamentScene.of(database.open(), accounts, 3, 2);
        Person person = scene.person("Plantedname");
        scene.join("Anna", "Dragons");
        scene.join("Arno", "Dragons");
        scene.did("Olga", new Register("cup", "Plantedriot#EUW", "Wolves").person(person.id()));
        scene.refused("Olga", Reason.CHOOSE, new Register("cup", "Plantedriot#EUW", "Dragonz").person(person.id()));
        scene.refused("Plantedname", Reason.CHOOSE, new Register("cup", "Plantedriot#EUW", "Dragonz"));
        scene.did("Plantedname", new CheckIn("cup"));
        scene.did("Root", new SetPermission("cup", person.id(), Permission.VIEWER));
        scene.did("Benno", new Register("cup", "Benno#EUW", "Herons").onWaitlist());
        List<String> planted = List.of(
                "Plantedname",
                "Plantedriot",
                "plantedriot",
                person.discord(),
                accounts.puuid("Plantedriot#EUW").toString(),
                accounts.puuid("Plantedriot#EUW").value());
        for (String text : planted.subList(0, 4)) {
            assertThat(dump()).as(text).anySatisfy(row -> assertThat(row).contains(text));
        }

        forget("Plantedname");

        for (String text : planted) {
            assertThat(dump()).as(text).noneSatisfy(row -> assertThat(row).contains(text));
        }
        assertThat(scene.registered()).as("the place passes to the next").containsExactly("Anna", "Arno", "Benno");
        assertThat(dump()).anySatisfy(row -> assertThat(row).contains("audit").contains(person.id()));
        assertThat(scene.audit().get(0).summary()).isEqualTo("erased a person");
    }

    @Test
    void forget_thenUndo_isRefused() {
        scene = TournamentScene.of(database.open(), accounts, 1, 1);
        scene.register("Ann", "Ben");
        Answer left = scene.withdraw("Ann");

        forget("Ann");

        Answer refused = TournamentScene.refused(scene.undo("Olga", left), Reason.CONFLICT);
        assertThat(refused.text()).isEqualTo("A person of " + left.id() + " was erased since, so it cannot be undone.");
        assertThat(scene.registered()).containsExactly("Ben");
        scene.refused("Root", Reason.NOT_FOUND, new Forget(scene.id("Ann"), null));
        assertThat(scene.audit()).anySatisfy(line -> assertThat(line.summary()).isEqualTo("withdrew an erased person"));
    }

    @Test
    void forget_whatHasChangedSince_isStale() {
        scene = TournamentScene.of(database.open(), accounts, 1, 1);
        scene.register("Ann");
        Answer.Planned plan = scene.planned("Root", new Forget(scene.id("Ann"), null));
        assertThat(plan.changes()).contains("withdraws from cup");
        scene.did("Ann", new CheckIn("cup"));

        scene.refused("Root", Reason.STALE, new Forget(scene.id("Ann"), plan.fingerprint()));

        assertThat(scene.registered()).containsExactly("Ann");
    }

    @Test
    void forget_ofTheLastAdmin_isRefused() {
        scene = TournamentScene.of(database.open(), accounts, 1, 1);

        scene.refused("Root", Reason.CONFLICT, new Forget(scene.id("Root"), null));
        scene.refused("Root", Reason.CONFLICT, new SetPermission(null, scene.id("Root"), null));
        scene.refused("Root", Reason.CONFLICT, new SetPermission(null, scene.id("Root"), Permission.VIEWER));
        scene.did("Root", new SetPermission(null, scene.id("Rita"), Permission.ADMIN));

        scene.did("Rita", new SetPermission(null, scene.id("Root"), null));
        scene.refused("Rita", Reason.CONFLICT, new Forget(scene.id("Rita"), null));
    }
}
