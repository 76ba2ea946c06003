// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Says what a {@link FakeUpstream} answers to one method and path; it counts from the moment it has answers. */
public final class Rule {
    private final FakeUpstream upstream;
    private final Rules rules;
    private final String method;
    private final PathTemplate path;

    Rule(FakeUpstream upstream, Rules rules, String method, String path) {
        this.upstream = upstream;
        this.rules = rules;
        this.method = Objects.requireNonNull(method, "method");
        this.path = PathTemplate.parse(path);
    }

    /** Gives each request the next of these answers, and every further one the last. */
    public FakeUpstream answers(Answer first, Answer... more) {
        List<Answer> all = new ArrayList<>();
        all.add(first);
        all.addAll(List.of(more));
        return add(Rules.Replies.of(List.copyOf(all)));
    }

    /**
     * Asks this function for each answer, on the thread of the connection, so it may be called by several at once. If it
     * throws, the request is answered 500 with the message and appears in {@link FakeUpstream#unexpected()}.
     */
    public FakeUpstream answers(Function<Received, Answer> each) {
        return add(Rules.Replies.of(Objects.requireNonNull(each, "each")));
    }

    private FakeUpstream add(Rules.Replies replies) {
        rules.add(new Rules.Entry(method, path, replies));
        return upstream;
    }
}
