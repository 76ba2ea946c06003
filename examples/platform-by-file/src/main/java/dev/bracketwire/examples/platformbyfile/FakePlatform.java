// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.platformbyfile;

import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;

/** Plays a platform with habits of its own: deep replies, cursors, 420 for a rate limit, and 200 for a refusal. */
final class FakePlatform {
    private FakePlatform() {}

    static FakeUpstream start() {
        FakeUpstream platform = FakeUpstream.start();
        platform.on("GET", "/api/players/{id}")
                .answers(Answer.of(420).header("X-Wait", "20"), Answer.json("{\"data\": " + player("Ann", 7) + "}"));
        platform.on("GET", "/api/clans/{clan}/players")
                .answers(request -> Answer.json(
                        request.query("after").isEmpty()
                                ? page(player("Ann", 7) + ", " + player("Ben", 5), "\"c2\"")
                                : page(player("Cid", 9), "null")));
        platform.on("POST", "/api/players/{id}/awards")
                .answers(request -> Answer.json(
                        request.text().contains("gold")
                                ? "{\"ok\": true}"
                                : "{\"ok\": false, \"error\": \"no such chest\"}"));
        return platform;
    }

    private static String player(String name, int power) {
        return "{\"account\": {\"nick\": \"%s\"}, \"stats\": [{\"value\": %d}]}".formatted(name, power);
    }

    private static String page(String players, String next) {
        return "{\"data\": {\"players\": [%s]}, \"meta\": {\"next\": %s}}".formatted(players, next);
    }
}
