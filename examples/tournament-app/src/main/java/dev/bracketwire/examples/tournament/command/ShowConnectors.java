// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.connector.ConnectorRegistry;
import dev.bracketwire.connector.health.Health;
import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.Upstreams;
import dev.bracketwire.examples.tournament.Upstreams.UpstreamState;
import dev.bracketwire.examples.tournament.work.WorkProblem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shows the platforms that the application needs: their health, the rest of their limits, and the next try of a failing
 * one.
 */
@Operation(
        name = "connectors",
        method = "GET",
        path = "/connectors",
        summary = "Shows the health of the platforms and the rest of their limits.")
public record ShowConnectors() implements Command {
    @Override
    public Permission needs(Caller caller) {
        return Permission.VIEWER;
    }

    @Override
    public boolean anyTournament() {
        return true;
    }

    @Override
    public boolean reads() {
        return true;
    }

    @Override
    public Answer run(CommandRun run) {
        ConnectorRegistry registry = run.app().ports().connectors();
        List<ConnectorView> connectors = registry == null
                ? List.of()
                : registry.ids().stream()
                        .sorted()
                        .map(id -> ConnectorView.of(registry.connector(id).lastHealth()))
                        .toList();
        Connectors all = new Connectors(connectors, run.read(Upstreams::read), run.read(WorkProblem::read));
        long failing = all.upstreams.stream()
                .filter(each -> each.failingSince() != null)
                .count();
        return run.done(connectors.size() + " connectors, " + failing + " platforms cannot be reached", all);
    }

    /**
     * The platforms.
     *
     * @param connectors the connectors of this node
     * @param upstreams the platforms as all nodes know them
     * @param work the work in the background that fails
     */
    public record Connectors(List<ConnectorView> connectors, List<UpstreamState> upstreams, List<WorkProblem> work) {}

    /**
     * A connector.
     *
     * @param name the name
     * @param status up, down or unknown
     * @param reason the reason for the status, in words; null if there is none
     * @param asOf the time of this knowledge; null if nothing was sent yet
     * @param latencyMillis the time that a call takes
     * @param limits the rest of each limit
     */
    public record ConnectorView(
            String name,
            Health.Status status,
            @Nullable String reason,
            @Nullable Instant asOf,
            long latencyMillis,
            List<LimitView> limits) {
        static ConnectorView of(Health health) {
            Instant asOf = health.asOf();
            return new ConnectorView(
                    health.connector(),
                    health.status(),
                    health.reason(),
                    asOf,
                    health.latency() == null ? 0 : health.latency().toMillis(),
                    health.limits().stream()
                            .map(limit -> new LimitView(
                                    limit.scope(),
                                    limit.left(),
                                    asOf == null || limit.delay().isZero() ? null : asOf.plus(limit.delay())))
                            .toList());
        }
    }

    /**
     * The rest of a limit.
     *
     * @param scope the limit
     * @param left the number of requests that may be sent now
     * @param freeAt the time at which the next may be sent; null for now
     */
    public record LimitView(
            String scope, long left, @Nullable Instant freeAt) {}
}
