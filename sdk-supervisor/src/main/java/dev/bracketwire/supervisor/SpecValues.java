// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import dev.bracketwire.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a {@link ServiceSpec} holds; changed only before the spec that owns it is handed out. */
final class SpecValues {
    final String name;
    final List<String> command;

    @Nullable
    Path directory;

    Map<String, String> environment = Map.of();
    Map<String, Secret> secrets = Map.of();
    List<Integer> ports = List.of();
    List<String> after = List.of();
    StopSignal stopSignal = StopSignal.TERM;
    boolean mainOnly;
    List<String> stopCommand = List.of();
    Duration stopTimeout = Duration.ofSeconds(15);
    Duration startTimeout = Duration.ofSeconds(60);
    RestartPolicy restart = RestartPolicy.onFailure();

    @Nullable
    Probe startup;

    @Nullable
    Probe ready;

    @Nullable
    Probe live;

    Logs logs = Logs.file();
    Set<Integer> successCodes = Set.of(0);
    ServiceSpec.Kind kind = ServiceSpec.Kind.SERVICE;
    Lifetime lifetime = Lifetime.SUPERVISED;
    Map<String, String> data = Map.of();

    SpecValues(String name, List<String> command) {
        this.name = name;
        this.command = command;
    }

    SpecValues(SpecValues from) {
        this(from.name, from.command);
        directory = from.directory;
        environment = from.environment;
        secrets = from.secrets;
        ports = from.ports;
        after = from.after;
        stopSignal = from.stopSignal;
        mainOnly = from.mainOnly;
        stopCommand = from.stopCommand;
        stopTimeout = from.stopTimeout;
        startTimeout = from.startTimeout;
        restart = from.restart;
        startup = from.startup;
        ready = from.ready;
        live = from.live;
        logs = from.logs;
        successCodes = from.successCodes;
        kind = from.kind;
        lifetime = from.lifetime;
        data = from.data;
    }
}
