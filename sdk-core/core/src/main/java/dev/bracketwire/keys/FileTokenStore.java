// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.keys;

import dev.bracketwire.Call;
import dev.bracketwire.CallThreads;
import dev.bracketwire.StoreException;
import dev.bracketwire.StoreException.Reason;
import dev.bracketwire.WorkRun;
import dev.bracketwire.internal.files.FilePermissions;
import dev.bracketwire.internal.run.DaemonThreads;
import dev.bracketwire.internal.run.SerialExecutor;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps tokens in files, one thread and one process at a time. */
final class FileTokenStore implements TokenStore {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path folder;
    private final TokenFiles files;
    private final FolderLock lock;
    private final CallThreads threads;

    FileTokenStore(Path folder, KeyRing keys) {
        this.folder = folder.toAbsolutePath();
        this.files = new TokenFiles(this.folder, TokenSealer.with(keys));
        this.lock = new FolderLock(this.folder);
        // Idle threads end by themselves, so that a store needs no closing.
        this.threads = CallThreads.builder("tokens")
                .executor(new SerialExecutor(new DaemonThreads("bracketwire-tokens")))
                .build();
        try {
            FilePermissions.secretFolder(this.folder);
            FilePermissions.requireSafe(this.folder);
        } catch (IOException e) {
            throw new StoreException(Reason.UNAVAILABLE, "the folder " + folder + " for tokens cannot be made", e);
        }
    }

    @Override
    public Call<Optional<Tokens>> find(String name) {
        // A file is replaced whole, so reading needs no lock.
        return call("find", run -> files.find(name));
    }

    @Override
    public Call<Void> keep(String name, Tokens tokens) {
        return call(
                "keep",
                run -> alone(run, () -> {
                    files.keep(name, tokens);
                    return null;
                }));
    }

    @Override
    public Call<Void> forget(String name) {
        return call(
                "forget",
                run -> alone(run, () -> {
                    files.forget(name);
                    return null;
                }));
    }

    @Override
    public Call<Integer> reseal() {
        return call("reseal", run -> alone(run, files::reseal));
    }

    private <T extends @Nullable Object> T alone(WorkRun run, Supplier<T> work) {
        try {
            return lock.alone(run.remaining().orElse(PATIENCE), () -> {
                run.checkActive();
                return work.get();
            });
        } catch (ClosedByInterruptException e) {
            throw TokenFiles.interrupted();
        } catch (IOException e) {
            throw new StoreException(
                    Reason.UNAVAILABLE, "the tokens in " + folder + " cannot be locked: " + e.getMessage(), e);
        }
    }

    private <T extends @Nullable Object> Call<T> call(String operation, Function<WorkRun, T> work) {
        return threads.callAsync(operation, run -> {
            if (run.isBlocking()) {
                // The work ends by itself at its deadline, and names the lock that it waited for.
                run.onEnd(ended -> {});
                return CompletableFuture.completedFuture(work.apply(run));
            }
            return CompletableFuture.supplyAsync(
                    () -> {
                        run.checkActive();
                        return work.apply(run);
                    },
                    threads::execute);
        });
    }

    /** Names the folder. */
    @Override
    public String toString() {
        return "TokenStore[" + folder + "]";
    }
}
