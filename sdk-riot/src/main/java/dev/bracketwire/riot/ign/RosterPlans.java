// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

import dev.bracketwire.Call;
import dev.bracketwire.Outcome;
import dev.bracketwire.Plan;
import dev.bracketwire.exchange.RowProblem;
import dev.bracketwire.exchange.Rows;
import dev.bracketwire.riot.Account;
import dev.bracketwire.riot.RiotId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Plans changes of many names. */
final class RosterPlans {
    private static final int AT_ONCE = 16;

    private final IgnRoster roster;
    private final String actor;
    private final AccountRefresh accountRefresh;

    RosterPlans(IgnRoster roster, String actor) {
        this.roster = roster;
        this.actor = actor;
        this.accountRefresh = new AccountRefresh(roster, actor);
    }

    Call<Plan<RosterChange>> planImport(Call<? extends Iterable<?>> rows) {
        return rows.map(this::read)
                .then(changes -> all(changes, this::resolved))
                .map(changes -> plan("import of names", changes));
    }

    Call<Plan<RosterChange>> planReleaseAll() {
        return roster.all()
                .map(entries -> plan(
                        "release of all names",
                        // Alternates first: one that becomes the primary is no longer what was seen.
                        entries.stream()
                                .sorted(Comparator.comparing(RosterEntry::primary))
                                .map(entry -> change("release", entry, null, ""))
                                .toList()));
    }

    Call<Plan<RosterChange>> planResolveAll() {
        return roster.all()
                .then(entries -> all(entries, this::looked))
                .map(changes -> plan(
                        "look-up of all names",
                        changes.stream().flatMap(Optional::stream).toList()));
    }

    private static <T, R> Call<List<R>> all(List<T> things, Function<T, Call<R>> call) {
        return Call.all(things.stream().map(call).toList(), AT_ONCE);
    }

    private Plan<RosterChange> plan(String title, Collection<RosterChange> changes) {
        return Plan.builder(title, this::apply)
                .addAll(changes)
                .onFailure(Plan.OnFailure.CONTINUE)
                .build();
    }

    private static RosterChange change(String kind, RosterEntry entry, @Nullable Account account, String reason) {
        return new RosterChange(kind, 0, entry.entrant(), entry.name().toString(), entry, account, reason);
    }

    private List<RosterChange> read(Iterable<?> rows) {
        try {
            return readAll(rows);
        } finally {
            close(rows);
        }
    }

    private List<RosterChange> readAll(Iterable<?> rows) {
        List<RosterChange> changes = new ArrayList<>();
        Map<RiotId, Long> before = new HashMap<>();
        long row = 0;
        for (Object each : rows) {
            row = rows instanceof Rows<?> file ? file.seen() : row + 1;
            changes.add(read(row, each, before));
        }
        if (rows instanceof Rows<?> file) {
            for (RowProblem problem : file.problems()) {
                changes.add(RosterChange.refuse(problem.row(), "", problem.value(), problem.rule()));
            }
            changes.sort(Comparator.comparingLong(RosterChange::row));
        }
        return changes;
    }

    private static void close(Iterable<?> rows) {
        if (rows instanceof AutoCloseable open) {
            try {
                open.close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("the rows could not be closed", e);
            }
        }
    }

    private RosterChange read(long row, Object each, Map<RiotId, Long> before) {
        Registration registration;
        if (each instanceof Registration ready) {
            registration = ready;
        } else if (each instanceof Map<?, ?> columns) {
            registration = new Registration(text(columns.get("entrant")), text(columns.get("name")));
        } else {
            return RosterChange.refuse(row, "", "", "is neither a Registration nor a map of entrant and name");
        }
        String entrant = registration.entrant().strip();
        if (entrant.isEmpty()) {
            return RosterChange.refuse(row, "", registration.name(), "has no entrant");
        }
        NameVerdict verdict = roster.lookup().judge(registration.name());
        if (!verdict.accepted()) {
            return RosterChange.refuse(row, entrant, verdict.name(), String.join("; ", verdict.reasons()));
        }
        Long first = before.putIfAbsent(RiotId.parse(registration.name()), row);
        return first == null
                ? new RosterChange("assign", row, entrant, verdict.name(), null, null, "")
                : RosterChange.refuse(row, entrant, verdict.name(), "is the name of row " + first + " too");
    }

    private static String text(@Nullable Object cell) {
        return Objects.toString(cell, "");
    }

    /** One account that Riot could not be asked about spoils no other row. */
    private Call<RosterChange> resolved(RosterChange change) {
        if (!change.reason().isEmpty()) {
            return Call.done(change);
        }
        return roster.lookup()
                .account(RiotId.parse(change.name()))
                .map(found -> found.map(account -> new RosterChange(
                                "assign", change.row(), change.entrant(), change.name(), null, account, ""))
                        .orElseGet(() -> refuse(change, "nobody is called so")))
                .orElse((failure, last) -> refuse(change, "could not be looked up: " + failure.getMessage()));
    }

    private static RosterChange refuse(RosterChange change, String reason) {
        return RosterChange.refuse(change.row(), change.entrant(), change.name(), reason);
    }

    private Call<Optional<RosterChange>> looked(RosterEntry entry) {
        return accountRefresh
                .look(entry)
                .map(found -> found.map(account -> looked(entry, account))
                        .orElseGet(() -> Optional.of(change("refuse", entry, null, "Riot knows no account for it"))))
                .orElse((failure, last) ->
                        Optional.of(change("refuse", entry, null, "could not be looked up: " + failure.getMessage())));
    }

    private Optional<RosterChange> looked(RosterEntry entry, Account account) {
        if (!entry.keyFingerprint().equals(roster.identities().keyFingerprint())) {
            return Optional.of(change("renew", entry, account, ""));
        }
        return account.riotId() == null || entry.name().equals(account.riotId())
                ? Optional.empty()
                : Optional.of(change("rename", entry, account, ""));
    }

    private Call<Outcome<RosterChange>> apply(RosterChange change) {
        RosterEntry seen = change.seen();
        Account account = change.account();
        if (change.kind().equals("release") && seen != null) {
            return roster.release(seen, actor).map(outcome -> outcome(change, outcome));
        }
        if (account == null) {
            return Call.done(Outcome.failed(change, change.reason()));
        }
        return (seen == null
                        ? roster.assign(change.entrant(), account, actor)
                        : accountRefresh.write(seen, account, false))
                .map(outcome -> outcome(change, outcome));
    }

    private static Outcome<RosterChange> outcome(RosterChange change, RosterOutcome outcome) {
        return outcome.fold(
                done -> done.changed() ? Outcome.applied(change) : Outcome.unchanged(change),
                stale -> Outcome.stale(change, stale.note()),
                refused -> Outcome.failed(change, String.join("; ", refused.reasons())));
    }
}
