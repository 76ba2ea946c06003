// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import static dev.bracketwire.examples.tournament.ScheduleScene.CHANNEL;
import static dev.bracketwire.examples.tournament.ScheduleScene.EIGHT;
import static dev.bracketwire.examples.tournament.ScheduleScene.NINE;
import static dev.bracketwire.examples.tournament.ScheduleScene.SLUG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.command.AddMatch;
import dev.bracketwire.examples.tournament.command.ApplyImport;
import dev.bracketwire.examples.tournament.command.ControlMatch;
import dev.bracketwire.examples.tournament.command.CreateTournament;
import dev.bracketwire.examples.tournament.command.DisableSchedule;
import dev.bracketwire.examples.tournament.command.EditMatch;
import dev.bracketwire.examples.tournament.command.EnableSchedule;
import dev.bracketwire.examples.tournament.command.MatchView;
import dev.bracketwire.examples.tournament.command.PlanImport;
import dev.bracketwire.examples.tournament.command.SetStream;
import dev.bracketwire.examples.tournament.command.SettleSuggestion;
import dev.bracketwire.examples.tournament.command.ShowCalendar;
import dev.bracketwire.examples.tournament.command.ShowMatch;
import dev.bracketwire.examples.tournament.command.ShowMatches;
import dev.bracketwire.examples.tournament.command.ShowReadiness;
import dev.bracketwire.examples.tournament.command.ShowSchedules;
import dev.bracketwire.examples.tournament.command.ShowSuggestions;
import dev.bracketwire.examples.tournament.command.Undo;
import dev.bracketwire.speedgaming.CrewRole;
import dev.bracketwire.speedgaming.ImportHealth;
import dev.bracketwire.speedgaming.MatchField;
import dev.bracketwire.speedgaming.MatchState;
import dev.bracketwire.speedgaming.ReadinessReport;
import dev.bracketwire.testkit.speedgaming.FeedFault;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Organisers enable schedules, import them as plans, and change matches as far as the schedule leaves them to it. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class SchedulesTest {
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
    }

    private ShowSchedules.Schedules schedules() {
        return scene.did("Olga", new ShowSchedules()).data(ShowSchedules.Schedules.class);
    }

    @Test
    void schedule_enabled_isCheckedBySlugAndShown() {
        open();
        scene.refused("Olga", Reason.NOT_FOUND, EnableSchedule.of("cup", "unknown"));
        scene.refused("Olga", Reason.INVALID, EnableSchedule.of("cup", "../admin"));
        scene.refused(
                "Olga", Reason.INVALID, new EnableSchedule("cup", SLUG, null, null, null, null, null, "general", null));
        assertThat(schedules().schedules()).isEmpty();

        scene.enable();

        ShowSchedules.ScheduleView shown = schedules().schedules().get(0);
        assertThat(shown.name()).isEqualTo("Example Cup");
        assertThat(shown.enabled()).isTrue();
        assertThat(shown.streamDelay()).isEqualTo(10);
        assertThat(shown.channel()).isEqualTo(CHANNEL);
    }

    @Test
    void schedule_enabledAgain_changesOptionsWithoutARequest() {
        open();
        scene.enable();
        int requests = scene.fake.requests().size();

        scene.did("Olga", new EnableSchedule("cup", SLUG, null, null, null, null, null, "", null));

        assertThat(scene.fake.requests()).hasSize(requests);
        ShowSchedules.ScheduleView shown = schedules().schedules().get(0);
        assertThat(shown.channel()).isNull();
        assertThat(shown.crewChannel()).isEqualTo(ScheduleScene.CREW_CHANNEL);
        assertThat(shown.streamDelay()).isEqualTo(10);
    }

    @Test
    void slug_ofAnotherTournament_isRefused() {
        open();
        scene.enable();
        scene.did("Root", new CreateTournament("other", "club", "Other Cup", 4, 1));
        scene.fake.event("othercup").name("Other Cup");

        scene.refused("Root", Reason.CONFLICT, EnableSchedule.of("other", SLUG));
        scene.refused("Root", Reason.CONFLICT, EnableSchedule.of("cup", "othercup"));
    }

    @Test
    void tournament_withAnEnabledSchedule_isNotRemoved() {
        open();
        Answer created = scene.did("Root", new CreateTournament("other", "club", "Other Cup", 4, 1));
        scene.did("Root", EnableSchedule.of("other", SLUG));

        scene.refused("Root", Reason.CONFLICT, new Undo(null, created.id(), null));
        scene.did("Root", new DisableSchedule("other"));
        scene.did("Root", new Undo(null, created.id(), null));

        assertThat(schedules().schedules()).isEmpty();
    }

    @Test
    void import_planned_changesNothingUntilItIsApplied() {
        open();
        scene.enable();
        scene.episode(70001, "Ann", "Ben");

        Answer answer = scene.as("Olga", new PlanImport("cup", null));

        assertThat(answer).as(answer.text()).isInstanceOf(Answer.Planned.class);
        Answer.Planned plan = (Answer.Planned) answer;
        assertThat(plan.changes()).singleElement().asString().contains("Ann").contains("Ben");
        assertThat(scene.matches("Olga")).isEmpty();
        int requests = scene.fake.requests().size();

        Answer done = scene.did("Olga", new PlanImport("cup", plan.fingerprint()));

        assertThat(scene.fake.requests()).hasSize(requests);
        assertThat(done.data(ApplyImport.ImportResult.class)).isEqualTo(new ApplyImport.ImportResult(1, 0, List.of()));
        assertThat(scene.match().label()).isEqualTo("Ann against Ben");
        assertThat(scene.match().start()).isEqualTo(EIGHT);
        assertThat(scene.did("Olga", new PlanImport("cup", null)).text()).contains("nothing would change");
    }

    @Test
    void import_withAnotherFingerprint_isRefused() {
        open();
        scene.enable();
        scene.episode(70001, "Ann", "Ben");
        Answer.Planned first = (Answer.Planned) scene.as("Olga", new PlanImport("cup", null));
        scene.fake.episode(70001).at(NINE);
        Answer.Planned second = (Answer.Planned) scene.as("Olga", new PlanImport("cup", null));

        scene.refused("Olga", Reason.STALE, new ApplyImport("cup", "nonsense"));
        scene.refused("Olga", Reason.STALE, new ApplyImport("cup", "99-" + "0".repeat(64)));
        scene.did("Olga", new ApplyImport("cup", second.fingerprint()));
        scene.refused("Olga", Reason.STALE, new ApplyImport("cup", first.fingerprint()));
        scene.refused("Olga", Reason.STALE, new ApplyImport("cup", second.fingerprint()));

        assertThat(scene.match().start()).isEqualTo(NINE);
    }

    @Test
    void import_whileSpeedGamingFails_changesNothing() {
        open();
        scene.enable();
        scene.episode(70001, "Ann", "Ben");
        scene.importAll();
        scene.fake.fail(FeedFault.MAINTENANCE_PAGE);

        Answer answer = scene.as("Olga", new PlanImport("cup", null));

        assertThat(answer.text()).as(answer.text()).contains("nothing");
        assertThat(scene.match().state()).isEqualTo(MatchState.SCHEDULED);
        assertThat(schedules().health().status()).isNotEqualTo(ImportHealth.Status.UP);
        assertThat(schedules().runs()).isNotEmpty();
    }

    @Test
    void match_shown_hasItsLogAndCrewNeeds() {
        open();
        scene.enable();
        scene.episode(70001, "Ann", "Ben")
                .channel("speedgaming")
                .commentator("Cleo", signUp -> signUp.approved(true))
                .commentator("Dora");
        scene.importAll();

        ShowMatch.MatchDetails details =
                scene.did("Olga", new ShowMatch("cup", scene.match().match())).data(ShowMatch.MatchDetails.class);

        assertThat(details.log())
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.actor()).isEqualTo("import"));
        assertThat(details.needs())
                .filteredOn(need -> need.role() == CrewRole.COMMENTATOR)
                .singleElement()
                .satisfies(need -> {
                    assertThat(need.needed()).isEqualTo(2);
                    assertThat(need.filled()).isEqualTo(1);
                    assertThat(need.waiting()).isEqualTo(1);
                    assertThat(need.missing()).isEqualTo(1);
                    assertThat(need.signUp()).contains("70001");
                });
        scene.refused("Olga", Reason.NOT_FOUND, new ShowMatch("cup", 4711));
    }

    @Test
    void match_ofAnotherTournament_isNotThere() {
        open();
        scene.enable();
        scene.episode(70001, "Ann", "Ben");
        scene.importAll();
        long match = scene.match().match();
        scene.did("Root", new CreateTournament("other", "guild", "Other Cup", 4, 1));
        scene.fake.event("othercup").name("Other Cup");
        scene.refused("Root", Reason.NOT_FOUND, new ShowMatch("other", match));
        scene.did("Root", EnableSchedule.of("other", "othercup"));

        scene.refused("Root", Reason.NOT_FOUND, new ShowMatch("other", match));
        scene.refused("Root", Reason.NOT_FOUND, new SetStream("other", match, "en", "https://twitch.tv/example"));
        scene.refused("Root", Reason.NOT_FOUND, new EditMatch("other", match, "X", null, null, null, true, false));
    }

    @Test
    void field_ofTheSchedule_isRefusedUntilItIsTakenOver() {
        open();
        scene.enable();
        scene.episode(70001, "Ann", "Ben").title("Round 1");
        scene.importAll();
        long match = scene.match().match();

        Answer.Refused refused = scene.refused(
                "Olga", Reason.CONFLICT, new EditMatch("cup", match, "Final", null, null, null, false, false));
        assertThat(refused.text()).contains("SpeedGaming");
        scene.refused("Olga", Reason.INVALID, new EditMatch("cup", match, null, null, null, null, true, false));
        MatchView taken = scene.did("Olga", new EditMatch("cup", match, "Final", null, null, null, true, false))
                .data(MatchView.class);
        assertThat(taken.label()).isEqualTo("Final");
        assertThat(taken.ownFields()).containsExactly(MatchField.TITLE);
        scene.fake.episode(70001).title("Round 2").at(NINE);
        scene.importAll();
        assertThat(scene.match().label()).isEqualTo("Final");
        assertThat(scene.match().start()).isEqualTo(NINE);

        scene.did("Olga", new EditMatch("cup", match, null, null, null, null, false, true));
        scene.importAll();
        assertThat(scene.match().label()).isEqualTo("Round 2");
    }

    @Test
    void stream_setByAnOrganiser_isKeptAndGivenBack() {
        open();
        scene.enable();
        scene.episode(70001, "Ann", "Ben").channel("speedgaming");
        scene.importAll();
        long match = scene.match().match();
        assertThat(scene.match().streams())
                .singleElement()
                .satisfies(stream -> assertThat(stream.own()).isFalse());
        scene.refused("Olga", Reason.INVALID, new SetStream("cup", match, "en", "javascript:alert(1)"));

        scene.did("Olga", new SetStream("cup", match, "en", "https://twitch.tv/ownchannel"));
        scene.fake.episode(70001).withoutChannels().channel("speedgaming2");
        scene.importAll();

        assertThat(scene.match().streams())
                .containsExactly(new MatchView.StreamView("en", "https://twitch.tv/ownchannel", true));
        scene.did("Olga", new SetStream("cup", match, "en", ""));
        scene.importAll();
        assertThat(scene.match().streams())
                .containsExactly(new MatchView.StreamView("en", "https://twitch.tv/speedgaming2", false));
    }

    @Test
    void readiness_namesWhatIsMissing() {
        open();
        scene.enable();
        scene.fake.episode(70001).event(SLUG).at(EIGHT).player("Ann").player("Ben");
        scene.importAll();

        Answer answer = scene.did("Olga", new ShowReadiness("cup"));

        ShowReadiness.Readiness readiness = answer.data(ShowReadiness.Readiness.class);
        assertThat(answer.text()).startsWith("1 coming match, ");
        assertThat(readiness.points())
                .extracting(ShowReadiness.PointView::kind)
                .contains(ReadinessReport.Kind.NO_DISCORD_ID, ReadinessReport.Kind.CREW_MISSING);
    }

    @Test
    void calendar_ofThePublic_isShiftedByTheStreamDelay() {
        open();
        scene.enable();
        scene.episode(70001, "Ann", "Ben");
        scene.importAll();

        String shown = calendar("Sami", new ShowCalendar("cup", null, false));
        String exact = calendar("Olga", new ShowCalendar("cup", null, true));

        assertThat(shown).startsWith("BEGIN:VCALENDAR").contains("20261206T201000Z");
        assertThat(exact).contains("20261206T200000Z").doesNotContain("20261206T201000Z");
        long player = scene.match().players().get(0).player();
        assertThat(calendar("Sami", new ShowCalendar("cup", player, false))).contains("BEGIN:VEVENT");
        scene.refused("Sami", Reason.NOT_FOUND, new ShowCalendar("cup", 4711L, false));
        scene.refused("Sami", Reason.FORBIDDEN, new ShowCalendar("cup", null, true));
    }

    private String calendar(String name, ShowCalendar command) {
        return scene.did(name, command).data(ShowCalendar.CalendarText.class).text();
    }

    @Test
    void matches_forThePublic_hideRaceStartAndPersons() {
        open();
        scene.enable();
        scene.episode(70001, "Ann", "Ben").raceAt(EIGHT.minusSeconds(600));
        scene.episode(70002, "Cleo", "Dora").at(NINE);
        scene.importAll();

        assertThat(scene.matches("Sami")).hasSize(2).allSatisfy(match -> {
            assertThat(match.raceStart()).isNull();
            assertThat(match.players())
                    .allSatisfy(player -> assertThat(player.person()).isNull());
        });
        assertThat(scene.matches("Olga").get(0).players().get(0).person()).isEqualTo(scene.scene.id("Ann"));
        List<MatchView> mine = scene.did("Ann", new ShowMatches("cup", null, null, true))
                .data(ShowMatches.MatchList.class)
                .matches();
        assertThat(mine)
                .singleElement()
                .satisfies(match -> assertThat(match.raceStart()).isEqualTo(EIGHT.minusSeconds(600)));
        assertThat(scene.did("Sami", new ShowMatches("cup", null, null, true))
                        .data(ShowMatches.MatchList.class)
                        .matches())
                .isEmpty();
        scene.refused("Sami", Reason.INVALID, new ShowMatches("cup", "tomorrow", null, false));
    }

    private long add(String start, String... names) {
        String players = String.join(",", Stream.of(names).map(scene.scene::id).toList());
        return scene.did("Olga", new AddMatch("cup", start, players, null, null))
                .data(MatchView.class)
                .match();
    }

    @Test
    void match_addedByHand_isLinkedByTheImportAndNotDoubled() {
        open();
        scene.enable();
        long added = add(EIGHT.toString(), "Ann", "Ben");
        assertThat(scene.match().label()).isEqualTo("Ann against Ben");
        assertThat(scene.match().episode()).isNull();
        scene.episode(70001, "Ann", "Ben").at(NINE);

        scene.importAll();

        assertThat(scene.match().match()).isEqualTo(added);
        assertThat(scene.match().episode()).isEqualTo(70001L);
        scene.refused("Olga", Reason.INVALID, new AddMatch("cup", "tomorrow", scene.scene.id("Ann"), null, null));
        scene.refused("Olga", Reason.INVALID, new AddMatch("cup", EIGHT.toString(), ",", null, null));
        scene.refused("Olga", Reason.NOT_FOUND, new AddMatch("cup", EIGHT.toString(), "p-none", null, null));
    }

    @Test
    void match_thatMayBeTheSame_isAttachedByAnOrganiserAndDetached() {
        open();
        scene.enable();
        long added = add(EIGHT.toString(), "Ann", "Ben");
        String ann = String.valueOf(scene.scene.person("Ann").discord());
        scene.fake
                .episode(70001)
                .event(SLUG)
                .at(EIGHT)
                .player("Ann", player -> player.discordId(ann))
                .player("Benny");
        scene.importAll();
        assertThat(scene.matches("Olga")).hasSize(2);
        ShowSuggestions.SuggestionView suggestion = scene.did("Olga", new ShowSuggestions("cup"))
                .data(ShowSuggestions.Suggestions.class)
                .suggestions()
                .get(0);
        assertThat(suggestion.first()).isEqualTo(added);
        assertThat(suggestion.firstLabel()).isEqualTo("Ann against Ben");

        scene.did("Olga", new SettleSuggestion("cup", suggestion.suggestion(), SettleSuggestion.Action.ATTACH));

        assertThat(scene.match().match()).isEqualTo(added);
        assertThat(scene.match().episode()).isEqualTo(70001L);
        scene.did("Olga", new ControlMatch("cup", added, ControlMatch.Action.DETACH));
        assertThat(scene.matches("Olga")).hasSize(2);
    }

    @Test
    void match_controlled_isFrozenCancelledAndReopened() {
        open();
        scene.enable();
        scene.episode(70001, "Ann", "Ben");
        scene.importAll();
        long match = scene.match().match();

        scene.did("Olga", new ControlMatch("cup", match, ControlMatch.Action.START));
        scene.fake.episode(70001).at(NINE);
        scene.importAll();
        assertThat(scene.match().start()).isEqualTo(EIGHT);
        scene.did("Olga", new ControlMatch("cup", match, ControlMatch.Action.FINISH));
        assertThat(scene.match().state()).isEqualTo(MatchState.FINISHED);
        scene.did("Olga", new ControlMatch("cup", match, ControlMatch.Action.REOPEN));
        scene.importAll();
        assertThat(scene.match().start()).isEqualTo(NINE);
        scene.did("Olga", new ControlMatch("cup", match, ControlMatch.Action.CANCEL));
        assertThat(scene.match().state()).isEqualTo(MatchState.CANCELLED);
        assertThat(scene.scene.messages("Ann")).last().asString().endsWith("is cancelled.");
    }

    @Test
    void schedule_disabled_keepsItsMatches() {
        open();
        scene.enable();
        scene.episode(70001, "Ann", "Ben");
        scene.importAll();

        scene.did("Olga", new DisableSchedule("cup"));

        assertThat(schedules().schedules().get(0).enabled()).isFalse();
        assertThat(scene.matches("Sami")).hasSize(1);
        assertThat(scene.did("Olga", new DisableSchedule("cup")).text()).contains("Nothing has changed");
        scene.scene.refused("Vera", Reason.FORBIDDEN, new DisableSchedule("cup"));
    }

    @Test
    void program_withoutSchedules_refusesTheirCommands() {
        open();
        try (TournamentApp plain = TournamentApp.builder(scene.scene.db, new KnownAccounts())
                .withoutBackgroundWork()
                .open()) {
            TournamentScene.refused(
                    plain.run(new ShowSchedules(), scene.scene.caller("Olga")).get(), Reason.UNAVAILABLE);
            assertThat(plain.findSchedules()).isEmpty();
        }
    }
}
