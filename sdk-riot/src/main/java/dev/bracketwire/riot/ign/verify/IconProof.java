// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import dev.bracketwire.Call;
import dev.bracketwire.CallThreads;
import dev.bracketwire.DeadlineException;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.internal.roster.AskedIcon;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * Takes it for a proof that somebody sets the account's profile icon to one that was drawn by lot. It is good for once, for a
 * day from when it was to be set; the first check that sees it passed has it, on whichever node, and others are told so.
 *
 * @see IconChallenges#begin
 */
public final class IconProof implements Proof {
    private final CallThreads threads;
    private final IconSteps steps;
    private final AskedIcon asked;
    private volatile String trouble = "";

    private CompletableFuture<IconProof> over = new CompletableFuture<>();
    private boolean told;

    IconProof(CallThreads threads, IconSteps steps, AskedIcon asked) {
        this.threads = threads;
        this.steps = steps;
        this.asked = asked;
    }

    AskedIcon asked() {
        return asked;
    }

    /**
     * The word by which {@link IconChallenges#find} gives it again after a restart. Keep it with the player who was asked, and
     * tell it nobody else: whoever has it may take the proof.
     */
    public String id() {
        return asked.id();
    }

    /** Whose icon it is. */
    public Puuid puuid() {
        return asked.account().puuid();
    }

    /** The number of the icon to set, one of those every account has. */
    public int icon() {
        return asked.icon();
    }

    /** Until when it has to be set. */
    public Instant expires() {
        return asked.until();
    }

    @Override
    public String kind() {
        return "icon";
    }

    /**
     * Waits until it is decided, ten minutes at most, and holds no thread where it was started. Where the database fails
     * meanwhile it ends with a {@link dev.bracketwire.StoreException}, and may be asked again.
     */
    @Override
    public Call<Proven> check(Puuid account) {
        if (!puuid().equals(account)) {
            return Call.done(Proven.undecided("the icon is asked of another account"));
        }
        return Call.done(this)
                .then(proof -> isTold() ? Call.done(proof) : end())
                .then(proof -> steps.use(asked, trouble));
    }

    private Call<IconProof> end() {
        return threads.callAsync("wait for the icon to be set", run -> {
            run.waitsFor("the icon to be set");
            CompletableFuture<IconProof> answer = over().copy();
            run.onEnd(why -> {
                // Where it is decided, the answer is under way; a close that decided it must not cancel that.
                if (why instanceof DeadlineException || !isTold()) {
                    answer.completeExceptionally(why);
                }
            });
            return answer;
        });
    }

    private synchronized boolean isTold() {
        return told;
    }

    /** Remembers why nothing was seen at the last look; empty if something was. */
    void trouble(String why) {
        trouble = why;
    }

    private synchronized CompletableFuture<IconProof> over() {
        return over;
    }

    /** Lets those who wait see what came of it, on a thread that is nobody's. */
    synchronized void tell() {
        told = true;
        over.completeAsync(() -> this);
    }

    /** Tells those who wait that it cannot be known now; who asks later waits anew. */
    synchronized void fail(Throwable failure) {
        if (!told) {
            CompletableFuture<IconProof> before = over;
            over = new CompletableFuture<>();
            CompletableFuture.runAsync(() -> before.completeExceptionally(failure));
        }
    }

    /** The icon and the time. */
    @Override
    public String toString() {
        return "IconProof(" + icon() + " until " + expires() + ")";
    }
}
