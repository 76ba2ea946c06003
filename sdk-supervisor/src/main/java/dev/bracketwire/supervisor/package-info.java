// SPDX-License-Identifier: Apache-2.0
/**
 * Services of your own, started, watched and really stopped: a {@link dev.bracketwire.supervisor.Supervisor} owns
 * processes of this machine, and nobody else's is ever touched.
 *
 * <pre>{@code
 * try (Supervisor supervisor = Supervisor.open(stateDirectory)) {
 *     supervisor
 *             .start(
 *                     ServiceSpec.of("api", "java", "-jar", "api.jar").port(8000).ready(Probe.http("/health")),
 *                     ServiceSpec.of("web", "npm", "start").port(3000).after("api"))
 *             .get();
 * }
 * }</pre>
 *
 * <p>Starting, stopping and restarting are {@link dev.bracketwire.Call}s; a changed set of services is a
 * {@link dev.bracketwire.Plan} that shows what it would restart. Which processes belong to a service is decided here and
 * not by a library: those that exist end one process and its children, and lose what moved away.
 */
@NullMarked
package dev.bracketwire.supervisor;

import org.jspecify.annotations.NullMarked;
