// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.BracketwireException;
import org.jspecify.annotations.Nullable;

/** Reports that rows could not be read or written: the disk, the stream, or what is in it. */
public sealed class ExchangeException extends BracketwireException
        permits ArchiveException, DamagedException, RowException {
    private static final long serialVersionUID = 1L;

    /** Reports a failure of the disk or the stream. */
    public ExchangeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
