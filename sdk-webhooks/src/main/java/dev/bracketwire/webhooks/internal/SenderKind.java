// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import dev.bracketwire.connector.Headers;
import dev.bracketwire.webhooks.http.WebReply;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names how a sender writes id and type of an event, how it checks an endpoint, and which reply it expects. */
public enum SenderKind {
    /** Has the id in the header {@code webhook-id}, and the type in the field {@code type}. */
    STANDARD {
        @Override
        String id(Headers headers, BodyFields fields) {
            String id = header(headers, "webhook-id");
            return id.isEmpty() ? header(headers, "svix-id") : id;
        }

        @Override
        String type(Headers headers, BodyFields fields) {
            return fields.text("type");
        }
    },

    /** Is GitHub. */
    GITHUB {
        @Override
        String id(Headers headers, BodyFields fields) {
            return header(headers, "X-GitHub-Delivery");
        }

        @Override
        String type(Headers headers, BodyFields fields) {
            String action = fields.text("action");
            return header(headers, "X-GitHub-Event") + (action.isEmpty() ? "" : "." + action);
        }

        @Override
        @Nullable
        WebReply handshake(Headers headers, BodyFields fields) {
            return header(headers, "X-GitHub-Event").equals("ping") ? WebReply.text(200, "pong") : null;
        }
    },

    /** Is Slack: events, slash commands and interactions. */
    SLACK {
        @Override
        String id(Headers headers, BodyFields fields) {
            String event = fields.text("event_id");
            return event.isEmpty() ? fields.text("trigger_id") : event;
        }

        @Override
        String type(Headers headers, BodyFields fields) {
            if (!fields.text("command").isEmpty()) {
                return "slash_command";
            }
            String type = fields.text("type");
            return type.equals("event_callback") ? fields.text("event.type") : type;
        }

        @Override
        @Nullable
        WebReply handshake(Headers headers, BodyFields fields) {
            return fields.text("type").equals("url_verification") ? challenge(fields) : null;
        }
    },

    /** Is Stripe. */
    STRIPE {
        @Override
        String id(Headers headers, BodyFields fields) {
            return fields.text("id");
        }

        @Override
        String type(Headers headers, BodyFields fields) {
            return fields.text("type");
        }
    },

    /** Is Discord's endpoint of interactions. */
    DISCORD_INTERACTIONS {
        private static final Map<String, String> TYPES =
                Map.of("2", "command", "3", "component", "4", "autocomplete", "5", "modal");

        @Override
        String id(Headers headers, BodyFields fields) {
            return fields.text("id");
        }

        @Override
        String type(Headers headers, BodyFields fields) {
            String number = fields.text("type");
            return TYPES.getOrDefault(number, "interaction_" + number);
        }

        @Override
        @Nullable
        WebReply handshake(Headers headers, BodyFields fields) {
            return fields.text("type").equals("1") ? WebReply.json(200, Map.of("type", 1)) : null;
        }

        /** Defers the answer; an autocompletion cannot be deferred, and gets no choices. */
        @Override
        WebReply reply(String type) {
            return switch (type) {
                case "component" -> WebReply.json(200, Map.of("type", 6));
                case "autocomplete" -> WebReply.json(200, Map.of("type", 8, "data", Map.of("choices", List.of())));
                default -> WebReply.json(200, Map.of("type", 5));
            };
        }
    },

    /** Is Discord's endpoint of webhook events. */
    DISCORD_EVENTS {
        @Override
        String id(Headers headers, BodyFields fields) {
            return "";
        }

        @Override
        String type(Headers headers, BodyFields fields) {
            return fields.text("event.type");
        }

        @Override
        @Nullable
        WebReply handshake(Headers headers, BodyFields fields) {
            return fields.text("type").equals("0") ? WebReply.of(204) : null;
        }

        @Override
        WebReply reply(String type) {
            return WebReply.of(204);
        }
    },

    /** Is Twitch EventSub. */
    TWITCH {
        private static final String KIND = "Twitch-Eventsub-Message-Type";

        @Override
        String id(Headers headers, BodyFields fields) {
            return header(headers, "Twitch-Eventsub-Message-Id");
        }

        @Override
        String type(Headers headers, BodyFields fields) {
            return header(headers, KIND).equals("revocation")
                    ? "revocation"
                    : header(headers, "Twitch-Eventsub-Subscription-Type");
        }

        @Override
        @Nullable
        WebReply handshake(Headers headers, BodyFields fields) {
            return header(headers, KIND).equals("webhook_callback_verification") ? challenge(fields) : null;
        }
    },

    /** Is Notion. */
    NOTION {
        @Override
        String id(Headers headers, BodyFields fields) {
            return fields.text("id");
        }

        @Override
        String type(Headers headers, BodyFields fields) {
            return fields.text("type");
        }
    };

    private static final int LONGEST_CHALLENGE = 1000;

    /** Returns the sender's id of an event; empty if it has none. */
    abstract String id(Headers headers, BodyFields fields);

    /** Returns the type of an event as the sender writes it. */
    abstract String type(Headers headers, BodyFields fields);

    /** Returns the reply to a verified request that only checks the endpoint; null if it is an event. */
    @Nullable
    WebReply handshake(Headers headers, BodyFields fields) {
        return null;
    }

    /** Returns the reply to an event of this type. */
    WebReply reply(String type) {
        return WebReply.of(200);
    }

    private static String header(Headers headers, String name) {
        String value = headers.get(name);
        return value == null ? "" : value;
    }

    private static WebReply challenge(BodyFields fields) {
        String challenge = fields.text("challenge");
        return challenge.isEmpty() || challenge.length() > LONGEST_CHALLENGE
                ? WebReply.of(400)
                : WebReply.text(200, challenge);
    }
}
