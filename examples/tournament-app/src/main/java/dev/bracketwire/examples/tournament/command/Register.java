// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.Refusal;
import dev.bracketwire.examples.tournament.account.AccountResult;
import dev.bracketwire.examples.tournament.state.Entry;
import dev.bracketwire.examples.tournament.state.EntryList;
import dev.bracketwire.examples.tournament.state.Promotion;
import dev.bracketwire.examples.tournament.state.StateChange;
import dev.bracketwire.examples.tournament.state.StateView;
import dev.bracketwire.examples.tournament.state.Tournament;
import dev.bracketwire.riot.RiotId;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Registers a person, or changes the name or the team of an entry. The first free place is taken; without one the
 * person joins the waitlist.
 *
 * @param tournament the tournament
 * @param riotId the name of the account, such as {@code Ann#EUW}
 * @param team the team, where people play in teams
 * @param person the person; null for the caller
 * @param keepTeam whether the spelling of the team is kept, even if a similar team exists
 * @param waitlist whether the person waits if the team has no room
 * @param lookAlike whether an organiser accepts that the name looks like another
 */
@Operation(
        name = "register",
        path = "/tournaments/{tournament}/entries",
        summary = "Registers a person, or changes the name or the team of an entry.")
public record Register(
        String tournament,
        String riotId,
        @Nullable String team,
        @Nullable String person,
        boolean keepTeam,
        boolean waitlist,
        boolean lookAlike)
        implements Command {
    /** Registers the caller without a team. */
    public Register(String tournament, String riotId) {
        this(tournament, riotId, null);
    }

    /** Registers the caller in a team. */
    public Register(String tournament, String riotId, @Nullable String team) {
        this(tournament, riotId, team, null, false, false, false);
    }

    /** Registers another person, as an organiser. */
    public Register person(String other) {
        return new Register(tournament, riotId, team, other, keepTeam, waitlist, lookAlike);
    }

    /** Returns the command with this team, and keeps its spelling. */
    public Register keepingTeam(@Nullable String name) {
        return new Register(tournament, riotId, name, person, true, waitlist, lookAlike);
    }

    /** Returns the command that joins the waitlist if the team has no room. */
    public Register onWaitlist() {
        return new Register(tournament, riotId, team, person, keepTeam, true, lookAlike);
    }

    @Override
    public Permission needs(Caller caller) {
        return caller.is(person) && !lookAlike ? Permission.SIGNED_IN : Permission.ORGANISER;
    }

    @Override
    public Answer run(CommandRun run) {
        String who = run.personOr(person);
        boolean own = run.caller().is(person);
        RiotId name = RiotId.tryParse(riotId)
                .orElseThrow(() -> new Refusal(
                        Reason.INVALID,
                        "\"" + shortened(riotId) + "\" is no Riot ID: " + String.join("; ", RiotId.problems(riotId))
                                + ". Write it like Ann#EUW."));
        run.read(state -> planned(state, who, own, run.now(), name.toString(), Entry.Verification.VERIFIED, run.now()));

        AccountResult account = run.claimAccount(tournament, who, name, lookAlike);
        if (account instanceof AccountResult.Unknown unknown) {
            throw new Refusal(Reason.INVALID, unknown.text());
        }
        if (account instanceof AccountResult.Taken taken) {
            throw new Refusal(Reason.CONFLICT, taken.text());
        }
        boolean verified = account instanceof AccountResult.Verified;
        String shown =
                account instanceof AccountResult.Verified known ? known.name().toString() : name.toString();

        return run.write("registered {" + who + "}", state -> {
            state.lock(tournament);
            Step step = planned(
                    state,
                    who,
                    own,
                    run.now(),
                    shown,
                    verified ? Entry.Verification.VERIFIED : Entry.Verification.UNVERIFIED,
                    verified ? run.now() : null);
            if (verified && !lookAlike) {
                insistOnVerifiedName(step.entries, who, shown);
            }
            if (!Objects.equals(step.change.before(), step.change.after())) {
                state.apply(step.change);
            }
            EntryList entries = step.entries.with(who, step.change.after());
            for (Entry next : Promotion.next(entries)) {
                Entry up = next.status(Entry.Status.REGISTERED);
                state.apply(new StateChange.OfEntry(next, up));
                entries = entries.with(up.person(), up);
            }
            Entry entry = entries.find(who).orElseThrow();
            return run.done(sentence(entries, entry, verified), entry);
        });
    }

    private static String sentence(EntryList entries, Entry entry, boolean verified) {
        String unverified = verified
                ? ""
                : " Riot cannot be reached, so the name is not verified yet; that is tried again every few minutes.";
        if (entry.registered()) {
            return "Registered as " + entry.riotId() + (entry.team() == null ? "" : " in team " + entry.team())
                    + ": place " + entries.registered().size() + " of "
                    + entries.tournament().capacity() + "." + unverified;
        }
        return "All places are taken. " + entry.riotId() + " is number " + entries.waitlistNumber(entry.person())
                + " on the waitlist and gets a message when a place is free." + unverified;
    }

    private Step planned(
            StateView state,
            String who,
            boolean own,
            Instant now,
            String name,
            Entry.Verification verification,
            @Nullable Instant verifiedAt)
            throws java.sql.SQLException {
        Tournament settings = state.tournament(tournament);
        if (own && !settings.takesRegistrations(now)) {
            Instant opens = settings.registration().nextOpening(now);
            throw new Refusal(
                    Reason.CLOSED,
                    "Registration for " + settings.name() + " is closed. "
                            + (opens == null ? "Ask an organiser." : "It opens at " + opens + "."));
        }
        state.person(who);
        EntryList entries = state.entries(settings);
        Entry before = entries.find(who).orElse(null);
        if (verification != Entry.Verification.VERIFIED) {
            insistOnOwnName(entries, who, name);
        }
        TeamChoice choice = TeamChoice.of(this, entries, who);
        if (before != null) {
            boolean sameTeam = Objects.equals(before.team(), choice.team());
            Entry after = before.account(name, verification, verifiedAt).team(choice.team());
            if (before.riotId().equals(name) && before.verification() == verification) {
                after = before.team(choice.team());
            }
            return new Step(
                    entries,
                    new StateChange.OfEntry(
                            before, sameTeam || !choice.waits() ? after : after.status(Entry.Status.WAITING)));
        }
        boolean place = entries.free() > 0 && !choice.waits();
        Entry added = new Entry(
                tournament,
                who,
                place ? Entry.Status.REGISTERED : Entry.Status.WAITING,
                entries.nextPosition(),
                now,
                name,
                verification,
                verifiedAt,
                choice.team(),
                null);
        return new Step(entries, new StateChange.OfEntry(null, added));
    }

    /** Refuses a name that another entry has, while Riot cannot be asked for its account. */
    private static void insistOnOwnName(EntryList entries, String who, String name) {
        insistOnName(entries, who, name, entry -> true);
    }

    /** Refuses an account that another entry still has, because the change of it to another account was refused. */
    private static void insistOnVerifiedName(EntryList entries, String who, String name) {
        insistOnName(entries, who, name, entry -> entry.verification() == Entry.Verification.VERIFIED);
    }

    private static void insistOnName(EntryList entries, String who, String name, Predicate<Entry> counts) {
        for (Entry entry : entries) {
            if (!entry.person().equals(who) && entry.riotId().equalsIgnoreCase(name) && counts.test(entry)) {
                throw new Refusal(
                        Reason.CONFLICT, name + " is registered already. If it is your account, ask an organiser.");
            }
        }
    }

    private record Step(EntryList entries, StateChange.OfEntry change) {}

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
