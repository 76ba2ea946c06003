// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

import dev.bracketwire.Call;
import dev.bracketwire.riot.Account;
import dev.bracketwire.riot.RiotId;
import dev.bracketwire.riot.ign.CheckIn.Checked;
import dev.bracketwire.riot.ign.CheckIn.Found;
import dev.bracketwire.riot.ign.RosterOutcome.Done;
import dev.bracketwire.riot.ign.RosterOutcome.Stale;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks entries up anew. */
final class AccountRefresh {
    private final IgnRoster roster;
    private final String actor;

    AccountRefresh(IgnRoster roster, String actor) {
        this.roster = roster;
        this.actor = actor;
    }

    /** The account of an entry, as it is now; by its name where the PUUID is of another key. */
    Call<Optional<Account>> look(RosterEntry entry) {
        boolean ours = entry.keyFingerprint().equals(roster.identities().keyFingerprint());
        return (ours ? roster.lookup().account(entry.puuid()) : roster.lookup().account(entry.name())).fresh();
    }

    /** Writes what was found. */
    Call<RosterOutcome> write(RosterEntry entry, Account account, boolean checkingIn) {
        String fingerprint = roster.identities().keyFingerprint();
        return roster.write(
                actor,
                rosterOperations -> rosterOperations.renew(
                        entry, called(entry, account), account.puuid(), fingerprint, checkingIn));
    }

    private static RiotId called(RosterEntry entry, Account account) {
        RiotId now = account.riotId();
        return now == null ? entry.name() : now; // where Riot does not say, what it said before
    }

    Call<Checked> checkIn(RosterEntry entry) {
        return look(entry).then(found -> {
            if (found.isEmpty()) {
                return Call.done(
                        checked(entry, entry, Found.GONE, List.of("Riot knows no account for " + entry.name())));
            }
            Account account = found.get();
            return write(entry, account, true)
                    .then(outcome -> outcome instanceof Done done
                            ? problems(entry, account, done.entry())
                                    .map(problems -> checked(entry, done.entry(), kind(entry, done.entry()), problems))
                            : Call.done(checked(entry, entry, Found.STALE, List.of(((Stale) outcome).note()))));
        });
    }

    private static Found kind(RosterEntry before, RosterEntry now) {
        if (!before.keyFingerprint().equals(now.keyFingerprint())) {
            return Found.KEY_CHANGED;
        }
        return before.name().equals(now.name()) ? Found.SAME : Found.NAME_CHANGED;
    }

    private Call<List<String>> problems(RosterEntry before, Account account, RosterEntry now) {
        if (before.name().equals(now.name())) {
            return Call.done(List.of());
        }
        return roster.lookup()
                .judge(account, now.name())
                .then(verdict -> roster.likes(now.name()).map(likes -> {
                    List<String> problems = new ArrayList<>(verdict.reasons());
                    problems.addAll(RosterOperations.problems(
                            now.name(),
                            likes.stream()
                                    .filter(like -> !like.owner().entrant().equals(now.entrant()))
                                    .toList()));
                    return problems;
                }));
    }

    private static Checked checked(RosterEntry before, RosterEntry now, Found found, List<String> problems) {
        return new Checked(now, found, before.name().toString(), problems);
    }
}
