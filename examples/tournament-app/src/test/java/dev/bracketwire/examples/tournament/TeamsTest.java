// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.examples.tournament.Answer.Choice;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.command.ChangeSettings;
import dev.bracketwire.examples.tournament.command.Choose;
import dev.bracketwire.examples.tournament.command.Register;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Registration in teams of two. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class TeamsTest {
    @Parameter
    private TestDatabase database = TestDatabase.SQLITE;

    @SuppressWarnings("NullAway.Init") // each test opens it
    private TournamentScene scene;

    private void places(int capacity) {
        scene = TournamentScene.of(database.open(), new KnownAccounts(), capacity, 2);
    }

    private void joined(String name, String team) {
        assertThat(scene.join(name, team).done()).isTrue();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void team_ofSimilarName_asksAndEachChoiceDoesWhatItSays() {
        places(8);
        scene.join("Ann", "Dragons");

        Answer.Refused asked = TournamentScene.refused(scene.join("Ben", "dragon"), Reason.CHOOSE);

        assertThat(asked.text()).isEqualTo("There is a team Dragons. Did you mean that one, or a new team dragon?");
        assertThat(asked.choices()).containsExactly(new Choice(1, "Join Dragons"), new Choice(2, "Keep dragon"));
        scene.refused("Cid", Reason.NOT_FOUND, new Choose(asked.id(), 1));
        scene.refused("Ben", Reason.NOT_FOUND, new Choose(asked.id(), 3));
        scene.did("Ben", new Choose(asked.id(), 1));
        assertThat(scene.entry("Ben").team()).isEqualTo("Dragons");
        scene.did("Ben", new Choose(asked.id(), 2));
        assertThat(scene.entry("Ben").team()).isEqualTo("dragon");
    }

    @Test
    void team_thatIsKeptOnTheWaitlist_stays() {
        places(2);
        scene.join("Ann", "Dragons");
        scene.join("Ben", "Dragons");
        Answer.Refused asked = TournamentScene.refused(scene.join("Cid", "Dragonz"), Reason.CHOOSE);

        Answer.Refused full = (Answer.Refused) scene.as("Cid", new Choose(asked.id(), 2));
        assertThat(full.choices()).containsExactly(new Choice(1, "Wait with Dragonz"));
        scene.did("Cid", new Choose(full.id(), 1));
        scene.withdraw("Ann");
        scene.withdraw("Ben");

        assertThat(scene.entry("Cid").team()).isEqualTo("Dragonz");
        assertThat(scene.registered()).containsExactly("Cid");
    }

    @Test
    void team_withOtherCaseAndSpaces_isTheSame() {
        places(8);
        scene.join("Ann", "Red  Dragons");

        assertThat(scene.join("Ben", " red dragons ").done()).isTrue();

        assertThat(scene.entry("Ben").team()).isEqualTo("Red Dragons");
    }

    @Test
    void team_thatIsFull_refuses() {
        places(8);
        scene.join("Ann", "Dragons");
        scene.join("Ben", "Dragons");

        Answer full = TournamentScene.refused(scene.join("Cid", "Dragons"), Reason.CONFLICT);

        assertThat(full.text()).isEqualTo("Team Dragons is full (2 of 2). Choose another team.");
        assertThat(scene.join("Ann", "Dragons").done()).as("its own member").isTrue();
    }

    @Test
    void teamLimit_thatIsReached_offersTeamsWithRoomAndTheWaitlist() {
        places(6);
        scene.did("Olga", new ChangeSettings("cup", null, null, null, 2, null, null, null, null, null, null, null));
        scene.join("Ann", "Dragons");
        scene.join("Ben", "Wolves");

        Answer.Refused asked = TournamentScene.refused(scene.join("Cid", "Herons"), Reason.CHOOSE);

        assertThat(asked.choices())
                .extracting(Choice::label)
                .containsExactly("Join Dragons", "Join Wolves", "Wait with Herons");
        scene.did("Cid", new Choose(asked.id(), 3));
        assertThat(scene.waiting()).containsExactly("Cid");
        scene.did("Cid", new Choose(asked.id(), 1));
        assertThat(scene.registered()).as("a place in the team is free").containsExactly("Ann", "Ben", "Cid");
        assertThat(scene.waiting()).isEmpty();
    }

    @Test
    void team_thatIsLeftForTheWaitlist_givesItsPlaceToTheNext() {
        places(3);
        joined("Ann", "Dragons");
        joined("Ben", "Dragons");
        joined("Cid", "Wolves");
        joined("Dan", "Wolves");
        assertThat(scene.waiting()).containsExactly("Dan");

        scene.did("Ben", new Register("cup", "Ben#EUW", "Herons").onWaitlist());

        assertThat(scene.registered()).containsExactly("Ann", "Cid", "Dan");
        assertThat(scene.waiting()).containsExactly("Ben");
        assertThat(scene.messages("Dan")).hasSize(1);
    }

    @Test
    void withdraw_withTeamsWaiting_promotesAPairBeforeAPartnerBeforeASolo() {
        places(4);
        joined("Anna", "Alphas");
        joined("Aron", "Alphas");
        joined("Bill", "Betas");
        joined("Bodo", "Betas");
        for (String waiting : new String[] {"Solo", "Paul", "Pete"}) {
            scene.did(
                    waiting,
                    new Register("cup", waiting + "#EUW", waiting.equals("Solo") ? "Solitude" : "Penguins")
                            .onWaitlist());
        }

        scene.withdraw("Anna");
        assertThat(scene.registered())
                .as("no team has room, and no third fits")
                .containsExactly("Aron", "Bill", "Bodo");
        scene.withdraw("Aron");

        assertThat(scene.registered()).containsExactly("Bill", "Bodo", "Paul", "Pete");
        assertThat(scene.waiting()).containsExactly("Solo");
    }

    @Test
    void withdraw_withPartnerWaiting_promotesThePartnerBeforeAnEarlierSolo() {
        places(3);
        joined("Anna", "Alphas");
        joined("Aron", "Alphas");
        joined("Bill", "Betas");
        scene.did("Solo", new Register("cup", "Solo#EUW", "Solitude").onWaitlist());
        joined("Bodo", "Betas");

        scene.withdraw("Aron");

        assertThat(scene.registered()).containsExactly("Anna", "Bill", "Bodo");
    }

    @Test
    void team_inATournamentWithout_isRefused() {
        scene = TournamentScene.of(database.open(), new KnownAccounts(), 4, 1);
        TournamentScene.refused(scene.join("Ann", "Dragons"), Reason.INVALID);
        assertThat(scene.join("Ann", "  ").done())
                .as("an empty field is no team")
                .isTrue();
        scene.close();
        places(4);
        TournamentScene.refused(scene.join("Ann", "  "), Reason.INVALID);
        TournamentScene.refused(scene.join("Ann", "x".repeat(41)), Reason.INVALID);
    }
}
