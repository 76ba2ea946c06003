// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.speedgaming.MatchListener;
import dev.bracketwire.speedgaming.Person;
import dev.bracketwire.speedgaming.PersonAlias;
import dev.bracketwire.speedgaming.PersonAlias.Kind;
import dev.bracketwire.speedgaming.PersonStore;
import dev.bracketwire.speedgaming.SourceMatch.SourcePlayer;
import dev.bracketwire.speedgaming.StoreSession;
import dev.bracketwire.speedgaming.Suggestion;
import dev.bracketwire.speedgaming.UserDirectory;
import dev.bracketwire.speedgaming.internal.PersonIndex.Entry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the persons of players and sign-ups, and makes placeholders for those that are new.
 *
 * <p>The signs are compared from the strongest to the weakest: the id on Discord, the number of the player, then the names that a sign-up
 * is called. If id and number belong to different persons, the person of the number stays, because its matches have that one,
 * and a conflict is stored. A number whose person has no id on Discord yet takes the id over, or is merged into the person that
 * has it, unless people took that merge back before.
 */
public final class PersonResolver {
    private static final String ACTOR = "import";
    private static final Duration SEEN_AGAIN = Duration.ofDays(1);
    // A name that so many persons have says nothing, such as the channel of a restream.
    private static final int COMMON = 4;

    private final UserDirectory directory;
    private final List<MatchListener> listeners;
    private final InstantSource dates;
    private final boolean linkByName;
    private final MergeWork merges;

    /** Resolves by this directory. */
    public PersonResolver(
            UserDirectory directory, List<MatchListener> listeners, InstantSource dates, boolean linkByName) {
        this.directory = directory;
        this.listeners = List.copyOf(listeners);
        this.dates = dates;
        this.linkByName = linkByName;
        this.merges = new MergeWork(listeners, new ChangeRecorder(listeners, dates), dates);
    }

    /**
     * Returns the person of each player, and makes those that are missing: a few statements for all of them, however many
     * there are. Suggestions and conflicts are stored. If two persons turn out to be one, they are merged, which changes their
     * matches: read matches after this, not before.
     *
     * @param tournament the slug of the tournament, for suggestions and memberships
     */
    public Map<SourcePlayer, Person> resolve(StoreSession session, String tournament, Collection<SourcePlayer> players)
            throws SQLException {
        Pass pass = new Pass(session, tournament, players);
        pass.settleAll();
        pass.write();
        Map<SourcePlayer, Person> persons = pass.persons();
        Set<String> users = new LinkedHashSet<>();
        for (Person person : persons.values()) {
            if (person.hostUser() != null && users.add(person.hostUser())) {
                directory.ensureMember(session, person.hostUser(), tournament);
            }
        }
        return persons;
    }

    /** Returns the persons that are there already, and writes nothing. Players without one are left out. */
    public Map<SourcePlayer, Person> find(StoreSession session, Collection<SourcePlayer> players) throws SQLException {
        Pass pass = new Pass(session, "", players);
        pass.settleAll();
        return pass.persons();
    }

    private record Doubt(Suggestion.Kind kind, Entry first, Entry second, List<String> reasons) {}

    private record Twins(Entry from, Entry into) {}

    /** Compares the players of one call, in memory. */
    private final class Pass {
        final StoreSession session;
        final PersonStore people;
        final String tournament;
        final Instant now = dates.instant();
        final Map<SourcePlayer, PersonSigns> signs = new LinkedHashMap<>();
        final Map<SourcePlayer, Entry> found = new LinkedHashMap<>();
        final Set<Entry> fresh = new LinkedHashSet<>();
        final Set<Entry> changed = new LinkedHashSet<>();
        final Map<Entry, Set<PersonAlias>> seen = new LinkedHashMap<>();
        final List<Twins> twins = new ArrayList<>();
        final List<Doubt> doubts = new ArrayList<>();
        final Map<String, Entry> users = new HashMap<>();
        final Set<Entry> looked = new HashSet<>();
        final PersonIndex index;

        Pass(StoreSession session, String tournament, Collection<SourcePlayer> players) throws SQLException {
            this.session = session;
            this.people = session.people();
            this.tournament = tournament;
            for (SourcePlayer player : players) {
                signs.computeIfAbsent(player, PersonSigns::of);
            }
            this.index = PersonIndex.read(people, signs.values());
        }

        void settleAll() throws SQLException {
            for (Map.Entry<SourcePlayer, PersonSigns> each : signs.entrySet()) {
                found.put(each.getKey(), settle(each.getValue()));
            }
        }

        private Entry settle(PersonSigns player) throws SQLException {
            Entry owner = end(index.withDiscordId(player.discordId()));
            Entry numbered = numbered(player, owner);
            Entry entry;
            if (owner != null && numbered != null && owner != numbered) {
                if (!mergeable(numbered, owner)) {
                    String reason = "The number of a player belongs to person " + label(numbered)
                            + ", and the id on Discord beside it to person " + label(owner) + ".";
                    doubts.add(new Doubt(Suggestion.Kind.CONFLICT, numbered, owner, List.of(reason)));
                    return numbered;
                }
                entry = joined(numbered, owner);
            } else if (owner != null) {
                entry = owner;
            } else if (numbered != null) {
                if (!numbered.mayHave(player.discordId())) {
                    String reason = "SpeedGaming shows another id on Discord for the number of person "
                            + label(numbered) + ". If the new one is right, set it.";
                    doubts.add(new Doubt(Suggestion.Kind.CONFLICT, numbered, numbered, List.of(reason)));
                    return numbered;
                }
                entry = numbered;
            } else {
                entry = named(player);
            }
            identify(entry, player);
            entry = linked(entry);
            note(entry, player);
            return entry;
        }

        private @Nullable Entry numbered(PersonSigns player, @Nullable Entry owner) {
            if (player.number() == 0) {
                return null;
            }
            Set<Entry> all = new LinkedHashSet<>();
            index.with(Kind.PLAYER_NUMBER, Long.toString(player.number())).forEach(each -> all.add(each.end()));
            if (owner != null && all.contains(owner)) {
                return owner;
            }
            return all.stream()
                    .min(Comparator.comparing((Entry each) -> !each.mayHave(player.discordId()))
                            .thenComparing(each -> each.stored == null ? Long.MAX_VALUE : each.id()))
                    .orElse(null);
        }

        /** Returns the person of a player that neither id nor number shows, or a new one. */
        private Entry named(PersonSigns player) throws SQLException {
            String signUp = player.byKind().get(Kind.SIGN_UP_NAME);
            for (Entry each : index.with(Kind.SIGN_UP_NAME, signUp)) {
                return each.end();
            }
            if (linkByName) {
                for (Kind kind : List.of(Kind.DISCORD_NAME, Kind.TWITCH)) {
                    Set<Entry> same = new LinkedHashSet<>();
                    for (Entry each : index.with(kind, player.byKind().get(kind))) {
                        if (each.end().mayHave(player.discordId())) {
                            same.add(each.end());
                        }
                    }
                    if (same.size() == 1) {
                        return same.iterator().next();
                    }
                }
            }
            Entry entry = new Entry(player);
            fresh.add(entry);
            return entry;
        }

        /** Gives a person the id on Discord that appears for it. */
        private void identify(Entry entry, PersonSigns player) {
            if (player.discordId() != null && entry.discordId == null) {
                entry.discordId = player.discordId();
                changed.add(entry);
            }
        }

        /** Asks the host for the user of a placeholder. */
        private Entry linked(Entry entry) throws SQLException {
            if (entry.discordId == null || entry.hostUser != null || !looked.add(entry)) {
                return entry;
            }
            Optional<String> user = directory.findUser(session, entry.discordId).filter(found -> !found.isBlank());
            if (user.isEmpty()) {
                return entry;
            }
            Optional<Person> person = people.findByHostUser(user.get());
            Entry known = person.isEmpty() ? null : index.entry(person.get()).end();
            if (known == null) {
                Entry other = users.get(user.get());
                known = other == null ? null : other.end();
            }
            if (known == null) {
                entry.hostUser = user.get();
                users.put(user.get(), entry);
                changed.add(entry);
                return entry;
            }
            if (!known.mayHave(entry.discordId)) {
                String reason = "The host knows the id on Discord of person " + label(entry)
                        + " as that of its user, who is person " + label(known) + " with another id.";
                doubts.add(new Doubt(Suggestion.Kind.CONFLICT, known, entry, List.of(reason)));
                return entry;
            }
            return mergeable(entry, known) ? joined(entry, known) : entry;
        }

        private boolean mergeable(Entry numbered, Entry owner) throws SQLException {
            if ((numbered.discordId != null && owner.discordId != null)
                    || (numbered.hostUser != null && owner.hostUser != null)) {
                return false;
            }
            if (numbered.stored == null || owner.stored == null) {
                return true;
            }
            Set<Long> both = Set.of(numbered.id(), owner.id());
            return people.mergesOf(both).stream()
                    .noneMatch(merge ->
                            merge.undoneAt() != null && both.contains(merge.from()) && both.contains(merge.into()));
        }

        /** Takes two persons for one from now on; a user stands for both, else the one with the id on Discord. */
        private Entry joined(Entry numbered, Entry owner) {
            boolean ownerStays = fresh.contains(numbered) || (!fresh.contains(owner) && numbered.hostUser == null);
            Entry from = ownerStays ? numbered : owner;
            Entry into = ownerStays ? owner : numbered;
            if (!fresh.remove(from)) {
                twins.add(new Twins(from, into));
            }
            into.absorb(from);
            changed.add(into);
            return into;
        }

        /** Notes the signs of a player for its person, and asks about others that have the same name. */
        private void note(Entry entry, PersonSigns player) {
            Map<Entry, List<String>> alike = new LinkedHashMap<>();
            player.byKind().forEach((kind, value) -> {
                String sign = PersonIndex.sign(kind, value);
                PersonAlias old = entry.seen.get(sign);
                if (old != null && !old.lastSeen().isBefore(now.minus(SEEN_AGAIN))) {
                    return;
                }
                PersonAlias alias = new PersonAlias(0, kind, value, old == null ? now : old.firstSeen(), now);
                entry.seen.put(sign, alias);
                seen.computeIfAbsent(entry, key -> new LinkedHashSet<>()).add(alias);
                if (old != null) {
                    return;
                }
                if (kind == Kind.DISPLAY_NAME && !entry.name.equals(value)) {
                    entry.name = value;
                    changed.add(entry);
                } else if (kind == Kind.TWITCH && !value.equals(entry.twitch)) {
                    entry.twitch = value;
                    changed.add(entry);
                }
                if (kind == Kind.DISCORD_NAME || kind == Kind.TWITCH) {
                    alike(entry, kind, value, alike);
                }
                index.put(kind, value, entry);
            });
            alike.forEach(
                    (other, reasons) -> doubts.add(new Doubt(Suggestion.Kind.SAME_PERSON, other, entry, reasons)));
        }

        private void alike(Entry entry, Kind kind, String value, Map<Entry, List<String>> alike) {
            Set<Entry> others = new LinkedHashSet<>();
            index.with(kind, value).forEach(each -> others.add(each.end()));
            others.remove(entry);
            if (others.size() > COMMON) {
                return;
            }
            for (Entry other : others) {
                if (entry.mayHave(other.discordId) && (entry.hostUser == null || other.hostUser == null)) {
                    alike.computeIfAbsent(other, key -> new ArrayList<>())
                            .add("Both have the same "
                                    + (kind == Kind.TWITCH ? "login on Twitch." : "name on Discord."));
                }
            }
        }

        private String label(Entry entry) {
            return entry.stored == null ? "that is new" : Long.toString(entry.id());
        }

        private @Nullable Entry end(@Nullable Entry entry) {
            return entry == null ? null : entry.end();
        }

        void write() throws SQLException {
            List<Entry> adding = List.copyOf(fresh);
            if (!adding.isEmpty()) {
                List<Person> added = people.add(
                        adding.stream().map(entry -> entry.changed(now)).toList());
                for (int i = 0; i < adding.size(); i++) {
                    adding.get(i).stored = added.get(i);
                }
            }
            for (Twins each : twins) {
                Entry into = each.into.end();
                into.stored =
                        merges.merge(session, each.from.id(), into.id(), ACTOR).person();
            }
            replace();
            List<PersonAlias> aliases = new ArrayList<>();
            seen.forEach((entry, all) -> all.forEach(alias -> aliases.add(new PersonAlias(
                    entry.end().id(), alias.kind(), alias.value(), alias.firstSeen(), alias.lastSeen()))));
            if (!aliases.isEmpty()) {
                people.addAliases(aliases);
            }
            for (Doubt doubt : doubts) {
                Entry first = doubt.first.end();
                Entry second = doubt.second.end();
                if (doubt.first == doubt.second || first != second) {
                    people.suggest(new Suggestion(
                            0, doubt.kind, tournament, first.id(), second.id(), doubt.reasons, now, null, null));
                }
            }
        }

        private void replace() throws SQLException {
            List<Entry> replacing = new ArrayList<>(changed);
            replacing.removeIf(entry -> fresh.contains(entry) || entry.into != null || !entry.differs());
            if (replacing.isEmpty()) {
                return;
            }
            List<Person> after = people.replace(
                    replacing.stream().map(entry -> entry.changed(now)).toList());
            for (int i = 0; i < replacing.size(); i++) {
                Person before = replacing.get(i).person();
                replacing.get(i).stored = after.get(i);
                if (before.isPlaceholder() && after.get(i).hostUser() != null) {
                    for (MatchListener listener : listeners) {
                        listener.personLinked(session, before, after.get(i));
                    }
                }
            }
        }

        Map<SourcePlayer, Person> persons() {
            Map<SourcePlayer, Person> persons = new LinkedHashMap<>();
            found.forEach((player, entry) -> {
                Person person = entry.end().stored;
                if (person != null) {
                    persons.put(player, person);
                }
            });
            return persons;
        }
    }
}
