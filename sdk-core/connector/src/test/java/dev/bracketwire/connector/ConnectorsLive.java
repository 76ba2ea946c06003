// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.config.Settings;
import dev.bracketwire.live.LiveRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Gets one safe path from each connector of a settings file: {@code BRACKETWIRE_LIVE_SETTINGS} names the file, and
 * {@code BRACKETWIRE_LIVE_GET_CHESTS} the path for the connector {@code chests}.
 */
class ConnectorsLive {
    static final String NAME = "core/connectors";
    static final List<String> NEEDED = List.of("BRACKETWIRE_LIVE_SETTINGS");

    @Test
    void get_ofEachConnector_succeeds() throws Exception {
        LiveRun.run(NAME, NEEDED, ConnectorsLive::ask);
    }

    static void ask(LiveRun run) {
        Settings settings = Settings.builder()
                .file(Path.of(run.variable("BRACKETWIRE_LIVE_SETTINGS")))
                .variables(run.environment())
                .build();
        try (ConnectorRegistry registry = ConnectorRegistry.builder()
                .configured(settings.section("connectors"))
                .build()) {
            for (String id : registry.ids().stream().sorted().toList()) {
                String variable =
                        "BRACKETWIRE_LIVE_GET_" + id.toUpperCase(Locale.ROOT).replace('-', '_');
                Optional<String> path = run.findVariable(variable);
                if (path.isEmpty()) {
                    run.skip(id, variable + " is not set");
                    continue;
                }
                run.check(id, () -> {
                    Reply reply =
                            registry.connector(id).send(Request.get(path.get())).get();
                    assertThat(reply.isSuccess())
                            .as("success, not %d", reply.status())
                            .isTrue();
                });
            }
        }
    }
}
