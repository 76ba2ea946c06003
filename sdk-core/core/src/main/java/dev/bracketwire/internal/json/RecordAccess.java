// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.json;

import java.lang.reflect.AccessibleObject;

/**
 * Opens the constructors and accessors of an application's records. It stands in this module, so that
 * {@code opens my.app to dev.bracketwire} is all that an application declares, whichever module of ours reads its records.
 */
public final class RecordAccess {
    private RecordAccess() {}

    /** Makes a member callable. Returns false if the module of its class does not open the package to this module. */
    public static boolean open(AccessibleObject member) {
        return member.trySetAccessible();
    }
}
