// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.http;

import dev.bracketwire.internal.run.DaemonThreads;
import dev.bracketwire.internal.text.ForeignText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;

/**
 * Resolves names on threads of its own, since nothing can wake a thread from a lookup that hangs: a call leaves when it
 * is cancelled, and those who ask for the same host share one lookup.
 */
final class CancellableDns implements Dns {
    private static final long LOOK = 25;

    private final Dns dns;
    private final ConcurrentHashMap<String, CompletableFuture<List<InetAddress>>> underWay = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Thread, okhttp3.Call> calling = new ConcurrentHashMap<>();

    CancellableDns(Dns dns) {
        this.dns = dns;
    }

    /** Hears on whose behalf this thread will ask next. */
    void begins(okhttp3.Call call) {
        calling.put(Thread.currentThread(), call);
    }

    @Override
    public List<InetAddress> lookup(String host) throws UnknownHostException {
        okhttp3.Call call = calling.remove(Thread.currentThread());
        CompletableFuture<List<InetAddress>> own = new CompletableFuture<>();
        CompletableFuture<List<InetAddress>> earlier = underWay.putIfAbsent(host, own);
        if (earlier == null) {
            DaemonThreads.start("bracketwire-lookup-" + host, () -> resolve(host, own));
        }
        return await(host, earlier == null ? own : earlier, call);
    }

    private void resolve(String host, CompletableFuture<List<InetAddress>> answer) {
        try {
            answer.complete(dns.lookup(host));
        } catch (IOException | RuntimeException | Error e) {
            answer.completeExceptionally(e);
        } finally {
            underWay.remove(host, answer);
        }
    }

    private static List<InetAddress> await(
            String host, CompletableFuture<List<InetAddress>> answer, okhttp3.@Nullable Call call)
            throws UnknownHostException {
        while (call == null || !call.isCanceled()) {
            try {
                return answer.get(LOOK, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // Looks whether the call was cancelled, and waits on.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw failed(host, e);
            } catch (ExecutionException e) {
                throw failed(host, e.getCause());
            }
        }
        throw failed(host, null);
    }

    private static UnknownHostException failed(String host, @Nullable Throwable cause) {
        // A text that is too long to be shown would cost the failure its type, and its cause too.
        UnknownHostException failure = new UnknownHostException(ForeignText.shown(host));
        failure.initCause(cause);
        return failure;
    }
}
