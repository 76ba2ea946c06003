// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.bot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.Secret;
import dev.bracketwire.examples.tournament.Answer.Done;
import dev.bracketwire.examples.tournament.Answer.Failed;
import dev.bracketwire.examples.tournament.Answer.Planned;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.Answer.Refused;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.Face;
import dev.bracketwire.examples.tournament.command.CheckIn;
import dev.bracketwire.examples.tournament.command.ListTournaments;
import dev.bracketwire.examples.tournament.command.Register;
import dev.bracketwire.examples.tournament.command.ResetCheckIn;
import dev.bracketwire.examples.tournament.command.SetWindow;
import dev.bracketwire.examples.tournament.command.ShowAudit;
import dev.bracketwire.examples.tournament.command.Undo;
import dev.bracketwire.examples.tournament.command.Withdraw;
import dev.bracketwire.examples.tournament.discord.DiscordAccount;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.Received;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemoteDeskTest {
    private static final Caller TERMINAL = Caller.visitor(Face.TERMINAL);
    private static final String DONE = "{\"result\":\"done\",\"id\":\"A-1\",\"text\":\"Done.\"}";

    private FakeUpstream server;
    private RemoteDesk desk;

    @BeforeEach
    void open() {
        server = FakeUpstream.start();
        desk = RemoteDesk.create(server.uri(), Secret.of("token-1"));
    }

    @AfterEach
    void close() {
        desk.close();
        server.close();
    }

    private dev.bracketwire.examples.tournament.Answer run(Command command) {
        return desk.run(command, TERMINAL).get();
    }

    private Received last(String method, String path) {
        return server.received(method, path).get(server.received(method, path).size() - 1);
    }

    @Test
    void run_register_sendsTheContract() {
        server.on("POST", "/api/tournaments/spring-cup/entries").answers(Answer.json(DONE));

        assertThat(run(new Register("spring-cup", "Ann#EUW", "Foxes"))).isEqualTo(new Done("A-1", "Done.", null));

        Received sent = last("POST", "/api/tournaments/spring-cup/entries");
        assertThat(sent.header("Authorization")).hasValue("Bearer token-1");
        assertThat(sent.header("X-Face")).hasValue("TERMINAL");
        assertThat(sent.header("X-Discord-Id")).isEmpty();
        assertThat(DiscordPlatform.json(sent.text()))
                .isEqualTo(DiscordPlatform.json("{\"riotId\":\"Ann#EUW\",\"team\":\"Foxes\",\"keepTeam\":false,"
                        + "\"waitlist\":false,\"lookAlike\":false}"));
    }

    @Test
    void run_parametersInPathAndQuery_areEncoded() {
        server.on("POST", "/api/tournaments/cup/entries/me/check-in").answers(Answer.json(DONE));
        server.on("DELETE", "/api/tournaments/cup/entries/p-1").answers(Answer.json(DONE));
        server.on("PUT", "/api/tournaments/cup/windows/{window}").answers(Answer.json(DONE));
        server.on("POST", "/api/audit/A-9/undo").answers(Answer.json(DONE));
        server.on("GET", "/api/audit").answers(Answer.json(DONE));

        assertThat(run(new CheckIn("cup")).done()).isTrue();
        assertThat(run(new Withdraw("cup", "p-1")).done()).isTrue();
        assertThat(run(new SetWindow("cup", SetWindow.Which.CHECK_IN, SetWindow.Wish.OPEN))
                        .done())
                .isTrue();
        assertThat(run(new Undo("cup", "A-9", "f")).done()).isTrue();
        assertThat(run(new ShowAudit("cup", 7L)).done()).isTrue();

        assertThat(last("GET", "/api/audit").query("before")).hasValue("7");
        assertThat(last("PUT", "/api/tournaments/cup/windows/CHECK_IN").text()).isEqualTo("{\"state\":\"OPEN\"}");
        assertThat(DiscordPlatform.json(last("POST", "/api/audit/A-9/undo").text()))
                .isEqualTo(DiscordPlatform.json("{\"tournament\":\"cup\",\"confirm\":\"f\"}"));
    }

    @Test
    void run_forDiscordAccount_saysForWhom() {
        server.on("POST", "/api/tournaments/cup/entries/me/check-in").answers(Answer.json(DONE));
        server.on("GET", "/api/tournaments").answers(Answer.json(DONE));

        assertThat(desk.run(new CheckIn("cup"), new DiscordAccount("101", "Ann Ölsen"))
                        .get()
                        .done())
                .isTrue();
        assertThat(desk.run(new ListTournaments(), (DiscordAccount) null).get().done())
                .isTrue();

        Received sent = last("POST", "/api/tournaments/cup/entries/me/check-in");
        assertThat(sent.header("X-Discord-Id")).hasValue("101");
        assertThat(sent.header("X-Discord-Name")).hasValue("Ann%20%C3%96lsen");
        assertThat(sent.header("X-Face")).hasValue("DISCORD");
        assertThat(last("GET", "/api/tournaments").header("X-Discord-Id")).isEmpty();
    }

    @Test
    void run_refusal_isAnAnswerAndNotTriedAgain() {
        server.on("GET", "/api/tournaments")
                .answers(Answer.json("{\"result\":\"refused\",\"id\":\"A-2\",\"text\":\"No services.\","
                                + "\"reason\":\"UNAVAILABLE\",\"choices\":[{\"number\":1,\"label\":\"Wait\"}]}")
                        .status(503));

        assertThat(run(new ListTournaments())).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Reason.UNAVAILABLE);
            assertThat(refused.choices()).hasSize(1);
        });
        server.assertReceived("GET", "/api/tournaments").times(1);
    }

    @Test
    void run_planAndFailure_areAnswers() {
        server.on("POST", "/api/tournaments/cup/reset-check-in")
                .answers(
                        Answer.json("{\"result\":\"planned\",\"id\":\"A-3\",\"text\":\"Reset\",\"fingerprint\":\"f\","
                                + "\"changes\":[\"one\"],\"more\":0,\"undoable\":true,\"added\":\"later\"}"),
                        Answer.json("{\"result\":\"failed\",\"id\":\"A-4\",\"text\":\"Tell an organiser.\"}")
                                .status(500));

        assertThat(run(new ResetCheckIn("cup", null)))
                .isInstanceOfSatisfying(
                        Planned.class,
                        planned -> assertThat(planned.fingerprint()).isEqualTo("f"));
        assertThat(run(new ResetCheckIn("cup", "f"))).isEqualTo(new Failed("A-4", "Tell an organiser."));
    }

    @Test
    void run_serverGone_failsWithAnIdAndWhatToDo() {
        try (RemoteDesk lost = RemoteDesk.create(URI.create("http://127.0.0.1:1"), Secret.of("token"))) {
            assertThat(lost.run(new CheckIn("cup"), TERMINAL).get()).isInstanceOfSatisfying(Failed.class, failed -> {
                assertThat(failed.text())
                        .contains("cannot be reached, so nothing was changed", "--server", failed.id());
                assertThat(failed.id()).startsWith("A-");
            });
        }
    }

    @Test
    void run_answerLost_saysThatItMayBeDone() {
        server.on("POST", "/api/tournaments/cup/entries/me/check-in")
                .answers(Answer.json(DONE).dropInsideBody());

        assertThat(run(new CheckIn("cup")).text()).contains("may have been done");
    }

    @Test
    void run_replyOfAProxy_isAFailure() {
        server.on("POST", "/api/tournaments/cup/entries/me/check-in")
                .answers(
                        Answer.text("<html>").status(401),
                        Answer.json("{\"result\":\"odd\"}").status(404));

        assertThat(run(new CheckIn("cup")).text()).contains("does not take the token");
        assertThat(run(new CheckIn("cup")).text()).contains("answered 404");
    }
}
