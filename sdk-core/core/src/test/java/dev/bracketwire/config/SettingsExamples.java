// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The examples of the guide and the Javadoc of settings; {@code ExamplesTest} compares. */
@SuppressWarnings("UnusedVariable")
abstract class SettingsExamples {
    record BotSettings(
            Secret token,
            URI sheets,
            Duration refresh,
            int workers,
            Optional<String> motd,
            List<String> admins,
            Map<String, String> names,
            Limits limits) {}

    record Limits(int perSecond, Duration window) {
        Limits {
            if (perSecond < 1) {
                throw new IllegalArgumentException("perSecond must be at least 1, not " + perSecond);
            }
        }
    }

    void settings() {
        BotSettings settings = Settings.builder()
                .defaults(Map.of("workers", "4"))
                .file(Path.of("bot.json"))
                .optionalFile(Path.of("local.properties"))
                .environment("BOT_")
                .set("limits.perSecond", 5)
                .build()
                .read(BotSettings.class);
    }

    void section(Settings settings) {
        Limits limits = settings.section("limits").read(Limits.class);
    }

    void test() {
        Limits limits = Settings.builder()
                .environment("BOT_")
                .variables(Map.of("BOT_PER_SECOND", "5", "BOT_WINDOW", "1s"))
                .build()
                .read(Limits.class);
    }

    void main(Settings settings) {
        try {
            start(settings.read(BotSettings.class));
        } catch (ConfigurationException e) {
            e.problems().forEach(System.err::println);
            System.exit(2);
        }
    }

    abstract void start(BotSettings settings);

    void feed() {
        record Feed(URI source, Duration refresh) {}

        Settings settings =
                Settings.builder().file(Path.of("bot.json")).environment("BOT_").build();
        Feed feed = settings.section("feed").read(Feed.class);
    }
}
