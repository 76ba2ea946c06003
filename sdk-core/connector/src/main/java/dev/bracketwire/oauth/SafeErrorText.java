// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import dev.bracketwire.internal.text.ForeignText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes of what a server says a problem that may be shown: short, in one line, and without what it was told in confidence. */
final class SafeErrorText {
    private SafeErrorText() {}

    static @Nullable String problem(@Nullable String error, @Nullable String description, List<String> hidden) {
        if (error == null) {
            return null;
        }
        String problem = error + (description == null ? "" : ": " + description);
        return ForeignText.shown(problem.strip(), hidden);
    }
}
