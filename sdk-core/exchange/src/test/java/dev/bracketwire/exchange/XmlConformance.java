// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.conformance.Suite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Files that attack whoever reads them: each must be refused. */
@NullMarked
class XmlConformance {
    private static final Pattern ROOT = Pattern.compile("<([A-Za-z]\\w*)");

    @Test
    void xml_eachAttack_isRefused() throws Exception {
        Suite.run("core/xml", suite -> {
            for (Path file : suite.files(".xml")) {
                suite.check(file, "refused", "refused", () -> outcome(file));
            }
        });
    }

    private static String outcome(Path file) throws Exception {
        // With the right root, so that nothing but the attack is left to refuse.
        Matcher root = ROOT.matcher(Files.readString(file));
        Format format = Format.xml(root.find() ? root.group(1) : "root", "a");
        try (Rows<?> rows = format.read(file, Map.class)) {
            rows.forEach(row -> {});
            return "read";
        } catch (DamagedException e) {
            return "refused";
        }
    }
}
