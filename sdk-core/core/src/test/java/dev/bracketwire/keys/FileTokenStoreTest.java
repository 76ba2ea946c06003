// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.bracketwire.CancelledException;
import dev.bracketwire.ConfigurationException;
import dev.bracketwire.Secret;
import dev.bracketwire.StoreException;
import dev.bracketwire.contract.TokenStoreContract;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTokenStoreTest extends TokenStoreContract {
    private static final KeyRing OLD = KeyRing.of("old", key(1));
    private static final KeyRing ROTATED = KeyRing.of("new", key(2)).and("old", key(1));

    @TempDir
    private Path temporary = Path.of("never");

    private static Secret key(int fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return Secret.of(Base64.getEncoder().encodeToString(bytes));
    }

    private Path folder() {
        return temporary.resolve("deep/tokens");
    }

    @Override
    protected TokenStore open() {
        return TokenStore.file(folder(), OLD);
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> all = Files.list(folder())) {
            return all.filter(file -> !file.endsWith(".lock")).toList();
        }
    }

    private static Tokens tokens(String access) {
        return new Tokens(Secret.of(access), Secret.of("canary-refresh"), null);
    }

    private String found(TokenStore store, String name) {
        return store.find(name).get().orElseThrow().access().reveal();
    }

    @Test
    void keep_onADisk_isEncryptedAndForThisUserOnly() throws Exception {
        open().keep("canary-ann", tokens("canary-access")).get();
        assertThat(files()).hasSize(1);
        Path file = files().get(0);
        assertThat(file.toString()).doesNotContain("canary");
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("canary");
        assumeThat(Files.getFileStore(folder()).supportsFileAttributeView("posix"))
                .isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
                .isEqualTo("rwx------");
    }

    @Test
    void find_anotherStoreOfTheSameFolder_seesWhatWasKept() {
        open().keep("ann", tokens("a")).get();
        assertThat(found(open(), "ann")).isEqualTo("a");
    }

    @Test
    void find_damagedFile_isNamedAndNeverEmpty() throws Exception {
        TokenStore store = open();
        store.keep("ann", tokens("canary-access")).get();
        Path file = files().get(0);
        byte[] bytes = Files.readAllBytes(file);
        for (int length : new int[] {0, 10, bytes.length - 1}) {
            Files.write(file, Arrays.copyOf(bytes, length));
            var failure = catchThrowableOfType(
                    StoreException.class, () -> store.find("ann").get());
            assertThat(failure)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("damaged")
                    .hasMessageNotContaining("canary");
        }
        assertThatThrownBy(() -> store.reseal().get())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void find_fileOfAnotherUserPutInThePlace_isRefused() throws Exception {
        TokenStore store = open();
        store.keep("ann", tokens("a")).get();
        Path ofAnn = files().get(0);
        byte[] annsBytes = Files.readAllBytes(ofAnn);
        store.forget("ann").get();
        store.keep("ben", tokens("b")).get();
        Files.write(files().get(0), annsBytes);
        assertThat(catchThrowableOfType(
                                StoreException.class, () -> store.find("ben").get())
                        .getCause())
                .isInstanceOfSatisfying(
                        SealException.class,
                        cause -> assertThat(cause.reason()).isEqualTo(SealException.Reason.MISPLACED));
    }

    @Test
    void find_sealedButInAnotherForm_isRefusedWithoutShowingIt() throws Exception {
        TokenStore store = open();
        store.keep("ann", tokens("a")).get();
        Path file = files().get(0);
        for (String content : List.of("canary", "{\"access\":\"a\",\"expires\":\"canary\"}")) {
            Files.write(
                    file,
                    Sealer.with(OLD).seal(content.getBytes(StandardCharsets.UTF_8), "token " + file.getFileName()));
            assertThatThrownBy(() -> store.find("ann").get())
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageNotContaining("canary")
                    .hasNoCause();
        }
    }

    @Test
    void keep_keyRotated_readsTheOldSealAndWritesTheNewOne() {
        open().keep("ann", tokens("a")).get();
        TokenStore rotated = TokenStore.file(folder(), ROTATED);
        assertThat(found(rotated, "ann")).isEqualTo("a");
        rotated.keep("ann", tokens("b")).get();
        assertThat(found(TokenStore.file(folder(), KeyRing.of("new", key(2))), "ann"))
                .isEqualTo("b");
        assertThatThrownBy(() -> found(open(), "ann"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("key new, which is not in the key ring");
    }

    @Test
    void reseal_afterARotation_oldKeyIsNoLongerNeeded() {
        for (int i = 0; i < 5; i++) {
            open().keep("user" + i, tokens("a" + i)).get();
        }
        TokenStore rotated = TokenStore.file(folder(), ROTATED);
        rotated.keep("user0", tokens("a0")).get();
        assertThat(rotated.reseal().get()).isEqualTo(4);
        assertThat(rotated.reseal().start().join()).isZero();
        TokenStore without = TokenStore.file(folder(), KeyRing.of("new", key(2)));
        for (int i = 0; i < 5; i++) {
            assertThat(found(without, "user" + i)).isEqualTo("a" + i);
        }
    }

    @Test
    void reseal_whileOthersKeep_losesNothingThatWasKept() {
        TokenStore old = open();
        for (int i = 0; i < 20; i++) {
            old.keep("user" + i, tokens("before")).get();
        }
        TokenStore rotated = TokenStore.file(folder(), ROTATED);
        TokenStore other = TokenStore.file(folder(), ROTATED);
        var resealing = rotated.reseal().start();
        List<CompletableFuture<Void>> keeping = IntStream.range(0, 20)
                .mapToObj(i -> other.keep("user" + i, tokens("after")).start())
                .toList();
        keeping.forEach(CompletableFuture::join);
        resealing.join();
        for (int i = 0; i < 20; i++) {
            assertThat(found(rotated, "user" + i)).isEqualTo("after");
        }
    }

    @Test
    void keep_inTwoProcesses_losesNothing() throws Exception {
        TokenStore rotated = TokenStore.file(folder(), ROTATED);
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TokenProcess.class.getName(),
                        folder().toString(),
                        key(1).reveal(),
                        "50")
                .inheritIO()
                .start();
        int ours = 0;
        while (other.isAlive()) {
            rotated.keep("ours" + ours++, tokens("a")).get();
            rotated.reseal().get();
        }
        assertThat(other.waitFor()).isZero();
        rotated.reseal().get();
        TokenStore without = TokenStore.file(folder(), KeyRing.of("new", key(2)));
        for (int i = 0; i < 50; i++) {
            assertThat(found(without, "theirs" + i)).isEqualTo("t" + i);
        }
        assertThat(files()).hasSize(50 + ours);
    }

    @Test
    void reseal_partOfAFileLeftByADeadProcess_isCleanedUp() throws Exception {
        TokenStore store = open();
        Path left = Files.writeString(folder().resolve(".123.part"), "x");
        store.reseal().get();
        assertThat(left).doesNotExist();
    }

    @Test
    void keep_whileAnotherHoldsTheLock_failsAtItsDeadlineAndSaysSo() throws Exception {
        TokenStore store = open();
        try (FileChannel channel =
                FileChannel.open(folder().resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            assertThatThrownBy(() -> store.keep("ann", tokens("a"))
                            .within(Duration.ofMillis(50))
                            .get())
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("cannot be locked: another process holds");
        }
        store.keep("ann", tokens("a")).get();
        assertThat(found(store, "ann")).isEqualTo("a");
    }

    @Test
    void get_onAnInterruptedThread_isCancelledAndKeepsTheFlag() {
        TokenStore store = open();
        store.keep("ann", tokens("a")).get();
        try {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> store.keep("ann", tokens("b")).get()).isInstanceOf(CancelledException.class);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(found(store, "ann")).isEqualTo("a");
    }

    @Test
    void file_folderThatCannotBe_isTyped() throws Exception {
        Path file = Files.writeString(temporary.resolve("file"), "x");
        assertThatThrownBy(() -> TokenStore.file(file.resolve("tokens"), OLD)).isInstanceOf(StoreException.class);
        TokenStore store = open();
        Files.delete(folder());
        assertThatThrownBy(() -> store.keep("ann", tokens("a")).get()).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.reseal().get()).isInstanceOf(StoreException.class);
    }

    @Test
    void file_withoutAKey_saysHowToMakeOne() {
        assertThatThrownBy(() -> TokenStore.file(folder(), KeyRing.of("a", Secret.of("c2hvcnQ="))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("openssl rand -base64 32");
    }

    @Test
    void toString_namesTheFolder() {
        assertThat(open()).hasToString("TokenStore[" + folder() + "]");
    }
}
