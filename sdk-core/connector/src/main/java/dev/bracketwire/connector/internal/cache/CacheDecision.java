// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cache;

/** The decision whether a cached reply may be used. */
public enum CacheDecision {
    /** It answers. */
    SERVE,
    /** It answers beyond its time. */
    SERVE_STALE,
    /** It answers beyond its time, and is renewed behind the caller's back. */
    SERVE_AND_RENEW,
    /** The upstream must be asked; it answers if that fails. */
    ASK_OR_SERVE,
    /** The upstream must be asked. */
    ASK
}
