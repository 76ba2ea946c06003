// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.StoreException;
import dev.bracketwire.testkit.webhooks.Behavior;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Tests rows that another program, or a broken disk, has changed. */
@SuppressWarnings("NullAway.Init") // each test begins with twoSubscriptions()
class DamageTest extends SceneTest {
    private Subscription hook;
    private Subscription other;

    private void twoSubscriptions() {
        hook = scene.subscribe();
        other = scene.hooks().subscribe(scene.options("/other")).get();
    }

    private void changed() {
        scene.sql("UPDATE ${webhook_version} SET version = version / 2 + 1");
    }

    private void assertOthersAreDelivered() {
        int before = scene.receiver.received("/other").size();
        assertThat(scene.publish("match.created").deliveries()).isGreaterThanOrEqualTo(1);
        scene.drive(() -> scene.receiver.received("/other").size() == before + 1);
    }

    private void damage(String column, String text) {
        twoSubscriptions();
        scene.hooks().pause(hook.id(), "").get();
        scene.publish("match.waits");
        scene.received(1);
        String before = scene.texts("SELECT " + column + " FROM ${webhook_subscription} WHERE id = '" + hook.id() + "'")
                .get(0);
        scene.sql("UPDATE ${webhook_subscription} SET " + column + " = ? WHERE id = ?", text, hook.id());
        changed();
        assertOthersAreDelivered();
        assertThatThrownBy(() -> scene.hooks().subscription(hook.id()).get())
                .asInstanceOf(InstanceOfAssertFactories.type(StoreException.class))
                .returns(StoreException.Reason.DAMAGED, StoreException::reason);
        assertThat(scene.hooks().subscriptions().get())
                .extracting(Subscription::id)
                .containsExactly(other.id());
        assertThat(scene.newest(hook).state()).isEqualTo(Delivery.State.PENDING);
        scene.sql("UPDATE ${webhook_subscription} SET " + column + " = ? WHERE id = ?", before, hook.id());
        changed();
        scene.hooks().resume(hook.id()).get();
        scene.drive(() -> scene.newest(hook).isFinished());
        assertThat(scene.receiver.received("/hooks").get(0).text()).contains("match.waits");
    }

    @Test
    void options_noJson_stopsThisSubscriptionOnly() {
        damage("options", "{\"url\": 5");
    }

    @Test
    void options_reservedHeader_stopsThisSubscriptionOnly() {
        damage(
                "options",
                "{\"url\":\"https://a.example/\",\"types\":[\"*\"],\"headers\":{\"Host\":\"b\"},\"timeoutMs\":1}");
    }

    @Test
    void options_jsonNull_stopsThisSubscriptionOnly() {
        damage("options", "null");
    }

    @Test
    void state_unknown_stopsThisSubscriptionOnly() {
        damage("state", "SLEEPING");
    }

    @Test
    void damagedSubscription_canBeDeleted() {
        twoSubscriptions();
        scene.hooks().pause(hook.id(), "").get();
        scene.publish("match.waits");
        scene.received(1); // at the other
        scene.sql("UPDATE ${webhook_subscription} SET options = '' WHERE id = ?", hook.id());
        changed();
        assertThat(scene.hooks().delete(hook.id()).get()).isTrue();
        scene.drive(() -> scene.newest(hook).isFinished());
        assertThat(scene.newest(hook).state()).isEqualTo(Delivery.State.CANCELLED);
        assertOthersAreDelivered();
    }

    @Test
    void sealed_swappedBetweenRows_failsTheseAttemptsOnly() {
        twoSubscriptions();
        Subscription third = scene.hooks().subscribe(scene.options("/third")).get();
        scene.sql(
                "UPDATE ${webhook_subscription} SET sealed = (SELECT o.sealed FROM ${webhook_subscription} o"
                        + " WHERE o.id = ?) WHERE id = ?",
                third.id(),
                hook.id());
        changed();
        // The version of the row is as before, but the client has not opened its secrets yet.
        assertOthersAreDelivered();
        Delivery failed = scene.afterAttempts(hook, 1);
        assertThat(failed.state()).isEqualTo(Delivery.State.PENDING);
        assertThat(failed.reason()).isNotEmpty();
        assertThat(scene.receiver.received("/hooks")).isEmpty();
        scene.ended(third);
        assertThatThrownBy(() -> scene.hooks().secret(hook.id()).get()).isInstanceOf(RuntimeException.class);
    }

    @Test
    void versionRow_missing_failsPublishVisibly_andIsPickedUpAgain() {
        twoSubscriptions();
        scene.sql("DELETE FROM ${webhook_version}");
        assertThatThrownBy(() -> scene.publish("match.created")).isInstanceOf(StoreException.class);
        scene.sql("INSERT INTO ${webhook_version} (id, version) VALUES (1, 77)");
        assertOthersAreDelivered();
    }

    @Test
    void delivery_withoutMessage_isDroppedAndOthersGoOn() {
        twoSubscriptions();
        scene.hooks().pause(hook.id(), "").get();
        Published lost = scene.publish("match.lost");
        scene.publish("match.kept");
        scene.received(2);
        scene.sql("DELETE FROM ${webhook_message} WHERE id = ?", lost.id());
        scene.hooks().resume(hook.id()).get();
        scene.drive(() -> scene.receiver.received("/hooks").size() == 1);
        assertThat(scene.receiver.received("/hooks").get(0).text()).contains("match.kept");
        scene.drive(() -> scene.texts("SELECT id FROM ${webhook_delivery}").isEmpty());
    }

    @Test
    void type_damaged_isLeftOut() {
        twoSubscriptions();
        scene.hooks().defineType(EventType.of("match.created")).get();
        scene.sql("INSERT INTO ${webhook_type} (name, description, json_schema) VALUES ('no name', '', NULL)");
        changed();
        assertOthersAreDelivered();
        assertThat(scene.hooks().types().get()).extracting(EventType::name).containsExactly("match.created");
    }

    @Test
    void schema_damaged_refusesItsTypeOnly() {
        twoSubscriptions();
        scene.hooks().defineType(EventType.of("match.scored").jsonSchema("{}")).get();
        scene.sql("UPDATE ${webhook_type} SET json_schema = 'no schema'");
        changed();
        assertThatThrownBy(() -> scene.hooks().publish("match.scored", Map.of()).get())
                .isInstanceOf(RuntimeException.class);
        assertOthersAreDelivered();
    }

    @Test
    void historyRows_damaged_sayWhichOnes() {
        twoSubscriptions();
        scene.receiver.on("/hooks").behaves(Behavior.ok());
        scene.publish("match.created");
        Delivery delivery = scene.ended(hook);
        scene.sql("UPDATE ${webhook_attempt} SET reply_headers = '{'");
        assertThatThrownBy(() -> scene.hooks().attempts(delivery.id()).get())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("headers of an attempt");
        scene.sql("UPDATE ${webhook_finished} SET state = 'LOST'");
        assertThatThrownBy(() -> scene.deliveries())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("state of a delivery");
    }

    @Test
    void finishedRow_withTheIdOfAQueuedOne_doesNotStopTheQueue() {
        twoSubscriptions();
        scene.hooks().pause(hook.id(), "").get();
        scene.publish("match.created");
        scene.ended(other); // stored, so that the copy below has the row of the paused one only
        scene.sql("INSERT INTO ${webhook_finished} (id, message_id, subscription_id, type, state, attempt, last_error,"
                + " created_at, finished_at) SELECT id, message_id, subscription_id, 'match.created', 'EXHAUSTED', 1, '',"
                + " created_at, created_at FROM ${webhook_delivery}");
        scene.hooks().resume(hook.id()).get();
        assertOthersAreDelivered();
        scene.drive(() -> scene.texts("SELECT id FROM ${webhook_delivery}").isEmpty());
        assertThat(scene.newest(hook).state()).isEqualTo(Delivery.State.SUCCEEDED);
    }

    @Test
    void laneRow_missing_isMadeAgain() {
        twoSubscriptions();
        scene.sql("DELETE FROM ${webhook_lane} WHERE subscription_id = ?", hook.id());
        scene.publish("match.created");
        scene.drive(() -> scene.receiver.received("/hooks").size() == 1);
    }

    @Test
    void tokens_ofTheFuture_doNotStopTheSubscription() {
        hook = scene.subscribe(options -> options.rate(5));
        scene.sql(
                "UPDATE ${webhook_lane} SET tokens = 0, tokens_at = ?",
                scene.clock.instant().plusSeconds(3600).toEpochMilli());
        scene.publish("match.created");
        scene.received(1);
    }
}
