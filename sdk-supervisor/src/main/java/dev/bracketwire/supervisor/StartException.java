// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import dev.bracketwire.BracketwireException;

/** Says that a service did not become ready, and is not tried any more. */
public final class StartException extends BracketwireException {
    private static final long serialVersionUID = 1L;

    private final String service;

    /** Reports the service and what is known of it. */
    public StartException(String service, String what) {
        super("service " + service + ": " + what, null);
        this.service = service;
    }

    /** The service. */
    public String service() {
        return service;
    }
}
