// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.account;

import dev.bracketwire.Call;
import dev.bracketwire.CallException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.riot.Account;
import dev.bracketwire.riot.RiotId;
import dev.bracketwire.riot.ign.Identities;
import dev.bracketwire.riot.ign.IgnRoster;
import dev.bracketwire.riot.ign.LookAlike;
import dev.bracketwire.riot.ign.RosterEntry;
import dev.bracketwire.riot.ign.RosterOutcome;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Looks up the accounts behind the names of players. Within a tournament an account belongs to one person at most, and a
 * name that looks like that of another person needs the consent of an organiser.
 */
public final class AccountNames {
    // As many requests of one person at once are no conflict.
    private static final int ATTEMPTS = 12;

    private final IgnRoster roster;
    private final Identities identities;

    /** Creates the names of all tournaments. */
    public AccountNames(IgnRoster roster, Identities identities) {
        this.roster = roster;
        this.identities = identities;
    }

    /**
     * Claims the account of a Riot ID for a person, and releases the one that the person had. If the name belongs to a
     * person that has left the tournament, it is released for this one.
     *
     * @param lookAlikes whether a name that looks like another is accepted
     * @param present whether a person is in the tournament
     */
    public Call<AccountResult> claim(
            String tournament,
            String person,
            RiotId name,
            String actor,
            boolean lookAlikes,
            Predicate<String> present) {
        IgnRoster names = lookAlikes ? roster.named(tournament).allowingLookAlikes() : roster.named(tournament);
        return identities
                .account(name)
                .then(account -> claim(names, person, account, actor, present, ATTEMPTS))
                .map(AccountNames::result)
                .orElse((failure, last) -> failed(failure));
    }

    private static Call<RosterOutcome> claim(
            IgnRoster names, String person, Account account, String actor, Predicate<String> present, int attempts) {
        return names.names(person)
                .then(all -> all.size() < 2 ? Call.done(all) : keepOne(names, all, account, actor))
                .then(had -> had.isEmpty()
                        ? names.assign(person, account, actor)
                        : replace(names, had.get(0), account, actor))
                .then(outcome -> {
                    List<RosterEntry> left = inTheWay(outcome).stream()
                            .filter(entry -> !entry.entrant().equals(person) && !present.test(entry.entrant()))
                            .toList();
                    if (attempts == 1 || (left.isEmpty() && !changedMeanwhile(outcome, person))) {
                        return Call.done(outcome);
                    }
                    return Call.all(
                                    left.stream()
                                            .map(entry -> names.release(entry, actor))
                                            .toList(),
                                    1)
                            .then(released -> claim(names, person, account, actor, present, attempts - 1));
                });
    }

    /** Releases all names of a person but one, which two requests at once may have assigned both. */
    private static Call<List<RosterEntry>> keepOne(
            IgnRoster names, List<RosterEntry> all, Account account, String actor) {
        RosterEntry kept = all.stream()
                .filter(entry -> entry.puuid().equals(account.puuid()))
                .findFirst()
                .orElse(all.get(0));
        List<Call<RosterOutcome>> releases = all.stream()
                .filter(entry -> !entry.equals(kept))
                .map(entry -> names.release(entry, actor))
                .toList();
        return Call.all(releases, 1).then(released -> names.names(kept.entrant()));
    }

    /** Whether another request of the same person was faster, so that a second lookup finds its result. */
    private static boolean changedMeanwhile(RosterOutcome outcome, String person) {
        return outcome.fold(
                done -> false,
                stale -> stale.holder() == null || stale.holder().entrant().equals(person),
                refused -> false);
    }

    private static List<RosterEntry> inTheWay(RosterOutcome outcome) {
        return outcome.fold(
                done -> List.of(),
                stale -> stale.holder() == null ? List.of() : List.of(stale.holder()),
                refused -> refused.lookAlikes().stream().map(LookAlike::owner).toList());
    }

    private static Call<RosterOutcome> replace(IgnRoster names, RosterEntry had, Account account, String actor) {
        return had.puuid().equals(account.puuid()) && had.name().equals(account.riotId())
                ? Call.done(new RosterOutcome.Done(had, false, List.of()))
                : names.rename(had, Objects.requireNonNullElse(account.riotId(), had.name()), actor);
    }

    /**
     * Looks up the account of a person again, and stores its current name. If the name of the entry is not the one
     * looked up last, the name of the entry counts: it was changed while Riot could not be reached, or by an undo.
     */
    public Call<AccountResult> refresh(
            String tournament, String person, RiotId name, String actor, Predicate<String> present) {
        IgnRoster names = roster.named(tournament);
        return names.names(person)
                .then(had -> {
                    if (!had.isEmpty() && had.get(0).name().toString().equalsIgnoreCase(name.toString())) {
                        return checkIn(names, person, actor, ATTEMPTS);
                    }
                    return claim(tournament, person, name, actor, false, present)
                            .then(claimed -> claimed instanceof AccountResult.Unknown && !had.isEmpty()
                                    ? checkIn(names, person, actor, ATTEMPTS)
                                    : Call.done(claimed));
                })
                .orElse((failure, last) -> failed(failure));
    }

    private static Call<AccountResult> checkIn(IgnRoster names, String person, String actor, int attempts) {
        return names.checkIn(person, actor).then(checked -> {
            dev.bracketwire.riot.ign.CheckIn.Checked first = checked.names().get(0);
            return switch (first.found()) {
                case SAME, NAME_CHANGED, KEY_CHANGED ->
                    Call.done((AccountResult)
                            new AccountResult.Verified(first.entry().name()));
                case GONE ->
                    Call.done(new AccountResult.Unknown("Riot knows no account " + first.before()
                            + " any more. Register again with the name that the client shows."));
                case STALE ->
                    attempts > 1
                            ? checkIn(names, person, actor, attempts - 1)
                            : Call.done(new AccountResult.Taken("The account of " + first.before()
                                    + " belongs to another entry. Ask an organiser."));
            };
        });
    }

    private static AccountResult result(RosterOutcome outcome) {
        return outcome.fold(
                done -> (AccountResult) new AccountResult.Verified(done.entry().name()),
                stale -> new AccountResult.Taken(
                        stale.holder() == null
                                ? "This entry changed several times at this moment. Try again."
                                : "This account belongs to another entry. If it is yours, ask an organiser."),
                refused -> new AccountResult.Taken(
                        refused.lookAlikes().isEmpty()
                                ? String.join("; ", refused.reasons())
                                : "This name looks like "
                                        + refused.lookAlikes().stream()
                                                .map(like -> like.name())
                                                .collect(Collectors.joining(", "))
                                        + ", which another player has. Ask an organiser to register you."));
    }

    private static AccountResult failed(CallException failure) {
        return failure instanceof NotFoundException
                ? new AccountResult.Unknown(
                        "Riot knows no account of this name. Copy it from the client, with the part" + " behind #.")
                : new AccountResult.Unreachable(String.valueOf(failure.getMessage()), null);
    }
}
