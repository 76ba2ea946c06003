// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator;

import dev.bracketwire.Secret;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.NullMarked;

/**
 * Writes an audit trail until it is killed, by calls and by entries of its own, and says what it has written. Named
 * {@link #RESTARTS}, it opens and closes the trail again and again instead, with small files of which few are kept.
 */
@NullMarked
final class AuditProcess {
    static final Secret KEY = Secret.of("the key of the chaos");
    static final String RESTARTS = "restarts";
    private static final int WRITERS = 3;

    private AuditProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments[1].equals(RESTARTS)) {
            restart(Path.of(arguments[0]));
        }
        AtomicReference<String> caller = new AtomicReference<>("nobody");
        AuditTrail audit = AuditTrail.builder(Path.of(arguments[0]), KEY)
                .rotateAt(300_000)
                .actor(caller::get)
                .open();
        FakeUpstream upstream = FakeUpstream.start();
        upstream.on("GET", "/x").answers(Answer.json("{}"));
        Connector api = Connector.create(ConnectorConfig.builder("chests", upstream.uri())
                .listener(audit)
                .build());
        Thread[] writers = new Thread[WRITERS];
        for (int t = 0; t < WRITERS; t++) {
            String name = arguments[1] + "-" + t;
            writers[t] = new Thread(() -> write(audit, name));
            writers[t].start();
        }
        for (int i = 1; ; i++) {
            String name = "caller " + arguments[1] + " " + i;
            caller.set(name);
            api.get("/x", Void.class).get();
            System.out.println("call " + audit.pseudonym(name));
        }
    }

    private static void restart(Path folder) {
        for (int session = 1; ; session++) {
            try (AuditTrail audit =
                    AuditTrail.builder(folder, KEY).rotateAt(4096).keep(3).open()) {
                for (int i = 0; i < session % 40; i++) {
                    audit.record("ann", "change " + i, "done");
                    if (i % 7 == 6) {
                        audit.seal();
                    }
                }
            }
            System.out.println("session " + session);
        }
    }

    private static void write(AuditTrail audit, String name) {
        for (int i = 1; ; i++) {
            String what = name + " " + i + ".";
            audit.record("ann", what, "done");
            System.out.println("done " + what);
        }
    }
}
