// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes of a method handle a constant, which the compiler sees through, by a class of its own that holds it. As a field it
 * takes ten times as long to call, which for the fields of a row is more than the parsing.
 */
abstract class InlinedHandle {
    private static final Logger LOG = LoggerFactory.getLogger(InlinedHandle.class);
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    /** Calls a handle of the type {@code (Object, Object)Object}. */
    abstract Object call(Object first, Object second);

    static InlinedHandle of(MethodHandle handle) {
        try (InputStream template = InlinedHandle.class.getResourceAsStream("InlinedHandleTemplate.class")) {
            if (template == null) {
                return new Variable(handle);
            }
            MethodHandles.Lookup made = LOOKUP.defineHiddenClassWithClassData(template.readAllBytes(), handle, true);
            return (InlinedHandle) made.lookupClass().getDeclaredConstructor().newInstance();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException | UnsupportedOperationException e) {
            LOG.debug("no class can be made at run time; rows take longer", e);
            return new Variable(handle);
        }
    }

    static RuntimeException thrown(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException own ? own : new IllegalStateException(failure);
    }

    /** Where no class can be made at run time, as in a native image. */
    private static final class Variable extends InlinedHandle {
        private final MethodHandle handle;

        Variable(MethodHandle handle) {
            this.handle = handle;
        }

        @Override
        Object call(Object first, Object second) {
            try {
                return handle.invokeExact(first, second);
            } catch (Throwable e) {
                throw thrown(e);
            }
        }
    }
}
