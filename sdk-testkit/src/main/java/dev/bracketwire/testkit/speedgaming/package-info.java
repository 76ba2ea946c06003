// SPDX-License-Identifier: Apache-2.0
/**
 * {@link dev.bracketwire.testkit.speedgaming.FakeSpeedGaming} plays the public schedule of SpeedGaming over a real socket:
 * episodes that a test makes up and edits over time, and every form of error.
 *
 * <pre>{@code
 * try (FakeSpeedGaming fake = FakeSpeedGaming.start()) {
 *     FakeEpisode episode = fake.episode(70001).event("examplecup").at(start).player("Alpha").player("Beta");
 *     // point the code under test at fake.uri()
 *     episode.at(start.plus(Duration.ofHours(1)));
 *     fake.failNext(FeedFault.MAINTENANCE_PAGE);
 * }
 * }</pre>
 *
 * <p>It knows the keys of the feed from a live capture of 2026-07-31 and the behavior from the sources of five clients, and
 * not from our client. Unknown are: whether {@code from} and {@code to} count without {@code event}, which
 * {@link dev.bracketwire.testkit.speedgaming.FakeSpeedGaming#honourWindowWithoutEvent} decides; the answer of
 * {@code /api/event/} to an unknown slug, which
 * {@link dev.bracketwire.testkit.speedgaming.FakeSpeedGaming#unknownEventAsError} decides; and the answer to a time that
 * cannot be read (an error object here).
 */
@NullMarked
package dev.bracketwire.testkit.speedgaming;

import org.jspecify.annotations.NullMarked;
