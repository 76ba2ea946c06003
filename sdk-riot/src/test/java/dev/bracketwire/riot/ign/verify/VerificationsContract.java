// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import static dev.bracketwire.riot.ign.verify.VerificationState.CONFLICT;
import static dev.bracketwire.riot.ign.verify.VerificationState.EXPIRED;
import static dev.bracketwire.riot.ign.verify.VerificationState.FORMAT_OK;
import static dev.bracketwire.riot.ign.verify.VerificationState.NAME_CHANGED;
import static dev.bracketwire.riot.ign.verify.VerificationState.NEW;
import static dev.bracketwire.riot.ign.verify.VerificationState.PENDING_PROOF;
import static dev.bracketwire.riot.ign.verify.VerificationState.REJECTED;
import static dev.bracketwire.riot.ign.verify.VerificationState.RESOLVED;
import static dev.bracketwire.riot.ign.verify.VerificationState.VERIFIED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.Call;
import dev.bracketwire.riot.MatchId;
import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.Rank;
import dev.bracketwire.riot.RiotId;
import dev.bracketwire.riot.ign.FakeIdentities;
import dev.bracketwire.riot.ign.IgnRoster;
import dev.bracketwire.riot.ign.NameRules;
import dev.bracketwire.riot.ign.RosterEntry;
import dev.bracketwire.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What verification promises, wherever claims are kept. */
abstract class VerificationsContract {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    final FakeIdentities identities = new FakeIdentities();
    final ManualClock clock = ManualClock.at(NOON);
    IgnRoster roster;
    Verifications verifications;

    abstract IgnRoster roster();

    abstract Verifications open();

    @BeforeEach
    void begin() {
        roster = roster();
        verifications = open().clock(clock);
        identities.called(1, "Ann#EUW");
    }

    private Claim submit(String entrant, String text) {
        return verifications.submit(entrant, text, "ann").get();
    }

    private Proof passing() {
        return CodeProof.of(() -> Call.done(List.of(identities.puuid(1))));
    }

    private List<VerificationState> states(String entrant) {
        return verifications.log(entrant).get().stream().map(Transition::to).toList();
    }

    @Test
    void submit_isResolved_andAgainTheSame() {
        Claim claim = submit("ann", " Ann#EUW ");
        assertThat(claim.state()).isEqualTo(RESOLVED);
        assertThat(claim.puuid()).isEqualTo(identities.puuid(1));
        assertThat(submit("ann", "Ann#EUW")).isEqualTo(claim);
        assertThat(states("ann")).containsExactly(NEW, FORMAT_OK, RESOLVED);
        assertThat(verifications.log("ann").get())
                .last()
                .isEqualTo(new Transition("ann", FORMAT_OK, RESOLVED, null, "ann", NOON));
        assertThat(verifications.claims("ann").get()).containsExactly(claim);
        assertThat(claim).hasToString("ann as Ann#EUW: RESOLVED");
    }

    @Test
    void submit_ofWhatCannotBe_isRejectedWithWhy() {
        assertThat(submit("ann", "Ann").reason()).startsWith("it has no # between name and tag");
        assertThat(submit("ann", "Nobody#EUW")).satisfies(claim -> {
            assertThat(claim.state()).isEqualTo(REJECTED);
            assertThat(claim.reason()).isEqualTo("nobody is called Nobody#EUW");
            assertThatThrownBy(claim::puuid).hasMessageContaining("nobody is called");
        });
        verifications =
                verifications.rules(NameRules.builder().platforms(Platform.EUW1).build());
        assertThat(submit("ann", "Ann#EUW").reason()).startsWith("the account plays nowhere yet");
        identities.called(2, "Zoe#EUW");
        identities.plays(2, Platform.EUW1);
        assertThat(submit("ann", "Zoe#EUW").state()).isEqualTo(RESOLVED);
        assertThatThrownBy(() -> verifications.rules(
                        NameRules.builder().ranks(Rank.parse("Gold I"), null).build()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void submit_afterRejection_staysRejectedUntilMoved() {
        Claim rejected = submit("ann", "Bea#EUW");
        identities.called(2, "Bea#EUW");
        assertThat(submit("ann", "Bea#EUW")).isEqualTo(rejected);
        verifications.move(rejected, NEW, "she has it now", "judge").get().orThrow();
        assertThat(submit("ann", "Bea#EUW").state()).isEqualTo(RESOLVED);
    }

    @Test
    void submit_ofWhatAnotherHas_isAConflict_untilItIsReleased() {
        RosterEntry ben =
                roster.assign("ben", RiotId.parse("Ann#EUW"), "desk").get().orThrow();
        Claim claim = submit("ann", "Ann#EUW");
        assertThat(claim.state()).isEqualTo(CONFLICT);
        assertThat(claim.reason()).isEqualTo("ben has this account on the roster");
        assertThat(submit("ann", "Ann#EUW")).isEqualTo(claim);
        roster.release(ben, "desk").get().orThrow();
        assertThat(submit("ann", "Ann#EUW").state()).isEqualTo(RESOLVED);
    }

    @Test
    void prove_passes_once_andAgainIsNoChange() {
        Claim claim = submit("ann", "Ann#EUW");
        clock.advance(Duration.ofMinutes(1));
        Step step = verifications.prove(claim, passing(), "ann").get();
        assertThat(step.changed()).isTrue();
        assertThat(step.orThrow().state()).isEqualTo(VERIFIED);
        assertThat(step.claim().proof()).isEqualTo("code");
        assertThat(step.claim().since()).isEqualTo(NOON.plusSeconds(60));
        Proof never = CodeProof.of(() -> {
            throw new AssertionError("it is verified already");
        });
        assertThat(verifications.prove(step.claim(), never, "ann").get()).isEqualTo(new Step(step.claim(), false, ""));
        assertThat(states("ann")).containsExactly(NEW, FORMAT_OK, RESOLVED, PENDING_PROOF, VERIFIED);
    }

    @Test
    void prove_showsNothingYet_leavesThePlayerAsked() {
        Claim claim = submit("ann", "Ann#EUW");
        Step step = verifications
                .prove(claim, CodeProof.of(() -> Call.done(List.of())), "ann")
                .get();
        assertThat(step.taken()).isFalse();
        assertThat(step.problem()).isEqualTo("the account has not joined by this code yet");
        assertThatThrownBy(step::orThrow).hasMessage(step.problem());
        assertThat(step.claim().state()).isEqualTo(PENDING_PROOF);
        assertThat(verifications
                        .prove(step.claim(), passing(), "ann")
                        .get()
                        .orThrow()
                        .state())
                .isEqualTo(VERIFIED);
    }

    @Test
    void prove_signInOfAnotherAccount_isRejected() {
        Claim claim = submit("ann", "Ann#EUW");
        assertThat(verifications
                        .prove(claim, new RsoProof(identities.puuid(2)), "ann")
                        .get()
                        .orThrow())
                .satisfies(after -> {
                    assertThat(after.state()).isEqualTo(REJECTED);
                    assertThat(after.reason()).contains("another account");
                });
        identities.called(2, "Zoe#EUW");
        assertThat(verifications
                        .prove(submit("ann", "Zoe#EUW"), new RsoProof(identities.puuid(2)), "ann")
                        .get()
                        .orThrow()
                        .proof())
                .isEqualTo("rso");
    }

    @Test
    void prove_byMatch_countsInTheSpanOnly() {
        Puuid ann = identities.puuid(1);
        Puuid judge = identities.puuid(9);
        List<PlayedMatch> played = new ArrayList<>();
        MatchProof proof = MatchProof.between(NOON, NOON.plusSeconds(3600), puuid -> Call.done(List.copyOf(played)))
                .together(judge)
                .clock(clock);
        Claim claim = submit("ann", "Ann#EUW");
        played.add(match(NOON.minusSeconds(1), ann, judge));
        played.add(match(NOON.plusSeconds(3601), ann, judge));
        played.add(match(NOON.plusSeconds(60), judge));
        played.add(match(NOON.plusSeconds(60), ann));
        Step step = verifications.prove(claim, proof, "ann").get();
        assertThat(step.problem()).contains("has played no such match");
        clock.advance(Duration.ofMinutes(121));
        assertThat(verifications
                        .prove(step.claim(), proof, "ann")
                        .get()
                        .orThrow()
                        .state())
                .isEqualTo(EXPIRED);
        played.add(match(NOON.plusSeconds(60), ann, judge));
        Claim expired = submit("ann", "Ann#EUW");
        assertThat(verifications.prove(expired, proof, "ann").get().orThrow().proof())
                .isEqualTo("match");
        assertThatThrownBy(() -> MatchProof.between(NOON, NOON, puuid -> Call.done(List.of())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static PlayedMatch match(Instant begun, Puuid... participants) {
        return new PlayedMatch(new MatchId(Platform.EUW1, 1), begun, List.of(participants));
    }

    @Test
    void prove_byIcon_isRunToItsEnd() throws Exception {
        try (IconChallenges icons = IconChallenges.create(identities, clock)) {
            Claim claim = submit("ann", "Ann#EUW");
            IconProof proof = icons.begin(claim.puuid(), Platform.EUW1).get().orThrow();
            CompletableFuture<Step> one =
                    verifications.prove(claim, proof, "ann").start();
            CompletableFuture<Step> two =
                    verifications.prove(claim, proof, "ann").start();
            identities.icon(1, proof.icon());
            clock.advance(Duration.ofSeconds(5));
            assertThat(Stream.of(one.get(1, TimeUnit.MINUTES), two.get(1, TimeUnit.MINUTES))
                            .filter(Step::changed))
                    .hasSize(1);
            assertThat(submit("ann", "Ann#EUW").state()).isEqualTo(VERIFIED);
            assertThat(states("ann")).filteredOn(VERIFIED::equals).hasSize(1);
        }
    }

    @Test
    void prove_whatAnotherGotMeanwhile_isAConflict() {
        Claim claim = submit("ann", "Ann#EUW");
        roster.assign("ben", RiotId.parse("Ann#EUW"), "desk").get().orThrow();
        assertThat(verifications.prove(claim, passing(), "ann").get().claim().state())
                .isEqualTo(CONFLICT);
    }

    @Test
    void move_whatMayNotFollow_saysWhy() {
        Claim claim = submit("ann", "Ann#EUW");
        assertThat(verifications.move(claim, VERIFIED, "", "judge").get().problem())
                .isEqualTo("a claim that is RESOLVED cannot become VERIFIED,"
                        + " only one of [PENDING_PROOF, REJECTED, NAME_CHANGED, CONFLICT]");
        Claim pending = verifications.pending(claim, "stream", "judge").get().orThrow();
        assertThat(verifications.pending(pending, "stream", "judge").get().changed())
                .isFalse();
        assertThat(verifications.move(claim, REJECTED, "", "judge").get().problem())
                .isEqualTo("the claim is PENDING_PROOF by now, and was RESOLVED: look again");
        assertThat(verifications
                        .move(pending, VERIFIED, "seen on stream", "judge")
                        .get()
                        .orThrow()
                        .proof())
                .isEqualTo("word");
        Claim unknown = new Claim("eve", "x", NEW, "", null, "", null, NOON, 1);
        assertThat(verifications.move(unknown, REJECTED, "", "judge").get().problem())
                .isEqualTo("the claim is there no longer");
        assertThat(verifications.look(unknown, "judge").get().taken()).isFalse();
    }

    @Test
    void look_renamedAccount_isNameChanged_andVerifiedAgainOnlyIfItWasBefore() {
        Claim verified = verifications
                .prove(submit("ann", "Ann#EUW"), passing(), "ann")
                .get()
                .orThrow();
        assertThat(verifications.look(verified, "desk").get()).isEqualTo(new Step(verified, false, ""));
        identities.called(1, "Annabel#EUW");
        Claim changed = verifications.look(verified, "desk").get().orThrow();
        assertThat(changed.state()).isEqualTo(NAME_CHANGED);
        assertThat(changed.reason()).isEqualTo("is called Annabel#EUW now");
        assertThat(verifications
                        .move(changed, VERIFIED, "", "judge")
                        .get()
                        .orThrow()
                        .state())
                .isEqualTo(VERIFIED);

        identities.called(2, "Zoe#EUW");
        Claim resolved = submit("zoe", "Zoe#EUW");
        identities.called(2, "Zora#EUW");
        Claim other = verifications.look(resolved, "desk").get().orThrow();
        assertThat(verifications.move(other, VERIFIED, "", "judge").get().problem())
                .startsWith("no proof has passed");
        assertThat(verifications.move(other, RESOLVED, "", "judge").get().taken())
                .isTrue();
        identities.gone(2);
        assertThat(verifications
                        .look(verifications.claims("zoe").get().get(0), "desk")
                        .get()
                        .claim()
                        .state())
                .isEqualTo(REJECTED);
    }

    @Test
    void anotherKey_isNoticed_andTheAccountFoundByItsName() {
        Claim claim = submit("ann", "Ann#EUW");
        identities.key("key2");
        assertThat(verifications.prove(claim, passing(), "ann").get().problem()).contains("another API key");
        Claim again = verifications.look(claim, "desk").get().orThrow();
        assertThat(again.state()).isEqualTo(RESOLVED);
        assertThat(again.puuid()).isEqualTo(identities.puuid(1));
        assertThat(verifications.prove(again, passing(), "ann").get().orThrow().state())
                .isEqualTo(VERIFIED);
    }

    @Test
    void submit_byManyAtOnce_isLoggedOnce() throws Exception {
        List<CompletableFuture<Claim>> all = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            all.add(CompletableFuture.supplyAsync(() -> submit("ann", "Ann#EUW")));
        }
        for (CompletableFuture<Claim> each : all) {
            each.get(1, TimeUnit.MINUTES);
        }
        assertThat(submit("ann", "Ann#EUW").state()).isEqualTo(RESOLVED);
        assertThat(states("ann")).containsExactly(NEW, FORMAT_OK, RESOLVED);
    }
}
