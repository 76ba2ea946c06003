// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import dev.bracketwire.Secret;
import dev.bracketwire.connector.health.Attestation;
import dev.bracketwire.connector.health.ChecklistItem;
import dev.bracketwire.connector.internal.configured.ConfiguredRules;
import dev.bracketwire.connector.internal.configured.OperationSettings;
import dev.bracketwire.connector.internal.configured.OperationTemplate;
import dev.bracketwire.connector.internal.configured.RuleSettings;
import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.connector.limit.LimiterBuilder;
import dev.bracketwire.oauth.OAuth;
import dev.bracketwire.oauth.OAuthBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A connector as settings describe it; each part is an option of {@link ConnectorConfigBuilder}. */
record ConnectorSettings(
        URI base,
        List<URI> alsoAt,
        Optional<Credentials> auth,
        Map<String, String> headers,
        Map<String, String> parameters,
        Optional<String> version,
        Optional<String> versionHeader,
        Optional<String> probe,
        List<Counted> limits,
        Optional<Path> limitsFile,
        Optional<Times> timeouts,
        Optional<Integer> attempts,
        Optional<Kept> cache,
        Optional<String> idempotencyHeader,
        Optional<Integer> concurrency,
        Optional<Integer> waiting,
        Optional<Long> maxBody,
        Optional<Boolean> allowPlainHttp,
        Optional<Known> upstream,
        Map<String, Attestation> attested,
        Map<String, OperationSettings> operations,
        List<RuleSettings> rules) {
    ConnectorSettings {
        if (versionHeader.isPresent() && version.isEmpty()) {
            throw new IllegalArgumentException("must hold version where it holds versionHeader");
        }
        attested.keySet().forEach(ConnectorSettings::duty);
    }

    ConnectorConfigBuilder builder(String id) {
        ConnectorConfigBuilder config = ConnectorConfig.builder(id, base);
        auth.ifPresent(credentials -> config.auth(credentials.auth()));
        config.alsoAt(alsoAt.toArray(URI[]::new));
        headers.forEach(config::header);
        parameters.forEach(config::parameter);
        version.ifPresent(config::version);
        versionHeader.ifPresent(header -> config.header(header, version.orElseThrow()));
        probe.ifPresent(path -> config.probe(Request.get(path)));
        if (!limits.isEmpty() || limitsFile.isPresent()) {
            config.limiter(limiter());
        }
        timeouts.ifPresent(times -> config.timeouts(times.timeouts()));
        attempts.ifPresent(most -> config.retry(RetryPolicy.defaults().attempts(most)));
        cache.ifPresent(kept -> config.cache(kept.policy()));
        idempotencyHeader.ifPresent(config::idempotencyHeader);
        concurrency.ifPresent(config::concurrency);
        waiting.ifPresent(config::waiting);
        maxBody.ifPresent(config::maxBody);
        if (allowPlainHttp.orElse(false)) {
            config.allowPlainHttp();
        }
        upstream.ifPresent(known -> config.upstream(known.upstream()));
        attested.forEach((duty, word) -> config.attest(duty(duty), word.by(), word.on()));
        operations.forEach((name, operation) -> config.operations.put(name, new OperationTemplate(name, operation)));
        if (!rules.isEmpty()) {
            config.rule(dates -> new ConfiguredRules(rules, dates));
        }
        return config;
    }

    private static ChecklistItem duty(String name) {
        for (ChecklistItem duty : ChecklistItem.values()) {
            if (duty.name().replace('_', '-').equalsIgnoreCase(name)) {
                return duty;
            }
        }
        throw new IllegalArgumentException("knows no duty \"" + name + "\" that somebody could attest; known are "
                + Arrays.toString(ChecklistItem.values())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-'));
    }

    private Limiter limiter() {
        LimiterBuilder limiter = Limiter.builder();
        limits.forEach(counted ->
                limiter.limit(new Limit(counted.units, counted.window, counted.kind.orElse(Limit.Kind.WINDOW))));
        limitsFile.ifPresent(limiter::keptIn);
        return limiter.build();
    }

    record Known(Optional<URI> documentation, List<String> notices, Optional<String> unit, List<String> scopes) {
        Upstream upstream() {
            return new Upstream(
                    documentation.orElse(null),
                    notices,
                    unit.orElse(Upstream.unknown().unit()),
                    Set.copyOf(scopes));
        }
    }

    record Counted(long units, Duration window, Optional<Limit.Kind> kind) {
        Counted {
            new Limit(units, window, kind.orElse(Limit.Kind.WINDOW));
        }
    }

    record Credentials(
            Optional<Secret> bearer,
            Optional<Login> basic,
            Optional<Header> header,
            Optional<Scheme> scheme,
            Optional<Client> oauth) {
        Credentials {
            if (Stream.of(bearer, basic, header, scheme, oauth)
                            .filter(Optional::isPresent)
                            .count()
                    != 1) {
                throw new IllegalArgumentException("must hold exactly one of bearer, basic, header, scheme, oauth");
            }
        }

        Auth auth() {
            return bearer.map(Auth::bearer)
                    .or(() -> basic.map(login -> Auth.basic(login.user, login.password)))
                    .or(() -> header.map(key -> Auth.header(key.name, key.value)))
                    .or(() -> scheme.map(token -> Auth.scheme(token.name, token.token)))
                    .or(() -> oauth.map(client -> new ConfiguredOAuth(client::open)))
                    .orElseThrow();
        }
    }

    record Login(String user, Secret password) {}

    record Header(String name, Secret value) {}

    record Scheme(String name, Secret token) {}

    record Client(
            URI token,
            String client,
            Optional<Secret> secret,
            Optional<Boolean> secretInBody,
            List<String> scopes,
            Map<String, String> parameters) {
        Client {
            // Hears of every problem while the settings are read, and not at the first call.
            open(token, client, secret, secretInBody, scopes, parameters).close();
        }

        OAuth open() {
            return open(token, client, secret, secretInBody, scopes, parameters);
        }

        private static OAuth open(
                URI token,
                String client,
                Optional<Secret> secret,
                Optional<Boolean> secretInBody,
                List<String> scopes,
                Map<String, String> parameters) {
            OAuthBuilder options = OAuth.builder(token, client).scope(scopes.toArray(String[]::new));
            secret.ifPresent(options::clientSecret);
            if (secretInBody.orElse(false)) {
                options.secretInBody();
            }
            parameters.forEach(options::parameter);
            return options.build();
        }
    }

    record Times(
            Optional<Duration> connect,
            Optional<Duration> attempt,
            Optional<Duration> call,
            Optional<Duration> transfer) {
        Times {
            Stream.of(connect, attempt, call, transfer)
                    .flatMap(Optional::stream)
                    .forEach(limit -> {
                        if (limit.isZero() || limit.isNegative()) {
                            throw new IllegalArgumentException("must be positive, not " + limit);
                        }
                    });
        }

        Timeouts timeouts() {
            Timeouts standard = Timeouts.defaults();
            return new Timeouts(
                    connect.orElse(standard.connect()),
                    attempt.orElse(standard.attempt()),
                    call.orElse(standard.call()),
                    transfer.orElse(standard.transfer()));
        }
    }

    record Kept(
            Optional<Boolean> http,
            Optional<Duration> ttl,
            Map<String, Duration> routes,
            Optional<Duration> negative,
            Optional<Duration> staleIfError,
            Optional<Duration> staleWhileRevalidate) {
        Kept {
            if (http.orElse(false) && ttl.isPresent()) {
                throw new IllegalArgumentException(
                        "must hold one of http and ttl: the upstream says how long, or you do");
            }
        }

        CachePolicy policy() {
            CachePolicy policy = http.orElse(false)
                    ? CachePolicy.http()
                    : ttl.map(CachePolicy::of).orElse(CachePolicy.off());
            for (Map.Entry<String, Duration> route : routes.entrySet()) {
                policy = policy.route(route.getKey(), route.getValue());
            }
            policy = negative.map(policy::negative).orElse(policy);
            policy = staleIfError.map(policy::staleIfError).orElse(policy);
            return staleWhileRevalidate.map(policy::staleWhileRevalidate).orElse(policy);
        }
    }
}
