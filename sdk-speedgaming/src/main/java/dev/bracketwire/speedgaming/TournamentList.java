// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import dev.bracketwire.Call;
import java.util.List;

/** Knows which tournaments are imported, for hosts that keep them in tables of their own. It is asked before each import. */
@FunctionalInterface
public interface TournamentList {
    /** Returns the tournaments whose schedule is to be imported now. */
    Call<List<TournamentFeed>> enabled();
}
