// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.webhooks;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.gruelbox.transactionoutbox.Dialect;
import com.gruelbox.transactionoutbox.Instantiator;
import com.gruelbox.transactionoutbox.Persistor;
import com.gruelbox.transactionoutbox.Submitter;
import com.gruelbox.transactionoutbox.TransactionManager;
import com.gruelbox.transactionoutbox.TransactionOutbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import okhttp3.Dispatcher;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** The same POST by others: a bare client, db-scheduler and transaction-outbox. */
final class PeerQueues {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final byte[] BODY = new byte[1000];
    private static final int THREADS = 64;

    private PeerQueues() {}

    /** Posts by one shared client. */
    static final class Poster {
        private final OkHttpClient client;
        private final PostReceiver receiver;

        Poster(PostReceiver receiver) {
            this.receiver = receiver;
            Dispatcher dispatcher = new Dispatcher();
            dispatcher.setMaxRequestsPerHost(THREADS);
            this.client = new OkHttpClient.Builder()
                    .dispatcher(dispatcher)
                    .connectionPool(new okhttp3.ConnectionPool(THREADS, 5, TimeUnit.MINUTES))
                    .build();
        }

        void post(int endpoint) {
            Request request = new Request.Builder()
                    .url(receiver.url("/e" + endpoint % DeliveryBench.ENDPOINTS))
                    .post(RequestBody.create(BODY, JSON))
                    .build();
            try (Response response = client.newCall(request).execute()) {
                if (response.code() != 204) {
                    throw new IllegalStateException("status " + response.code());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Runs a task for each POST, by lock-and-fetch. */
    static void dbScheduler(DataSource pool, Poster poster, int count, BooleanSupplier received) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS scheduled_tasks");
            statement.execute("CREATE TABLE scheduled_tasks (task_name text NOT NULL, task_instance text NOT NULL,"
                    + " task_data bytea, execution_time timestamp with time zone NOT NULL, picked boolean NOT NULL,"
                    + " picked_by text, last_success timestamp with time zone, last_failure timestamp with time zone,"
                    + " consecutive_failures int, last_heartbeat timestamp with time zone, version bigint NOT NULL,"
                    + " priority smallint, PRIMARY KEY (task_name, task_instance))");
            statement.execute("CREATE INDEX execution_time_idx ON scheduled_tasks (execution_time)");
            statement.execute("CREATE INDEX last_heartbeat_idx ON scheduled_tasks (last_heartbeat)");
        }
        OneTimeTask<Void> task =
                Tasks.oneTime("post").execute((instance, context) -> poster.post(Integer.parseInt(instance.getId())));
        Scheduler scheduler = Scheduler.create(pool, task)
                .threads(THREADS)
                .pollUsingLockAndFetch(1.0, 4.0)
                .pollingInterval(Duration.ofMillis(50))
                .build();
        scheduler.start();
        DeliveryBench.inParallel(16, count, i -> scheduler.schedule(task.instance(Integer.toString(i)), Instant.now()));
        await(received);
        scheduler.stop();
    }

    /** Is called by the outbox. */
    public static class OutboxTarget {
        static volatile Poster poster;

        /** Posts. */
        public void post(int endpoint) {
            poster.post(endpoint);
        }
    }

    /** Runs an outbox entry for each POST; each is submitted at once after its commit. */
    static void transactionOutbox(DataSource pool, Poster poster, int count, BooleanSupplier received) {
        OutboxTarget.poster = poster;
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        TransactionManager transactions = TransactionManager.fromDataSource(pool);
        TransactionOutbox outbox = TransactionOutbox.builder()
                .transactionManager(transactions)
                .persistor(Persistor.forDialect(Dialect.POSTGRESQL_9))
                .instantiator(Instantiator.usingReflection())
                .submitter(Submitter.withExecutor(executor))
                .build();
        DeliveryBench.inParallel(
                16,
                count,
                i -> transactions.inTransaction(
                        () -> outbox.schedule(OutboxTarget.class).post(i)));
        await(received);
        executor.shutdownNow();
    }

    private static void await(BooleanSupplier received) {
        while (!received.getAsBoolean()) {
            DeliveryBench.pause(5);
        }
    }
}
