// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.api;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.StoreException;
import dev.bracketwire.webhooks.InvalidEventException;
import dev.bracketwire.webhooks.Webhooks;
import dev.bracketwire.webhooks.api.internal.ApiFailure;
import dev.bracketwire.webhooks.api.internal.ApiOperations;
import dev.bracketwire.webhooks.api.internal.ApiOperations.ApiRequest;
import dev.bracketwire.webhooks.api.internal.ApiOperations.Operation;
import dev.bracketwire.webhooks.api.internal.CreationLimit;
import dev.bracketwire.webhooks.http.WebReply;
import dev.bracketwire.webhooks.http.WebRequest;
import dev.bracketwire.webhooks.http.WebRoute;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers {@link Webhooks} as HTTP resources of JSON: subscriptions, their endpoints and secrets, types, messages, deliveries,
 * attempts, replays, test events and sources. {@link #openApi()} describes it. Connect it to a server as any {@link WebRoute}.
 *
 * <pre>{@code
 * WebhookApi api = WebhookApi.builder(hooks, access, entry -> audit.add(entry)).build();
 * server.createContext("/webhooks/v1", JdkRoutes.handler(api));
 * }</pre>
 *
 * <p>Each request needs a caller and a right, which {@link WebhookAccess} refuses unless you grant it. {@link ApiAudit} gets an
 * entry for each request before it is carried out. Errors are {@code application/problem+json}. Safe for several threads.
 */
public final class WebhookApi implements WebRoute {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookApi.class);
    private static final int LONGEST_TARGET = 200;

    private final WebhookAccess access;
    private final ApiAudit audit;
    private final String prefix;
    private final InstantSource clock;
    private final CreationLimit creations;
    private final ApiOperations operations;

    private WebhookApi(Builder builder) {
        this.access = builder.access;
        this.audit = builder.audit;
        this.prefix = builder.prefix;
        this.clock = builder.clock;
        this.creations = new CreationLimit(builder.creations, Duration.ofHours(1));
        this.operations = new ApiOperations(builder.hooks, access);
    }

    /** Begins with options. All requests are refused that the access does not grant, and all are audited. */
    public static Builder builder(Webhooks hooks, WebhookAccess access, ApiAudit audit) {
        return new Builder(hooks, access, audit);
    }

    /** Returns the OpenAPI 3.1 document of this API, as JSON. Its paths begin behind the prefix. */
    public static String openApi() {
        try (InputStream document = WebhookApi.class.getResourceAsStream("openapi.json")) {
            return new String(Objects.requireNonNull(document, "openapi.json").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the document cannot be read", e);
        }
    }

    @Override
    public int maxBody() {
        return 1024 * 1024;
    }

    @Override
    public WebReply answer(WebRequest request) {
        try {
            return judged(request).header("Cache-Control", "no-store");
        } catch (ApiFailure e) {
            return e.reply().header("Cache-Control", "no-store");
        }
    }

    /** Decides on a request, audits the decision, and carries it out. */
    private WebReply judged(WebRequest request) {
        List<Operation> atPath = operations.at(path(request));
        Optional<Operation> asked = atPath.stream()
                .filter(each -> each.method().equals(request.method()))
                .findFirst();
        String caller = "";
        ApiFailure refusal = null;
        try {
            caller = access.caller(request).orElse("");
            refusal = refusal(request, atPath, asked, caller);
        } catch (ApiFailure e) {
            refusal = e;
        } catch (RuntimeException e) {
            LOG.error("the access to {} could not be decided", request.path(), e);
            refusal = new ApiFailure(503, "the access could not be decided");
        }
        audit(request, asked, caller, refusal);
        if (refusal != null) {
            WebReply reply = refusal.reply();
            if (reply.status() == 401) {
                return reply.header("WWW-Authenticate", "Bearer");
            }
            return reply.status() == 405
                    ? reply.header(
                            "Allow", atPath.stream().map(Operation::method).collect(Collectors.joining(", ")))
                    : reply;
        }
        Operation operation = asked.orElseThrow();
        if (operation.action() == ApiAction.CREATE) {
            Duration wait = creations.take(caller, clock.instant());
            if (!wait.isZero()) {
                return new ApiFailure(429, "too many subscriptions were made; wait " + wait.toSeconds() + " seconds")
                        .reply()
                        .header("Retry-After", Long.toString(wait.toSeconds()));
            }
        }
        return run(operation, new ApiRequest(request, caller, operation.parameters(path(request))));
    }

    private @Nullable ApiFailure refusal(
            WebRequest request, List<Operation> atPath, Optional<Operation> asked, String caller) {
        if (caller.isEmpty()) {
            return new ApiFailure(401, "the request proves no caller");
        }
        if (atPath.isEmpty()) {
            return new ApiFailure(404, "there is no such resource");
        }
        if (asked.isEmpty()) {
            return new ApiFailure(405, "the resource has no such method");
        }
        Operation operation = asked.get();
        ApiRequest named = new ApiRequest(request, caller, operation.parameters(path(request)));
        return operation.isFiltered()
                        || access.allows(caller, operation.action(), operations.subscription(operation, named))
                ? null
                : new ApiFailure(403, "the caller may not do this");
    }

    private void audit(WebRequest request, Optional<Operation> asked, String caller, @Nullable ApiFailure refusal) {
        String target = asked.map(each -> each.target(path(request))).orElse("");
        try {
            audit.record(new ApiEntry(
                    clock.instant(),
                    caller,
                    request.remote(),
                    asked.map(Operation::id).orElse(""),
                    target.length() > LONGEST_TARGET ? target.substring(0, LONGEST_TARGET) : target,
                    refusal == null,
                    refusal == null ? "" : String.valueOf(refusal.getMessage())));
        } catch (RuntimeException e) {
            LOG.error("a request to {} was not audited, and so not carried out", request.path(), e);
            throw new ApiFailure(503, "the request could not be audited");
        }
    }

    private static WebReply run(Operation operation, ApiRequest request) {
        try {
            return operation.work().run(request);
        } catch (ApiFailure e) {
            throw e;
        } catch (NotFoundException e) {
            throw new ApiFailure(404, "there is none with this id");
        } catch (ConfigurationException | IllegalArgumentException | InvalidEventException e) {
            throw new ApiFailure(422, String.valueOf(e.getMessage()));
        } catch (IllegalStateException e) {
            throw new ApiFailure(409, String.valueOf(e.getMessage()));
        } catch (StoreException e) {
            LOG.error("{} failed", operation.id(), e);
            throw new ApiFailure(503, "the database did not answer");
        } catch (RuntimeException e) {
            LOG.error("{} failed", operation.id(), e);
            throw new ApiFailure(500, "the request failed; the log of the server says why");
        }
    }

    private String path(WebRequest request) {
        String path = request.path();
        return path.startsWith(prefix) ? path.substring(prefix.length()) : "//"; // matches nothing
    }

    /** Sets the options of {@link WebhookApi}. */
    public static final class Builder {
        private final Webhooks hooks;
        private final WebhookAccess access;
        private final ApiAudit audit;
        private String prefix = "/webhooks/v1";
        private int creations = 60;
        private InstantSource clock = Clock.systemUTC();

        private Builder(Webhooks hooks, WebhookAccess access, ApiAudit audit) {
            this.hooks = Objects.requireNonNull(hooks, "hooks");
            this.access = Objects.requireNonNull(access, "access");
            this.audit = Objects.requireNonNull(audit, "audit");
        }

        /** Sets the path that all resources begin with; {@code /webhooks/v1} unless set. */
        public Builder prefix(String path) {
            if (!path.matches("(/[A-Za-z0-9._-]+)*")) {
                throw new IllegalArgumentException("path must be names joined by slashes, such as /webhooks/v1");
            }
            this.prefix = path;
            return this;
        }

        /** Sets how many subscriptions a caller may make in an hour on this node; 60 unless set. */
        public Builder creationsPerHour(int most) {
            if (most < 1) {
                throw new IllegalArgumentException("most must be at least 1, not " + most);
            }
            this.creations = most;
            return this;
        }

        /** Sets the clock of audit entries and of the limit; the system's unless set. */
        public Builder clock(InstantSource source) {
            this.clock = Objects.requireNonNull(source, "source");
            return this;
        }

        /** Makes the route. */
        public WebhookApi build() {
            return new WebhookApi(this);
        }
    }
}
