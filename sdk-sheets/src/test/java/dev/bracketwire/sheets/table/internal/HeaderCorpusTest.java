// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.sheets.table.RoleMatch;
import dev.bracketwire.sheets.table.RoleMatch.Candidate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeaderCorpusTest {
    @Test
    void detect_headersOfOrganisers_givesNoWrongRoleAndFindsNearlyAll() throws Exception {
        List<String> wrong = new ArrayList<>();
        List<String> missed = new ArrayList<>();
        int wanted = 0;
        List<HeaderCorpus.Line> lines = HeaderCorpus.load();
        for (HeaderCorpus.Line line : lines) {
            DetectedLayout layout =
                    ColumnDetector.detect(HeaderCorpus.image(line.headers()), HeaderCorpus.REGISTRATION);
            if (layout.headerRow() != 0) {
                wrong.add("no header: " + line.headers());
            }
            for (RoleMatch match : layout.roles()) {
                Integer expected = line.expected().get(match.role());
                wanted += expected == null ? 0 : 1;
                Integer got = match.column();
                if (got != null && !got.equals(expected) && !line.free().contains(got)) {
                    wrong.add(match + " in " + line.headers());
                } else if (expected != null && got == null) {
                    missed.add(match + " in " + line.headers());
                }
                List<Integer> candidates = line.candidates().getOrDefault(match.role(), List.of());
                if (!match.candidates().stream().map(Candidate::column).toList().containsAll(candidates)) {
                    missed.add(match + " lacks candidates in " + line.headers());
                }
            }
        }
        assertThat(lines).hasSizeGreaterThan(120);
        assertThat(wrong).as("wrong roles").isEmpty();
        assertThat(missed).as("roles that were not found, of %s", wanted).hasSizeLessThanOrEqualTo(wanted * 3 / 100);
    }
}
