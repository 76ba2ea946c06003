// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import dev.bracketwire.Call;
import dev.bracketwire.ConfigurationException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.Secret;
import dev.bracketwire.StoreException;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.state.PublishedTypes;
import dev.bracketwire.keys.KeyRing;
import dev.bracketwire.store.Database;
import dev.bracketwire.webhooks.EventType;
import dev.bracketwire.webhooks.Webhooks;
import dev.bracketwire.webhooks.WebhooksBuilder;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives commands access to the webhooks of the application, and turns their failures into refusals. */
public final class WebhookDesk implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WebhookDesk.class);

    private final Webhooks hooks;
    private final boolean keyed;
    private final @Nullable WebhookNotices notices;

    private WebhookDesk(Webhooks hooks, boolean keyed, @Nullable WebhookNotices notices) {
        this.hooks = hooks;
        this.keyed = keyed;
        this.notices = notices;
    }

    static WebhookDesk open(Database db, KeyRing keys, UnaryOperator<WebhooksBuilder> options, boolean delivers) {
        WebhooksBuilder builder = options.apply(Webhooks.builder(db, keys));
        WebhookNotices notices = delivers ? new WebhookNotices(db) : null;
        Webhooks hooks = (notices == null ? builder.publishOnly() : builder.listener(notices)).open();
        Set<EventType> known = new HashSet<>(hooks.types().get());
        for (EventType type : PublishedTypes.all()) {
            if (!known.contains(type)) {
                hooks.defineType(type).get();
            }
        }
        return new WebhookDesk(hooks, true, notices);
    }

    /** Opens webhooks for a program without keys, which seals nothing. */
    static WebhookDesk publishing(Database db, UnaryOperator<WebhooksBuilder> options) {
        KeyRing none = KeyRing.of("none", Secret.of(Base64.getEncoder().encodeToString(randomKey())));
        return new WebhookDesk(
                options.apply(Webhooks.builder(db, none)).publishOnly().open(), false, null);
    }

    private static byte[] randomKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return key;
    }

    /** Returns the webhooks. */
    public Webhooks hooks() {
        return hooks;
    }

    /** Refuses in a program that has no keys, and so cannot read or store a secret. */
    public void requireKeys() {
        if (!keyed) {
            throw new Refusal(
                    Reason.UNAVAILABLE,
                    "This program has no key of the webhooks' secrets. Use the page of the server.");
        }
    }

    /** Runs a call. Refuses if the webhooks refuse it. */
    public <T> T get(CommandRun run, Function<Webhooks, Call<T>> call) {
        return refusing(() -> run.get(call.apply(hooks)));
    }

    /** Runs work on the webhooks. Refuses if they refuse it. */
    public <T> T refusing(Supplier<T> work) {
        try {
            return work.get();
        } catch (NotFoundException e) {
            throw new Refusal(
                    Reason.NOT_FOUND, "There is no such webhook or delivery (any more). Look at the list again.");
        } catch (ConfigurationException e) {
            throw new Refusal(
                    Reason.INVALID,
                    e.problems().stream()
                                    .map(problem -> problem.path() + " " + problem.rule())
                                    .collect(Collectors.joining("; "))
                            + ".");
        } catch (IllegalArgumentException e) {
            throw new Refusal(Reason.INVALID, sentence(e));
        } catch (IllegalStateException e) {
            throw new Refusal(Reason.CONFLICT, sentence(e));
        }
    }

    private static String sentence(RuntimeException e) {
        String text = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + (text.endsWith(".") ? "" : ".");
    }

    /** Writes the line of the audit about a change that was made, and notifies open pages. */
    public Answer kept(CommandRun run, String summary, Answer.Done done) {
        try {
            return run.write(summary, state -> {
                state.topic("webhooks:");
                return done;
            });
        } catch (StoreException e) {
            log.error("{} {} was done, and the audit does not have it", run.id(), summary, e);
            return new Answer.Failed(
                    run.id(),
                    "It was done, but the audit could not be written. Do not repeat it; tell an organiser the id "
                            + run.id() + ".");
        }
    }

    @Override
    public void close() {
        hooks.close();
        if (notices != null) {
            notices.close();
        }
    }
}
