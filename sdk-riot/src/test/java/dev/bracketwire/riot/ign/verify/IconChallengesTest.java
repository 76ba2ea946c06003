// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.Call;
import dev.bracketwire.CallThreads;
import dev.bracketwire.CancelledException;
import dev.bracketwire.DeadlineException;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.riot.Account;
import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.RiotId;
import dev.bracketwire.riot.ign.FakeIdentities;
import dev.bracketwire.riot.ign.Identities;
import dev.bracketwire.riot.ign.verify.IconChallenge.Begun;
import dev.bracketwire.riot.ign.verify.IconChallenge.Locked;
import dev.bracketwire.riot.ign.verify.IconChallenge.Open;
import dev.bracketwire.riot.ign.verify.Proven.Result;
import dev.bracketwire.riot.internal.roster.IconStore;
import dev.bracketwire.riot.internal.roster.MemoryIconStore;
import dev.bracketwire.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IconChallengesTest {
    private final FakeIdentities identities = new FakeIdentities();
    private final ManualClock clock = ManualClock.create();
    private final IconChallenges icons = IconChallenges.create(identities, clock);

    private CallThreads threads() {
        return CallThreads.builder("test").clock(clock).build();
    }

    @AfterEach
    void close() {
        icons.close();
    }

    private IconChallenge begin(int player) {
        return icons.begin(identities.puuid(player), Platform.EUW1).get();
    }

    private CompletableFuture<Proven> check(IconProof proof) {
        return proof.check(proof.puuid()).start();
    }

    private static Proven within(CompletableFuture<Proven> proven) throws Exception {
        return proven.get(1, TimeUnit.MINUTES);
    }

    private void seconds(int seconds) {
        clock.advance(Duration.ofSeconds(seconds));
    }

    @Test
    void begin_choosesAFreeIconThatTheAccountDoesNotShow() {
        for (int player = 0; player < 300; player++) {
            identities.icon(player, player % 40);
            IconProof proof = begin(player).orThrow();
            assertThat(proof.icon()).isBetween(0, 28).isNotEqualTo(player % 40);
            assertThat(proof.expires()).isEqualTo(clock.instant().plusSeconds(600));
            identities.icon(player, proof.icon());
            seconds(6);
        }
        assertThat(icons.size()).isZero();
    }

    @Test
    void check_iconIsSet_passesAtTheNextLook_once() throws Exception {
        IconProof proof = begin(1).orThrow();
        CompletableFuture<Proven> one = check(proof);
        CompletableFuture<Proven> two = check(proof);
        seconds(5);
        assertThat(one).isNotDone();
        identities.icon(1, proof.icon());
        seconds(5);
        assertThat(List.of(within(one).result(), within(two).result()))
                .containsExactlyInAnyOrder(Result.PASSED, Result.UNDECIDED);
        assertThat(proof.check(proof.puuid()).get().reason()).isEqualTo("this proof was used already");
        assertThat(proof.check(identities.puuid(2)).get().result()).isEqualTo(Result.UNDECIDED);
        assertThat(proof.kind()).isEqualTo("icon");
    }

    @Test
    void check_iconIsNotSet_expiresAfterTenMinutes() throws Exception {
        IconProof proof = begin(1).orThrow();
        CompletableFuture<Proven> proven = check(proof);
        seconds(599);
        assertThat(proven).isNotDone();
        seconds(1);
        assertThat(within(proven)).isEqualTo(new Proven(Result.EXPIRED, "the icon was not set within 10 minutes"));
        identities.icon(1, proof.icon());
        seconds(60);
        assertThat(proof.check(proof.puuid()).get().result()).isEqualTo(Result.EXPIRED);
        assertThat(clock.pending()).isZero();
    }

    @Test
    void begin_whileOneIsOpen_isRefused_andLaterChoosesAnotherIcon() throws Exception {
        IconProof proof = begin(1).orThrow();
        assertThat(begin(1)).isEqualTo(new Open(proof.expires()));
        assertThatThrownBy(() -> begin(1).orThrow()).isInstanceOf(IllegalStateException.class);
        identities.icon(1, proof.icon());
        CompletableFuture<Proven> proven = check(proof);
        seconds(5);
        assertThat(within(proven).result()).isEqualTo(Result.PASSED);
        assertThat(begin(1).orThrow().icon()).isNotEqualTo(proof.icon());
    }

    @Test
    void check_fiveWrongIcons_lockTheAccountForAnHour() throws Exception {
        IconProof proof = begin(1).orThrow();
        CompletableFuture<Proven> proven = check(proof);
        for (int i = 0; i < 5; i++) {
            assertThat(proven).isNotDone();
            identities.icon(1, 100 + i);
            seconds(10); // a wrong icon that stays counts once
        }
        assertThat(within(proven).result()).isEqualTo(Result.FAILED);
        assertThat(begin(1)).isInstanceOf(Locked.class);
        assertThatThrownBy(() -> begin(1).orThrow()).hasMessageContaining("locked until");
        seconds(3600);
        assertThat(begin(1)).isInstanceOf(Begun.class);
    }

    @Test
    void begin_afterFiveMissedChallenges_isLockedUntilUnlocked() {
        for (int i = 0; i < 5; i++) {
            assertThat(begin(1)).isInstanceOf(Begun.class);
            seconds(600);
        }
        assertThat(begin(1)).isInstanceOf(Locked.class);
        assertThat(begin(2)).isInstanceOf(Begun.class);
        icons.unlock(identities.puuid(1)).get();
        assertThat(begin(1)).isInstanceOf(Begun.class);
    }

    @Test
    void looks_areSixtyAMinute_howeverManyAreOpen() {
        List<CompletableFuture<IconChallenge>> begun = new ArrayList<>();
        for (int player = 0; player < 150; player++) {
            begun.add(icons.begin(identities.puuid(player), Platform.EUW1)
                    .within(Duration.ofHours(1))
                    .start());
        }
        assertThat(identities.looks.get()).isEqualTo(60);
        for (int minute = 1; minute < 30; minute++) {
            seconds(59);
            assertThat(identities.looks.get()).isLessThanOrEqualTo(minute * 60);
            seconds(1);
            assertThat(identities.looks.get()).isLessThanOrEqualTo((minute + 1) * 60);
        }
        assertThat(begun).allSatisfy(each -> assertThat(each).isCompleted());
    }

    @Test
    void begin_noPlaceInTime_endsAtTheDeadline_andLeavesTheQueue() {
        for (int player = 0; player < 60; player++) {
            begin(player);
        }
        CompletableFuture<IconChallenge> late = icons.begin(identities.puuid(99), Platform.EUW1)
                .within(Duration.ofSeconds(10))
                .start();
        CompletableFuture<IconChallenge> gone =
                icons.begin(identities.puuid(98), Platform.EUW1).start();
        assertThat(icons.size()).isEqualTo(62);
        gone.cancel(false);
        assertThat(icons.size()).isEqualTo(61);
        seconds(10);
        assertThatThrownBy(() -> late.get(1, TimeUnit.MINUTES))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(DeadlineException.class);
        assertThat(icons.size()).isEqualTo(60);
    }

    @Test
    void check_withinLessThanItTakes_endsAtTheDeadline() {
        IconProof proof = begin(1).orThrow();
        CompletableFuture<Proven> proven =
                proof.check(proof.puuid()).within(Duration.ofSeconds(20)).start();
        seconds(25);
        assertThatThrownBy(() -> proven.get(1, TimeUnit.MINUTES))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(DeadlineException.class);
    }

    @Test
    void riotDoesNotAnswer_isNoMiss_andIsTriedAgain() throws Exception {
        identities.broken(true);
        assertThatThrownBy(() -> begin(1)).isInstanceOf(UnavailableException.class);
        assertThat(icons.size()).isZero();
        identities.broken(false);
        IconProof proof = begin(1).orThrow();
        CompletableFuture<Proven> proven = check(proof);
        identities.broken(true);
        identities.icon(1, proof.icon());
        seconds(60);
        assertThat(proven).isNotDone();
        identities.broken(false);
        seconds(5);
        assertThat(within(proven).result()).isEqualTo(Result.PASSED);

        IconProof other = begin(2).orThrow();
        CompletableFuture<Proven> never = check(other);
        identities.broken(true);
        seconds(600);
        assertThat(within(never).reason()).contains("not set within 10 minutes; Riot could not be asked");
    }

    @Test
    void close_openChallenges_endUndecided() throws Exception {
        IconProof proof = begin(1).orThrow();
        CompletableFuture<Proven> proven = check(proof);
        for (int player = 2; player < 61; player++) {
            begin(player);
        }
        CompletableFuture<IconChallenge> waiting =
                icons.begin(identities.puuid(99), Platform.EUW1).start();
        icons.close();
        assertThat(within(proven).result()).isEqualTo(Result.UNDECIDED);
        assertThatThrownBy(() -> waiting.get(1, TimeUnit.MINUTES)).hasCauseInstanceOf(CancelledException.class);
        assertThatThrownBy(() -> begin(3)).isInstanceOf(IllegalStateException.class);
        assertThat(icons).hasToString("IconChallenges(0)");
    }

    @Test
    void check_clockSetBack_keepsTheAnnouncedDeadline() throws Exception {
        AtomicReference<Duration> back = new AtomicReference<>(Duration.ZERO);
        try (IconChallenges set = new IconChallenges(
                new MemoryIconStore(),
                identities,
                threads(),
                () -> clock.instant().minus(back.get()))) {
            IconProof proof =
                    set.begin(identities.puuid(1), Platform.EUW1).get().orThrow();
            CompletableFuture<Proven> proven = check(proof);
            back.set(Duration.ofMinutes(2));
            seconds(700);
            assertThat(proven).isNotDone();
            assertThat(set.size()).isEqualTo(1);
            identities.icon(1, proof.icon());
            seconds(10);
            assertThat(within(proven).result()).isEqualTo(Result.PASSED);
        }
    }

    @Test
    void begin_givenUpWhileRiotIsAsked_leavesNothingOpen() {
        SlowIdentities slow = new SlowIdentities();
        IconStore ledger = new MemoryIconStore();
        try (IconChallenges one = new IconChallenges(ledger, slow, threads(), clock);
                IconChallenges two = new IconChallenges(ledger, identities, threads(), clock)) {
            CompletableFuture<IconChallenge> asked =
                    one.begin(identities.puuid(1), Platform.EUW1).start();
            asked.cancel(false);
            slow.icon.complete(3);
            assertThat(one.size()).isZero();
            assertThat(two.begin(identities.puuid(1), Platform.EUW1).get()).isInstanceOf(Begun.class);
        }
    }

    @Test
    void check_lookupThrows_keepsTheChallengeOpen() throws Exception {
        SlowIdentities own = new SlowIdentities();
        own.thrown = new UnsupportedOperationException("no icons here");
        try (IconChallenges set = IconChallenges.create(own, clock)) {
            assertThatThrownBy(
                            () -> set.begin(identities.puuid(1), Platform.EUW1).get())
                    .hasMessageContaining("no icons here");
            assertThat(set.size()).isZero();

            own.thrown = null;
            own.icon.complete(3);
            IconProof proof =
                    set.begin(identities.puuid(1), Platform.EUW1).get().orThrow();
            CompletableFuture<Proven> proven = check(proof);
            own.thrown = new UnsupportedOperationException("no icons here");
            seconds(700);
            assertThat(within(proven).reason()).contains("no icons here");
        }
    }

    @Test
    void find_whileOneWaitsToBegin_takesItsPlace() throws Exception {
        SlowIdentities slow = new SlowIdentities();
        IconStore ledger = new MemoryIconStore();
        try (IconChallenges one = new IconChallenges(ledger, identities, threads(), clock);
                IconChallenges two = new IconChallenges(ledger, slow, threads(), clock)) {
            CompletableFuture<IconChallenge> waiting =
                    two.begin(identities.puuid(1), Platform.EUW1).start();
            IconProof proof =
                    one.begin(identities.puuid(1), Platform.EUW1).get().orThrow();
            assertThat(two.find(proof.puuid(), proof.id()).get()).isPresent();
            assertThat(waiting.get(1, TimeUnit.MINUTES)).isEqualTo(new Open(proof.expires()));
            slow.icon.complete(proof.icon());
            assertThat(two.size()).isEqualTo(1);
            CompletableFuture<Proven> proven = check(proof);
            seconds(10);
            assertThat(within(proven).result()).isEqualTo(Result.PASSED);
        }
    }

    @Test
    void create_withoutClocks_looksByItself() {
        try (IconChallenges own = IconChallenges.create(identities)) {
            assertThat(own.begin(identities.puuid(1), Platform.EUW1).get()).isInstanceOf(Begun.class);
            assertThat(own.size()).isEqualTo(1);
        }
    }

    /** Riot, which takes its time to tell an icon. */
    private final class SlowIdentities implements Identities {
        final CompletableFuture<Integer> icon = new CompletableFuture<>();
        volatile @Nullable RuntimeException thrown;

        @Override
        public Call<Account> account(RiotId name) {
            return identities.account(name);
        }

        @Override
        public Call<Account> account(Puuid puuid) {
            return identities.account(puuid);
        }

        @Override
        public Call<Platform> platform(Puuid puuid) {
            return identities.platform(puuid);
        }

        @Override
        public Call<Integer> icon(Puuid puuid, Platform platform) {
            if (thrown != null) {
                throw thrown;
            }
            return Call.of(context -> icon);
        }

        @Override
        public String keyFingerprint() {
            return identities.keyFingerprint();
        }
    }
}
