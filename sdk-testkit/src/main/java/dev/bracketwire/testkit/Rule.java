// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Says what a {@link FakeUpstream} answers to one method and path; it counts from the moment it has answers. */
public final class Rule {
    private final FakeUpstream upstream;
    private final UpstreamRules upstreamRules;
    private final String method;
    private final PathPattern path;

    Rule(FakeUpstream upstream, UpstreamRules upstreamRules, String method, String path) {
        this.upstream = upstream;
        this.upstreamRules = upstreamRules;
        this.method = Objects.requireNonNull(method, "method");
        this.path = PathPattern.parse(path);
    }

    /** Gives each request the next of these answers, and every further one the last. */
    public FakeUpstream answers(Answer first, Answer... more) {
        List<Answer> all = new ArrayList<>();
        all.add(first);
        all.addAll(List.of(more));
        return add(UpstreamRules.Replies.of(List.copyOf(all)));
    }

    /**
     * Asks this function for each answer, on the thread of the connection, so it may be called by several at once. If it
     * throws, the request is answered 500 with the message and appears in {@link FakeUpstream#unexpected()}.
     */
    public FakeUpstream answers(Function<Received, Answer> each) {
        return add(UpstreamRules.Replies.of(Objects.requireNonNull(each, "each")));
    }

    private FakeUpstream add(UpstreamRules.Replies replies) {
        upstreamRules.add(new UpstreamRules.Entry(method, path, replies));
        return upstream;
    }
}
