// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal;

import dev.bracketwire.Call;
import dev.bracketwire.CallException;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.Pages;
import dev.bracketwire.Pages.Page;
import dev.bracketwire.TypeRef;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.connector.Request;
import dev.bracketwire.riot.MatchFilter;
import dev.bracketwire.riot.MatchId;
import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.Region;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes through lists that Riot hands out in pieces. */
public final class PagedLists {
    private static final Logger LOG = LoggerFactory.getLogger(PagedLists.class);
    private static final TypeRef<List<String>> IDS = new TypeRef<>() {};
    private static final int MANY = 100;
    private static final int FEW = 20;
    private static final int AT_ONCE = 4;
    private static final int NO_CONTENT = 204;
    private static final int MISSING = 404;

    private final RouteConnectors routeConnectors;
    private final String ids;
    private final String match;

    /** Takes the templates of the list of ids and of one match. */
    public PagedLists(RouteConnectors routeConnectors, String ids, String match) {
        this.routeConnectors = routeConnectors;
        this.ids = ids;
        this.match = match;
    }

    /** The ids of a player's matches, the latest first. */
    public Pages<MatchId> ids(Region region, Puuid puuid, MatchFilter filter) {
        return Pages.of(
                "riot matches",
                cursor -> page(region, puuid, filter, cursor, MANY, false)
                        .map(page -> new Page<>(
                                page.items().stream().map(MatchId::parse).toList(), page.next())));
    }

    /** The ids as Riot writes them. */
    public Pages<String> texts(Region region, Puuid puuid, MatchFilter filter) {
        return Pages.of("riot matches", cursor -> page(region, puuid, filter, cursor, MANY, false));
    }

    /** The latest ids. */
    public Call<List<String>> latest(Region region, Puuid puuid, int count) {
        return page(region, puuid, MatchFilter.all(), null, count, false).map(Page::items);
    }

    /** A player's matches, the latest first, without those that Riot lists and does not have, even after a while. */
    public <M> Pages<M> matches(Region region, Puuid puuid, MatchFilter filter, Class<M> type) {
        return matches(region, puuid, filter, FEW, type);
    }

    private <M> Pages<M> matches(Region region, Puuid puuid, MatchFilter filter, int count, Class<M> type) {
        return Pages.of(
                "riot matches",
                cursor -> page(region, puuid, filter, cursor, count, true)
                        .then(page -> Call.all(
                                        page.items().stream()
                                                .map(id -> listed(region, id, type))
                                                .toList(),
                                        AT_ONCE)
                                .map(found -> new Page<>(
                                        found.stream().flatMap(Optional::stream).toList(), page.next()))));
    }

    /** The latest matches of each player. */
    public <M> Call<Map<Puuid, List<M>>> histories(
            Region region, Collection<Puuid> players, MatchFilter filter, int atMost, Class<M> type) {
        List<Puuid> distinct = players.stream().distinct().toList();
        int count = Math.min(atMost, FEW);
        return Call.all(
                        distinct.stream()
                                .map(player -> matches(region, player, filter, count, type)
                                        .toList(atMost))
                                .toList(),
                        AT_ONCE)
                .map(found -> {
                    Map<Puuid, List<M>> histories = new LinkedHashMap<>();
                    for (int i = 0; i < distinct.size(); i++) {
                        histories.put(distinct.get(i), found.get(i));
                    }
                    return Collections.unmodifiableMap(histories);
                });
    }

    /** A match that is in a list; empty if Riot does not have it, even after a while. */
    public <M> Call<Optional<M>> listed(Region region, String id, Class<M> type) {
        Request request = Request.get(match.replace("{matchId}", RiotReplyRules.LISTED), id)
                .background();
        return RiotCalls.unless(routeConnectors.ask(region, request, type), failure -> {
            boolean unavailable = missing(failure);
            if (unavailable) {
                LOG.warn("match {} is listed, and Riot does not have it", id);
            }
            return unavailable;
        });
    }

    private static boolean nothing(CallException failure) {
        return failure instanceof MalformedReplyException && failure.status() == NO_CONTENT;
    }

    private static boolean missing(CallException failure) {
        return failure instanceof UnavailableException && failure.status() == MISSING;
    }

    private Call<Page<String>> page(
            Region region, Puuid puuid, MatchFilter filter, @Nullable String cursor, int count, boolean background) {
        int start = cursor == null ? 0 : Integer.parseInt(cursor);
        Request request = Request.get(ids, puuid.value())
                .query("startTime", seconds(filter.since()))
                .query("endTime", seconds(filter.until()))
                .query("queue", filter.queue())
                .query("type", filter.type())
                .query("start", start)
                .query("count", count);
        return routeConnectors
                .ask(region, background ? request.background() : request, IDS)
                .map(found -> new Page<>(found, found.size() < count ? null : String.valueOf(start + count)));
    }

    private static @Nullable Long seconds(@Nullable Instant instant) {
        return instant == null ? null : instant.getEpochSecond();
    }

    /** Entries that come page by page, from 1 on, until one is empty, or is not there at all (League of Legends). */
    public static <E> Pages<E> entries(
            RouteConnectors routeConnectors, Platform platform, Request request, TypeRef<List<E>> type) {
        return Pages.of("riot ranks", cursor -> {
            int page = cursor == null ? 1 : Integer.parseInt(cursor);
            return RiotCalls.unless(
                            routeConnectors.ask(
                                    platform, request.query("page", page).background(), type),
                            PagedLists::nothing)
                    .map(entries -> entries.orElse(List.of()))
                    .map(found -> new Page<>(found, found.isEmpty() ? null : String.valueOf(page + 1)));
        });
    }
}
