// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit;

/** Where an answer goes wrong on the wire. */
enum WireFault {
    NONE,
    DROP_BEFORE_READING_BODY,
    DROP_BEFORE_HEAD,
    DROP_INSIDE_HEAD,
    DROP_INSIDE_BODY,
    DROP_AFTER_BODY,
    STALL,
    STALL_INSIDE_BODY
}
