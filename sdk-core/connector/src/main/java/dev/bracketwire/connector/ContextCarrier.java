// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import java.util.function.UnaryOperator;

/**
 * Carries what a thread knows, such as a logging or trace context, to the threads on which a started call goes on.
 *
 * <pre>{@code
 * ContextCarrier mdc = () -> {
 *     Map<String, String> context = MDC.getCopyOfContextMap();
 *     return task -> () -> {
 *         MDC.setContextMap(context);
 *         task.run();
 *     };
 * };
 * }</pre>
 */
@FunctionalInterface
public interface ContextCarrier {
    /** Takes the context of the calling thread, and gives what wraps each task in it. */
    UnaryOperator<Runnable> capture();
}
