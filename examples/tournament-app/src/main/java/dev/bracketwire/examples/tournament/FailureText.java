// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import dev.bracketwire.BracketwireException;
import dev.bracketwire.CallException;
import dev.bracketwire.DeadlineException;
import dev.bracketwire.StoreException;

/** Turns a failure into a sentence with the next step for the person. It never shows the failure itself. */
final class FailureText {
    private FailureText() {}

    static String of(Exception failure, String id) {
        String repeat = " If it fails again, tell an organiser the id " + id + ".";
        if (failure instanceof StoreException store) {
            return store.maybeDone()
                    ? "The answer of the database was lost, so it may have been done. Look before you repeat it."
                            + repeat
                    : "The database cannot be reached, so nothing was changed. Try again in a minute." + repeat;
        }
        if (failure instanceof DeadlineException) {
            return "It took too long. Look whether it was done, then try again." + repeat;
        }
        if (failure instanceof CallException call && call.maybeDone()) {
            return "An answer was lost, so it may have been done. Look before you repeat it." + repeat;
        }
        if (failure instanceof BracketwireException) {
            return "A service that this needs cannot be reached, so nothing was changed. Try again in a minute."
                    + repeat;
        }
        return "The application has failed, and nothing was changed."
                + repeat.replace("If it fails again, tell", "Tell");
    }
}
