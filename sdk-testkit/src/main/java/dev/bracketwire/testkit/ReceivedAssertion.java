// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit;

import java.util.List;

/** Checks how often a {@link FakeUpstream} received a request; a failure prints method and path of all it received. */
public final class ReceivedAssertion {
    private final String what;
    private final List<Received> found;
    private final String log;

    ReceivedAssertion(String what, List<Received> found, String log) {
        this.what = what;
        this.found = found;
        this.log = log;
    }

    /**
     * Checks that it came exactly that often, and gives those requests.
     *
     * @throws AssertionError if it came more or less often
     */
    public List<Received> times(int expected) {
        return check(found.size() == expected, expected + " times");
    }

    /**
     * Checks that it came exactly once, and gives it.
     *
     * @throws AssertionError if it did not come, or came again
     */
    public Received once() {
        return check(found.size() == 1, "once").get(0);
    }

    /**
     * Checks that it came that often or more, and gives those requests.
     *
     * @throws AssertionError if it came less often
     */
    public List<Received> atLeast(int expected) {
        return check(found.size() >= expected, "at least " + expected + " times");
    }

    /**
     * Checks that it never came.
     *
     * @throws AssertionError if it came
     */
    public void never() {
        check(found.isEmpty(), "never");
    }

    private List<Received> check(boolean holds, String expected) {
        if (!holds) {
            throw new AssertionError(
                    "expected " + what + " " + expected + ", but it came " + found.size() + " times" + log);
        }
        return found;
    }
}
