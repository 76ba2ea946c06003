// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import java.time.Duration;

/**
 * Is a step of a service from one state to the next.
 *
 * @param before the state it left
 * @param status what is known now
 * @param stayed how long it was in the state it left
 */
public record ServiceEvent(ServiceState before, ServiceStatus status, Duration stayed) {}
