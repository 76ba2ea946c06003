// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/** What {@link InlinedHandle} makes classes of; it cannot be used as it stands. */
final class InlinedHandleTemplate extends InlinedHandle {
    private static final MethodHandle HANDLE = handle();

    private static MethodHandle handle() {
        try {
            return MethodHandles.classData(MethodHandles.lookup(), "_", MethodHandle.class);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    Object call(Object first, Object second) {
        try {
            return HANDLE.invokeExact(first, second);
        } catch (Throwable e) {
            throw thrown(e);
        }
    }
}
