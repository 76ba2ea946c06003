// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

/** Lists the rights of a user on a spreadsheet. */
public enum FakeAccess {
    /** Answers everything with 403. */
    NONE,
    /** Allows reading. */
    READ,
    /** Allows reading and writing. */
    WRITE
}
