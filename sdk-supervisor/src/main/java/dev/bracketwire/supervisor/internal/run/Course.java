// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Where a service stands in its life, and what it wants; used within its mailbox only. */
final class Course {
    final Engine engine;
    final String name;
    final Mailbox mailbox;
    final Story story;
    final Waiters waiters;

    /** Whether it is to run. */
    boolean wanted;

    /** Whether the end that it came to is one that was to come. */
    boolean expected;

    /** Why the end that it came to is a failure, null if it is none. */
    @Nullable
    String failure;

    /** Whether its last run may have left a daemon that was not found. */
    boolean strayed;

    /** Which run it is; what a timer or a process of an earlier one tells is no longer of interest. */
    int number;

    boolean wasReady;
    long readyAt;

    @Nullable
    Future<?> timer;

    Course(Engine engine, Mailbox mailbox, Story story) {
        this.engine = engine;
        this.name = story.spec().name();
        this.mailbox = mailbox;
        this.story = story;
        this.waiters = new Waiters(engine.host());
    }

    void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
