// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.Call;
import dev.bracketwire.Secret;
import dev.bracketwire.keys.TokenStore;
import dev.bracketwire.keys.Tokens;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link TokenStore} promises; extend it to test one of your own. */
public abstract class TokenStoreContract {
    private static final Instant SOON = Instant.parse("2026-11-21T12:34:56.789Z");

    private TokenStore store = TokenStore.inMemory();

    /** For the store's own test. */
    protected TokenStoreContract() {}

    /** Makes an empty store. */
    protected abstract TokenStore open() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    private static Tokens tokens(String access) {
        return new Tokens(Secret.of(access), Secret.of("refresh of " + access), SOON);
    }

    private static void assertSame(Tokens found, Tokens kept) {
        assertThat(found.access().reveal()).isEqualTo(kept.access().reveal());
        assertThat(revealed(found)).isEqualTo(revealed(kept));
        assertThat(found.expires()).isEqualTo(kept.expires());
    }

    private static String revealed(Tokens tokens) {
        Secret refresh = tokens.refresh();
        return refresh == null ? "none" : refresh.reveal();
    }

    @Test
    void find_nothingKept_isEmpty() {
        assertThat(store.find("ann").get()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann", "Ann", "../../etc/passwd", "a/b\\c:d", "Zoë 🏆", " ", "\u0000", "CON"})
    void find_kept_isTheSame(String name) {
        Tokens kept = tokens("a");
        store.keep(name, kept).get();
        assertSame(store.find(name).get().orElseThrow(), kept);
        assertThat(store.find(name + "x").get()).isEmpty();
    }

    @Test
    void find_veryLongNameAndToken_isTheSame() {
        Tokens kept = new Tokens(Secret.of("ä".repeat(100_000)), null, null);
        store.keep("n".repeat(10_000), kept).get();
        assertSame(store.find("n".repeat(10_000)).get().orElseThrow(), kept);
    }

    @Test
    void keep_again_takesThePlace() {
        store.keep("ann", tokens("a")).get();
        store.keep("ben", tokens("b")).get();
        Tokens other = new Tokens(Secret.of("c"), null, null);
        store.keep("ann", other).get();
        assertSame(store.find("ann").get().orElseThrow(), other);
        assertSame(store.find("ben").get().orElseThrow(), tokens("b"));
    }

    @Test
    void keep_described_doesNothingBeforeItIsRun() {
        Call<Void> call = store.keep("ann", tokens("a"));
        assertThat(store.find("ann").get()).isEmpty();
        call.start().join();
        assertThat(store.find("ann").start().join()).isPresent();
    }

    @Test
    void forget_kept_isGone() {
        store.keep("ann", tokens("a")).get();
        store.forget("ann").get();
        store.forget("nobody").start().join();
        assertThat(store.find("ann").get()).isEmpty();
    }

    @Test
    void keep_manyAtOnce_leavesOneOfThemWhole() {
        List<CompletableFuture<Void>> running = new ArrayList<>();
        IntStream.range(0, 100)
                .forEach(i -> running.add(store.keep("ann", tokens("t" + i)).start()));
        for (int i = 0; i < 100; i++) {
            store.find("ann")
                    .get()
                    .ifPresent(found -> assertSame(found, tokens(found.access().reveal())));
        }
        running.forEach(CompletableFuture::join);
        Tokens last = store.find("ann").get().orElseThrow();
        assertSame(last, tokens(last.access().reveal()));
    }

    @Test
    void reseal_nothingOld_changesNothing() {
        store.keep("ann", tokens("a")).get();
        assertThat(store.reseal().get()).isZero();
        assertSame(store.find("ann").get().orElseThrow(), tokens("a"));
    }
}
