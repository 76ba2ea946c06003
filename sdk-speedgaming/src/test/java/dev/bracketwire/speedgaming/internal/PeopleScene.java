// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.speedgaming.CrewMember;
import dev.bracketwire.speedgaming.CrewRole;
import dev.bracketwire.speedgaming.ImportStore;
import dev.bracketwire.speedgaming.MatchListener;
import dev.bracketwire.speedgaming.MatchPlayer;
import dev.bracketwire.speedgaming.Person;
import dev.bracketwire.speedgaming.PersonAlias;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.SourceMatch.SourcePlayer;
import dev.bracketwire.speedgaming.StoreSession;
import dev.bracketwire.speedgaming.Suggestion;
import dev.bracketwire.speedgaming.UserDirectory;
import dev.bracketwire.store.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Opens a store with users of a host, and notes whom the host is told about. */
@ParameterizedClass
@EnumSource(StorePlace.class)
@SuppressWarnings("NullAway.Init") // filled before each test
abstract class PeopleScene {
    static final String CUP = "examplecup";
    static final String ANN = "100000000000000001";
    static final String BEN = "100000000000000002";

    @Parameter
    StorePlace place;

    @TempDir
    Path folder;

    Instant now = Instant.parse("2026-03-01T12:00:00Z");
    final Map<String, String> users = new HashMap<>();
    final List<String> members = new ArrayList<>();
    final List<String> linked = new ArrayList<>();
    ImportStore store;
    PersonResolver resolver;
    PersonAdmin admin;
    ChangeRecorder recorder;
    private @Nullable Database db;

    private final UserDirectory directory = new UserDirectory() {
        @Override
        public Optional<String> findUser(StoreSession session, String discordId) {
            return Optional.ofNullable(users.get(discordId));
        }

        @Override
        public void ensureMember(StoreSession session, String user, String tournament) {
            members.add(user + " in " + tournament);
        }
    };

    private final MatchListener listener = new MatchListener() {
        @Override
        public void personLinked(StoreSession session, Person before, Person after) {
            linked.add(before.handle() + " is " + after.handle());
        }
    };

    @BeforeEach
    final void openStore() {
        db = place.database(folder);
        store = StorePlace.store(db);
        recorder = new ChangeRecorder(List.of(listener), () -> now);
        resolver = resolver(false);
        admin = new PersonAdmin(store, directory, List.of(listener), recorder, () -> now);
    }

    @AfterEach
    final void closeStore() {
        if (db != null) {
            db.close();
        }
    }

    final PersonResolver resolver(boolean linkByName) {
        return new PersonResolver(directory, List.of(listener), () -> now, linkByName);
    }

    static SourcePlayer player(long number, String name, String discordId) {
        return new SourcePlayer(number, name, discordId, "", "");
    }

    static SourcePlayer signUp(String name, String discordId, String discordTag, String twitch) {
        return new SourcePlayer(0, name, discordId, discordTag, twitch);
    }

    final Map<SourcePlayer, Person> resolveAll(List<SourcePlayer> players) {
        return store.write(session -> resolver.resolve(session, CUP, players)).get();
    }

    final Person resolved(SourcePlayer player) {
        return stored(of(resolveAll(List.of(player)), player).id());
    }

    static Person of(Map<SourcePlayer, Person> persons, SourcePlayer player) {
        return Objects.requireNonNull(persons.get(player), "person");
    }

    final Person stored(long id) {
        return store.read(session -> session.people().find(id).orElseThrow()).get();
    }

    final List<Suggestion> open() {
        return admin.suggestions().get();
    }

    final List<PersonAlias> aliases(long person) {
        return store.read(session -> session.people().aliasesOf(person)).get();
    }

    final List<ScheduledMatch> matches(long person) {
        return store.read(session -> session.matches().ofPerson(person)).get();
    }

    final ScheduledMatch match(long id) {
        return store.read(session -> session.matches().find(id).orElseThrow()).get();
    }

    /** Adds a match of these players, and of this crew. */
    final ScheduledMatch addMatch(List<MatchPlayer> players, List<CrewMember> crew) {
        ScheduledMatch draft =
                ScheduledMatch.draft(CUP).players(players).crew(crew).done();
        return store.write(session -> recorder.create(session, List.of(draft), "olga"))
                .get()
                .get(0);
    }

    final ScheduledMatch replace(ScheduledMatch before, ScheduledMatch after) {
        return store.write(session ->
                        recorder.save(session, List.of(new ChangeRecorder.Edit(before, after, "olga", "change"))))
                .get()
                .get(0);
    }

    static MatchPlayer playing(Person person) {
        return new MatchPlayer(person.id(), person.name(), "");
    }

    static CrewMember crew(Person person, CrewRole role, long signUp) {
        return new CrewMember(person.id(), role, signUp, person.name(), true, true, "en");
    }

    final void pass(Duration time) {
        now = now.plus(time);
    }
}
