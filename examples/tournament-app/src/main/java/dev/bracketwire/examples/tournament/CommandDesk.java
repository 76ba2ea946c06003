// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import dev.bracketwire.Call;

/** Takes commands: the application itself, or a remote one behind its HTTP API. */
public interface CommandDesk {
    /** Returns a call that carries the command out for the caller. A refusal is an answer, not an exception. */
    Call<Answer> run(Command command, Caller caller);
}
