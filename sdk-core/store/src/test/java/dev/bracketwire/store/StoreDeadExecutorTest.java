// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.Call;
import dev.bracketwire.DeadlineException;
import dev.bracketwire.StoreException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever becomes of the host's executor or pool, calls to a database end at their deadline. */
@Timeout(120)
class StoreDeadExecutorTest {
    private static final Duration SOON = Duration.ofMillis(300);

    @TempDir
    Path folder;

    private final CountDownLatch release = new CountDownLatch(1);
    private final ThreadPoolExecutor host =
            new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(10));

    @AfterEach
    void releases() {
        release.countDown();
        host.shutdownNow();
    }

    @Test
    void startWithin_readOnABlockedExecutor_endsAtItsDeadline() throws Exception {
        try (Database db = Database.builder().executor(host).open(folder.resolve("a.db"))) {
            host.execute(this::block);
            assertThat(failure(db.read(connection -> 1).within(SOON).start())).isInstanceOf(DeadlineException.class);
        }
    }

    @Test
    void startWithin_writeWhoseResultTheExecutorNeverDelivers_givesTheResultAtItsDeadline() throws Exception {
        try (Database db = Database.builder().executor(host).open(folder.resolve("a.db"))) {
            host.execute(this::block);
            assertThat(db.write(connection -> 1).within(SOON).start().get(20, TimeUnit.SECONDS))
                    .isEqualTo(1);
        }
    }

    @Test
    void start_executorThatRefuses_saysThatNothingWasDone() throws Exception {
        try (Database db = Database.builder().executor(host).open(folder.resolve("a.db"))) {
            host.shutdown();
            assertThat(failure(db.read(connection -> 1).start()))
                    .isInstanceOfSatisfying(StoreException.class, refused -> {
                        assertThat(refused.reason()).isEqualTo(StoreException.Reason.UNAVAILABLE);
                        assertThat(refused.maybeDone()).isFalse();
                    });
            assertThat(db.write(connection -> 2).start().get(20, TimeUnit.SECONDS))
                    .isEqualTo(2);
        }
    }

    @Test
    void within_workOfTheHostsThatHangs_endsAtItsDeadline() throws Exception {
        try (Database db = Database.builder().executor(host).open(folder.resolve("a.db"))) {
            Call<Integer> hangs = db.write(connection -> {
                block();
                return 1;
            });
            assertThat(failure(hangs.within(SOON).start())).isInstanceOf(DeadlineException.class);
            assertThat(failure(onThread(hangs.within(SOON)))).isInstanceOf(DeadlineException.class);
            release.countDown();
            assertThat(db.read(connection -> 3).get()).isEqualTo(3);
        }
    }

    @Test
    void getWithin_poolOfTheHostsThatIsExhausted_endsAtItsDeadlineAndKeepsNoInterrupt() throws Exception {
        Semaphore free = new Semaphore(100);
        try (Database db = Database.builder().schema(Postgres.schema()).of(patient(Postgres.pool(), free))) {
            free.drainPermits();
            CompletableFuture<Boolean> flag = new CompletableFuture<>();
            CompletableFuture<Integer> ended = new CompletableFuture<>();
            Thread caller = new Thread(() -> {
                try {
                    ended.complete(db.read(connection -> 1).within(SOON).get());
                } catch (RuntimeException e) {
                    ended.completeExceptionally(e);
                }
                flag.complete(Thread.currentThread().isInterrupted());
            });
            caller.setDaemon(true);
            caller.start();
            assertThat(failure(ended)).isInstanceOf(DeadlineException.class);
            assertThat(flag.get(20, TimeUnit.SECONDS)).isFalse();
            free.release(100);
            assertThat(db.read(connection -> 1).get()).isEqualTo(1);
        }
    }

    @Test
    void await_executorBlocked_endsWhenItsTimeIsOver() throws Exception {
        try (Database db = Database.builder().executor(host).open(folder.resolve("a.db"));
                Wakeup jobs = db.wakeup("jobs")) {
            host.execute(this::block);
            assertThat(jobs.await(SOON).start().get(20, TimeUnit.SECONDS)).isFalse();
        }
    }

    /** Waits for ever for a connection, as a pool without a time limit does; an interrupt ends that. */
    private static DataSource patient(DataSource real, Semaphore free) {
        return (DataSource) Proxy.newProxyInstance(
                StoreDeadExecutorTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, args) -> {
                    try {
                        free.acquire();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new SQLException("interrupted while waiting for a connection", e);
                    }
                    Connection connection = real.getConnection();
                    free.release();
                    return connection;
                });
    }

    private void block() {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> CompletableFuture<T> onThread(Call<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(call.get());
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    private static Throwable failure(CompletableFuture<?> future) throws InterruptedException, TimeoutException {
        try {
            throw new AssertionError("ended well, with " + future.get(20, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        }
    }
}
