// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.state;

import org.jspecify.annotations.Nullable;

/**
 * A person that the application knows.
 *
 * @param id a random id that says nothing about the person
 * @param name the name that people see
 * @param discord the id of the Discord account, as text; null if there is none
 */
public record Person(String id, String name, @Nullable String discord) {}
