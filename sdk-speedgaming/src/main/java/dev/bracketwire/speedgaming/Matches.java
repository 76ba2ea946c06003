// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import dev.bracketwire.Call;
import dev.bracketwire.speedgaming.internal.MatchEdits;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Reads matches and changes them for the host. An import never changes what the host owns: fields that it took by
 * {@link #own}, streams that it set, and title, times and players from {@link #start} on.
 *
 * <pre>{@code
 * ScheduledMatch match = schedule.matches().match(7).get();
 * MatchEdit edit = schedule.matches().edit(7, change -> change.title("Final"), "olga").get();
 * // Refused: title comes from SpeedGaming; take it over first by own(7, TITLE)
 * }</pre>
 */
public final class Matches {
    private final MatchEdits edits;

    Matches(MatchEdits edits) {
        this.edits = edits;
    }

    /**
     * Returns a match.
     *
     * @throws dev.bracketwire.NotFoundException by the call, if there is none with this id
     */
    public Call<ScheduledMatch> match(long id) {
        return edits.match(id);
    }

    /**
     * Returns matches in the order of their broadcast, those without a time last, without those that are
     * {@link MatchState#ATTACHED}. A filter with a limit of time leaves those without a time out.
     */
    public Call<List<ScheduledMatch>> list(ScheduleFilter filter) {
        return edits.list(filter);
    }

    /** Returns the matches that a person plays in or is crew of, in the order of their broadcast. */
    public Call<List<ScheduledMatch>> ofPerson(long person) {
        return edits.ofPerson(person);
    }

    /** Returns every change of a match, the oldest first. */
    public Call<List<MatchLogEntry>> log(long match) {
        return edits.log(match);
    }

    /** Looks how many people of the crew a match needs, and how many it has. */
    public Call<List<CrewNeed>> crewNeeds(long match) {
        return edits.crewNeeds(match);
    }

    /** Adds a match of the host, which an import attaches to its episode when the players agree. */
    public Call<ScheduledMatch> add(ScheduledMatch draft, String actor) {
        return edits.add(draft, actor);
    }

    /**
     * Changes fields that the host owns, and streams. A field of the source is refused. The function may run more than once.
     */
    public Call<MatchEdit> edit(long match, UnaryOperator<ScheduledMatch.Editor> change, String actor) {
        return edits.edit(match, change, actor);
    }

    /** Sets the stream of a language, which then belongs to the host; an empty URL removes it, and the next import sets that of the source. */
    public Call<MatchEdit> setStream(long match, String language, String url, String actor) {
        return edits.setStream(match, language, url, actor);
    }

    /** Takes fields over, so that the host changes them and an import leaves them alone. */
    public Call<MatchEdit> own(long match, Set<MatchField> fields, String actor) {
        return edits.own(match, fields, actor);
    }

    /** Gives fields back to the source; the next import sets them. */
    public Call<MatchEdit> release(long match, Set<MatchField> fields, String actor) {
        return edits.release(match, fields, actor);
    }

    /** Says that the match has begun. Title, times and players are frozen; crew and streams are still imported. */
    public Call<MatchEdit> start(long match, String actor) {
        return edits.start(match, actor);
    }

    /** Says that the match is over. */
    public Call<MatchEdit> finish(long match, String actor) {
        return edits.finish(match, actor);
    }

    /** Takes a start, a finish or a cancellation of the host back; the next import sets the state. */
    public Call<MatchEdit> reopen(long match, String actor) {
        return edits.reopen(match, actor);
    }

    /** Cancels the match for the host. An import does not reinstate it. */
    public Call<MatchEdit> cancel(long match, String reason, String actor) {
        return edits.cancel(match, reason, actor);
    }

    /**
     * Says that a match of the host and an imported one are the same: the first keeps its id and its fields and takes the link
     * to SpeedGaming, the second becomes {@link MatchState#ATTACHED}. Settles their suggestion.
     */
    public Call<MatchEdit> attach(long hostMatch, long imported, String actor) {
        return edits.attach(hostMatch, imported, actor);
    }

    /** Takes {@link #attach} back: both matches are as apart as before. */
    public Call<MatchEdit> detach(long hostMatch, String actor) {
        return edits.detach(hostMatch, actor);
    }
}
