// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.command.Choose;
import dev.bracketwire.examples.tournament.command.CreateTournament;
import dev.bracketwire.examples.tournament.command.Register;
import dev.bracketwire.examples.tournament.command.SetWindow;
import dev.bracketwire.examples.tournament.command.SetWindow.Which;
import dev.bracketwire.examples.tournament.command.SetWindow.Wish;
import dev.bracketwire.examples.tournament.command.ShowMe;
import dev.bracketwire.examples.tournament.command.Withdraw;
import dev.bracketwire.examples.tournament.state.Entry;
import dev.bracketwire.riot.RiotId;
import dev.bracketwire.riot.ign.IgnRoster;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Registration without teams: places, waitlist, promotion, names of accounts. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class RegistrationTest {
    private final KnownAccounts accounts = new KnownAccounts();

    @Parameter
    private TestDatabase database = TestDatabase.SQLITE;

    @SuppressWarnings("NullAway.Init") // each test opens it
    private TournamentScene scene;

    private void places(int capacity) {
        scene = TournamentScene.of(database.open(), accounts, capacity, 1);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void register_withFreePlace_givesIt() {
        places(2);

        Answer answer = scene.did("Ann", new Register("cup", " ann #euw "));

        assertThat(answer.text()).isEqualTo("Registered as ann#euw: place 1 of 2.");
        assertThat(answer.data(Entry.class)).isEqualTo(scene.entry("Ann"));
        assertThat(scene.entry("Ann").verification()).isEqualTo(Entry.Verification.VERIFIED);
        assertThat(scene.strings("SELECT person FROM ${role_wishes}")).containsExactly(scene.id("Ann"));
        assertThat(scene.messages("Ann")).as("the answer has told it").isEmpty();
    }

    @Test
    void register_withoutFreePlace_waitsWithItsNumber() {
        places(1);
        scene.register("Ann", "Ben");

        Answer answer = scene.did("Cid", new Register("cup", "Cid#EUW"));

        assertThat(answer.text()).contains("number 2 on the waitlist");
        assertThat(scene.waiting()).containsExactly("Ben", "Cid");
        assertThat(scene.did("Cid", new ShowMe()).data(ShowMe.Me.class).entries())
                .singleElement()
                .satisfies(mine -> assertThat(mine.waitlistNumber()).isEqualTo(2));
    }

    @Test
    void register_again_changesNothing() {
        places(1);
        scene.register("Ann", "Ben");
        Entry before = scene.entry("Ann");

        Answer again = scene.did("Ann", new Register("cup", "Ann#EUW"));

        assertThat(scene.entry("Ann")).isEqualTo(before);
        assertThat(again.text()).startsWith("Registered as Ann#EUW");
        assertThat(scene.registered()).containsExactly("Ann");
    }

    @Test
    void register_underAnotherName_keepsThePlace() {
        places(1);
        scene.register("Ann", "Ben");

        scene.did("Ann", new Register("cup", "Zoe#EUW"));

        assertThat(scene.entry("Ann").riotId()).isEqualTo("Zoe#EUW");
        assertThat(scene.registered()).containsExactly("Ann");
        scene.did("Cid", new Register("cup", "Ann#EUW"));
    }

    @Test
    void register_ofTwoAtOnceForTheLastPlace_givesItToOne() {
        places(1);
        Stream.of("Ann", "Ben").forEach(scene::person);

        List<CompletableFuture<Answer>> both = Stream.of("Ann", "Ben")
                .map(name -> scene.app
                        .run(new Register("cup", TournamentScene.riotId(name)), scene.caller(name))
                        .start())
                .toList();

        assertThat(both).allSatisfy(each -> assertThat(each.join().done()).isTrue());
        assertThat(scene.registered()).hasSize(1);
        assertThat(scene.waiting()).hasSize(1);
        assertThat(both.stream().map(each -> each.join().text()))
                .filteredOn(text -> text.contains("number 1 on the waitlist"))
                .hasSize(1);
    }

    @Test
    void register_twiceAtOnceByOnePerson_isOneEntry() {
        places(2);
        scene.person("Ann");

        List<CompletableFuture<Answer>> all = Stream.of("Ann#EUW", "Ann#EUW", "Annabel#EUW", "Anton#EUW")
                .map(name -> scene.app
                        .run(new Register("cup", name), scene.caller("Ann"))
                        .start())
                .toList();

        assertThat(all).allSatisfy(each -> assertThat(each.join()).isInstanceOf(Answer.Done.class));
        assertThat(scene.registered()).containsExactly("Ann");
    }

    @Test
    void register_afterTwoRequestsAssignedANameEach_keepsTheOneThatIsAskedFor() {
        places(2);
        IgnRoster names = IgnRoster.in(scene.db, accounts).named("cup");
        for (String name : List.of("Ann#EUW", "Annabel#EUW")) {
            names.assign(scene.id("Ann"), RiotId.parse(name), "test").get();
        }

        scene.did("Ann", new Register("cup", "Annabel#EUW"));

        assertThat(names.names(scene.id("Ann")).get())
                .extracting(entry -> entry.name().toString())
                .containsExactly("Annabel#EUW");
    }

    @Test
    void register_inClosedRegistration_isRefusedButNotForOrganisers() {
        places(2);
        scene.did("Olga", new SetWindow("cup", Which.REGISTRATION, Wish.CLOSED));

        Answer refused = scene.refused("Ann", Reason.CLOSED, new Register("cup", "Ann#EUW"));
        assertThat(refused.text()).isEqualTo("Registration for Spring Cup is closed. Ask an organiser.");
        scene.did("Olga", new Register("cup", "Ann#EUW").person(scene.id("Ann")));

        assertThat(scene.registered()).containsExactly("Ann");
        assertThat(scene.messages("Ann")).containsExactly("You have a place in Spring Cup as Ann#EUW.");
    }

    @Test
    void register_withUnknownAccount_isRefused() {
        places(2);

        Answer unknown = scene.refused("Ann", Reason.INVALID, new Register("cup", "Ann#NONE"));
        Answer malformed = scene.refused("Ann", Reason.INVALID, new Register("cup", "Ann"));

        assertThat(unknown.text())
                .isEqualTo("Riot knows no account of this name. Copy it from the client, with the part" + " behind #.");
        assertThat(malformed.text()).contains("\"Ann\" is no Riot ID").contains("Write it like Ann#EUW.");
        assertThat(scene.entries().size()).isZero();
    }

    @Test
    void register_withAccountOfAnother_isRefused() {
        places(3);
        scene.register("Ann");

        scene.refused("Ben", Reason.CONFLICT, new Register("cup", "ann#euw"));
        Answer similar = scene.refused("Ben", Reason.CONFLICT, new Register("cup", "Änn#EUW"));
        scene.refused("Ben", Reason.FORBIDDEN, new Register("cup", "Änn#EUW", null, null, false, false, true));
        scene.did("Olga", new Register("cup", "Änn#EUW", null, scene.id("Ben"), false, false, true));

        assertThat(similar.text()).startsWith("This name looks like Ann, which another player has.");
        assertThat(scene.entry("Ben").riotId()).isEqualTo("Änn#EUW");
    }

    @Test
    void register_withAccountOfOneWhoLeft_takesIt() {
        places(3);
        scene.register("Ann");
        scene.withdraw("Ann");

        scene.did("Ben", new Register("cup", "Ann#EUW"));

        assertThat(scene.entry("Ben").verification()).isEqualTo(Entry.Verification.VERIFIED);
    }

    @Test
    void register_inTwoTournaments_sharesNothing() {
        places(1);
        scene.did("Root", new CreateTournament("other", "club", "Other Cup", 5, 1));
        scene.did("Root", new SetWindow("other", Which.REGISTRATION, Wish.OPEN));
        scene.register("Ann");

        scene.did("Ben", new Register("other", "Ann#EUW"));

        assertThat(scene.registered()).containsExactly("Ann");
        scene.refused("Olga", Reason.FORBIDDEN, new Withdraw("other", scene.id("Ben")));
        scene.withdraw("Ann");
        assertThat(scene.strings("SELECT person FROM ${entries}")).containsExactly(scene.id("Ben"));
    }

    @Test
    void withdraw_fromAPlace_promotesTheNextAndTellsOnlyThem() {
        places(1);
        scene.register("Ann", "Ben", "Cid");

        Answer answer = scene.withdraw("Ann");

        assertThat(answer.text()).isEqualTo("Withdrawn from Spring Cup. 1 moved up from the waitlist.");
        assertThat(scene.registered()).containsExactly("Ben");
        assertThat(scene.messages("Ben"))
                .containsExactly("A place has become free: you are in Spring Cup now. Check in when check-in opens.");
        assertThat(scene.messages("Cid")).isEmpty();
        assertThat(scene.messages("Ann")).isEmpty();
        assertThat(scene.audit().get(0).changes()).isEqualTo(2);
    }

    @Test
    void withdraw_ofSomebodyElse_needsAnOrganiser() {
        places(2);
        scene.register("Ann");

        scene.refused("Ben", Reason.FORBIDDEN, new Withdraw("cup", scene.id("Ann")));
        scene.did("Olga", new Withdraw("cup", scene.id("Ann")));

        assertThat(scene.messages("Ann"))
                .containsExactly("You are no longer in Spring Cup. Ask an organiser if you did not expect this.");
        assertThat(scene.refused("Ann", Reason.NOT_FOUND, new Withdraw("cup", null))
                        .text())
                .isEqualTo("Ann is not in Spring Cup, so there is nothing to withdraw.");
    }

    @Test
    void register_byVisitorOrStranger_isRefused() {
        places(2);

        TournamentScene.refused(
                scene.app
                        .run(new Register("cup", "Ann#EUW"), Caller.visitor(Face.WEB))
                        .get(),
                Reason.SIGN_IN);
        TournamentScene.refused(
                scene.app
                        .run(new Register("cup", "Ann#EUW"), Caller.of("p-nobody", Face.WEB))
                        .get(),
                Reason.NOT_FOUND);
        Answer none = scene.refused("Ann", Reason.NOT_FOUND, new Register("none", "Ann#EUW"));

        assertThat(none.text()).contains("There is no tournament \"none\"");
        scene.refused("Ann", Reason.NOT_FOUND, new Choose("A-NONE", 1));
        assertThat(scene.entries().size()).isZero();
    }

    @Test
    void register_afterALaterOneLeft_comesBehindTheOneWhoseWithdrawalIsUndone() {
        places(1);
        scene.register("Ann", "Ben");
        Answer left = scene.withdraw("Ben");
        scene.clock.advance(java.time.Duration.ofMinutes(1));
        for (String name : List.of("Cid", "Dan", "Eve")) {
            scene.register(name);
        }

        assertThat(scene.undo("Olga", left).done()).isTrue();

        assertThat(scene.waiting()).containsExactly("Ben", "Cid", "Dan", "Eve");
    }
}
