// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.command.CheckIn;
import dev.bracketwire.examples.tournament.command.Choose;
import dev.bracketwire.examples.tournament.command.ListTournaments;
import dev.bracketwire.examples.tournament.command.Register;
import dev.bracketwire.examples.tournament.command.ResetRegistration;
import dev.bracketwire.examples.tournament.command.SetWindow;
import dev.bracketwire.examples.tournament.command.SetWindow.Which;
import dev.bracketwire.examples.tournament.command.SetWindow.Wish;
import dev.bracketwire.examples.tournament.command.ShowAudit;
import dev.bracketwire.examples.tournament.command.ShowMe;
import dev.bracketwire.examples.tournament.command.ShowMessages;
import dev.bracketwire.examples.tournament.command.ShowRoster;
import dev.bracketwire.examples.tournament.command.ShowSettings;
import dev.bracketwire.examples.tournament.command.ShowTournament;
import dev.bracketwire.examples.tournament.command.Withdraw;
import dev.bracketwire.examples.tournament.state.AuditLine.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Every change and every refusal has one line in the audit, and every failure an id that the log knows. */
class AuditTest {
    private final TournamentScene scene = TournamentScene.of(TestDatabase.SQLITE.open(), new KnownAccounts(), 1, 2);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    AuditTest() {
        log.start();
        logger().addAppender(log);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(TournamentApp.class);
    }

    @AfterEach
    void close() {
        logger().detachAppender(log);
        scene.close();
    }

    private List<String> lines() {
        return scene.strings("SELECT id FROM ${audit} ORDER BY number");
    }

    @Test
    void audit_ofEachCommand_isOneLineForAChangeAndOneForARefusal() {
        scene.join("Anna", "Dragons");
        int before = lines().size();

        Answer done = scene.did("Anna", new CheckIn("cup"));
        Answer refused = scene.refused("Bert", Reason.NOT_FOUND, new CheckIn("cup"));
        Answer asked = scene.as("Bert", new Register("cup", "Bert#EUW", "Dragon"));
        Answer chosen = scene.as("Bert", new Choose(asked.id(), 1));
        Answer visitor =
                scene.app.run(new ShowRoster("cup"), Caller.visitor(Face.WEB)).get();

        assertThat(lines().subList(before, lines().size()))
                .containsExactly(done.id(), refused.id(), asked.id(), chosen.id(), visitor.id());
        var newest = scene.audit().get(0);
        assertThat(newest.actor()).isEqualTo("a visitor");
        assertThat(newest.face()).isEqualTo("WEB");
        assertThat(newest.command()).isEqualTo("roster");
        assertThat(newest.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(newest.summary()).isEqualTo("refused: sign_in");
        var change = scene.audit().get(4);
        assertThat(change.summary()).isEqualTo("checked Anna in");
        assertThat(change.undoable()).isTrue();
        assertThat(scene.strings("SELECT summary FROM ${audit} WHERE id = ?", done.id()))
                .containsExactly("checked {" + scene.id("Anna") + "} in");
    }

    @Test
    void audit_ofReadsAndPlans_isEmpty() {
        scene.join("Anna", "Dragons");
        List<String> before = lines();

        for (Command read : List.of(
                new ListTournaments(),
                new ShowTournament("cup"),
                new ShowRoster("cup"),
                new ShowSettings("cup"),
                new ShowAudit("cup", null),
                new ShowMessages("cup"),
                new ShowMe())) {
            assertThat(read.reads()).isTrue();
            scene.did("Olga", read);
        }
        scene.planned("Olga", new ResetRegistration("cup", null));

        assertThat(lines()).isEqualTo(before);
    }

    @Test
    void audit_ofManyLines_comesInPages() {
        for (int i = 0; i < 130; i++) {
            scene.did("Olga", new SetWindow("cup", Which.CHECK_IN, i % 2 == 0 ? Wish.CLOSED : Wish.OPEN));
        }

        var first = scene.did("Olga", new ShowAudit("cup", null))
                .data(ShowAudit.Audit.class)
                .rows();
        var second = scene.did("Olga", new ShowAudit("cup", first.get(99).number()))
                .data(ShowAudit.Audit.class)
                .rows();

        assertThat(first).hasSize(100);
        assertThat(second).hasSizeBetween(30, 40);
        assertThat(second.get(0).number()).isLessThan(first.get(99).number());
    }

    @Test
    void messages_ofOneEvent_areStoredOncePerPerson() {
        scene.join("Anna", "Dragons");
        scene.as("Bert", new Register("cup", "Bert#EUW", "Dragons"));
        scene.withdraw("Anna");

        assertThat(scene.strings("SELECT person || ' ' || event FROM ${messages}"))
                .hasSize(1)
                .doesNotHaveDuplicates();
        var shown = scene.did("Olga", new ShowMessages("cup")).data(ShowMessages.Messages.class);
        assertThat(shown.messages()).singleElement().satisfies(message -> {
            assertThat(message.name()).isEqualTo("Bert");
            assertThat(message.state()).isEqualTo(ShowMessages.MessageRow.State.WAITING);
        });
    }

    @Test
    void failure_ofTheDatabase_isAnsweredWithAnIdThatTheLogHas() {
        scene.join("Anna", "Dragons");
        for (Map.Entry<String, Command> each : Map.of(
                        "entries", (Command) new Withdraw("cup", null),
                        "people", new CheckIn("cup", "p-nobody", false),
                        "audit", new SetWindow("cup", Which.CHECK_IN, Wish.OPEN))
                .entrySet()) {
            String table = scene.db.table(each.getKey());
            scene.sql("ALTER TABLE " + table + " RENAME TO broken");
            log.list.clear();

            Answer answer = scene.as(each.getKey().equals("entries") ? "Anna" : "Olga", each.getValue());

            scene.sql("ALTER TABLE broken RENAME TO " + table);
            assertThat(answer).as(each.getKey()).isInstanceOf(Answer.Failed.class);
            assertThat(answer.text())
                    .contains(answer.id())
                    .contains("Try again")
                    .doesNotContainIgnoringCase("sql")
                    .doesNotContain("Exception")
                    .doesNotContain(table);
            assertThat(log.list).anySatisfy(line -> {
                assertThat(line.getFormattedMessage()).contains(answer.id());
                assertThat(line.getThrowableProxy()).isNotNull();
            });
        }
        assertThat(scene.registered()).as("nothing was changed").containsExactly("Anna");
        assertThat(scene.audit()).anySatisfy(line -> assertThat(line.outcome()).isEqualTo(Outcome.FAILED));
    }

    @Test
    void failure_ofAClosedDatabase_isAnAnswer() {
        scene.person("Anna");
        Caller caller = scene.caller("Anna");
        scene.db.close();

        Answer answer = scene.app.run(new Withdraw("cup", null), caller).get();

        assertThat(answer).isInstanceOf(Answer.Failed.class);
        assertThat(answer.text()).contains(answer.id());
    }
}
