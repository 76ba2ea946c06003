// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Confirms commands whose changes were shown as a plan. */
public final class Confirmation {
    private Confirmation() {}

    /** Returns the command with the fingerprint as its {@code confirm}. */
    public static Command of(Command command, String fingerprint) {
        ObjectNode fields = AppJson.MAPPER.valueToTree(command);
        return AppJson.convert(fields.put("confirm", fingerprint), command.getClass());
    }
}
