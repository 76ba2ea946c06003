// SPDX-License-Identifier: Apache-2.0
/**
 * The tournament application behind an HTTP API and a page. {@link dev.bracketwire.examples.server.TournamentServer}
 * starts it: {@code demo} with made-up data and local imitations of Discord, Riot and Google, {@code serve} with a
 * configuration file.
 *
 * <p>{@code ApiServer} turns requests into commands of the application, {@code Requester} identifies their senders,
 * {@code EventStream} sends changes to open pages, and {@code WebServer} serves the page and passes requests on to the
 * API.
 */
@NullMarked
package dev.bracketwire.examples.server;

import org.jspecify.annotations.NullMarked;
