// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.bracketwire.ConflictException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.speedgaming.internal.ChangeRecorder;
import dev.bracketwire.speedgaming.internal.MatchEdits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests how people change matches, on any store. */
@SuppressWarnings("NullAway.Init") // opened before each test
abstract class MatchesContract extends StoreContractBase {
    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final List<String> heard = new ArrayList<>();
    private Matches matches;
    private long alpha;
    private long beta;

    @BeforeEach
    final void openMatches() {
        MatchListener listener = new MatchListener() {
            @Override
            public void attached(StoreSession session, ScheduledMatch match) {
                heard.add("attached " + match.id());
            }

            @Override
            public void rescheduled(StoreSession session, ScheduledMatch before, ScheduledMatch after) {
                heard.add("rescheduled " + after.id());
            }

            @Override
            public void cancelled(StoreSession session, ScheduledMatch match) {
                heard.add("cancelled " + match.id());
            }

            @Override
            public void reinstated(StoreSession session, ScheduledMatch match) {
                heard.add("reinstated " + match.id());
            }
        };
        matches = new Matches(new MatchEdits(
                store,
                slug -> store.read(session -> session.runs().known().stream()
                        .filter(feed -> feed.slug().equals(slug))
                        .findFirst()
                        .orElseGet(() -> TournamentFeed.of(slug))),
                new ChangeRecorder(List.of(listener), now::get),
                now::get));
        alpha = added(person("Alpha")).id();
        beta = added(person("Beta")).id();
    }

    @Test
    void match_unknown_isNotFound() {
        assertThatThrownBy(() -> matches.match(7).get()).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> matches.log(7).get()).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> matches.crewNeeds(7).get()).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> matches.start(7, "olga").get()).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> matches.attach(7, 8, "olga").get()).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> matches.detach(7, "olga").get()).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> matches.ofPerson(99).get()).isInstanceOf(NotFoundException.class);
    }

    @Test
    void change_withoutActor_isRefusedAtOnce() {
        assertThatThrownBy(() -> matches.start(7, " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("actor must not be blank");
        assertThatThrownBy(() -> matches.add(draft().done(), "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> matches.attach(1, 2, "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> matches.detach(1, "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void add_draft_isOfHostAndLogged() {
        ScheduledMatch match = matches.add(
                        draft().title("Final")
                                .hostKey("m-1")
                                .times(MatchTimes.at(NOON, 60))
                                .players(List.of(player(alpha), player(beta)))
                                .hostFields(Set.of())
                                .streams(List.of(new MatchStream("EN", "https://example.org/live", false)))
                                .done(),
                        "olga")
                .get();

        assertThat(match.version()).isEqualTo(1);
        assertThat(match.hostFields()).containsExactlyInAnyOrder(MatchField.values());
        assertThat(match.streams()).containsExactly(new MatchStream("en", "https://example.org/live", true));
        assertThat(match.createdAt()).isEqualTo(NOON);
        assertThat(matches.match(match.id()).get()).isEqualTo(match);
        assertThat(matches.log(match.id()).get())
                .extracting(MatchLogEntry::actor)
                .containsOnly("olga");
        assertThatThrownBy(
                        () -> matches.add(draft().hostKey("m-1").done(), "olga").get())
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("match " + match.id() + " has the key m-1");
    }

    @Test
    void add_nonsense_namesEachProblem() {
        assertThatThrownBy(() -> matches.add(
                                draft().title("a\nb")
                                        .source(source(1))
                                        .state(MatchState.CANCELLED)
                                        .players(List.of(player(99)))
                                        .done(),
                                "olga")
                        .get())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the title has line breaks or other control characters; remove them; a match of SpeedGaming"
                        + " is made by an import; add it without a source; a match cannot be added as CANCELLED; add it"
                        + " as SCHEDULED; there is no person 99; look for the right one by search");
        assertThat(matches.list(ScheduleFilter.all()).get()).isEmpty();
    }

    @Test
    void edit_fieldOfSource_isRefusedUntilItIsOwned() {
        long id = added(imported(1)).id();

        assertThat(matches.edit(id, change -> change.title("Final"), "olga").get())
                .isEqualTo(new MatchEdit.Refused(
                        List.of("title comes from SpeedGaming; take it over first by own(" + id + ", TITLE)")));
        assertThat(stored(id).version()).isEqualTo(1);
        ScheduledMatch owned =
                matches.own(id, Set.of(MatchField.TITLE), "olga").get().orThrow();
        assertThat(owned.hostFields()).containsExactly(MatchField.TITLE);
        ScheduledMatch edited =
                matches.edit(id, change -> change.title("Final"), "olga").get().orThrow();

        assertThat(edited.title()).isEqualTo("Final");
        assertThat(edited).isEqualTo(stored(id));
        assertThat(matches.log(id).get())
                .extracting(entry -> entry.actor() + " " + entry.kind() + " " + entry.field() + " " + entry.after())
                .containsExactly("olga own hostFields [TITLE]", "olga change title Final");
    }

    @Test
    void edit_withoutDifference_changesNothing() {
        ScheduledMatch match = added(imported(1));

        assertThat(matches.edit(match.id(), change -> change, "olga").get()).isEqualTo(new MatchEdit.Done(match));
        assertThat(matches.log(match.id()).get()).isEmpty();
    }

    @Test
    void edit_times_isReschedule() {
        long id = matches.add(draft().times(MatchTimes.at(NOON, 60)).done(), "olga")
                .get()
                .id();

        matches.edit(id, change -> change.times(MatchTimes.at(NOON.plusSeconds(600), 60)), "olga")
                .get()
                .orThrow();

        assertThat(heard).containsExactly("rescheduled " + id);
        assertThat(matches.log(id).get()).extracting(MatchLogEntry::kind).containsExactly("create", "reschedule");
    }

    @Test
    void edit_staleMatchWithNewTime_isPlannedAgain() {
        long id = added(draft().times(MatchTimes.at(NOON.minus(Duration.ofDays(3)), 60))
                        .state(MatchState.STALE_UNCONFIRMED)
                        .done())
                .id();

        assertThat(matches.edit(id, change -> change.times(MatchTimes.at(NOON.plusSeconds(60), 60)), "olga")
                        .get()
                        .orThrow()
                        .state())
                .isEqualTo(MatchState.SCHEDULED);
    }

    @Test
    void edit_personsAndKeys_areChecked() {
        long other = matches.add(draft().hostKey("m-1").done(), "olga").get().id();
        long id = matches.add(draft().done(), "olga").get().id();
        write(session -> session.people()
                .replace(List.of(merged(session.people().find(beta).orElseThrow(), alpha))));

        assertThat(matches.edit(id, change -> change.hostKey("m-1").players(List.of(player(99), player(beta))), "olga")
                        .get())
                .isEqualTo(new MatchEdit.Refused(List.of(
                        "person " + beta + " was merged; use person " + alpha,
                        "there is no person 99; look for the right one by search",
                        "match " + other + " has the key m-1 of the host already; remove it there first")));
        assertThatThrownBy(() -> matches.edit(id, change -> draft(), "olga").get())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void edit_frozenMatch_changesWhatTheHostOwns() {
        long id = added(imported(1)).id();
        matches.own(id, Set.of(MatchField.TITLE), "olga").get().orThrow();
        matches.start(id, "olga").get().orThrow();

        assertThat(matches.edit(id, change -> change.title("Final"), "olga")
                        .get()
                        .orThrow()
                        .state())
                .isEqualTo(MatchState.STARTED);
        assertThat(matches.edit(id, change -> change.times(MatchTimes.none()), "olga")
                        .get())
                .isInstanceOf(MatchEdit.Refused.class);
    }

    @Test
    void setStream_belongsToHostUntilItIsGivenBack() {
        long id = added(imported(1)
                        .edit()
                        .streams(List.of(new MatchStream("en", "https://twitch.tv/example", false)))
                        .done())
                .id();

        assertThat(matches.setStream(id, "EN", " https://example.org/live ", "olga")
                        .get()
                        .orThrow()
                        .streams())
                .containsExactly(new MatchStream("en", "https://example.org/live", true));
        assertThat(matches.setStream(id, "en", "http://example.org", "olga").get())
                .isInstanceOf(MatchEdit.Refused.class);
        ScheduledMatch back = matches.setStream(id, "en", "", "olga").get().orThrow();

        assertThat(back.streams()).isEmpty();
        assertThat(back.source()).isEqualTo(new MatchSource(70001, 1, 1, "schedule1", "roster1", ""));
        assertThat(matches.setStream(id, "en", "", "olga").get()).isEqualTo(new MatchEdit.Done(back));
    }

    @Test
    void release_givesFieldsBackToTheNextImport() {
        long id = added(imported(1)
                        .edit()
                        .hostFields(EnumSet.of(MatchField.TITLE, MatchField.PLAYERS))
                        .done())
                .id();

        ScheduledMatch released = matches.release(id, Set.of(MatchField.TITLE, MatchField.NOTE), "olga")
                .get()
                .orThrow();

        assertThat(released.hostFields()).containsExactly(MatchField.PLAYERS);
        assertThat(released.source()).isEqualTo(new MatchSource(70001, 1, 1, "", "roster1", "crew1"));
        assertThat(matches.release(id, Set.of(MatchField.TITLE), "olga").get()).isEqualTo(new MatchEdit.Done(released));
        matches.start(id, "olga").get().orThrow();
        assertThat(matches.release(id, Set.of(MatchField.PLAYERS), "olga").get())
                .isEqualTo(new MatchEdit.Refused(List.of("match " + id
                        + " is STARTED, so an import leaves its players alone; reopen it first by reopen(" + id
                        + ")")));
        assertThat(matches.release(id, Set.of(MatchField.STATE), "olga").get()).isInstanceOf(MatchEdit.Refused.class);
    }

    @Test
    void release_ofMatchWithoutSource_isRefused() {
        long id = matches.add(draft().done(), "olga").get().id();

        assertThat(matches.release(id, Set.of(MatchField.TITLE), "olga").get()).isInstanceOf(MatchEdit.Refused.class);
        assertThat(matches.own(id, Set.of(MatchField.TITLE), "olga").get()).isInstanceOf(MatchEdit.Done.class);
    }

    @Test
    void start_finish_reopen_moveTheState() {
        long id = added(imported(1)).id();

        ScheduledMatch started = matches.start(id, "olga").get().orThrow();
        assertThat(started.state()).isEqualTo(MatchState.STARTED);
        assertThat(started.hostFields()).containsExactly(MatchField.STATE);
        assertThat(matches.start(id, "olga").get()).isEqualTo(new MatchEdit.Done(started));
        assertThat(matches.finish(id, "olga").get().orThrow().state()).isEqualTo(MatchState.FINISHED);
        assertThat(matches.start(id, "olga").get())
                .isEqualTo(new MatchEdit.Refused(
                        List.of("match " + id + " is finished; reopen it first by reopen(" + id + ")")));
        assertThat(matches.cancel(id, "", "olga").get()).isInstanceOf(MatchEdit.Refused.class);
        ScheduledMatch open = matches.reopen(id, "olga").get().orThrow();

        assertThat(open.state()).isEqualTo(MatchState.SCHEDULED);
        assertThat(open.hostFields()).isEmpty();
        assertThat(open.source()).isEqualTo(new MatchSource(70001, 1, 1, "", "", "crew1"));
        assertThat(matches.reopen(id, "olga").get()).isEqualTo(new MatchEdit.Done(open));
        assertThat(matches.log(id).get())
                .filteredOn(entry -> entry.field().equals("state"))
                .extracting(entry -> entry.kind() + " " + entry.before() + " " + entry.after())
                .containsExactly("start SCHEDULED STARTED", "finish STARTED FINISHED", "reopen FINISHED SCHEDULED");
    }

    @Test
    void reopen_matchThatIsNotReady_isTentativeOrUnconfirmed() {
        long tentative =
                matches.add(draft().approved(false).done(), "olga").get().id();
        long unconfirmed = matches.add(
                        draft().times(new MatchTimes(NOON, NOON, 0, "CET")).done(), "olga")
                .get()
                .id();
        matches.start(tentative, "olga").get().orThrow();
        matches.cancel(unconfirmed, "", "olga").get().orThrow();

        assertThat(matches.reopen(tentative, "olga").get().orThrow().state()).isEqualTo(MatchState.TENTATIVE);
        assertThat(matches.reopen(unconfirmed, "olga").get().orThrow().state()).isEqualTo(MatchState.TIME_UNCONFIRMED);
        assertThat(stored(tentative).hostFields()).hasSize(MatchField.values().length);
    }

    @Test
    void cancel_keepsTheReasonInTheLog() {
        long id = added(imported(1)).id();

        ScheduledMatch cancelled =
                matches.cancel(id, " Alpha is ill ", "olga").get().orThrow();
        assertThat(cancelled.state()).isEqualTo(MatchState.CANCELLED);
        assertThat(cancelled.hostFields()).contains(MatchField.STATE);
        assertThat(matches.log(id).get())
                .contains(new MatchLogEntry(id, 2, NOON, "olga", "cancel", "reason", "", "Alpha is ill"));
        assertThat(matches.start(id, "olga").get()).isInstanceOf(MatchEdit.Refused.class);
        assertThat(matches.finish(id, "olga").get()).isInstanceOf(MatchEdit.Refused.class);
        assertThat(matches.reopen(id, "olga").get().orThrow().state()).isEqualTo(MatchState.SCHEDULED);
        assertThat(matches.cancel(id, "x".repeat(1001), "olga").get()).isInstanceOf(MatchEdit.Refused.class);
        assertThat(heard).containsExactly("cancelled " + id, "reinstated " + id);
    }

    @Test
    void change_ofMatchThatSpeedGamingCancelled_needsStart() {
        long id = added(imported(1).edit().state(MatchState.CANCELLED).done()).id();

        assertThat(matches.reopen(id, "olga").get())
                .isEqualTo(new MatchEdit.Refused(List.of("SpeedGaming cancelled match " + id
                        + "; an import reinstates it when its episode comes back, and start(" + id
                        + ") plays it all the same")));
        assertThat(matches.start(id, "olga").get().orThrow().state()).isEqualTo(MatchState.STARTED);
    }

    @ParameterizedTest
    @EnumSource(MatchState.class)
    void cancel_inAnyState_isDoneOrRefused(MatchState state) {
        long id = added(imported(1).edit().state(state).done()).id();

        MatchEdit edit = matches.cancel(id, "", "olga").get();

        if (state == MatchState.FINISHED || state == MatchState.ATTACHED) {
            assertThat(edit).isInstanceOf(MatchEdit.Refused.class);
            assertThat(stored(id).state()).isEqualTo(state);
        } else {
            assertThat(edit.orThrow().state()).isEqualTo(MatchState.CANCELLED);
            assertThat(edit.orThrow().hostFields()).contains(MatchField.STATE);
        }
    }

    @Test
    void attach_detach_areInverse() {
        ScheduledMatch host = matches.add(
                        draft().title("Final")
                                .players(List.of(player(alpha), player(beta)))
                                .done(),
                        "olga")
                .get();
        ScheduledMatch imported = added(imported(1)
                .edit()
                .state(MatchState.TENTATIVE)
                .approved(false)
                .players(List.of(player(beta), player(alpha)))
                .absence(new MatchAbsence(1, NOON, NOON))
                .hostFields(Set.of(MatchField.NOTE))
                .done());
        change(session -> {
            session.people().suggest(suggestion(Suggestion.Kind.SAME_MATCH, host.id(), imported.id()));
            session.people().suggest(suggestion(Suggestion.Kind.SAME_PERSON, host.id(), imported.id()));
            session.people().suggest(suggestion(Suggestion.Kind.SAME_MATCH, host.id(), 99));
        });

        ScheduledMatch joined =
                matches.attach(host.id(), imported.id(), "olga").get().orThrow();

        assertThat(joined.source()).isEqualTo(imported.source());
        assertThat(joined.title()).isEqualTo("Final");
        assertThat(joined.state()).isEqualTo(MatchState.SCHEDULED);
        assertThat(stored(imported.id()).state()).isEqualTo(MatchState.ATTACHED);
        assertThat(stored(imported.id()).source()).isNull();
        assertThat(matches.list(ScheduleFilter.of("examplecup")).get()).containsExactly(joined);
        assertThat(matches.ofPerson(alpha).get()).containsExactly(joined);
        assertThat(readList(session -> session.people().suggestions(true)))
                .extracting(Suggestion::kind, Suggestion::second)
                .containsExactly(
                        tuple(Suggestion.Kind.SAME_PERSON, imported.id()), tuple(Suggestion.Kind.SAME_MATCH, 99L));
        assertThat(heard).containsExactly("attached " + host.id());
        assertThat(matches.setStream(imported.id(), "en", "https://example.org", "olga")
                        .get())
                .isEqualTo(new MatchEdit.Refused(List.of("match " + imported.id() + " is attached to match " + host.id()
                        + "; change that one, or detach it")));

        ScheduledMatch parted = matches.detach(host.id(), "pia").get().orThrow();

        assertThat(sameBut(parted, host)).isEqualTo(host);
        assertThat(sameBut(stored(imported.id()), imported)).isEqualTo(imported);
        assertThat(matches.log(host.id()).get())
                .filteredOn(entry -> entry.field().equals("match"))
                .extracting(entry -> entry.actor() + " " + entry.kind() + " " + entry.before() + ">" + entry.after())
                .containsExactly("olga attach >" + imported.id(), "pia detach " + imported.id() + ">");
        assertThat(matches.detach(host.id(), "olga").get()).isInstanceOf(MatchEdit.Refused.class);
        assertThat(matches.attach(host.id(), imported.id(), "olga").get()).isInstanceOf(MatchEdit.Done.class);
    }

    @Test
    void detach_afterImports_takesWhatBelongsToTheEpisode() {
        ScheduledMatch host = matches.add(draft().title("Final").done(), "olga").get();
        ScheduledMatch imported = added(imported(1));
        matches.attach(host.id(), imported.id(), "olga").get().orThrow();
        matches.release(host.id(), Set.of(MatchField.STATE, MatchField.STREAMS), "olga")
                .get()
                .orThrow();
        write(session -> session.matches()
                .replace(List.of(session.matches()
                        .find(host.id())
                        .orElseThrow()
                        .edit()
                        .state(MatchState.MISSING)
                        .absence(new MatchAbsence(1, NOON, NOON))
                        .source(new MatchSource(70009, 1, 2, "s2", "r2", "c2"))
                        .streams(List.of(new MatchStream("en", "https://twitch.tv/example", false)))
                        .done())));

        ScheduledMatch parted = matches.detach(host.id(), "olga").get().orThrow();

        assertThat(sameBut(parted, host)).isEqualTo(host);
        assertThat(stored(imported.id()).source())
                .isEqualTo(new MatchSource(70009, 1, 2, "schedule1", "roster1", "crew1"));
    }

    @Test
    void attach_nonsense_isRefused() {
        long host = matches.add(draft().done(), "olga").get().id();
        long other = matches.add(draft().done(), "olga").get().id();
        long abroad = matches.add(ScheduledMatch.draft("othercup").done(), "olga")
                .get()
                .id();
        long first = added(imported(1)).id();
        long second = added(imported(2)).id();
        long started = added(imported(3)).id();
        matches.start(started, "olga").get().orThrow();

        assertThat(refused(host, host)).singleElement().asString().contains("itself");
        assertThat(refused(first, second)).singleElement().asString().contains("linked to episode 70001 already");
        assertThat(refused(host, other)).singleElement().asString().contains("not linked to SpeedGaming");
        assertThat(refused(abroad, first)).singleElement().asString().contains("othercup", "examplecup");
        assertThat(refused(host, started)).singleElement().asString().contains("is STARTED");
        matches.attach(host, first, "olga").get().orThrow();
        assertThat(refused(other, first)).singleElement().asString().contains("attached to match " + host);
        assertThat(refused(first, second)).singleElement().asString().contains("attached to match " + host);
        assertThat(refused(host, second)).singleElement().asString().contains("already");
        assertThat(matches.detach(second, "olga").get())
                .isEqualTo(new MatchEdit.Refused(List.of("match " + second
                        + " was made by an import, so there is no match of the host to part it from")));
        assertThat(matches.detach(first, "olga").get()).isInstanceOf(MatchEdit.Refused.class);
    }

    @Test
    void detach_matchThatAnImportAttached_givesTheEpisodeAMatchOfItsOwn() {
        ScheduledMatch host = matches.add(
                        draft().title("Final")
                                .times(MatchTimes.at(NOON, 60))
                                .players(List.of(player(alpha), player(beta)))
                                .done(),
                        "olga")
                .get();
        write(session -> new ChangeRecorder(List.of(), now::get)
                .save(
                        session,
                        List.of(new ChangeRecorder.Edit(
                                host, host.edit().source(source(1)).done(), "import", "attach"))));

        ScheduledMatch parted = matches.detach(host.id(), "olga").get().orThrow();

        assertThat(sameBut(parted, host)).isEqualTo(host);
        List<ScheduledMatch> all = matches.list(ScheduleFilter.of("examplecup")).get();
        assertThat(all).hasSize(2);
        ScheduledMatch made = all.get(1);
        assertThat(made.source()).isEqualTo(new MatchSource(70001, 1, 1, "", "", ""));
        assertThat(made.players()).isEqualTo(host.players());
        assertThat(made.title()).isEmpty();
        assertThat(made.hostFields()).isEmpty();
    }

    @Test
    void crewNeeds_ofTournament_followItsRule() {
        long id = added(imported(1)).id();

        assertThat(matches.crewNeeds(id).get()).extracting(CrewNeed::needed).containsExactly(2, 1, 0);
        change(session ->
                session.runs().save(TournamentFeed.of("examplecup").crew(new CrewRule("fr", 3, 0, 0, 0)), false));
        assertThat(matches.crewNeeds(id).get()).extracting(CrewNeed::needed).containsExactly(3, 0, 0);
    }

    @Test
    void list_andOfPerson_findMatches() {
        ScheduledMatch early =
                added(played(alpha).edit().times(MatchTimes.at(NOON, 60)).done());
        ScheduledMatch late = added(played(beta)
                .edit()
                .times(MatchTimes.at(NOON.plusSeconds(60), 60))
                .done());

        assertThat(ids(matches.list(ScheduleFilter.of("examplecup").from(NOON).before(NOON.plusSeconds(60)))
                        .get()))
                .containsExactly(early.id());
        assertThat(ids(matches.list(ScheduleFilter.all()).get())).containsExactly(early.id(), late.id());
        assertThat(matches.list(ScheduleFilter.of("othercup")).get()).isEmpty();
        assertThatThrownBy(() -> matches.list(ScheduleFilter.of("no slug")))
                .isInstanceOf(IllegalArgumentException.class);
        write(session -> session.people()
                .replace(List.of(merged(session.people().find(alpha).orElseThrow(), beta))));
        assertThat(ids(matches.ofPerson(alpha).get())).containsExactly(late.id());
    }

    @Test
    void edit_byManyAtOnce_losesNone() throws InterruptedException {
        long id = matches.add(draft().done(), "olga").get().id();

        List<Object> results = together(
                4,
                thread -> matches.edit(id, change -> change.note(change.done().note() + "x"), "person " + thread)
                        .get());

        assertThat(results).allSatisfy(result -> assertThat(result).isInstanceOf(MatchEdit.Done.class));
        assertThat(stored(id).note()).isEqualTo("xxxx");
        assertThat(stored(id).version()).isEqualTo(5);
    }

    /** Returns a match as an import makes it. */
    private static ScheduledMatch imported(long match) {
        return sourced(match).edit().hostFields(Set.of()).done();
    }

    private List<String> refused(long host, long imported) {
        MatchEdit edit = matches.attach(host, imported, "olga").get();
        assertThat(edit).isInstanceOf(MatchEdit.Refused.class);
        return ((MatchEdit.Refused) edit).reasons();
    }

    /** Returns the match with the version and the date of change of another one. */
    private static ScheduledMatch sameBut(ScheduledMatch match, ScheduledMatch other) {
        return new ScheduledMatch(
                match.id(),
                other.version(),
                match.tournament(),
                match.source(),
                match.hostKey(),
                match.state(),
                match.title(),
                match.note(),
                match.times(),
                match.approved(),
                match.players(),
                match.crew(),
                match.streams(),
                match.hostFields(),
                match.absence(),
                match.createdAt(),
                other.changedAt());
    }
}
