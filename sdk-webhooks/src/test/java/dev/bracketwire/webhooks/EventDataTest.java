// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.Secret;
import dev.bracketwire.keys.KeyRing;
import dev.bracketwire.store.Database;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventDataTest {
    private final Database db = Database.inMemory();
    private final Webhooks hooks = Webhooks.builder(
                    db, KeyRing.of("2026-11", Secret.of(Base64.getEncoder().encodeToString(new byte[32]))))
            .publishOnly()
            .open();

    @AfterEach
    void close() {
        hooks.close();
        db.close();
    }

    @Test
    void publish_anyData_isWrappedInAnEnvelope() {
        Event event = Event.of("player.renamed", Map.of("name", "Zo\u00eb")).at(Instant.parse("2026-11-30T20:00:00Z"));

        EventMessage message = hooks.message(hooks.publish(event).get().id()).get();

        assertThat(message.payload())
                .isEqualTo("{\"type\":\"player.renamed\",\"timestamp\":\"2026-11-30T20:00:00Z\","
                        + "\"data\":{\"name\":\"Zo\u00eb\"}}");
    }

    @Test
    void publish_dataThatIsNoJson_namesItsClass() {
        assertThatThrownBy(() -> hooks.publish("match.created", new Object()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a java.lang.Object cannot be written as JSON");
    }
}
