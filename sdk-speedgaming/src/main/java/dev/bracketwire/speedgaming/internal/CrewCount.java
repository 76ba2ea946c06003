// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.speedgaming.CrewMember;
import dev.bracketwire.speedgaming.CrewNeed;
import dev.bracketwire.speedgaming.CrewRole;
import dev.bracketwire.speedgaming.CrewRule;
import dev.bracketwire.speedgaming.MatchSource;
import dev.bracketwire.speedgaming.ScheduledMatch;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts the crew of a match. */
public final class CrewCount {
    private CrewCount() {}

    /** Returns the needs: commentators, trackers, broadcasters. A person counts once for each task. */
    public static List<CrewNeed> needs(ScheduledMatch match, CrewRule rule) {
        int trackers = match.players().size() > 2 ? rule.trackersForMore() : rule.trackers();
        int broadcasters = isOnSourceChannel(match, rule.language()) ? rule.broadcasters() : 0;
        return List.of(
                need(match, rule, CrewRole.COMMENTATOR, rule.commentators()),
                need(match, rule, CrewRole.TRACKER, trackers),
                need(match, rule, CrewRole.BROADCASTER, broadcasters));
    }

    // A stream of the host is run by the host's own people, and a match without a channel is not broadcast yet.
    private static boolean isOnSourceChannel(ScheduledMatch match, String language) {
        return match.streams().stream()
                .anyMatch(stream -> !stream.host() && stream.language().equalsIgnoreCase(language));
    }

    private static CrewNeed need(ScheduledMatch match, CrewRule rule, CrewRole role, int needed) {
        Set<Long> approved = new HashSet<>();
        Set<Long> waiting = new HashSet<>();
        for (CrewMember member : match.crew()) {
            if (member.role() == role && member.language().equalsIgnoreCase(rule.language())) {
                (member.approved() ? approved : waiting).add(member.person());
            }
        }
        waiting.removeAll(approved);
        return new CrewNeed(
                role, needed, approved.size(), waiting.size(), signUp(match.source(), role, rule.language()));
    }

    private static @Nullable URI signUp(@Nullable MatchSource source, CrewRole role, String language) {
        if (source == null) {
            return null;
        }
        String code = language.toLowerCase(Locale.ROOT);
        boolean english = code.equals("en") || code.startsWith("en-");
        String task = role.name().toLowerCase(Locale.ROOT);
        return URI.create(
                "https://speedgaming.org/" + (english ? "" : code + "/") + task + "/signup/" + source.episode() + "/");
    }
}
