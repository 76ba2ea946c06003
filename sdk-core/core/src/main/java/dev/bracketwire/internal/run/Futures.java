// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.run;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Composes futures as {@link CompletableFuture} does, without an object where the future is already done. */
public final class Futures {
    private Futures() {}

    /** Goes on with the value, at once if it is there. */
    public static <T, R> CompletableFuture<R> then(
            CompletableFuture<T> future, Function<T, CompletableFuture<R>> next) {
        if (future.isDone() && !future.isCompletedExceptionally()) {
            return next.apply(future.join());
        }
        return future.thenCompose(next);
    }

    /** Does something when the future is done, at once if it is. */
    public static <T extends @Nullable Object> CompletableFuture<T> lastly(
            CompletableFuture<T> future, BiConsumer<@Nullable T, @Nullable Throwable> action) {
        if (future.isDone() && !future.isCompletedExceptionally()) {
            action.accept(future.join(), null);
            return future;
        }
        return future.whenComplete(action);
    }

    /** Takes the wrapping off that composition puts around a failure. */
    public static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Closes what nobody will take. */
    public static void close(AutoCloseable unwanted) {
        try {
            unwanted.close();
        } catch (Exception e) {
            LoggerFactory.getLogger(Futures.class)
                    .warn("closing {} failed", unwanted.getClass().getName(), e);
        }
    }
}
