// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * States which optional parts of Google a client can use.
 *
 * @param scopes the scopes that its credential asks for
 * @param writes whether these scopes allow to write, and to use developer metadata and data filters
 * @param driveVersion whether changes are found by Drive's version, which costs no quota of Sheets
 * @param withoutDrive the reason why changes are found by reading instead; null where Drive's version is used
 */
public record SheetsCapabilities(
        Set<GoogleScope> scopes,
        boolean writes,
        boolean driveVersion,
        @Nullable String withoutDrive) {
    /** Copies the scopes. */
    public SheetsCapabilities {
        scopes = Set.copyOf(scopes);
    }
}
