// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Migrates when it is told to, and says which steps were its own. */
final class MigratingProcess {
    static final int STEPS = 40;

    /** Before each step, as a JVM may print warnings of its own. */
    static final String DID = "did ";

    private MigratingProcess() {}

    static Migrations steps() {
        Migrations steps = Migrations.named("race");
        for (int i = 1; i <= STEPS; i++) {
            steps = steps.step("V" + i + "__t", "CREATE TABLE ${t" + i + "} (id bigint PRIMARY KEY)");
        }
        return steps;
    }

    /** Takes {@code sqlite FILE} or {@code postgres URL SCHEMA}. */
    public static void main(String[] where) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println("ready");
        if (System.in.read() < 0) {
            return;
        }
        try (Database db = where[0].equals("sqlite")
                ? Database.open(Path.of(where[1]))
                : Database.builder().schema(where[2]).of(Pools.of(where[1]))) {
            db.migrate(steps()).get().forEach(step -> out.println(DID + step));
        }
    }
}
