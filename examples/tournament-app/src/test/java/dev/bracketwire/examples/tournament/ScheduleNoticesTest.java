// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import static dev.bracketwire.examples.tournament.ScheduleScene.CHANNEL;
import static dev.bracketwire.examples.tournament.ScheduleScene.CREW_CHANNEL;
import static dev.bracketwire.examples.tournament.ScheduleScene.EIGHT;
import static dev.bracketwire.examples.tournament.ScheduleScene.NINE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.examples.tournament.command.Forget;
import dev.bracketwire.testkit.speedgaming.FakeEpisode;
import dev.bracketwire.webhooks.Delivery;
import dev.bracketwire.webhooks.DeliveryFilter;
import dev.bracketwire.webhooks.SubscriptionOptions;
import dev.bracketwire.webhooks.Webhooks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** People, channels and webhooks get what happens to matches, in the transaction that changes them. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ScheduleNoticesTest {
    @Parameter
    private TestDatabase database = TestDatabase.SQLITE;

    @SuppressWarnings("NullAway.Init") // each test opens it
    private ScheduleScene scene;

    @AfterEach
    void close() {
        scene.close();
    }

    private FakeEpisode open() {
        scene = new ScheduleScene(database);
        scene.enable();
        hooks().subscribe(
                        SubscriptionOptions.to("https://hooks.example.org/all").ordered())
                .get();
        return scene.episode(70001, "Ann", "Ben");
    }

    private Webhooks hooks() {
        return scene.scene.app.webhooks().hooks();
    }

    private List<Delivery> deliveries() {
        List<Delivery> all = new ArrayList<>(
                hooks().deliveries(DeliveryFilter.all()).toList(1000).get());
        all.removeIf(delivery -> !delivery.type().startsWith("match."));
        Collections.reverse(all);
        return all;
    }

    private List<String> types() {
        return deliveries().stream().map(Delivery::type).toList();
    }

    private JsonNode lastData() throws Exception {
        List<Delivery> all = deliveries();
        return AppJson.MAPPER
                .readTree(hooks().message(all.get(all.size() - 1).messageId())
                        .get()
                        .payload())
                .path("data");
    }

    /** Removes the episode and imports until it is known to be gone. */
    private void cancel() {
        scene.fake.episode(70001).remove();
        var imported =
                scene.scene.app.schedules().imports().importEpisode(70001).start();
        org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            scene.clock.advance(Duration.ofMillis(2));
            return imported.isDone();
        });
        imported.join().orThrow();
    }

    @Test
    void match_scheduled_isToldToPlayersAndTheChannelOnce() throws Exception {
        open();

        scene.importAll();
        scene.importAll();

        String text = "Ann against Ben in Spring Cup is scheduled for " + EIGHT + ".";
        assertThat(scene.scene.messages("Ann")).containsExactly(text);
        assertThat(scene.scene.messages("Ben")).containsExactly(text);
        assertThat(scene.posts(CHANNEL)).containsExactly(text);
        assertThat(types()).containsExactly("match.scheduled");
        assertThat(lastData().path("label").asText()).isEqualTo("Ann against Ben");
        assertThat(lastData().at("/players/0/person").asText()).isEqualTo(scene.scene.id("Ann"));
        assertThat(lastData().path("start").asText()).isEqualTo(EIGHT.toString());
    }

    @Test
    void match_moved_isToldWithOldAndNewTimeOnce() throws Exception {
        FakeEpisode episode = open();
        scene.importAll();

        episode.at(NINE);
        scene.importAll();
        scene.importAll();

        String text = "Ann against Ben in Spring Cup is moved from " + EIGHT + " to " + NINE + ".";
        assertThat(scene.scene.messages("Ann")).hasSize(2).last().isEqualTo(text);
        assertThat(scene.posts(CHANNEL)).hasSize(2).last().isEqualTo(text);
        assertThat(types()).containsExactly("match.scheduled", "match.rescheduled");
        assertThat(lastData().path("previousStart").asText()).isEqualTo(EIGHT.toString());

        episode.at(EIGHT);
        scene.importAll();
        assertThat(scene.scene.messages("Ann")).hasSize(3);
    }

    @Test
    void race_movedAlone_isToldToPlayersOnly() {
        FakeEpisode episode = open();
        scene.importAll();

        episode.raceAt(EIGHT.minusSeconds(300));
        scene.importAll();

        assertThat(scene.scene.messages("Ann")).hasSize(2);
        assertThat(scene.posts(CHANNEL)).hasSize(1);
    }

    @Test
    void match_cancelledAndReinstated_isToldToPlayersAndCrew() {
        FakeEpisode episode = open();
        String cleo = String.valueOf(scene.scene.person("Cleo").discord());
        episode.commentator("Cleo", signUp -> signUp.discordId(cleo).approved(true));
        scene.importAll();

        cancel();

        String text = "Ann against Ben in Spring Cup, planned for " + EIGHT + ", is cancelled.";
        assertThat(scene.scene.messages("Ann")).last().isEqualTo(text);
        assertThat(scene.scene.messages("Cleo")).containsExactly(text);
        assertThat(scene.posts(CHANNEL)).last().isEqualTo(text);
        assertThat(types()).last().isEqualTo("match.cancelled");

        episode.restore();
        scene.importAll();
        assertThat(scene.scene.messages("Ben"))
                .last()
                .isEqualTo("Ann against Ben in Spring Cup takes place after all, at " + EIGHT + ".");
        assertThat(types()).last().isEqualTo("match.reinstated");
    }

    @Test
    void player_swapped_isToldBoth() {
        FakeEpisode episode = open();
        scene.importAll();
        String dora = String.valueOf(scene.scene.person("Dora").discord());

        episode.removePlayer("Ben").player("Dora", player -> player.discordId(dora));
        scene.importAll();

        assertThat(scene.scene.messages("Dora")).hasSize(1).first().asString().contains("is scheduled for");
        assertThat(scene.scene.messages("Ben")).last().asString().startsWith("You no longer play in");
        assertThat(scene.scene.messages("Ann")).hasSize(1);
        assertThat(types()).last().isEqualTo("match.changed");
    }

    @Test
    void crewNeeds_arePostedOncePerChange() {
        FakeEpisode episode = open();
        episode.channel("speedgaming");
        scene.importAll();
        assertThat(scene.posts(CREW_CHANNEL))
                .singleElement()
                .asString()
                .contains("needs 2 commentators, 1 tracker, 1 broadcaster.")
                .contains("hours left")
                .contains("/signup/70001/");

        episode.commentator("Cleo", signUp -> signUp.approved(false));
        scene.importAll();
        assertThat(scene.posts(CREW_CHANNEL)).hasSize(1);

        episode.removeSignUps("Cleo").commentator("Cleo", signUp -> signUp.approved(true));
        scene.importAll();
        assertThat(scene.posts(CREW_CHANNEL)).hasSize(2).last().asString().contains("needs 1 commentator, ");

        episode.removeSignUps("Cleo");
        scene.importAll();
        assertThat(scene.posts(CREW_CHANNEL))
                .hasSize(3)
                .last()
                .asString()
                .startsWith("Cleo is no longer commentator. ")
                .contains("needs 2 commentators, ");
    }

    @Test
    void crew_complete_isPosted() {
        FakeEpisode episode = open();
        scene.importAll();
        episode.commentator("Cleo", signUp -> signUp.approved(true))
                .commentator("Dora", signUp -> signUp.approved(true))
                .tracker("Emil", signUp -> signUp.approved(true))
                .broadcaster("Fay", signUp -> signUp.approved(true));
        scene.importAll();

        assertThat(scene.posts(CREW_CHANNEL)).last().asString().endsWith("has its whole crew.");
    }

    @Test
    void match_inDoubt_saysSo() {
        FakeEpisode episode = open();
        episode.timezone("Berlin");
        scene.importAll();
        assertThat(scene.scene.messages("Ann")).last().asString().contains("not confirmed yet");

        episode.timezone("");
        scene.importAll();
        assertThat(scene.scene.messages("Ann")).last().asString().doesNotContain("not confirmed yet");
    }

    @Test
    void match_approved_isTold() {
        FakeEpisode episode = open();
        episode.approved(false);
        scene.importAll();
        assertThat(scene.scene.messages("Ann"))
                .singleElement()
                .asString()
                .endsWith("SpeedGaming has not approved it yet.");
        assertThat(scene.posts(CREW_CHANNEL)).isEmpty();

        episode.approved(true);
        scene.importAll();
        assertThat(scene.scene.messages("Ann"))
                .last()
                .isEqualTo("Ann against Ben in Spring Cup at " + EIGHT + " is approved by SpeedGaming.");
        assertThat(scene.posts(CREW_CHANNEL)).hasSize(1);
    }

    @Test
    void match_thatIsOver_bringsNoMessage() {
        FakeEpisode episode = open();
        episode.at(TournamentScene.START.minusSeconds(3600));

        scene.importAll();

        assertThat(scene.scene.messages("Ann")).isEmpty();
        assertThat(scene.posts(CHANNEL)).isEmpty();
        assertThat(types()).containsExactly("match.scheduled");
    }

    @Test
    void texts_ofStrangers_stayOneLineWithoutCommands() {
        FakeEpisode episode = open();
        episode.title("@everyone\n\u202E{p-abc} **win**\u0007");
        scene.importAll();

        assertThat(scene.posts(CHANNEL))
                .singleElement()
                .isEqualTo("@everyone (p-abc} **win** in Spring Cup is scheduled for " + EIGHT + ".");
        assertThat(scene.match().label()).isEqualTo("@everyone (p-abc} **win**");
    }

    @Test
    void person_erased_isBlankedInMatchesMessagesAndWebhooks() {
        open();
        scene.importAll();
        Answer.Planned plan = (Answer.Planned) scene.as("Root", new Forget(scene.scene.id("Ann"), null));
        assertThat(plan.changes()).anyMatch(line -> line.contains("matches of schedules"));

        scene.did("Root", new Forget(scene.scene.id("Ann"), plan.fingerprint()));

        assertThat(scene.match().players())
                .hasSize(2)
                .extracting(player -> player.name())
                .contains("", "Ben");
        assertThat(scene.posts(CHANNEL)).isEmpty();
        assertThat(scene.scene.messages("Ben")).isEmpty();
        assertThat(deliveries())
                .allSatisfy(delivery -> assertThat(
                                hooks().message(delivery.messageId()).get().payload())
                        .doesNotContain("Ann"));
    }
}
