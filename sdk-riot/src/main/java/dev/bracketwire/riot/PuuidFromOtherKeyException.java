// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import dev.bracketwire.BracketwireException;

/** Says that Riot could not read a PUUID, as it was given to another API key. */
public final class PuuidFromOtherKeyException extends BracketwireException {
    private static final long serialVersionUID = 1L;

    /** Reports what was asked. */
    public PuuidFromOtherKeyException(String operation) {
        // Without what Riot says, which repeats the PUUID.
        super(
                "riot " + operation
                        + ": this PUUID was given to another API key; Riot encrypts them for each key, so ask"
                        + " for the account by its Riot ID with this key",
                null);
    }
}
