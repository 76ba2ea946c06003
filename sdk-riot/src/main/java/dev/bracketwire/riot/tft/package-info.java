// SPDX-License-Identifier: Apache-2.0
/**
 * What Riot tells of Teamfight Tactics, beginning with {@link dev.bracketwire.riot.tft.TftMatch}. Records are
 * named as Riot names their fields, and keep in {@code more} what they have no component for. Their constructors are no
 * part of the API: Riot adds fields.
 */
@NullMarked
package dev.bracketwire.riot.tft;

import org.jspecify.annotations.NullMarked;
