// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal;

import dev.bracketwire.riot.tournament.LobbyEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened in a lobby, as tournament-v5 tells it. */
public record LobbyReply(@Nullable List<LobbyEvent> eventList) {}
