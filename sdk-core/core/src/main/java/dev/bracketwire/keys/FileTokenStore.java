// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.keys;

import dev.bracketwire.Call;
import dev.bracketwire.StoreException;
import dev.bracketwire.StoreException.Reason;
import dev.bracketwire.internal.files.FilePermissions;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps tokens in files, one thread and one process at a time. */
final class FileTokenStore implements TokenStore {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path folder;
    private final TokenFiles files;
    private final FolderLock lock;
    private final Executor executor;

    FileTokenStore(Path folder, KeyRing keys) {
        this.folder = folder.toAbsolutePath();
        this.files = new TokenFiles(this.folder, TokenSealer.with(keys));
        this.lock = new FolderLock(this.folder);
        this.executor = worker();
        try {
            FilePermissions.secretFolder(this.folder);
            FilePermissions.requireSafe(this.folder);
        } catch (IOException e) {
            throw new StoreException(Reason.UNAVAILABLE, "the folder " + folder + " for tokens cannot be made", e);
        }
    }

    // It ends by itself, so that a store needs no closing.
    private static Executor worker() {
        ThreadPoolExecutor worker =
                new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "bracketwire-tokens");
                    thread.setDaemon(true);
                    return thread;
                });
        worker.allowCoreThreadTimeOut(true);
        return worker;
    }

    @Override
    public Call<Optional<Tokens>> find(String name) {
        // A file is replaced whole, so reading needs no lock.
        return call(limit -> files.find(name));
    }

    @Override
    public Call<Void> keep(String name, Tokens tokens) {
        return call(limit -> alone(limit, () -> {
            files.keep(name, tokens);
            return null;
        }));
    }

    @Override
    public Call<Void> forget(String name) {
        return call(limit -> alone(limit, () -> {
            files.forget(name);
            return null;
        }));
    }

    @Override
    public Call<Integer> reseal() {
        return call(limit -> alone(limit, files::reseal));
    }

    private <T extends @Nullable Object> T alone(Duration limit, Supplier<T> work) {
        try {
            return lock.alone(limit, work);
        } catch (ClosedByInterruptException e) {
            throw TokenFiles.interrupted();
        } catch (IOException e) {
            throw new StoreException(
                    Reason.UNAVAILABLE, "the tokens in " + folder + " cannot be locked: " + e.getMessage(), e);
        }
    }

    private <T extends @Nullable Object> Call<T> call(Work<T> work) {
        return Call.of(context -> {
            Duration limit = context.remaining().orElse(PATIENCE);
            return context.blocking()
                    ? CompletableFuture.completedFuture(work.run(limit))
                    : CompletableFuture.supplyAsync(() -> work.run(limit), executor);
        });
    }

    private interface Work<T extends @Nullable Object> {
        T run(Duration limit);
    }

    /** Names the folder. */
    @Override
    public String toString() {
        return "TokenStore[" + folder + "]";
    }
}
