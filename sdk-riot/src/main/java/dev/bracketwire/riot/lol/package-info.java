// SPDX-License-Identifier: Apache-2.0
/**
 * What Riot tells of League of Legends, beginning with {@link dev.bracketwire.riot.lol.LolMatch}. Records are
 * named as Riot names their fields, and keep in {@code more} what they have no component for. Their constructors are no
 * part of the API: Riot adds fields.
 */
@NullMarked
package dev.bracketwire.riot.lol;

import org.jspecify.annotations.NullMarked;
