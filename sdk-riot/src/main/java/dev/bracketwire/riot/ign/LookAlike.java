// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

/**
 * A name that is like another.
 *
 * @param likeness how much
 * @param name the name
 * @param owner whose it is
 * @param <T> what stands for the owner
 */
public record LookAlike<T>(Likeness likeness, String name, T owner) {}
