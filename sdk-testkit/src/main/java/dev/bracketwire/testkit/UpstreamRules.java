// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rules of one upstream, the most specific first. */
final class UpstreamRules {
    private static final Comparator<Entry> MOST_SPECIFIC_FIRST = Comparator.comparing(
                    (Entry entry) -> entry.path().isExact())
            .thenComparing(entry -> entry.path().literals())
            .thenComparing(entry -> !entry.method().equals("*"))
            .reversed();

    private volatile List<Entry> entries = List.of();

    /** Puts the rule before those that are as specific, in place of one with the same method and path. */
    synchronized void add(Entry added) {
        List<Entry> changed = new ArrayList<>();
        changed.add(added);
        for (Entry entry : entries) {
            if (!entry.method().equals(added.method()) || !entry.path().sameShape(added.path())) {
                changed.add(entry);
            }
        }
        changed.sort(MOST_SPECIFIC_FIRST);
        entries = List.copyOf(changed);
    }

    Optional<Match> find(String method, String path) {
        for (Entry entry : entries) {
            if (entry.method().equals("*") || entry.method().equals(method)) {
                Optional<Map<String, String>> variables = entry.path().match(path);
                if (variables.isPresent()) {
                    return Optional.of(new Match(entry.replies(), variables.get()));
                }
            }
        }
        return Optional.empty();
    }

    /** One line a rule, in the order they are tried. */
    String list() {
        return entries.stream()
                .map(entry -> "  " + entry.method() + " " + entry.path() + "\n")
                .collect(Collectors.joining());
    }

    record Entry(String method, PathPattern path, Replies replies) {}

    record Match(Replies replies, Map<String, String> variables) {}

    /** Where a rule's answers come from. */
    interface Replies {
        Answer next(Received request);

        /** Takes the next answer only if it wants the request's body left unread. */
        default @Nullable Answer takeIfBodyStaysUnread() {
            return null;
        }

        static Replies of(Function<Received, Answer> each) {
            return each::apply;
        }

        static Replies of(List<Answer> answers) {
            return new Replies() {
                private int taken;

                @Override
                public synchronized Answer next(Received request) {
                    return answers.get(Math.min(taken++, answers.size() - 1));
                }

                @Override
                public synchronized @Nullable Answer takeIfBodyStaysUnread() {
                    Answer next = answers.get(Math.min(taken, answers.size() - 1));
                    if (next.script().wireFault != WireFault.DROP_BEFORE_READING_BODY) {
                        return null;
                    }
                    taken++;
                    return next;
                }
            };
        }
    }
}
