// SPDX-License-Identifier: Apache-2.0
/**
 * Recordings of what an upstream said, behind {@link dev.bracketwire.connector.Cassette}. A
 * {@link dev.bracketwire.connector.internal.cassette.CassetteEntries} holds the entries; the transport that records adds to it, the one that
 * replays takes from it. In memory a recording is as it was; secrets are taken out on the way into the file.
 */
@NullMarked
package dev.bracketwire.connector.internal.cassette;

import org.jspecify.annotations.NullMarked;
