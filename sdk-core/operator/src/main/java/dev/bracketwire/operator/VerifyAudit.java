// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator;

import dev.bracketwire.BracketwireException;
import dev.bracketwire.Secret;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Verifies an audit trail from a terminal: with the key in the environment variable {@code AUDIT_KEY},
 * {@code java -cp … dev.bracketwire.operator.VerifyAudit FOLDER [HEAD]} prints what it finds and ends with 0 if the trail
 * is intact, 1 if it is not, 2 if it could not be read. HEAD is what {@link AuditTrail#head} gave once. Former keys stand
 * in {@code AUDIT_FORMER_KEYS}, separated by blanks.
 */
public final class VerifyAudit {
    private VerifyAudit() {}

    /** Verifies the trail in the folder that is named. */
    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out, System.err));
    }

    static int run(String[] arguments, PrintStream out, PrintStream err) {
        if (arguments.length < 1 || arguments.length > 2) {
            err.println("usage: VerifyAudit FOLDER [HEAD], with the key in the environment variable AUDIT_KEY");
            return 2;
        }
        try {
            AuditTrailBuilder trail = AuditTrail.builder(Path.of(arguments[0]), Secret.env("AUDIT_KEY"));
            String former =
                    System.getenv().getOrDefault("AUDIT_FORMER_KEYS", "").strip();
            if (!former.isEmpty()) {
                Stream.of(former.split("\\s+")).map(Secret::of).forEach(trail::formerKey);
            }
            AuditCheck check = arguments.length == 1 ? trail.verify() : trail.verify(arguments[1]);
            out.println(check);
            return check.isIntact() ? 0 : 1;
        } catch (BracketwireException | IllegalArgumentException e) {
            err.println(e.getMessage());
            return 2;
        }
    }
}
