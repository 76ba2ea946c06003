// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bracketwire.speedgaming.MatchEdit;
import dev.bracketwire.speedgaming.MatchField;
import dev.bracketwire.speedgaming.MatchLogEntry;
import dev.bracketwire.speedgaming.MatchSource;
import dev.bracketwire.speedgaming.MatchState;
import dev.bracketwire.speedgaming.MatchStream;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.StoreSession;
import dev.bracketwire.speedgaming.Suggestion;
import dev.bracketwire.speedgaming.internal.ChangeRecorder.Edit;
import dev.bracketwire.speedgaming.internal.MatchEdits.Note;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Joins a match of the host with an imported one, and takes that back. The data that {@link #detach} needs is kept as a state of the
 * store, without a name of a person.
 */
final class MatchLinks {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StoreSession session;
    private final ChangeRecorder recorder;
    private final InstantSource dates;
    private final String actor;

    MatchLinks(StoreSession session, ChangeRecorder recorder, InstantSource dates, String actor) {
        this.session = session;
        this.recorder = recorder;
        this.dates = dates;
        this.actor = actor;
    }

    /** Returns the sentence that refuses a change of a match that another row stands for. */
    static String attachedTo(StoreSession session, long id) throws SQLException {
        Optional<String> host = session.matches().logOf(id).stream()
                .filter(entry -> entry.kind().equals("attach") && entry.field().equals("match"))
                .map(MatchLogEntry::after)
                .reduce((earlier, later) -> later);
        return "match " + id + " is attached to match " + host.orElse("of the host")
                + "; change that one, or detach it";
    }

    MatchEdit attach(long hostId, long importedId) throws SQLException {
        Map<Long, ScheduledMatch> both = session.matches().findAll(List.of(hostId, importedId));
        ScheduledMatch host = both.containsKey(hostId) ? both.get(hostId) : MatchEdits.found(session, hostId);
        ScheduledMatch imported =
                both.containsKey(importedId) ? both.get(importedId) : MatchEdits.found(session, importedId);
        List<String> reasons = refusals(host, imported);
        MatchSource link = imported.source();
        if (!reasons.isEmpty() || link == null) {
            return new MatchEdit.Refused(reasons);
        }
        Set<MatchField> sourced = EnumSet.allOf(MatchField.class);
        sourced.removeAll(host.hostFields());
        // The link is unique, so the first match must lose it before the second one gets it.
        ScheduledMatch gone = save(
                imported,
                imported.edit().source(null).state(MatchState.ATTACHED).done(),
                "attach");
        ScheduledMatch joined =
                save(host, host.edit().source(EditRules.outdated(link, sourced)).done(), "attach");
        note(gone, "attach", "", Long.toString(hostId));
        note(joined, "attach", "", Long.toString(importedId));
        session.runs().setState(stateName(hostId), undoState(host, imported, link));
        for (Suggestion open : session.people().suggestions(true)) {
            if (open.kind() == Suggestion.Kind.SAME_MATCH
                    && Set.of(open.first(), open.second()).equals(Set.of(hostId, importedId))) {
                session.people().settle(open.id(), actor, dates.instant());
            }
        }
        return new MatchEdit.Done(joined);
    }

    private List<String> refusals(ScheduledMatch host, ScheduledMatch imported) throws SQLException {
        if (host.id() == imported.id()) {
            return List.of("a match cannot be attached to itself; name the match of the host and the imported one");
        }
        List<String> reasons = new ArrayList<>();
        for (ScheduledMatch match : List.of(host, imported)) {
            if (match.state() == MatchState.ATTACHED) {
                reasons.add(attachedTo(session, match.id()));
            }
        }
        if (!reasons.isEmpty()) {
            return reasons;
        }
        if (host.source() != null) {
            reasons.add("match " + host.id() + " is linked to episode "
                    + host.source().episode() + " already; detach it first, or name a match that the host made");
        }
        if (imported.source() == null) {
            reasons.add("match " + imported.id() + " is not linked to SpeedGaming; name the match that an import made");
        }
        if (!host.tournament().equals(imported.tournament())) {
            reasons.add("match " + host.id() + " belongs to " + host.tournament() + " and match " + imported.id()
                    + " to " + imported.tournament() + "; move one of them first");
        }
        if (imported.state().isFrozen()) {
            reasons.add("match " + imported.id() + " is " + imported.state()
                    + ", which the match of the host would not show; reopen it first by reopen(" + imported.id() + ")");
        }
        return reasons;
    }

    MatchEdit detach(long hostId) throws SQLException {
        ScheduledMatch host = MatchEdits.found(session, hostId);
        if (host.state() == MatchState.ATTACHED) {
            return new MatchEdit.Refused(List.of(attachedTo(session, hostId)));
        }
        MatchSource link = host.source();
        if (link == null) {
            return new MatchEdit.Refused(
                    List.of("match " + hostId + " is not attached; name the match of the host that was attached"));
        }
        Optional<String> state = session.runs().findState(stateName(hostId)).filter(text -> !text.isEmpty());
        if (state.isPresent()) {
            return detached(host, link, parsed(state.get()));
        }
        boolean attachedByImport = session.matches().logOf(hostId).stream()
                .anyMatch(entry -> entry.kind().equals("attach"));
        return attachedByImport
                ? split(host, link)
                : new MatchEdit.Refused(List.of("match " + hostId
                        + " was made by an import, so there is no match of the host to part it from"));
    }

    private MatchEdit detached(ScheduledMatch host, MatchSource link, JsonNode undo) throws SQLException {
        ScheduledMatch imported =
                MatchEdits.found(session, undo.path("imported").asLong());
        Set<MatchField> fields = new TreeSet<>();
        undo.path("hostFields").forEach(field -> fields.add(MatchField.valueOf(field.asText())));
        ScheduledMatch.Editor apart =
                host.edit().source(null).hostFields(fields).absence(null);
        if (!host.hostFields().contains(MatchField.STATE) && !host.state().isFrozen()) {
            apart.state(MatchState.valueOf(undo.path("hostState").asText()));
        }
        ScheduledMatch parted = save(host, withoutSourceStreams(host, apart.done()), "detach");
        MatchSource old = new MatchSource(
                link.episode(),
                link.match(),
                link.part(),
                undo.path("schedule").asText(),
                undo.path("roster").asText(),
                undo.path("crew").asText());
        ScheduledMatch back = save(
                imported,
                imported.edit()
                        .source(old)
                        .state(MatchState.valueOf(undo.path("importedState").asText()))
                        .done(),
                "detach");
        note(parted, "detach", Long.toString(back.id()), "");
        note(back, "detach", Long.toString(parted.id()), "");
        session.runs().setState(stateName(host.id()), "");
        return new MatchEdit.Done(parted);
    }

    /** Parts a match that an import attached: the episode gets a match of its own, which the next import fills. */
    private MatchEdit split(ScheduledMatch host, MatchSource link) throws SQLException {
        ScheduledMatch.Editor apart = host.edit()
                .source(null)
                .hostFields(EnumSet.allOf(MatchField.class))
                .absence(null);
        if (!host.hostFields().contains(MatchField.STATE) && !host.state().isFrozen()) {
            apart.state(EditRules.planned(host));
        }
        ScheduledMatch parted = save(host, withoutSourceStreams(host, apart.done()), "detach");
        ScheduledMatch draft = ScheduledMatch.draft(host.tournament())
                .source(EditRules.outdated(link, EnumSet.allOf(MatchField.class)))
                .hostFields(Set.of())
                .times(host.times())
                .players(host.players())
                .approved(host.approved())
                .done();
        ScheduledMatch made = recorder.create(session, List.of(draft), actor).get(0);
        note(parted, "detach", Long.toString(made.id()), "");
        note(made, "detach", Long.toString(parted.id()), "");
        return new MatchEdit.Done(parted);
    }

    // Streams that an import set meanwhile belong to the episode.
    private static ScheduledMatch withoutSourceStreams(ScheduledMatch host, ScheduledMatch after) {
        return after.edit()
                .streams(host.streams().stream().filter(MatchStream::host).toList())
                .done();
    }

    private ScheduledMatch save(ScheduledMatch before, ScheduledMatch after, String kind) throws SQLException {
        return recorder.save(session, List.of(new Edit(before, after, actor, kind)))
                .get(0);
    }

    private void note(ScheduledMatch match, String kind, String before, String after) throws SQLException {
        MatchEdits.log(session, match, dates.instant(), actor, kind, List.of(new Note("match", before, after)));
    }

    private static String stateName(long host) {
        return "attached-" + host;
    }

    private static String undoState(ScheduledMatch host, ScheduledMatch imported, MatchSource link) {
        ObjectNode undo = JSON.createObjectNode()
                .put("imported", imported.id())
                .put("importedState", imported.state().name())
                .put("hostState", host.state().name())
                .put("schedule", link.scheduleHash())
                .put("roster", link.rosterHash())
                .put("crew", link.crewHash());
        host.hostFields().forEach(field -> undo.withArray("/hostFields").add(field.name()));
        return undo.toString();
    }

    private static JsonNode parsed(String undo) {
        try {
            return JSON.readTree(undo);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the state of an attachment in the store is damaged", e);
        }
    }
}
