// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.webhooks;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Gives addresses for host names as a test scripts them: other ones at each lookup, none, a hundred, a failure, or nothing
 * until released. It never asks the system's resolver, and a name without a rule does not exist.
 *
 * <p>{@link #resolve} fits as a method reference wherever a resolver is wanted, such as OkHttp's {@code Dns}.
 *
 * <pre>{@code
 * FakeNameService names = new FakeNameService();
 * names.on("hooks.example").answers(NameAnswer.addresses("8.8.8.8"), NameAnswer.addresses("169.254.169.254"));
 * names.on("down.example").answers(NameAnswer.unknown());
 * }</pre>
 */
public final class FakeNameService implements AutoCloseable {
    private final Map<String, HostRule> rules = new HashMap<>();
    private int releases;
    private int holding;
    private int lookups;
    private boolean closed;

    /** Makes a name service without names. */
    public FakeNameService() {}

    /** Returns the rule of this host name, whatever its case. */
    public synchronized HostRule on(String host) {
        return rules.computeIfAbsent(host.toLowerCase(Locale.ROOT), unused -> new HostRule());
    }

    /**
     * Resolves a host name by its rule.
     *
     * @throws UnknownHostException if the rule says so, there is none, this service is closed, or the thread is interrupted
     */
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        List<InetAddress> addresses = answer(host).list();
        if (addresses == null) {
            throw new UnknownHostException(host);
        }
        List<InetAddress> named = new ArrayList<>();
        for (InetAddress address : addresses) {
            byte[] bytes = address.getAddress();
            named.add(
                    address instanceof Inet6Address
                            ? Inet6Address.getByAddress(host, bytes, -1) // keeps a mapped IPv4 address as IPv6
                            : InetAddress.getByAddress(host, bytes));
        }
        return List.copyOf(named);
    }

    /** Returns the number of lookups so far, those that failed or are held included. */
    public synchronized int lookups() {
        return lookups;
    }

    /** Returns the number of lookups that are held now. */
    public synchronized int holding() {
        return holding;
    }

    /** Lets every lookup go on that is held now. Later ones are held again. */
    public synchronized void release() {
        releases++;
        notifyAll();
    }

    /** Ends the lookups that are held; they and all later ones fail. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    private synchronized NameAnswer answer(String host) throws UnknownHostException {
        lookups++;
        HostRule rule = rules.get(host.toLowerCase(Locale.ROOT));
        NameAnswer answer = rule == null ? NameAnswer.unknown() : rule.take();
        if (answer.isHeld()) {
            hold(host);
        }
        if (closed) {
            throw new UnknownHostException(host + ": the name service is closed");
        }
        return answer;
    }

    private void hold(String host) throws UnknownHostException {
        int release = releases;
        holding++;
        try {
            while (releases == release && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            UnknownHostException interrupted = new UnknownHostException(host + ": interrupted");
            interrupted.initCause(e);
            throw interrupted;
        } finally {
            holding--;
        }
    }

    /** Says how one host name is resolved, and counts its lookups. */
    public final class HostRule {
        private List<NameAnswer> answers = List.of(NameAnswer.unknown());
        private int next;
        private int asked;

        private HostRule() {}

        /** Gives each lookup the next of these answers and repeats the last one. Replaces earlier answers. */
        public void answers(NameAnswer first, NameAnswer... more) {
            List<NameAnswer> all = new ArrayList<>(List.of(first));
            all.addAll(List.of(more));
            use(all);
        }

        /** Gives each lookup the next of these lists of addresses and repeats the last one. */
        @SafeVarargs
        public final void answers(List<InetAddress> first, List<InetAddress>... more) {
            List<NameAnswer> all = new ArrayList<>();
            all.add(NameAnswer.addresses(first));
            for (List<InetAddress> addresses : more) {
                all.add(NameAnswer.addresses(addresses));
            }
            use(all);
        }

        private void use(List<NameAnswer> all) {
            synchronized (FakeNameService.this) {
                answers = all;
                next = 0;
            }
        }

        /** Returns the number of lookups of this name so far. */
        public int lookups() {
            synchronized (FakeNameService.this) {
                return asked;
            }
        }

        private NameAnswer take() {
            asked++;
            NameAnswer answer = answers.get(next);
            next = Math.min(next + 1, answers.size() - 1);
            return answer;
        }
    }
}
