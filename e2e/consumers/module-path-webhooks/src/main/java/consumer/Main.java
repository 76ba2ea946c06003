// SPDX-License-Identifier: Apache-2.0
package consumer;

import dev.bracketwire.Secret;
import dev.bracketwire.keys.KeyRing;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.webhooks.Behavior;
import dev.bracketwire.testkit.webhooks.FakeReceiver;
import dev.bracketwire.testkit.webhooks.ReceivedWebhook;
import dev.bracketwire.webhooks.Delivery;
import dev.bracketwire.webhooks.DeliveryFilter;
import dev.bracketwire.webhooks.EventHandler;
import dev.bracketwire.webhooks.RetrySchedule;
import dev.bracketwire.webhooks.SigningSecret;
import dev.bracketwire.webhooks.Subscription;
import dev.bracketwire.webhooks.SubscriptionOptions;
import dev.bracketwire.webhooks.Webhooks;
import dev.bracketwire.webhooks.WebhooksListener;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

final class Main {
    record Match(int id, String first, String second) {}

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        BlockingQueue<Match> handled = new LinkedBlockingQueue<>();
        BlockingQueue<Delivery> finished = new LinkedBlockingQueue<>();
        EventHandler standings = event -> handled.add(event.data(Match.class));
        KeyRing keys = KeyRing.of("2026-11", Secret.of(Base64.getEncoder().encodeToString(new byte[32])));
        try (FakeReceiver receiver = FakeReceiver.start();
                Database db = Database.inMemory();
                Webhooks hooks = Webhooks.builder(db, keys)
                        .allowHttp()
                        .allowRange("127.0.0.1/32", receiver.port())
                        .handler(SubscriptionOptions.handledBy("standings"), standings)
                        .listener(new WebhooksListener() {
                            @Override
                            public void finished(Delivery delivery) {
                                finished.add(delivery);
                            }
                        })
                        .open()) {
            receiver.all().behaves(Behavior.status(500), Behavior.ok());
            SubscriptionOptions options =
                    SubscriptionOptions.to(receiver.uri("/hooks")).retries(RetrySchedule.none());
            Subscription league = hooks.subscribe(options).get();
            SigningSecret secret = hooks.secret(league.id()).get();
            hooks.publish("match.created", new Match(7, "Ann", "Bea")).get();
            System.out.println("handled: " + handled.take());
            finished.take();
            finished.take();
            System.out.println(
                    "replayed: " + hooks.replay(DeliveryFilter.dead()).get());
            System.out.println("then: " + finished.take().state());
            ReceivedWebhook last = receiver.await(2, Duration.ofMinutes(1)).get(1);
            System.out.println("genuine: " + last.verifies(secret.reveal()));
        }
    }
}
