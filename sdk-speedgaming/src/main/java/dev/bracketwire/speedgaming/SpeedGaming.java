// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import dev.bracketwire.Call;
import dev.bracketwire.config.Settings;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.speedgaming.internal.ScheduleClient;
import java.time.Instant;

/**
 * Reads the public schedule of SpeedGaming. It sends one request a minute at most, waits for its turn, and repeats none.
 *
 * <pre>{@code
 * try (SpeedGaming speedGaming = SpeedGaming.create("Example League, admin@league.example")) {
 *     for (Episode episode : speedGaming.schedule().get().episodes()) {
 *         System.out.println(episode.when() + " " + episode.event().name());
 *     }
 * }
 * }</pre>
 *
 * <p>SpeedGaming sends its errors with the status 200, and JSON as {@code text/html}. This client reads both: a slug or an
 * episode that it does not know fails with {@link dev.bracketwire.NotFoundException}, every other error and every page of
 * HTML with {@link dev.bracketwire.UnavailableException}, and a body that is no list with
 * {@link dev.bracketwire.MalformedReplyException}. A redirect to another host or to http is not followed, and fails with
 * {@link dev.bracketwire.RejectedException}. A call waits for its turn within its deadline of three minutes, or what
 * {@link Call#within} says. Instances are safe for use by several threads.
 */
public final class SpeedGaming implements AutoCloseable {
    final ScheduleClient client;

    SpeedGaming(ScheduleClient client) {
        this.client = client;
    }

    /**
     * Makes a client with defaults.
     *
     * @param contact the name of your product and how its operator is reached, for the {@code User-Agent}
     */
    public static SpeedGaming create(String contact) {
        return builder(contact).build();
    }

    /**
     * Begins the options of a client.
     *
     * @param contact the name of your product and how its operator is reached, for the {@code User-Agent}
     */
    public static SpeedGamingBuilder builder(String contact) {
        return new SpeedGamingBuilder(contact);
    }

    /**
     * Begins the options of a client with those that settings hold; the guide lists all keys.
     *
     * @throws dev.bracketwire.ConfigurationException with every problem of the settings
     */
    public static SpeedGamingBuilder builder(Settings section) {
        return SpeedGamingSettings.builder(section);
    }

    /** Reads the coming episodes of all active events. SpeedGaming chooses the window, which is less than a week. */
    public Call<Schedule> schedule() {
        return client.schedule();
    }

    /**
     * Reads the episodes of an event whose broadcast begins in a window.
     *
     * @param slug the event in URLs of SpeedGaming
     * @throws IllegalArgumentException if the slug has other characters than A-Z, a-z, 0-9, underscore and hyphen, or the
     *     window is empty
     */
    public Call<Schedule> schedule(String slug, Instant from, Instant to) {
        return client.schedule(slug, from, to);
    }

    /**
     * Reads an episode. The call fails with {@link dev.bracketwire.NotFoundException} only if SpeedGaming says that there is no
     * episode with this id.
     */
    public Call<Episode> episode(long id) {
        return client.episode(id);
    }

    /** Reads an event by its slug. Fields that SpeedGaming leaves out are empty. */
    public Call<Episode.Event> event(String slug) {
        return client.event(slug);
    }

    /** Returns the connector, for its health, diagnosis and checklist. Do not close it; close this. */
    public Connector connector() {
        return client.connector();
    }

    /** Cancels the calls that are under way, and ends threads and connections. */
    @Override
    public void close() {
        client.close();
    }

    /** Shows the URL that it asks. */
    @Override
    public String toString() {
        return "SpeedGaming(" + connector().config().base() + ")";
    }
}
