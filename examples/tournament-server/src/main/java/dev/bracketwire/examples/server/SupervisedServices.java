// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import dev.bracketwire.examples.tournament.Ports.ServicePort;
import dev.bracketwire.examples.tournament.TournamentApp;

/** The services as the API sees them: the supervisor is in another process, or there is none. */
interface SupervisedServices extends ServicePort, ServiceLogs {
    /** Notifies open pages when a service changes, until the result is closed. */
    AutoCloseable watch(TournamentApp app);
}
