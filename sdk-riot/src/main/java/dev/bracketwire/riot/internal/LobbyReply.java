// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal;

import dev.bracketwire.riot.tournament.LobbyEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reply of tournament-v5 with the events of a lobby. */
public record LobbyReply(@Nullable List<LobbyEvent> eventList) {}
