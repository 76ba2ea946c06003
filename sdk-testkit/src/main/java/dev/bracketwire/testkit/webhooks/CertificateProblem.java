// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.webhooks;

/** Names the one thing that is wrong with the certificate of a {@link FakeReceiver}. */
public enum CertificateProblem {
    /** Issued by the receiver's authority for the right names, and expired yesterday. */
    EXPIRED,
    /** For the right names and valid now, but signed by itself and not by the receiver's authority. */
    SELF_SIGNED,
    /** Issued by the receiver's authority and valid now, but for another host. */
    WRONG_HOST
}
