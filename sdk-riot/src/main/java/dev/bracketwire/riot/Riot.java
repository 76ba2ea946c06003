// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import dev.bracketwire.Call;
import dev.bracketwire.CallException;
import dev.bracketwire.ForbiddenException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.Secret;
import dev.bracketwire.connector.Auth;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.riot.internal.AccountReply;
import dev.bracketwire.riot.internal.PlatformFinder;
import dev.bracketwire.riot.internal.RiotCalls;
import dev.bracketwire.riot.internal.RouteConnectors;
import dev.bracketwire.riot.internal.ShardReply;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Asks the Riot API, with one API key. It knows which host to ask, keeps Riot's limits without being told them, and shares
 * them with every other client of the same key in this JVM.
 *
 * <pre>{@code
 * try (Riot riot = Riot.create(Secret.env("RIOT_API_KEY"))) {
 *     Account ann = riot.account(RiotId.parse("Ann#EUW")).get();
 *     Platform home = riot.platform(ann.puuid(), Game.TFT).get();
 *     List<TftRank> ranks = riot.tft().ranks(home, ann.puuid()).get();
 *     for (TftMatch match : riot.tft().matches(home, ann.puuid(), MatchFilter.all())) {
 *         ...
 *     }
 * }
 * }</pre>
 *
 * <p>An instance is safe for several threads. Closing it cancels what is under way.
 *
 * <p>Bracketwire is not endorsed by Riot Games and does not reflect the views or opinions of Riot Games or anyone
 * officially involved in producing or managing Riot Games properties.
 */
public final class Riot implements AutoCloseable {
    private static final String BY_PUUID = "/riot/account/v1/accounts/by-puuid/{puuid}";

    private static final String ME = "/riot/account/v1/accounts/me";

    private static final int AT_ONCE = 8;

    private final RouteConnectors routeConnectors;
    private final Region near;
    private final List<Region> matchesIn;
    private final Limiter limiter;
    private final PlatformFinder platformFinder;
    private final Tft tft;
    private final Lol lol;
    private final String key;
    private final Runnable release;

    Riot(RouteConnectors routeConnectors, Region near, Limiter limiter, String key, Runnable release) {
        this.routeConnectors = routeConnectors;
        this.near = near.forAccounts();
        this.matchesIn = Stream.concat(
                        Stream.of(near), Stream.of(Region.AMERICAS, Region.ASIA, Region.EUROPE, Region.SEA))
                .filter(region -> region != Region.ESPORTS && region != Region.ESPORTSEU)
                .distinct()
                .toList();
        this.limiter = limiter;
        this.key = key;
        this.release = release;
        this.tft = new Tft(routeConnectors);
        this.lol = new Lol(routeConnectors);
        this.platformFinder = new PlatformFinder(routeConnectors, this.near, tft::summoner, lol::summoner);
    }

    /** Makes a client with defaults; {@link #builder} has options. */
    public static Riot create(Secret key) {
        return builder(key).build();
    }

    /** Begins the options of a client. */
    public static RiotBuilder builder(Secret key) {
        return new RiotBuilder(key);
    }

    /** Who has a name now; {@link NotFoundException} if nobody has. */
    public Call<Account> account(RiotId name) {
        return account(byName(name));
    }

    /**
     * Who has these names now, in their order. One that is missing or fails spoils no other. Single calls go first where a
     * limit makes it wait.
     */
    public Call<List<Lookup>> accounts(Collection<RiotId> names) {
        List<Call<Lookup>> each = names.stream().map(this::lookup).toList();
        return Call.all(each, AT_ONCE);
    }

    private Call<Lookup> lookup(RiotId name) {
        Call<Lookup> found = account(byName(name).background()).map(account -> new Lookup.Found(name, account));
        return found.orElse((failure, last) ->
                failure instanceof NotFoundException ? new Lookup.Missing(name) : new Lookup.Failed(name, failure));
    }

    private Call<Account> account(Request request) {
        return routeConnectors.ask(near, request, AccountReply.class).map(AccountReply::account);
    }

    private static Request byName(RiotId name) {
        return Request.get("/riot/account/v1/accounts/by-riot-id/{gameName}/{tagLine}", name.name(), name.tag());
    }

    /**
     * Who that is, and what the name is now. Each of three regions knows all accounts, and the nearest is asked. Where Riot
     * does not find an account that plays, the name is that of its latest match, near by first.
     */
    public Call<Account> account(Puuid puuid) {
        Call<Account> account = account(Request.get(BY_PUUID, puuid.value()));
        return RiotCalls.optional(account)
                .then(found -> found.map(Call::done).orElseGet(() -> named(puuid, matchesIn)));
    }

    private Call<Account> named(Puuid puuid, List<Region> regions) {
        if (regions.isEmpty()) {
            return Call.failed(new NotFoundException(nowhere(BY_PUUID), "Riot has no account with this PUUID"));
        }
        Region region = regions.get(0);
        return allowed(lol.named(region, puuid))
                .then(played -> played.isPresent() ? Call.done(played) : allowed(tft.named(region, puuid)))
                .then(played ->
                        played.map(Call::done).orElseGet(() -> named(puuid, regions.subList(1, regions.size()))));
    }

    // A key may be for one of the two games.
    private static Call<Optional<Account>> allowed(Call<Optional<Account>> named) {
        return RiotCalls.unless(named, failure -> failure instanceof ForbiddenException)
                .map(found -> found.flatMap(account -> account));
    }

    /** Who has signed on with Riot, such as the {@code Auth} that an {@code OAuth} gives for a user. */
    public Call<Account> account(Auth signedOn) {
        return Call.of(context -> signedOn.credential())
                .then(credential -> account(SignedOnRequests.with(ME, credential)));
    }

    /** Whose token of Riot Sign On that is. */
    public Call<Account> account(Secret token) {
        return account(SignedOnRequests.bearer(ME, token));
    }

    /**
     * Where an account plays; {@link NotFoundException} if it plays nowhere yet. Of some accounts Riot cannot say it: then
     * all platforms are asked, and the one with the highest level is it.
     */
    public Call<Platform> platform(Puuid puuid, Game game) {
        return platformFinder.of(puuid, game);
    }

    /** On which shard an account plays, such as {@code eu}; empty if on none. */
    public Call<Optional<String>> findShard(Puuid puuid, ShardGame game) {
        return RiotCalls.optional(routeConnectors
                .ask(
                        near,
                        Request.get(
                                "/riot/account/v1/active-shards/by-game/{game}/by-puuid/{puuid}",
                                game.id(),
                                puuid.value()),
                        ShardReply.class)
                .map(ShardReply::activeShard));
    }

    /** Teamfight Tactics. */
    public Tft tft() {
        return tft;
    }

    /** League of Legends. */
    public Lol lol() {
        return lol;
    }

    /** Tournaments in League of Legends, for keys that Riot allows them. */
    public Tournaments tournaments() {
        return new Tournaments(routeConnectors);
    }

    /** A stand-in for tournaments, in which nobody can play; for any key. */
    public TournamentStub tournamentStub() {
        return new TournamentStub(routeConnectors);
    }

    /** What is left of each limit, and until when which is paused. */
    public List<Limiter.State> limits() {
        return limiter.state();
    }

    /** Tells the API key from others without giving it away, to keep beside PUUIDs, which belong to one key. */
    public String keyFingerprint() {
        return key;
    }

    /** The connector to a platform's host, for its health, diagnosis and checklist. Do not close it; close this. */
    public Connector connector(Platform platform) {
        return routeConnectors.connector(platform.id());
    }

    /** The connector to a region's host, for its health, diagnosis and checklist. Do not close it; close this. */
    public Connector connector(Region region) {
        return routeConnectors.connector(region.id());
    }

    /** Cancels what is under way, and ends threads and connections. */
    @Override
    public void close() {
        routeConnectors.close();
        release.run();
    }

    /** Names the key by its fingerprint. */
    @Override
    public String toString() {
        return "Riot[key " + key + "]";
    }

    private static CallException.Where nowhere(String template) {
        return new CallException.Where("riot", "GET " + template, 404, null, 1, false);
    }
}
