// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.exchange;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/** What {@link Constant} makes classes of; it cannot be used as it stands. */
final class ConstantTemplate extends Constant {
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
