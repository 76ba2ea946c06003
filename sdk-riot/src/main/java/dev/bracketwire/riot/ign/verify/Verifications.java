// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import static dev.bracketwire.riot.ign.verify.VerificationState.CONFLICT;
import static dev.bracketwire.riot.ign.verify.VerificationState.EXPIRED;
import static dev.bracketwire.riot.ign.verify.VerificationState.FORMAT_OK;
import static dev.bracketwire.riot.ign.verify.VerificationState.NAME_CHANGED;
import static dev.bracketwire.riot.ign.verify.VerificationState.NEW;
import static dev.bracketwire.riot.ign.verify.VerificationState.PENDING_PROOF;
import static dev.bracketwire.riot.ign.verify.VerificationState.REJECTED;
import static dev.bracketwire.riot.ign.verify.VerificationState.RESOLVED;
import static dev.bracketwire.riot.ign.verify.VerificationState.VERIFIED;

import dev.bracketwire.Call;
import dev.bracketwire.riot.Account;
import dev.bracketwire.riot.RiotId;
import dev.bracketwire.riot.ign.Identities;
import dev.bracketwire.riot.ign.IgnRoster;
import dev.bracketwire.riot.ign.NameRules;
import dev.bracketwire.riot.ign.NameVerdict;
import dev.bracketwire.riot.ign.RosterEntry;
import dev.bracketwire.riot.internal.RiotCalls;
import dev.bracketwire.riot.internal.roster.ClaimStore;
import dev.bracketwire.riot.internal.roster.MemoryClaimStore;
import dev.bracketwire.riot.internal.roster.SqlClaimStore;
import dev.bracketwire.store.Database;
import dev.bracketwire.store.PersonalTable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * Takes claims from what was typed to an account that was shown to be the entrant's. Each step is logged with who took it; one
 * that was taken already is taken once, whoever takes it again, and one that may not follow says why. Instances are immutable
 * and safe for several threads and, in a database, several nodes.
 *
 * <p>It puts nobody on the roster: do so when a claim is verified.
 *
 * <pre>{@code
 * Claim claim = verifications.submit("ann", "Ann#EUW", "ann").get();
 * IconProof proof = icons.begin(claim.puuid(), Platform.EUW1).get().orThrow();
 * System.out.println("Choose icon " + proof.icon() + " until " + proof.expires());
 * Claim verified = verifications.prove(claim, proof, "ann").get().orThrow();
 * }</pre>
 */
public final class Verifications {
    private final ClaimSteps claimSteps;
    private final IgnRoster roster;
    private final Identities identities;
    private final NameRules rules;

    private Verifications(ClaimSteps claimSteps, IgnRoster roster, Identities identities, NameRules rules) {
        this.claimSteps = claimSteps;
        this.roster = roster;
        this.identities = identities;
        this.rules = rules;
    }

    private static Verifications in(ClaimStore ledger, IgnRoster roster, Identities identities) {
        Objects.requireNonNull(identities, "identities");
        return new Verifications(new ClaimSteps(ledger, InstantSource.system()), roster, identities, NameRules.riot());
    }

    /** Keeps claims for as long as the process lives. */
    public static Verifications inMemory(IgnRoster roster, Identities identities) {
        return in(new MemoryClaimStore(), roster, identities);
    }

    /** Keeps claims in a database, and makes its tables if they are not there. */
    public static Verifications in(Database db, IgnRoster roster, Identities identities) {
        db.migrate(IgnRoster.migrations()).get();
        return in(new SqlClaimStore(db), roster, identities);
    }

    /**
     * Where its entrants are in a database, for {@link dev.bracketwire.store.PersonalData}.
     *
     * @param log how long reasons, which may hold names, stay in the log
     */
    public static List<PersonalTable> personalTables(Duration log) {
        return List.of(
                PersonalTable.of("ign_claim", "entrant"),
                PersonalTable.of("ign_step", "entrant").blanking("reason").keptFor(log, "at"));
    }

    /**
     * Rejects what these rules refuse.
     *
     * @throws IllegalArgumentException if they ask for a rank, which is looked at where a name gets onto the roster
     */
    public Verifications rules(NameRules wanted) {
        if (wanted.asksForRank()) {
            throw new IllegalArgumentException("the rules ask for a rank: give those to the roster");
        }
        return new Verifications(claimSteps, roster, identities, wanted);
    }

    /** Takes the time of what is logged from this clock. */
    public <C extends InstantSource & LongSupplier & ScheduledExecutorService> Verifications clock(C time) {
        return new Verifications(claimSteps.clock(time), roster, identities, rules);
    }

    /**
     * Takes what was typed as far as it comes without a proof: to {@code RESOLVED}, {@code REJECTED} or {@code CONFLICT}. A
     * claim that came further is given as it is. One that was rejected stays so until somebody moves it to {@code NEW}.
     */
    public Call<Claim> submit(String entrant, String text, String actor) {
        return claimSteps.begin(entrant, text.strip(), actor).then(claim -> advance(claim, actor));
    }

    private Call<Claim> advance(Claim claim, String actor) {
        if (claim.state() == NEW) {
            NameVerdict verdict = rules.check(claim.text());
            return (verdict.accepted()
                            ? claimSteps.take(claim, FORMAT_OK, "", actor)
                            : claimSteps.take(claim, REJECTED, String.join("; ", verdict.reasons()), actor))
                    .then(step -> advance(step.claim(), actor));
        }
        return claim.state() == FORMAT_OK || claim.state() == CONFLICT ? resolve(claim, actor) : Call.done(claim);
    }

    private Call<Claim> resolve(Claim claim, String actor) {
        return RiotCalls.optional(identities.account(RiotId.parse(claim.text())).fresh())
                .then(found -> found.isPresent()
                        ? resolved(claim, found.get(), actor)
                        : claimSteps.take(claim, REJECTED, "nobody is called " + claim.text(), actor))
                .map(Step::claim);
    }

    private Call<Step> resolved(Claim claim, Account account, String actor) {
        RiotId name = account.riotId();
        if (name == null) {
            return claimSteps.take(
                    claim, REJECTED, "the account has no Riot ID yet: its player has to choose one", actor);
        }
        Claim known = claim.of(account, identities.keyFingerprint());
        return verdict(account, name)
                .then(verdict -> verdict.accepted()
                        ? unlessHeld(known, RESOLVED, "", actor)
                        : claimSteps.take(known, REJECTED, String.join("; ", verdict.reasons()), actor));
    }

    private Call<NameVerdict> verdict(Account account, RiotId name) {
        if (!rules.asksForPlatform()) {
            return Call.done(rules.check(name));
        }
        return RiotCalls.optional(identities.platform(account.puuid()).fresh())
                .map(platform -> rules.check(name, platform.orElse(null), null));
    }

    /** Takes a step, or the one to {@code CONFLICT} where another has the account. */
    private Call<Step> unlessHeld(Claim claim, VerificationState to, String reason, String actor) {
        return roster.holder(claim.puuid()).then(holder -> {
            Optional<RosterEntry> other =
                    holder.filter(entry -> !entry.entrant().equals(claim.entrant()));
            return other.isEmpty()
                    ? claimSteps.take(claim, to, reason, actor)
                    : claimSteps.take(
                            claim, CONFLICT, other.get().entrant() + " has this account on the roster", actor);
        });
    }

    /**
     * Waits for what a proof shows, and takes the claim to {@code VERIFIED}, {@code EXPIRED} or {@code REJECTED}; where it
     * shows nothing so far the claim stays {@code PENDING_PROOF}, and the step says why. A claim that is verified is given as
     * it is, without a look at the proof.
     */
    public Call<Step> prove(Claim claim, Proof proof, String actor) {
        if (claim.state() == VERIFIED) {
            return Call.done(new Step(claim, false, ""));
        }
        if (claim.account() != null && !claim.keyFingerprint().equals(identities.keyFingerprint())) {
            return Call.done(new Step(claim, false, "the account was found under another API key: look again first"));
        }
        return pending(claim, proof.kind(), actor)
                .then(step -> step.taken() && step.claim().state() == PENDING_PROOF
                        ? proof.check(step.claim().puuid()).then(proven -> shown(step.claim(), proof, proven, actor))
                        : Call.done(step));
    }

    /** Takes a claim to {@code PENDING_PROOF}, where a player was asked for a proof. */
    public Call<Step> pending(Claim claim, String proof, String actor) {
        return claimSteps.take(claim, PENDING_PROOF, proof, actor);
    }

    private Call<Step> shown(Claim claim, Proof proof, Proven proven, String actor) {
        return switch (proven.result()) {
            case PASSED -> unlessHeld(claim.shown(proof.kind()), VERIFIED, "", actor);
            case EXPIRED -> claimSteps.take(claim, EXPIRED, proven.reason(), actor);
            case FAILED -> claimSteps.take(claim, REJECTED, proven.reason(), actor);
            case UNDECIDED -> Call.done(new Step(claim, false, proven.reason()));
        };
    }

    /**
     * Takes a step by hand, as a judge does. {@code VERIFIED} from {@code PENDING_PROOF} is the judge's own word, and from
     * {@code NAME_CHANGED} it needs a proof that had passed before.
     */
    public Call<Step> move(Claim claim, VerificationState to, String reason, String actor) {
        return claimSteps.take(
                to == VERIFIED && claim.state() == PENDING_PROOF ? claim.shown("word") : claim, to, reason, actor);
    }

    /**
     * Looks the account up anew: takes the claim to {@code NAME_CHANGED} where it is called otherwise by now, to
     * {@code CONFLICT} where another has it, and to {@code REJECTED} where it is no longer there. An account that was found
     * under another API key is found by its name.
     */
    public Call<Step> look(Claim claim, String actor) {
        Account account = claim.account();
        RiotId name = account == null ? null : account.riotId();
        if (account == null || name == null) {
            return Call.done(new Step(claim, false, "no account was found for this claim yet: submit it"));
        }
        boolean ours = claim.keyFingerprint().equals(identities.keyFingerprint());
        return RiotCalls.optional((ours ? identities.account(account.puuid()) : identities.account(name)).fresh())
                .then(found -> found.isEmpty()
                        ? claimSteps.take(claim, REJECTED, "Riot knows the account no longer", actor)
                        : looked(claim, name, found.get(), actor));
    }

    private Call<Step> looked(Claim claim, RiotId before, Account account, String actor) {
        RiotId now = account.riotId();
        Claim known = claim.of(account, identities.keyFingerprint());
        if (now != null && !now.equals(before)) {
            return claimSteps.take(known, NAME_CHANGED, "is called " + now + " now", actor);
        }
        return unlessHeld(known, claim.state(), claim.reason(), actor);
    }

    /** The claims of an entrant, by what was typed. */
    public Call<List<Claim>> claims(String entrant) {
        return claimSteps.ledger().of(entrant);
    }

    /** The steps of an entrant's claims, the oldest first. */
    public Call<List<Transition>> log(String entrant) {
        return claimSteps.ledger().log(entrant);
    }
}
