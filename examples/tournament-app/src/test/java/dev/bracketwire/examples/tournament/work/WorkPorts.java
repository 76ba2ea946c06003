// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import dev.bracketwire.Call;
import dev.bracketwire.CallThreads;
import dev.bracketwire.examples.tournament.Ports.MessagePort;
import dev.bracketwire.examples.tournament.Ports.Role;
import dev.bracketwire.examples.tournament.Ports.RolePort;
import dev.bracketwire.examples.tournament.state.Person;
import dev.bracketwire.examples.tournament.state.Tournament;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A platform for messages and roles that keeps what it gets, and fails as a test says. */
final class WorkPorts implements MessagePort, RolePort {
    record Sent(String person, String text, String id) {}

    private final CallThreads threads = CallThreads.create("platform");
    final List<Sent> sent = new CopyOnWriteArrayList<>();
    final Map<String, Set<Role>> roles = new ConcurrentHashMap<>();
    final AtomicInteger attempts = new AtomicInteger();
    final AtomicInteger mostAtOnce = new AtomicInteger();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
    private final Map<String, RuntimeException> closed = new ConcurrentHashMap<>();
    private final Queue<Runnable> before = new ConcurrentLinkedQueue<>();

    void failNext(RuntimeException failure) {
        failures.add(failure);
    }

    void failFor(String person, RuntimeException failure) {
        closed.put(person, failure);
    }

    /** Runs this within the next request. */
    void beforeNext(Runnable action) {
        before.add(action);
    }

    @Override
    public Call<Boolean> send(Person person, String text, String id) {
        return threads.call("send", run -> {
            answer(person);
            return sent.add(new Sent(person.name(), text, id));
        });
    }

    @Override
    public Call<Boolean> post(String channel, String text, String id) {
        return send(new Person("#" + channel, "#" + channel, null), text, id);
    }

    @Override
    public Call<Boolean> set(Person person, Tournament tournament, Set<Role> wanted) {
        return threads.call("set", run -> {
            answer(person);
            roles.put(tournament.id() + " " + person.name(), wanted);
            return true;
        });
    }

    private void answer(Person person) {
        attempts.incrementAndGet();
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try {
            Runnable action = before.poll();
            if (action != null) {
                action.run();
            }
            RuntimeException failure = closed.containsKey(person.name()) ? closed.get(person.name()) : failures.poll();
            if (failure != null) {
                throw failure;
            }
        } finally {
            atOnce.decrementAndGet();
        }
    }

    List<String> texts(String person) {
        return sent.stream()
                .filter(each -> each.person().equals(person))
                .map(Sent::text)
                .toList();
    }
}
