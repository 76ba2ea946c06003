// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.platformbyfile;

import dev.bracketwire.RejectedException;
import dev.bracketwire.config.Settings;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorRegistry;
import dev.bracketwire.testkit.FakeUpstream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** Reaches a platform that a JSON file describes, {@code platform.json}; a fake plays it, with no key and no network. */
public final class PlatformByFile {
    private PlatformByFile() {}

    /** What we want to know of a player; where the platform keeps it, the file says. */
    public record Player(String name, int power) {}

    /** Runs it. */
    public static void main(String[] args) throws URISyntaxException {
        try (FakeUpstream platform = FakePlatform.start();
                ConnectorRegistry registry = ConnectorRegistry.builder()
                        .configured(settings(platform).section("connectors"))
                        .build()) {
            Connector chests = registry.connector("chests");
            System.out.println(
                    chests.operation("player").with("id", 42).call(Player.class).get());
            for (Player player :
                    chests.operation("players").with("clan", "wolves").pages(Player.class)) {
                System.out.println(player.name() + " of the wolves");
            }
            award(chests, "gold");
            award(chests, "mithril");
        }
    }

    private static void award(Connector chests, String chest) {
        try {
            chests.operation("award")
                    .with("id", 42)
                    .with("chest", chest)
                    .call(Void.class)
                    .get();
            System.out.println(chest + " is awarded");
        } catch (RejectedException e) {
            System.out.println(chest + " is not: " + e.problem());
        }
    }

    private static Settings settings(FakeUpstream platform) throws URISyntaxException {
        return Settings.builder()
                .file(Path.of(Objects.requireNonNull(PlatformByFile.class.getResource("/platform.json"))
                        .toURI()))
                .set("connectors.chests.base", platform.uri() + "/api")
                .build();
    }
}
