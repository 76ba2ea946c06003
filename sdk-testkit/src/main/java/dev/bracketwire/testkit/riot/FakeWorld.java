// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.riot;

import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.Received;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** All that a fake knows. Guarded by itself. */
final class FakeWorld {
    private static final long FIRST_MATCH = 7_000_000_000L;
    private static final long BEGIN = 1_767_225_600_000L;

    private final String key;
    private final List<FakePlayer> players = new CopyOnWriteArrayList<>();
    private final Map<String, Match> matches = new LinkedHashMap<>();
    private final Map<String, Integer> withheld = new LinkedHashMap<>();
    private final Map<String, Code> codes = new LinkedHashMap<>();
    private int numbers;

    FakeWorld(String key) {
        this.key = key;
    }

    FakePlayer player(String name, String tag, String platform) {
        FakePlayer player = new FakePlayer(puuid(key + " " + players.size() + name + tag), name, tag, platform);
        players.add(player);
        return player;
    }

    List<FakePlayer> players() {
        return players;
    }

    /** Who is asked about; a refusal where Riot could not read the PUUID. */
    Answer of(Received request, Function<FakePlayer, Answer> answer) {
        String puuid = request.variable("puuid");
        return players.stream()
                .filter(player -> player.puuid().equals(puuid))
                .findFirst()
                .map(answer)
                .orElseGet(() -> status(400, "Bad Request - Exception decrypting " + puuid));
    }

    Optional<FakePlayer> named(String name, String tag) {
        String wanted = flat(name + "#" + tag);
        return players.stream()
                .filter(player -> flat(player.name() + "#" + player.tag()).equals(wanted))
                .findFirst();
    }

    // Riot looks neither at case nor at spaces.
    private static String flat(String name) {
        return name.toLowerCase(Locale.ROOT).replace(" ", "");
    }

    synchronized String match(List<FakePlayer> played, String game, Writer writer) {
        int number = matches.size();
        String id = played.get(0).platform().toUpperCase(Locale.ROOT) + "_" + (FIRST_MATCH + number);
        long at = BEGIN + number * 3_600_000L;
        List<FakePlayer> copy = List.copyOf(played);
        matches.put(id, new Match(id, game, copy, at, writer.match(id, copy, at)));
        return id;
    }

    synchronized void withhold(String id, int requests) {
        withheld.put(id, requests);
    }

    synchronized Answer match(String game, String id) {
        Match match = matches.get(id);
        int missing = withheld.merge(id, -1, Integer::sum);
        return match == null || !match.game.equals(game) || missing >= 0
                ? status(404, "Data not found - match file not found")
                : Answer.json(match.json);
    }

    /** The latest first. */
    synchronized List<Match> matches(String game, FakePlayer player) {
        List<Match> found = new ArrayList<>();
        matches.values().stream()
                .filter(match -> match.game.equals(game) && match.players.contains(player))
                .forEach(match -> found.add(0, match));
        return found;
    }

    synchronized int number() {
        return ++numbers;
    }

    synchronized String code(int tournament, String body) {
        String code = "EUW" + String.format(Locale.ROOT, "%05d", codes.size()) + "-TOURNAMENTCODE";
        codes.put(code, new Code(code, tournament, body));
        return code;
    }

    synchronized Answer code(String code, Function<Code, Answer> answer) {
        Code known = codes.get(code);
        return known == null ? status(404, "Data not found") : answer.apply(known);
    }

    synchronized void join(String code, FakePlayer player) {
        known(code).joined.add(player);
    }

    synchronized void play(String code, List<FakePlayer> played) {
        known(code).games.add(List.copyOf(played));
    }

    private Code known(String code) {
        Code known = codes.get(code);
        if (known == null) {
            throw new IllegalArgumentException("there is no code " + code);
        }
        return known;
    }

    static Answer status(int status, String message) {
        FakeJson body = FakeJson.object()
                .raw(
                        "status",
                        FakeJson.object()
                                .with("message", message)
                                .with("status_code", status)
                                .toString());
        return Answer.json(body.toString()).status(status);
    }

    private static String puuid(String of) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-512").digest(of.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(digest)
                    .substring(0, 78);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-512", e);
        }
    }

    /** Writes a match. */
    interface Writer {
        String match(String id, List<FakePlayer> players, long at);
    }

    record Match(String id, String game, List<FakePlayer> players, long at, String json) {}

    /** A tournament code, with what happened to it. */
    static final class Code {
        final String code;
        final int tournament;
        final String body;
        final List<FakePlayer> joined = new ArrayList<>();
        final List<List<FakePlayer>> games = new ArrayList<>();

        Code(String code, int tournament, String body) {
            this.code = code;
            this.tournament = tournament;
            this.body = body;
        }
    }
}
