// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import dev.bracketwire.config.Settings;
import dev.bracketwire.connector.Timeouts;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Describes a client as settings hold it; each part is an option of {@link SpeedGamingBuilder}. */
record SpeedGamingSettings(
        String contact,
        Optional<String> id,
        Optional<URI> base,
        Optional<Duration> spacing,
        Optional<Long> maxBody,
        Optional<Times> timeouts) {
    static SpeedGamingBuilder builder(Settings section) {
        SpeedGamingSettings settings = section.read(SpeedGamingSettings.class);
        SpeedGamingBuilder builder = new SpeedGamingBuilder(settings.contact);
        settings.id.ifPresent(builder::id);
        settings.base.ifPresent(builder::base);
        settings.spacing.ifPresent(builder::spacing);
        settings.maxBody.ifPresent(builder::maxBody);
        settings.timeouts.ifPresent(times -> builder.timeouts(times.timeouts()));
        return builder;
    }

    record Times(Optional<Duration> connect, Optional<Duration> attempt, Optional<Duration> call) {
        Times {
            timeouts(connect, attempt, call); // shows problems while the settings are read
        }

        Timeouts timeouts() {
            return timeouts(connect, attempt, call);
        }

        private static Timeouts timeouts(
                Optional<Duration> connect, Optional<Duration> attempt, Optional<Duration> call) {
            Timeouts standard = SpeedGamingBuilder.TIMEOUTS;
            return standard.connect(connect.orElse(standard.connect()))
                    .attempt(attempt.orElse(standard.attempt()))
                    .call(call.orElse(standard.call()));
        }
    }
}
