// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks that settings are complete and safe, and reports all problems at once. */
final class SettingsCheck {
    private static final Set<String> WEAK = Set.of(
            "changeme", "change-me", "change_me", "secret", "password", "default", "example", "test", "todo", "xxx");
    private static final String EXAMPLE = "put-";
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final Pattern RANGE = Pattern.compile("[0-9a-fA-F.:]+/[0-9]{1,3}:[0-9]{1,5}");
    private static final int SHORTEST = 8;

    private final List<Problem> problems = new ArrayList<>();

    private SettingsCheck() {}

    /** Throws with all problems; returns the settings if there are none. */
    static ServerSettings checked(ServerSettings settings) {
        SettingsCheck check = new SettingsCheck();
        check.ports(settings);
        settings.publicAddress().ifPresent(check::address);
        check.storage(settings.database());
        check.discord(settings.discord());
        check.secret("riot.key", settings.riot().key(), SHORTEST);
        settings.sheets().ifPresent(check::sheets);
        settings.webhooks().ranges().forEach(check::range);
        settings.speedgaming().ifPresent(check::schedules);
        settings.services().forEach((name, service) -> {
            if (service.command().isEmpty()) {
                check.add("services." + name + ".command", "must name a program");
            }
        });
        if (!check.problems.isEmpty()) {
            throw new ConfigurationException(check.problems);
        }
        return settings;
    }

    private void add(String path, String rule) {
        problems.add(new Problem(path, rule));
    }

    private void ports(ServerSettings settings) {
        port("apiPort", settings.apiPort());
        port("webPort", settings.webPort());
        if (settings.apiPort() == settings.webPort() && settings.apiPort() != 0) {
            add("webPort", "must differ from apiPort");
        }
    }

    private void port(String path, int port) {
        if (port < 0 || port > 65_535) {
            add(path, "must be 0 to 65535, not " + port);
        }
    }

    private void address(URI address) {
        String scheme = String.valueOf(address.getScheme());
        if (address.getHost() == null
                || !address.getPath().isEmpty()
                || address.getRawQuery() != null
                || address.getRawFragment() != null
                || address.getRawUserInfo() != null) {
            add("publicAddress", "must be like https://cup.example.org, without anything behind");
        } else if (!scheme.equals("https") && !(scheme.equals("http") && LOOPBACK.contains(address.getHost()))) {
            add("publicAddress", "must begin with https, or lead to this machine");
        }
    }

    private void storage(ServerSettings.Storage storage) {
        if (storage.file().isPresent() && storage.url().isPresent()) {
            add("database.file", "must not be set with database.url");
        }
        if (storage.url().isPresent()) {
            if (!storage.url().get().startsWith("jdbc:postgresql:")) {
                add("database.url", "must begin with jdbc:postgresql:");
            }
            if (storage.user().isEmpty()) {
                add("database.user", "must be set with database.url");
            }
            secret("database.password", storage.password(), 1);
        }
    }

    private void discord(ServerSettings.Discord discord) {
        String id = discord.clientId().orElse("");
        if (id.isBlank() || id.startsWith(EXAMPLE)) {
            add("discord.clientId", "must be the id of your application");
        }
        secret("discord.clientSecret", discord.clientSecret(), SHORTEST);
    }

    private void sheets(ServerSettings.SheetsAccess sheets) {
        if (sheets.serviceAccount().isPresent() == sheets.token().isPresent()) {
            add("sheets", "must have serviceAccount or token, and not both");
        }
        if (sheets.token().isPresent()) {
            secret("sheets.token", sheets.token(), SHORTEST);
        }
    }

    private void range(String range) {
        if (!RANGE.matcher(range).matches()) {
            add("webhooks.ranges", "must have addresses and ports such as 10.20.0.0/16:8443, not " + range);
        }
    }

    private void schedules(ServerSettings.ScheduleAccess access) {
        String contact = access.contact().strip();
        if (contact.isEmpty() || contact.startsWith(EXAMPLE)) {
            add("speedgaming.contact", "must be an address by which SpeedGaming reaches you");
        } else {
            try {
                access.client().build().close();
            } catch (ConfigurationException e) {
                e.problems().forEach(problem -> add("speedgaming." + problem.path(), problem.rule()));
            }
        }
        Duration period = access.every();
        if (period.compareTo(Duration.ofMinutes(1)) < 0 || period.compareTo(Duration.ofDays(1)) > 0) {
            add("speedgaming.period", "must be between a minute and a day, not " + period);
        }
    }

    private void secret(String path, Optional<Secret> secret, int shortest) {
        String value;
        try {
            value = secret.map(Secret::reveal).orElse("").strip();
        } catch (ConfigurationException e) {
            add(path, "is missing or empty: " + e.problems().get(0).rule());
            return;
        }
        String lower = value.toLowerCase(Locale.ROOT);
        if (value.isEmpty()) {
            add(path, "is missing or empty");
        } else if (WEAK.contains(lower) || lower.startsWith(EXAMPLE)) {
            add(path, "is still the value of an example. Put your own there");
        } else if (value.length() < shortest) {
            add(path, "is too short to be a secret");
        }
    }
}
