// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.Ports.Role;
import dev.bracketwire.examples.tournament.command.CheckIn;
import dev.bracketwire.examples.tournament.command.Forget;
import dev.bracketwire.examples.tournament.command.ReportMessage;
import dev.bracketwire.examples.tournament.command.ReportRoles;
import dev.bracketwire.examples.tournament.command.TakeMessages;
import dev.bracketwire.examples.tournament.command.TakeMessages.DueMessages;
import dev.bracketwire.examples.tournament.command.TakeRoles;
import dev.bracketwire.examples.tournament.command.TakeRoles.DueWishes;
import dev.bracketwire.examples.tournament.state.SqlSession;
import dev.bracketwire.examples.tournament.state.StateTransaction;
import dev.bracketwire.examples.tournament.work.MessageOutbox.DueMessage;
import dev.bracketwire.examples.tournament.work.RoleOutbox.DueRoles;
import dev.bracketwire.store.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A bot takes messages and wishes for roles by commands, and reports the outcomes. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class OutboxTest {
    @Parameter
    private TestDatabase database = TestDatabase.SQLITE;

    @SuppressWarnings("NullAway.Init") // opened before each test
    private TournamentScene scene;

    @BeforeEach
    void open() {
        scene = TournamentScene.of(database.open(), new KnownAccounts(), 1, 1);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private void tell(String name, String event) {
        String person = scene.id(name);
        scene.db
                .write(connection -> {
                    StateTransaction state = new StateTransaction(
                            new SqlSession(scene.db, connection), scene.clock.instant(), "test", null);
                    state.tell(person, "cup", event, "about " + event);
                    return true;
                })
                .get();
    }

    private List<DueMessage> takeMessages() {
        return scene.did("Root", new TakeMessages(100)).data(DueMessages.class).messages();
    }

    private List<String> taken() {
        return takeMessages().stream().map(DueMessage::text).toList();
    }

    private List<DueRoles> takeRoles() {
        return scene.did("Root", new TakeRoles(100)).data(DueWishes.class).wishes();
    }

    private String report(DueMessage message, @Nullable String problem, boolean closed) {
        return scene.did("Root", new ReportMessage(message.id(), problem, closed))
                .text();
    }

    private void forget(String name) {
        Answer.Planned plan = scene.planned("Root", new Forget(scene.id(name), null));
        scene.did("Root", new Forget(scene.id(name), plan.fingerprint()));
    }

    @Test
    void takeMessages_due_leasesThemForAMinute() {
        tell("Ann", "one");
        tell("Ben", "one");

        List<DueMessage> first = takeMessages();

        assertThat(first)
                .extracting(DueMessage::person)
                .containsExactlyInAnyOrder(scene.person("Ann"), scene.person("Ben"));
        assertThat(takeMessages()).isEmpty();
        scene.clock.advance(Duration.ofSeconds(59));
        assertThat(takeMessages()).isEmpty();
        scene.clock.advance(Duration.ofSeconds(1));
        assertThat(takeMessages()).as("what was not reported is due again").hasSameElementsAs(first);
    }

    @Test
    void takeMessages_severalOfOnePerson_givesThemInOrder() {
        tell("Ann", "one");
        scene.clock.advance(Duration.ofMillis(1));
        tell("Ann", "two");

        List<DueMessage> first = takeMessages();
        assertThat(first).extracting(DueMessage::text).containsExactly("about one");
        assertThat(report(first.get(0), null, false)).isEqualTo("The message is sent.");
        assertThat(taken()).containsExactly("about two");
        assertThat(scene.strings("SELECT state FROM ${messages} ORDER BY at")).containsExactly("SENT", "WAITING");
        assertThat(scene.strings("SELECT attempts FROM ${messages} ORDER BY at"))
                .containsExactly("1", "0");
    }

    @Test
    void reportMessage_problems_waitLongerUntilGivenUp() {
        tell("Ann", "one");
        DueMessage message = takeMessages().get(0);

        assertThat(report(message, "down", false)).isEqualTo("The message is sent again later.");
        scene.clock.advance(Duration.ofMillis(4_999));
        assertThat(takeMessages()).isEmpty();
        scene.clock.advance(Duration.ofMillis(1));
        assertThat(takeMessages()).containsExactly(message);
        report(message, "down", false);
        scene.clock.advance(Duration.ofSeconds(9));
        assertThat(takeMessages()).isEmpty();
        for (int attempt = 3; attempt <= 12; attempt++) {
            scene.clock.advance(Duration.ofMinutes(10));
            assertThat(takeMessages()).containsExactly(message);
            report(message, "down", false);
        }

        assertThat(scene.strings("SELECT problem FROM ${messages} WHERE state = 'FAILED'"))
                .containsExactly("down (12 attempts)");
        scene.clock.advance(Duration.ofDays(1));
        assertThat(takeMessages()).isEmpty();
        assertThat(report(message, null, false)).startsWith("The message waits no more");
        assertThat(scene.strings("SELECT state FROM ${messages}")).containsExactly("FAILED");
    }

    @Test
    void reportMessage_personTakesNone_givesUpAtOnce() {
        tell("Ann", "one");

        assertThat(report(takeMessages().get(0), "Ann takes none", true)).isEqualTo("The message is given up.");

        assertThat(scene.strings("SELECT problem FROM ${messages} WHERE state = 'FAILED'"))
                .containsExactly("Ann takes none");
    }

    @Test
    void takeMessages_twoTakers_neverShareAMessage() {
        TournamentScene two = scene;
        if (database == TestDatabase.POSTGRES) {
            scene.close();
            Supplier<Database> nodes = TestDatabase.nodes();
            scene = TournamentScene.of(nodes.get(), new KnownAccounts(), 1, 1);
            two = scene.node(nodes.get(), new KnownAccounts());
        }
        IntStream.range(0, 60).forEach(i -> tell("Player" + i, "one"));

        List<CompletableFuture<Answer>> takers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            TournamentScene node = i % 2 == 0 ? scene : two;
            takers.add(node.app.run(new TakeMessages(5), scene.caller("Root")).start());
        }
        List<String> ids = takers.stream()
                .map(CompletableFuture::join)
                .flatMap(answer -> answer.data(DueMessages.class).messages().stream())
                .map(DueMessage::id)
                .toList();

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(takeMessages()).extracting(DueMessage::id).doesNotContainAnyElementsOf(ids);
        assertThat(scene.strings("SELECT id FROM ${messages} WHERE due > ?", scene.clock.instant()))
                .hasSize(60);
        two.app.close();
    }

    @Test
    void outbox_personErasedMeanwhile_isLeftOut() {
        tell("Ann", "one");
        tell("Ben", "one");
        scene.register("Ann");
        List<DueMessage> messages = takeMessages();
        DueRoles roles = takeRoles().get(0);

        forget("Ann");
        forget("Ben");

        messages.forEach(each -> assertThat(report(each, null, false)).startsWith("The message waits no more"));
        assertThat(scene.did("Root", new ReportRoles(roles.mark(), "down", false))
                        .text())
                .startsWith("The wish was renewed or is gone");
        scene.clock.advance(Duration.ofMinutes(1));
        assertThat(takeMessages()).isEmpty();
        assertThat(takeRoles()).isEmpty();
        assertThat(scene.strings("SELECT id FROM ${messages}")).isEmpty();
    }

    @Test
    void outbox_rowsOfAPersonThatIsGone_areRemoved() {
        tell("Ann", "one");
        scene.register("Ann");
        scene.clock.advance(Duration.ofMillis(1)); // so that Ann's message is the first
        tell("Ben", "one");
        scene.sql("DELETE FROM ${people} WHERE id = ?", scene.id("Ann"));

        assertThat(scene.did("Root", new TakeMessages(1))
                        .data(DueMessages.class)
                        .messages())
                .extracting(DueMessage::person)
                .containsExactly(scene.person("Ben"));
        assertThat(takeRoles()).isEmpty();

        assertThat(scene.strings("SELECT problem FROM ${messages} WHERE state = 'FAILED'"))
                .containsExactly("the person was erased");
        assertThat(scene.strings("SELECT mark FROM ${role_wishes}")).isEmpty();
    }

    @Test
    void takeRoles_wishes_areLeasedAndReported() {
        scene.register("Ann", "Ben");

        List<DueRoles> wishes = takeRoles();

        assertThat(wishes)
                .extracting(DueRoles::person)
                .containsExactlyInAnyOrder(scene.person("Ann"), scene.person("Ben"));
        for (DueRoles each : wishes) {
            assertThat(each.roles())
                    .isEqualTo(each.person().equals(scene.person("Ann")) ? Set.of(Role.REGISTERED) : Set.of());
            assertThat(each.tournament().id()).isEqualTo("cup");
        }
        assertThat(takeRoles()).isEmpty();
        scene.clock.advance(Duration.ofMinutes(1));
        assertThat(takeRoles()).as("what was not reported is due again").hasSameElementsAs(wishes);
        scene.did("Root", new ReportRoles(wishes.get(0).mark(), null, false));
        scene.did("Root", new ReportRoles(wishes.get(1).mark(), "Ben has left", true));
        assertThat(scene.strings("SELECT mark FROM ${role_wishes}")).isEmpty();
    }

    @Test
    void reportRoles_problem_isDueAgainLater() {
        scene.register("Ann");
        DueRoles wish = takeRoles().get(0);

        scene.did("Root", new ReportRoles(wish.mark(), "down", false));

        assertThat(takeRoles()).isEmpty();
        scene.clock.advance(Duration.ofSeconds(5));
        assertThat(takeRoles()).containsExactly(wish);
        assertThat(scene.strings("SELECT attempts FROM ${role_wishes}")).containsExactly("1");
    }

    @Test
    void reportRoles_wishRenewedMeanwhile_isDueAtOnce() {
        scene.register("Ann");
        DueRoles wish = takeRoles().get(0);
        scene.did("Ann", new CheckIn("cup"));

        assertThat(scene.did("Root", new ReportRoles(wish.mark(), null, false)).text())
                .startsWith("The wish was renewed");

        assertThat(takeRoles())
                .singleElement()
                .satisfies(
                        each -> assertThat(each.roles()).containsExactlyInAnyOrder(Role.REGISTERED, Role.CHECKED_IN));
    }

    @Test
    void outbox_commands_leaveNoLineAndWakePages() {
        tell("Ann", "one");
        scene.register("Ann");
        List<String> audit = scene.strings("SELECT id FROM ${audit}");
        List<String> events = scene.strings("SELECT number FROM ${events} WHERE topic = 'messages'");

        report(takeMessages().get(0), null, false);
        scene.did("Root", new ReportRoles(takeRoles().get(0).mark(), null, false));

        assertThat(scene.strings("SELECT id FROM ${audit}")).isEqualTo(audit);
        assertThat(scene.strings("SELECT number FROM ${events} WHERE topic = 'messages'"))
                .hasSize(events.size() + 1);
        scene.refused("Root", Reason.INVALID, new TakeMessages(0));
        scene.refused("Root", Reason.INVALID, new TakeRoles(101));
        assertThat(scene.strings("SELECT outcome FROM ${audit} WHERE command LIKE 'take-%'"))
                .containsExactly("REFUSED", "REFUSED");
    }
}
