// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.ign.FakeIdentities;
import dev.bracketwire.riot.ign.verify.IconChallenge.Begun;
import dev.bracketwire.riot.ign.verify.IconChallenge.Locked;
import dev.bracketwire.riot.ign.verify.IconChallenge.Open;
import dev.bracketwire.riot.ign.verify.Proven.Result;
import dev.bracketwire.riot.internal.roster.AskedIcon;
import dev.bracketwire.riot.internal.roster.IconStore;
import dev.bracketwire.riot.internal.roster.KeyedPuuid;
import dev.bracketwire.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What nodes that keep icon challenges in the same place promise together, and one promises over a restart. */
abstract class IconsContract {
    static final Duration LOOK = Duration.ofSeconds(5);

    final FakeIdentities identities = new FakeIdentities();
    final ManualClock clock = ManualClock.create();
    private final List<IconChallenges> nodes = new ArrayList<>();

    /** Another node, or the same one after a restart. */
    abstract IconChallenges open();

    /** What the nodes share. */
    abstract IconStore ledger();

    final IconChallenges node() {
        IconChallenges node = open();
        nodes.add(node);
        return node;
    }

    @AfterEach
    void closeNodes() {
        nodes.forEach(IconChallenges::close);
    }

    final IconChallenge ask(IconChallenges node, int player) {
        IconChallenge asked =
                node.begin(identities.puuid(player), Platform.EUW1).get();
        settle();
        return asked;
    }

    final IconProof begin(IconChallenges node, int player) {
        return ask(node, player).orThrow();
    }

    final Optional<IconProof> find(IconChallenges node, IconProof proof) {
        Optional<IconProof> found = node.find(proof.puuid(), proof.id()).get();
        settle();
        return found;
    }

    final CompletableFuture<Proven> check(IconProof proof) {
        return proof.check(proof.puuid()).start();
    }

    final void pass(Duration time) {
        clock.advance(time);
        settle();
    }

    /** Waits until no look is under way: a node that has something open waits for its time then. */
    final void settle() {
        long begun = System.nanoTime();
        while (clock.pending() < nodes.stream().filter(node -> node.size() > 0).count()) {
            assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.MINUTES.toNanos(1));
            Thread.onSpinWait();
        }
    }

    /** Lets time go on, look by look, until it is decided. */
    final Proven looked(CompletableFuture<Proven> proven) throws Exception {
        for (int i = 0; i < 20 && !proven.isDone(); i++) {
            pass(LOOK);
        }
        return proven.get(1, TimeUnit.MINUTES);
    }

    @Test
    void find_afterARestart_continuesAndPasses() throws Exception {
        IconChallenges before = node();
        IconProof asked = begin(before, 1);
        pass(LOOK);
        before.close();

        IconChallenges after = node();
        assertThat(ask(after, 1)).isEqualTo(new Open(asked.expires()));
        IconProof found = find(after, asked).orElseThrow();
        assertThat(List.of(found.id(), found.puuid(), found.icon(), found.expires()))
                .isEqualTo(List.of(asked.id(), asked.puuid(), asked.icon(), asked.expires()));
        assertThat(find(after, asked)).containsSame(found);
        CompletableFuture<Proven> proven = check(found);
        pass(LOOK);
        assertThat(proven).isNotDone();
        identities.icon(1, asked.icon());

        assertThat(looked(proven).result()).isEqualTo(Result.PASSED);
        assertThat(find(after, asked)).isEmpty();
        assertThat(ask(after, 1)).isInstanceOf(Begun.class);
    }

    @Test
    void find_ofAnotherId_isEmpty() {
        IconChallenges node = node();
        IconProof asked = begin(node, 1);
        assertThat(node.find(asked.puuid(), "guessed").get()).isEmpty();
        assertThat(node.find(identities.puuid(2), asked.id()).get()).isEmpty();
    }

    @Test
    void find_whatPassedAndWasNotTaken_isGoodForADay() throws Exception {
        IconChallenges before = node();
        IconProof asked = begin(before, 1);
        identities.icon(1, asked.icon());
        pass(LOOK);
        assertThat(before.size()).isZero();
        before.close();

        IconChallenges after = node();
        assertThat(ask(after, 1)).isEqualTo(new Open(asked.expires()));
        pass(Duration.ofHours(24));
        IconProof found = find(after, asked).orElseThrow();
        pass(Duration.ofMinutes(10));
        assertThat(find(after, asked)).isEmpty();
        assertThat(looked(check(found)).reason()).contains("kept no longer");
        assertThat(ask(after, 1)).isInstanceOf(Begun.class);
    }

    @Test
    void check_whatPassedBeforeARestart_passesOnce() throws Exception {
        IconChallenges before = node();
        IconProof asked = begin(before, 1);
        identities.icon(1, asked.icon());
        pass(LOOK);
        before.close();
        IconProof found = find(node(), asked).orElseThrow();
        assertThat(looked(check(found)).result()).isEqualTo(Result.PASSED);
        assertThat(looked(check(asked)).reason()).isEqualTo("this proof was used already");
    }

    @Test
    void expire_whileNoNodeRan_countsOneMissAndTheFifthLocksOnAllNodes() throws Exception {
        for (int i = 0; i < 4; i++) {
            IconChallenges node = node();
            IconProof asked = begin(node, 1);
            node.close();
            pass(Duration.ofMinutes(10));
            assertThat(find(node(), asked)).isEmpty();
            assertThat(looked(check(asked)).result()).isEqualTo(Result.EXPIRED);
        }
        IconChallenges node = node();
        IconProof asked = begin(node, 1);
        CompletableFuture<Proven> proven = check(asked);
        identities.icon(1, 100);
        assertThat(looked(proven)).satisfies(failed -> {
            assertThat(failed.result()).isEqualTo(Result.FAILED);
            assertThat(failed.reason()).contains("locked for 60 minutes");
        });
        Instant until = asked.expires().minus(Duration.ofMinutes(10)).plus(LOOK).plus(Duration.ofHours(1));
        node.close();
        IconChallenges after = node();
        assertThat(ask(after, 1)).isEqualTo(new Locked(until));
        pass(Duration.between(clock.instant(), until).minusMillis(1));
        assertThat(ask(after, 1)).isEqualTo(new Locked(until));
        pass(Duration.ofMillis(1));
        assertThat(ask(after, 1)).isInstanceOf(Begun.class);
    }

    @Test
    void unlock_onOneNode_countsOnAll() {
        IconChallenges one = node();
        for (int i = 0; i < 5; i++) {
            begin(one, 1);
            pass(Duration.ofMinutes(10));
        }
        IconChallenges two = node();
        assertThat(ask(two, 1)).isInstanceOf(Locked.class);
        two.unlock(identities.puuid(2)).get();
        assertThat(ask(one, 1)).isInstanceOf(Locked.class);
        two.unlock(identities.puuid(1)).get();
        assertThat(ask(one, 1)).isInstanceOf(Begun.class);
    }

    @Test
    void wrongIcon_keptOverARestart_countsOnceAndPassingResetsTheCount() throws Exception {
        IconChallenges before = node();
        IconProof asked = begin(before, 1);
        for (int icon = 100; icon < 103; icon++) {
            identities.icon(1, icon);
            pass(LOOK);
        }
        before.close();
        IconChallenges after = node();
        CompletableFuture<Proven> proven = check(find(after, asked).orElseThrow());
        pass(LOOK);
        identities.icon(1, 103);
        pass(LOOK);
        assertThat(proven).isNotDone();
        identities.icon(1, asked.icon());
        assertThat(looked(proven).result()).isEqualTo(Result.PASSED);
        for (int i = 0; i < 4; i++) {
            begin(after, 1);
            pass(Duration.ofMinutes(10));
        }
        assertThat(ask(after, 1)).isInstanceOf(Begun.class);
    }

    @Test
    void begin_onTwoNodesAtOnce_isBegunOnce() throws Exception {
        IconChallenges one = node();
        IconChallenges two = node();
        for (int player = 0; player < 10; player++) {
            CompletableFuture<IconChallenge> first =
                    one.begin(identities.puuid(player), Platform.EUW1).start();
            CompletableFuture<IconChallenge> second =
                    two.begin(identities.puuid(player), Platform.EUW1).start();
            List<IconChallenge> both = List.of(first.get(1, TimeUnit.MINUTES), second.get(1, TimeUnit.MINUTES));
            assertThat(both).filteredOn(Begun.class::isInstance).hasSize(1);
            assertThat(both).contains(new Open(clock.instant().plus(Duration.ofMinutes(10))));
        }
    }

    @Test
    void check_onTwoNodesAtOnce_passesOnce_andOneLooks() throws Exception {
        IconChallenges one = node();
        IconChallenges two = node();
        IconProof asked = begin(one, 1);
        IconProof found = find(two, asked).orElseThrow();
        int looks = identities.looks.get();
        pass(LOOK);
        pass(LOOK);
        assertThat(identities.looks.get() - looks).isEqualTo(2);
        identities.icon(1, asked.icon());
        CompletableFuture<Proven> first = check(asked);
        CompletableFuture<Proven> second = check(found);
        List<Proven> both = List.of(looked(first), looked(second));
        assertThat(both)
                .containsExactlyInAnyOrder(
                        new Proven(Result.PASSED, ""), new Proven(Result.UNDECIDED, "this proof was used already"));
        assertThat(looked(check(asked)).result()).isEqualTo(Result.UNDECIDED);
    }

    @Test
    void check_afterAnotherWasAsked_saysSo() throws Exception {
        IconChallenges node = node();
        IconProof first = begin(node, 1);
        identities.icon(1, first.icon());
        assertThat(looked(check(first)).result()).isEqualTo(Result.PASSED);
        begin(node, 1);
        assertThat(looked(check(first)).reason()).contains("another icon was asked of this account since");
    }

    @Test
    void put_rowChangedMeanwhile_writesNothing() {
        node();
        IconStore ledger = ledger();
        AskedIcon first = asked("first");
        assertThat(ledger.put(null, first).get()).isTrue();
        assertThat(ledger.put(null, asked("second")).get()).isFalse();
        AskedIcon used = first.used();
        assertThat(ledger.put(first, used).get()).isTrue();
        assertThat(ledger.put(first, used).get()).isFalse();
        assertThat(ledger.find(first.account()).get()).contains(used);

        assertThat(ledger.forget(used.keptUntil()).get()).isEqualTo(1);
        assertThat(ledger.put(used, used.used()).get()).isFalse();
        AskedIcon anew = asked("anew");
        assertThat(ledger.put(null, anew).get()).isTrue();
        assertThat(ledger.put(first, used).get()).isFalse(); // of the same version, and another challenge
        assertThat(ledger.find(first.account()).get()).contains(anew);
    }

    private AskedIcon asked(String id) {
        KeyedPuuid account = new KeyedPuuid("key", identities.puuid(1));
        return AskedIcon.after(null, account, id, Platform.EUW1, 1, 2, clock.instant(), "node");
    }

    @Test
    void keyChanged_isAnotherAccount() {
        IconChallenges node = node();
        begin(node, 1);
        identities.key("key2");
        assertThat(ask(node, 1)).isInstanceOf(Begun.class);
    }
}
