// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import dev.bracketwire.Call;
import dev.bracketwire.riot.internal.roster.ClaimStore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Takes the steps of claims: each once, and none that may not follow. */
final class ClaimSteps {
    private final ClaimStore ledger;
    private final InstantSource clock;

    ClaimSteps(ClaimStore ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    ClaimSteps clock(InstantSource time) {
        return new ClaimSteps(ledger, time);
    }

    ClaimStore ledger() {
        return ledger;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS); // as both stores keep it
    }

    /** The claim as it is, or a new one. */
    Call<Claim> begin(String entrant, String text, String actor) {
        return ledger.find(entrant, text).then(found -> {
            if (found.isPresent()) {
                return Call.done(found.get());
            }
            Instant now = now();
            Claim claim = new Claim(entrant, text, VerificationState.NEW, "", null, "", null, now, 1);
            Transition step = new Transition(entrant, null, VerificationState.NEW, null, actor, now);
            return ledger.put(null, claim, step)
                    .then(written -> written ? Call.done(claim) : begin(entrant, text, actor));
        });
    }

    /** Takes a step. What is known of the account and the proof is written with it. */
    Call<Step> take(Claim claim, VerificationState to, String reason, String actor) {
        return ledger.find(claim.entrant(), claim.text())
                .then(found -> found.isEmpty()
                        ? Call.done(new Step(claim, false, "the claim is there no longer"))
                        : take(found.get(), claim, to, reason, actor));
    }

    private Call<Step> take(Claim now, Claim claim, VerificationState to, String reason, String actor) {
        boolean same = now.version() == claim.version();
        boolean news = same && !now.equals(claim);
        if (now.state() == to && !news) {
            return Call.done(new Step(now, false, ""));
        }
        if (!same) {
            return Call.done(new Step(
                    now, false, "the claim is " + now.state() + " by now, and was " + claim.state() + ": look again"));
        }
        Optional<String> illegal = illegal(now, claim, to);
        if (illegal.isPresent()) {
            return Call.done(new Step(now, false, illegal.get()));
        }
        boolean anew = to == VerificationState.RESOLVED || to == VerificationState.NEW;
        Claim after = (anew ? claim.shown(null) : claim).in(to, reason, now());
        Transition step = new Transition(
                claim.entrant(), now.state(), to, reason.isEmpty() ? null : reason, actor, after.since());
        return ledger.put(now, after, step)
                .then(written -> written ? Call.done(new Step(after, true, "")) : take(claim, to, reason, actor));
    }

    private static Optional<String> illegal(Claim now, Claim claim, VerificationState to) {
        if (now.state() != to && !now.state().next().contains(to)) {
            return Optional.of("a claim that is " + now.state() + " cannot become " + to + ", only one of "
                    + now.state().next().stream().sorted().toList());
        }
        if (to == VerificationState.VERIFIED && claim.proof() == null) {
            return Optional.of("no proof has passed for this claim: take it to RESOLVED, and ask for one");
        }
        return to == VerificationState.RESOLVED && claim.account() == null
                ? Optional.of("no account was found for this claim: submit it")
                : Optional.empty();
    }
}
