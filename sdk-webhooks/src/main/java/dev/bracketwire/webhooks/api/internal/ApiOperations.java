// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.api.internal;

import dev.bracketwire.NotFoundException;
import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.webhooks.Delivery;
import dev.bracketwire.webhooks.DeliveryChange;
import dev.bracketwire.webhooks.DeliveryFilter;
import dev.bracketwire.webhooks.Event;
import dev.bracketwire.webhooks.EventType;
import dev.bracketwire.webhooks.Published;
import dev.bracketwire.webhooks.Subscription;
import dev.bracketwire.webhooks.SubscriptionOptions;
import dev.bracketwire.webhooks.Webhooks;
import dev.bracketwire.webhooks.api.ApiAction;
import dev.bracketwire.webhooks.api.WebhookAccess;
import dev.bracketwire.webhooks.http.WebReply;
import dev.bracketwire.webhooks.http.WebRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lists the operations of the HTTP API, and carries them out. */
public final class ApiOperations {
    private static final int LONGEST_PAGE = 100;
    private static final int SHOWN_CHANGES = 100;
    private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");

    private final Webhooks hooks;
    private final WebhookAccess access;
    private final List<Operation> all;

    /** Works on these webhooks. */
    public ApiOperations(Webhooks hooks, WebhookAccess access) {
        this.hooks = hooks;
        this.access = access;
        this.all = List.of(
                filtered("GET", "/subscriptions", "listSubscriptions", ApiAction.READ, this::listSubscriptions),
                of("POST", "/subscriptions", "createSubscription", ApiAction.CREATE, this::create),
                of(
                        "GET",
                        "/subscriptions/{subscription}",
                        "getSubscription",
                        ApiAction.READ,
                        request -> ok(hooks.subscription(request.subscription()).get())),
                of("PATCH", "/subscriptions/{subscription}", "updateSubscription", ApiAction.CHANGE, this::update),
                of("DELETE", "/subscriptions/{subscription}", "deleteSubscription", ApiAction.CHANGE, request -> {
                    hooks.delete(request.subscription()).get();
                    return WebReply.of(204);
                }),
                of("GET", "/subscriptions/{subscription}/endpoint", "getEndpoint", ApiAction.READ, this::endpoint),
                of("POST", "/subscriptions/{subscription}/pause", "pauseSubscription", ApiAction.CHANGE, this::pause),
                of(
                        "POST",
                        "/subscriptions/{subscription}/resume",
                        "resumeSubscription",
                        ApiAction.CHANGE,
                        request -> ok(hooks.resume(request.subscription()).get())),
                of(
                        "POST",
                        "/subscriptions/{subscription}/test",
                        "testSubscription",
                        ApiAction.CHANGE,
                        request -> WebReply.json(
                                200,
                                ApiViews.attempt(
                                        hooks.test(request.subscription()).get()))),
                of(
                        "GET",
                        "/subscriptions/{subscription}/secret",
                        "getSecret",
                        ApiAction.SECRET,
                        request -> WebReply.json(
                                200,
                                Map.of(
                                        "secret",
                                        hooks.secret(request.subscription())
                                                .get()
                                                .reveal()))),
                of("POST", "/subscriptions/{subscription}/secret", "rotateSecret", ApiAction.SECRET, this::rotate),
                of("POST", "/subscriptions/{subscription}/replay", "replay", ApiAction.CHANGE, this::replay),
                of("GET", "/deliveries", "listDeliveries", ApiAction.READ, this::deliveries),
                of(
                        "GET",
                        "/deliveries/{delivery}",
                        "getDelivery",
                        ApiAction.READ,
                        request -> WebReply.json(200, ApiViews.delivery(delivery(request)))),
                of(
                        "GET",
                        "/deliveries/{delivery}/attempts",
                        "listAttempts",
                        ApiAction.READ,
                        request -> WebReply.json(
                                200,
                                Map.of(
                                        "attempts",
                                        hooks.attempts(delivery(request).id()).get().stream()
                                                .map(ApiViews::attempt)
                                                .toList()))),
                of(
                        "POST",
                        "/deliveries/{delivery}/resend",
                        "resendDelivery",
                        ApiAction.CHANGE,
                        request -> WebReply.json(
                                202,
                                ApiViews.delivery(
                                        hooks.resend(delivery(request).id()).get()))),
                of("POST", "/messages", "publishMessage", ApiAction.PUBLISH, this::publish),
                of("GET", "/messages", "listMessages", ApiAction.READ, this::messages),
                of(
                        "GET",
                        "/messages/{message}",
                        "getMessage",
                        ApiAction.READ,
                        request -> WebReply.json(
                                200,
                                ApiViews.message(hooks.message(request.parameter("message"))
                                        .get()))),
                of(
                        "GET",
                        "/types",
                        "listTypes",
                        ApiAction.READ,
                        request -> WebReply.json(
                                200,
                                Map.of(
                                        "types",
                                        hooks.types().get().stream()
                                                .map(ApiViews::type)
                                                .toList()))),
                of("PUT", "/types/{type}", "defineType", ApiAction.TYPES, this::defineType),
                of("DELETE", "/types/{type}", "removeType", ApiAction.TYPES, request -> {
                    if (!hooks.removeType(request.parameter("type")).get()) {
                        throw new ApiFailure(404, "there is no such type");
                    }
                    return WebReply.of(204);
                }),
                of(
                        "GET",
                        "/incoming",
                        "listSources",
                        ApiAction.READ,
                        request -> WebReply.json(200, Map.of("sources", hooks.sources()))));
    }

    /** Does the work of an operation. */
    @FunctionalInterface
    public interface Work {
        /** Does it. */
        WebReply run(ApiRequest request);
    }

    /**
     * Is one operation.
     *
     * @param method the method
     * @param path the path, with names in braces
     * @param id the name of the operation, also in the OpenAPI document
     * @param action the right that it needs
     * @param isFiltered whether it is granted to each caller, and shows only what the caller may read
     * @param work the work
     * @param pattern the path as a pattern
     */
    public record Operation(
            String method, String path, String id, ApiAction action, boolean isFiltered, Work work, Pattern pattern) {
        /** Returns the id that a path names; empty if it names none. */
        public String target(String asked) {
            return parameters(asked).values().stream().findFirst().orElse("");
        }

        /** Returns the parameters of a path. */
        public Map<String, String> parameters(String asked) {
            Matcher matcher = pattern.matcher(asked);
            Map<String, String> found = new LinkedHashMap<>();
            Matcher names = NAME.matcher(path);
            if (matcher.matches()) {
                for (int i = 1; names.find(); i++) {
                    found.put(names.group(1), matcher.group(i));
                }
            }
            return found;
        }
    }

    /**
     * Is a request with its caller.
     *
     * @param web the request
     * @param caller the name of the caller
     * @param parameters the parameters of the path
     */
    public record ApiRequest(WebRequest web, String caller, Map<String, String> parameters) {
        String subscription() {
            return parameter("subscription");
        }

        String parameter(String name) {
            return parameters.getOrDefault(name, "");
        }

        /** Returns a parameter of the query; null if it is not there. One that is repeated is refused. */
        @Nullable
        String query(String name) {
            String query = web.query();
            String found = null;
            for (String pair : (query == null ? "" : query).split("&", -1)) {
                if (pair.startsWith(name + "=")) {
                    if (found != null) {
                        throw new ApiFailure(400, name + " must not be repeated");
                    }
                    found = decoded(name, pair.substring(name.length() + 1));
                }
            }
            return found;
        }

        private static String decoded(String name, String text) {
            try {
                return URLDecoder.decode(text, StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                throw new ApiFailure(400, name + " has a wrong percent sign");
            }
        }
    }

    /** Returns the id of the subscription that a request is about; empty if it is about none or all. */
    public String subscription(Operation operation, ApiRequest request) {
        if (operation.id().equals("listDeliveries")) {
            return Optional.ofNullable(request.query("subscription")).orElse("");
        }
        if (!request.parameters().containsKey("delivery")) {
            return request.subscription();
        }
        try {
            return delivery(request).subscriptionId();
        } catch (NotFoundException e) {
            return ""; // only a caller who may read all learns that there is none
        }
    }

    /** Returns the operations of a path. */
    public List<Operation> at(String path) {
        return all.stream().filter(each -> each.pattern.matcher(path).matches()).toList();
    }

    /** Returns all operations. */
    public List<Operation> all() {
        return all;
    }

    private static Operation of(String method, String path, String id, ApiAction action, Work work) {
        return new Operation(method, path, id, action, false, work, pattern(path));
    }

    private static Operation filtered(String method, String path, String id, ApiAction action, Work work) {
        return new Operation(method, path, id, action, true, work, pattern(path));
    }

    private static Pattern pattern(String path) {
        return Pattern.compile(NAME.matcher(path).replaceAll("([A-Za-z0-9._-]{1,256})"));
    }

    private static WebReply ok(Subscription subscription) {
        return WebReply.json(200, ApiViews.subscription(subscription));
    }

    private WebReply listSubscriptions(ApiRequest request) {
        List<Map<String, Object>> shown = hooks.subscriptions().get().stream()
                .filter(each -> access.allows(request.caller(), ApiAction.READ, each.id()))
                .map(ApiViews::subscription)
                .toList();
        return WebReply.json(200, Map.of("subscriptions", shown));
    }

    private WebReply create(ApiRequest request) {
        ApiBody body = ApiBody.read(request.web().body(), ApiViews.OPTIONS);
        SubscriptionOptions options =
                ApiViews.options(SubscriptionOptions.to(ApiViews.uri(body.requiredText("url"))), body);
        return WebReply.json(201, ApiViews.subscription(hooks.subscribe(options).get()));
    }

    private WebReply update(ApiRequest request) {
        ApiBody body = ApiBody.read(request.web().body(), ApiViews.OPTIONS);
        if (body.has("secret")) {
            throw new ApiFailure(422, "secret is replaced by POST …/secret");
        }
        return ok(hooks.update(request.subscription(), before -> ApiViews.options(before, body))
                .get());
    }

    private WebReply endpoint(ApiRequest request) {
        Map<String, Object> shown =
                ApiViews.subscription(hooks.subscription(request.subscription()).get());
        shown.keySet().retainAll(List.of("url", "handler", "state", "reason", "failures", "failingSince", "heldUntil"));
        return WebReply.json(200, shown);
    }

    private WebReply pause(ApiRequest request) {
        String reason = ApiBody.read(request.web().body(), "reason").text("reason");
        return ok(hooks.pause(request.subscription(), reason == null ? "" : reason)
                .get());
    }

    private WebReply rotate(ApiRequest request) {
        ApiBody body = ApiBody.read(request.web().body(), "overlapSeconds");
        Duration overlap = Duration.ofSeconds(body.has("overlapSeconds") ? body.whole("overlapSeconds") : 86_400);
        return WebReply.json(
                200,
                Map.of(
                        "secret",
                        hooks.rotateSecret(request.subscription(), overlap)
                                .get()
                                .reveal()));
    }

    /** Plans to send again, and applies it if the body says so and the plan is the one that the caller saw. */
    private WebReply replay(ApiRequest request) {
        ApiBody body = ApiBody.read(request.web().body(), "missing", "type", "since", "until", "apply", "fingerprint");
        Plan<DeliveryChange> plan = plan(request.subscription(), body);
        String seen = body.text("fingerprint");
        if (seen != null && !seen.equals(plan.fingerprint())) {
            throw new ApiFailure(409, "the plan is another one now: look at it again");
        }
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("changes", plan.size());
        view.put("fingerprint", plan.fingerprint());
        view.put(
                "messages",
                plan.changes()
                        .limit(SHOWN_CHANGES)
                        .map(DeliveryChange::messageId)
                        .toList());
        if (body.flag("apply")) {
            Report<DeliveryChange> report = plan.apply().get();
            view.put("report", report.toString());
        }
        return WebReply.json(200, view);
    }

    private Plan<DeliveryChange> plan(String subscription, ApiBody body) {
        Instant since = body.time("since");
        if (body.flag("missing")) {
            if (since == null) {
                throw new ApiFailure(400, "since must be set with missing");
            }
            return hooks.planReplayMissing(subscription, since).get();
        }
        DeliveryFilter filter = DeliveryFilter.dead().subscription(subscription);
        String type = body.text("type");
        Instant until = body.time("until");
        filter = type == null ? filter : filter.type(type);
        filter = since == null ? filter : filter.since(since);
        return hooks.planReplay(until == null ? filter : filter.until(until)).get();
    }

    private WebReply deliveries(ApiRequest request) {
        String subscription = Optional.ofNullable(request.query("subscription")).orElse("");
        int limit = (int) number("limit", request.query("limit"), 50);
        if (limit < 1 || limit > LONGEST_PAGE) {
            throw new ApiFailure(400, "limit must be between 1 and " + LONGEST_PAGE);
        }
        DeliveryFilter filter = DeliveryFilter.all();
        filter = subscription.isEmpty() ? filter : filter.subscription(subscription);
        String type = request.query("type");
        filter = type == null ? filter : filter.type(type);
        String state = request.query("state");
        filter = state == null ? filter : filter.states(state(state));
        long before = number("before", request.query("before"), 0);
        filter = before == 0 ? filter : filter.before(before);
        List<Delivery> page = hooks.deliveries(filter).toList(limit).get();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("deliveries", page.stream().map(ApiViews::delivery).toList());
        if (page.size() == limit) {
            view.put("before", page.get(limit - 1).id());
        }
        return WebReply.json(200, view);
    }

    private static Delivery.State state(String name) {
        try {
            return Delivery.State.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new ApiFailure(400, "state must be one of " + List.of(Delivery.State.values()));
        }
    }

    private static long number(String name, @Nullable String text, long otherwise) {
        if (text != null && !text.matches("[0-9]{1,18}")) {
            throw new ApiFailure(400, name + " must be a number");
        }
        return text == null ? otherwise : Long.parseLong(text);
    }

    private Delivery delivery(ApiRequest request) {
        return hooks.delivery(number("delivery", request.parameter("delivery"), 0))
                .get();
    }

    private WebReply publish(ApiRequest request) {
        ApiBody body = ApiBody.read(
                request.web().body(), "type", "data", "at", "idempotencyKey", "orderKey", "channels", "about");
        Event event = Event.of(body.requiredText("type"), body.value("data"));
        Instant at = body.time("at");
        event = at == null ? event : event.at(at);
        event = body.has("idempotencyKey") ? event.idempotencyKey(body.requiredText("idempotencyKey")) : event;
        event = body.has("orderKey") ? event.orderKey(body.requiredText("orderKey")) : event;
        event = body.has("channels") ? event.channels(body.texts("channels")) : event;
        event = body.has("about") ? event.about(body.texts("about")) : event;
        Published published = hooks.publish(event).get();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", published.id());
        view.put("deliveries", published.deliveries());
        view.put("duplicate", published.duplicate());
        return WebReply.json(published.duplicate() ? 200 : 201, view);
    }

    private WebReply messages(ApiRequest request) {
        String about = request.query("about");
        if (about == null || about.isEmpty()) {
            throw new ApiFailure(400, "about must be set: the id of a person or thing");
        }
        var found = hooks.messagesAbout(about).get();
        return WebReply.json(
                200, Map.of("messages", found.stream().map(ApiViews::message).toList()));
    }

    private WebReply defineType(ApiRequest request) {
        ApiBody body = ApiBody.read(request.web().body(), "description", "jsonSchema");
        EventType type = EventType.of(request.parameter("type"));
        String description = body.text("description");
        String schema = body.text("jsonSchema");
        type = description == null ? type : type.description(description);
        type = schema == null ? type : type.jsonSchema(schema);
        return WebReply.json(200, ApiViews.type(hooks.defineType(type).get()));
    }
}
