// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.BracketwireException;
import dev.bracketwire.CallException;
import dev.bracketwire.ConfigurationException;
import dev.bracketwire.connector.Auth;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.health.Diagnosis;
import dev.bracketwire.connector.health.Diagnosis.State;
import dev.bracketwire.connector.health.Diagnosis.Step;
import dev.bracketwire.connector.health.Health;
import dev.bracketwire.connector.internal.http.ClassPathCheck;
import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.internal.run.Futures;
import dev.bracketwire.internal.text.ForeignText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Walks from the configuration of a connector to a test call, and says in words where it does not go on. */
final class ConnectorDiagnosis {
    private static final Duration CLOCK = Duration.ofSeconds(30);

    private final Pipeline pipeline;
    private final ConnectorConfig config;
    private final Duration limit;
    private final List<Step> steps = new ArrayList<>();

    ConnectorDiagnosis(Pipeline pipeline, Duration limit) {
        this.pipeline = pipeline;
        this.config = pipeline.config;
        this.limit = limit;
    }

    CompletableFuture<Diagnosis> run() {
        return CompletableFuture.runAsync(this::way, pipeline.daemons())
                .thenCompose(done -> credential())
                .thenCompose(done -> testCall())
                .thenApply(done -> {
                    clock();
                    limits();
                    recent();
                    classPath();
                    return new Diagnosis(config.id(), pipeline.date(), steps);
                });
    }

    private void way() {
        Duration call = config.timeouts().call();
        ok(
                "configuration",
                "%s, up to %d attempts in %s%s"
                        .formatted(
                                config.base(),
                                config.retry().attempts(),
                                call,
                                config.version()
                                        .map(version -> ", for version " + version + " of the API")
                                        .orElse("")));
        if (config.cassette().isPresent()) {
            add("way", State.SKIPPED, "a cassette stands in the place of the network", "");
            return;
        }
        new ConnectivityCheck(config, limit, pipeline, steps).walk();
    }

    private CompletableFuture<@Nullable Void> credential() {
        if (config.auth() == Auth.none()) {
            add("credential", State.SKIPPED, "none is sent", "");
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<?> given;
        try {
            given = config.auth().credential();
        } catch (RuntimeException e) {
            given = CompletableFuture.failedFuture(e);
        }
        // Not on the thread of the JDK's timer, which all timeouts of the JVM share.
        return given.copy()
                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .handleAsync(
                        (credential, failure) -> {
                            if (failure == null) {
                                present();
                            } else {
                                absent(Futures.cause(failure));
                            }
                            return null;
                        },
                        pipeline.daemons());
    }

    private void present() {
        Instant expires = config.auth().expires().orElse(null);
        if (expires == null) {
            ok("credential", "there is one; it is not known when it expires");
        } else if (expires.isBefore(pipeline.date())) {
            add("credential", State.FAILED, "it expired at " + expires, "put a new one in its place");
        } else {
            ok("credential", "there is one; it expires at " + expires);
        }
    }

    private void absent(Throwable failure) {
        if (failure instanceof ConfigurationException || failure instanceof CallException) {
            add(
                    "credential",
                    State.FAILED,
                    String.valueOf(failure.getMessage()),
                    DiagnosisAdvice.forCredential(failure));
        } else {
            add(
                    "credential",
                    State.FAILED,
                    "it could not be had: " + failure.getClass().getSimpleName(),
                    "look at what supplies it; its own message may hold secrets and is not shown");
        }
    }

    private CompletableFuture<@Nullable Void> testCall() {
        Request probe = config.probe().orElse(null);
        if (probe == null) {
            add("test call", State.SKIPPED, "the connector has no request for it", "give one by probe(…)");
            return CompletableFuture.completedFuture(null);
        }
        return pipeline.decoded(probe, Void.class).fresh().within(limit).start().handle((nothing, failure) -> {
            if (failure == null) {
                Duration latency = pipeline.lastHealth().latency();
                ok("test call", probe + " was answered" + (latency == null ? "" : " in " + latency.toMillis() + " ms"));
            } else {
                Throwable cause = Futures.cause(failure);
                add("test call", State.FAILED, said(cause), DiagnosisAdvice.forCall(cause));
            }
            return null;
        });
    }

    // A failure of ours says nothing that may not be shown; another's may.
    private static String said(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return failure instanceof BracketwireException ? message : ForeignText.shown(message);
    }

    private void clock() {
        Duration skew = pipeline.healthTracker.skew();
        if (skew == null || config.cassette().isPresent()) {
            add("clock", State.SKIPPED, "no reply has told the time yet", "");
        } else if (skew.abs().compareTo(CLOCK) > 0) {
            add(
                    "clock",
                    State.WARNING,
                    "this machine is %d s %s the upstream"
                            .formatted(skew.abs().toSeconds(), skew.isNegative() ? "behind" : "ahead of"),
                    "set this machine's clock: signatures and tokens depend on it");
        } else {
            ok("clock", "agrees with the upstream's");
        }
    }

    private void limits() {
        Health health = pipeline.lastHealth();
        health.paused()
                .forEach((host, until) -> add(
                        "breaker",
                        State.FAILED,
                        "nothing is sent to " + host + " until " + until + ", because too many calls there failed",
                        "mend what failed below; one attempt then tries it again by itself"));
        List<Limiter.State> used = health.limits().stream()
                .filter(state -> !state.delay().isZero())
                .toList();
        if (used.isEmpty()) {
            ok("limits", health.limits().isEmpty() ? "none are known" : "there is something left of each");
        }
        used.forEach(state -> add(
                "limits",
                State.WARNING,
                "nothing is left of " + state.scope() + " for " + state.delay(),
                "wait, or ask for less: who else uses this credential?"));
    }

    private void recent() {
        List<String> failures = pipeline.healthTracker.failures();
        if (failures.isEmpty()) {
            ok("recent errors", "none");
        } else {
            add("recent errors", State.WARNING, String.join("\n    ", failures), "");
        }
    }

    private void classPath() {
        String problem = ClassPathCheck.problem();
        String versions = "bracketwire " + SdkVersion.TEXT + ", Java " + System.getProperty("java.version") + ", "
                + System.getProperty("os.name");
        if (problem.isEmpty()) {
            ok("class path", versions);
        } else {
            add("class path", State.WARNING, versions + "; " + problem, "");
        }
    }

    private void ok(String name, String found) {
        add(name, State.OK, found, "");
    }

    private void add(String name, State state, String found, String advice) {
        steps.add(new Step(name, state, found, advice));
    }
}
