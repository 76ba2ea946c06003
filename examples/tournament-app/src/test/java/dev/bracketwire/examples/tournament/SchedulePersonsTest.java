// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import static dev.bracketwire.examples.tournament.ScheduleScene.EIGHT;
import static dev.bracketwire.examples.tournament.ScheduleScene.NINE;
import static dev.bracketwire.examples.tournament.ScheduleScene.SLUG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.command.CreateTournament;
import dev.bracketwire.examples.tournament.command.EnableSchedule;
import dev.bracketwire.examples.tournament.command.LinkPerson;
import dev.bracketwire.examples.tournament.command.MatchView;
import dev.bracketwire.examples.tournament.command.MergePersons;
import dev.bracketwire.examples.tournament.command.PlanImport;
import dev.bracketwire.examples.tournament.command.SettleSuggestion;
import dev.bracketwire.examples.tournament.command.SettleSuggestion.Action;
import dev.bracketwire.examples.tournament.command.ShowSuggestions;
import dev.bracketwire.examples.tournament.command.ShowSuggestions.PersonView;
import dev.bracketwire.examples.tournament.command.ShowSuggestions.SuggestionView;
import dev.bracketwire.examples.tournament.command.UndoMerge;
import dev.bracketwire.speedgaming.Suggestion;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Players of a schedule become people of the application: by their account, by an organiser, and by merging. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class SchedulePersonsTest {
    private static final String ANNS_ACCOUNT = "700000000000000001";

    @Parameter
    private TestDatabase database = TestDatabase.SQLITE;

    @SuppressWarnings("NullAway.Init") // each test opens it
    private ScheduleScene scene;

    @AfterEach
    void close() {
        scene.close();
    }

    private void open() {
        scene = new ScheduleScene(database);
        scene.enable();
    }

    private ShowSuggestions.Suggestions suggestions() {
        return scene.did("Olga", new ShowSuggestions("cup")).data(ShowSuggestions.Suggestions.class);
    }

    private PersonView player(String name) {
        return suggestions().persons().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Adds two episodes whose players of one name on Discord are not known to be one person. */
    private SuggestionView suggested() {
        scene.fake
                .episode(70001)
                .event(SLUG)
                .at(EIGHT)
                .player("Annie", player -> player.discordTag("@ann").discordId(ANNS_ACCOUNT))
                .player("Ben");
        scene.importAll();
        scene.fake
                .episode(70002)
                .event(SLUG)
                .at(NINE)
                .player("Ann W", player -> player.id(9999).discordTag("ann"))
                .player("Cleo");
        scene.importAll();
        List<SuggestionView> open = suggestions().suggestions();
        assertThat(open).hasSize(1);
        return open.get(0);
    }

    @Test
    void placeholder_whosePersonSignsIn_isThatPerson() {
        open();
        scene.fake
                .episode(70001)
                .event(SLUG)
                .at(EIGHT)
                .player("Annie", player -> player.discordId(ANNS_ACCOUNT))
                .player("Ben");
        scene.importAll();
        assertThat(player("Annie").person()).isNull();
        assertThat(player("Annie").account()).isTrue();

        String ann = scene.scene.app.personOfDiscord(ANNS_ACCOUNT, "Ann").get().id();

        assertThat(player("Annie").person()).isEqualTo(ann);
        assertThat(player("Ben").account()).isFalse();
        scene.fake.episode(70001).at(NINE);
        scene.importAll();
        assertThat(scene.scene.strings("SELECT body FROM ${messages} WHERE person = ?", ann))
                .singleElement()
                .asString()
                .contains("is moved from");
    }

    @Test
    void person_withAMatch_isAMember() {
        open();
        scene.episode(70001, "Ann", "Ben");

        scene.importAll();

        assertThat(scene.scene.strings("SELECT person FROM ${schedule_members} WHERE tournament = 'cup'"))
                .containsExactlyInAnyOrder(scene.scene.id("Ann"), scene.scene.id("Ben"));
    }

    @Test
    void player_linkedByAnOrganiser_isThatPerson() {
        open();
        scene.fake.episode(70001).event(SLUG).at(EIGHT).player("Annie").player("Ben");
        scene.importAll();
        long player = player("Annie").player();
        String ann = scene.scene.id("Ann");

        scene.refused("Olga", Reason.NOT_FOUND, new LinkPerson("cup", player, "p-nobody"));
        scene.refused("Olga", Reason.NOT_FOUND, new LinkPerson("cup", 4711, ann));
        scene.did("Olga", new LinkPerson("cup", player, ann));

        assertThat(player("Annie").person()).isEqualTo(ann);
        assertThat(scene.match().players().get(0).person()).isEqualTo(ann);
        assertThat(scene.scene.audit().get(0).summary()).isEqualTo("linked the player " + player + " to Ann");
    }

    @Test
    void player_ofAnotherTournamentToo_isForThoseWhoMayChangeBoth() {
        open();
        scene.did("Root", new CreateTournament("other", "guild", "Other Cup", 4, 1));
        scene.fake.event("othercup").name("Other Cup");
        scene.did("Root", EnableSchedule.of("other", "othercup"));
        scene.fake
                .episode(70001)
                .event(SLUG)
                .at(EIGHT)
                .player("Annie", player -> player.id(5))
                .player("Ben");
        scene.fake
                .episode(70002)
                .event("othercup")
                .at(NINE)
                .player("Annie", player -> player.id(5))
                .player("Cleo");
        scene.importAll();
        Answer.Planned plan = (Answer.Planned) scene.as("Root", new PlanImport("other", null));
        scene.did("Root", new PlanImport("other", plan.fingerprint()));
        long player = player("Annie").player();

        scene.refused("Olga", Reason.FORBIDDEN, new LinkPerson("cup", player, scene.scene.id("Ann")));
        scene.did("Root", new LinkPerson("cup", player, scene.scene.id("Ann")));
    }

    @Test
    void players_merged_areOneUntilItIsUndone() {
        open();
        scene.fake.episode(70001).event(SLUG).at(EIGHT).player("Annie").player("Ben");
        scene.fake.episode(70002).event(SLUG).at(NINE).player("Ann W").player("Cleo");
        scene.importAll();
        long from = player("Ann W").player();
        long into = player("Annie").player();

        long merge = scene.did("Olga", new MergePersons("cup", from, into))
                .data(MergePersons.Merged.class)
                .merge();

        assertThat(scene.matches("Olga").get(1).players())
                .extracting(MatchView.PlayerView::player)
                .contains(into);
        assertThat(suggestions().merges())
                .singleElement()
                .satisfies(shown -> assertThat(shown.merge()).isEqualTo(merge));
        scene.refused("Olga", Reason.NOT_FOUND, new UndoMerge("cup", merge + 1000));
        scene.did("Olga", new UndoMerge("cup", merge));
        assertThat(scene.matches("Olga").get(1).players())
                .extracting(MatchView.PlayerView::player)
                .contains(from);
        scene.refused("Olga", Reason.CONFLICT, new UndoMerge("cup", merge));
    }

    @Test
    void suggestion_merged_isSettled() {
        open();
        SuggestionView suggestion = suggested();
        assertThat(suggestion.kind()).isEqualTo(Suggestion.Kind.SAME_PERSON);
        assertThat(suggestion.reasons()).isNotEmpty();
        assertThat(suggestion.actions()).containsExactly(Action.MERGE, Action.DISMISS);
        scene.refused("Olga", Reason.INVALID, new SettleSuggestion("cup", suggestion.suggestion(), Action.ATTACH));

        scene.did("Olga", new SettleSuggestion("cup", suggestion.suggestion(), Action.MERGE));

        assertThat(suggestions().suggestions()).isEmpty();
        assertThat(suggestions().merges()).hasSize(1);
        scene.refused("Olga", Reason.NOT_FOUND, new SettleSuggestion("cup", suggestion.suggestion(), Action.MERGE));
    }

    @Test
    void suggestion_dismissed_leavesBoth() {
        open();
        SuggestionView suggestion = suggested();

        scene.did("Olga", new SettleSuggestion("cup", suggestion.suggestion(), Action.DISMISS));

        assertThat(suggestions().suggestions()).isEmpty();
        assertThat(suggestions().merges()).isEmpty();
        assertThat(player("Annie").player()).isNotEqualTo(player("Ann W").player());
    }
}
