// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.Secret;
import dev.bracketwire.StoreException;
import dev.bracketwire.connector.CallListener;
import dev.bracketwire.connector.health.ChecklistItem;
import dev.bracketwire.operator.internal.AuditKeys;
import dev.bracketwire.operator.internal.AuditLine;
import dev.bracketwire.operator.internal.AuditLog;
import dev.bracketwire.operator.internal.AuditSeal;
import dev.bracketwire.operator.internal.PeriodicTask;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes down who called what with what outcome, and what else the application wants to be held to: JSON lines that are
 * only ever appended, each sealed together with the one before. The file {@code audit.mark} beside them says under the key
 * how far they are sealed. {@link #verify} finds a sealed line that was changed, moved or taken out without the key, and
 * files or marks that were deleted or replaced by older ones. People appear under pseudonyms. Safe for several threads;
 * one process at a time may write a trail.
 *
 * <p>A line is in the file when its call returns and outlives a process that is killed; at most the very last may be cut
 * off, which the next {@link #open} says in the trail itself. Lines are sealed within a second. Those that were not sealed
 * when a process ended without {@link #close} are recorded as such, and stay a problem of the trail for ever, since
 * somebody may have changed them. {@link #open} goes on with a trail in whatever state it is, and logs what is wrong.
 *
 * <pre>{@code
 * AuditTrail audit = AuditTrail.open(Path.of("audit"), Secret.env("AUDIT_KEY"));
 * Connector api = Connector.create(config.listener(audit).build());
 * audit.record("ann", "roster closed", "done");
 *
 * AuditCheck check = AuditTrail.verify(Path.of("audit"), Secret.env("AUDIT_KEY"));
 * check.problems().forEach(System.out::println);
 * }</pre>
 */
public final class AuditTrail implements CallListener, AutoCloseable {
    private static final Duration SEALED = Duration.ofMillis(200);

    private final AuditSeal seal;
    private final AuditLog log;
    private final PeriodicTask periodicTask;
    private final @Nullable Supplier<@Nullable String> actor;

    AuditTrail(AuditTrailBuilder builder) {
        AuditKeys keys = builder.keys();
        this.seal = keys.current();
        this.actor = builder.actor;
        this.log = AuditLog.open(builder.folder, keys, builder.dates, builder.maxBytes, builder.files);
        this.periodicTask = new PeriodicTask("audit", SEALED, builder.scheduler, log::seal);
    }

    /**
     * Opens the trail in a folder, which is made if it is not there, and goes on with it.
     *
     * @param key at least 16 characters; whoever has it can verify the trail, and forge it
     * @throws StoreException if another process writes it, or the folder cannot be written
     * @throws ConfigurationException if the key is too short, or other users can write or replace the folder
     */
    public static AuditTrail open(Path folder, Secret key) {
        return builder(folder, key).open();
    }

    /** Collects options. */
    public static AuditTrailBuilder builder(Path folder, Secret key) {
        return new AuditTrailBuilder(folder, key);
    }

    /**
     * Reads a trail from its first line to its last, also while it is written, and says what is wrong with it.
     *
     * @throws StoreException if it cannot be read
     */
    public static AuditCheck verify(Path folder, Secret key) {
        return builder(folder, key).verify();
    }

    /**
     * Verifies a trail, which must contain the head that was kept elsewhere. This also finds a folder that was put back to
     * an older state as a whole, which nothing inside it can show.
     *
     * @param expectedHead what {@link #head} gave once
     * @throws StoreException if the trail cannot be read
     * @throws IllegalArgumentException if the expected head is none
     */
    public static AuditCheck verify(Path folder, Secret key, String expectedHead) {
        return builder(folder, key).verify(expectedHead);
    }

    @Override
    public Set<ChecklistItem> duties() {
        return Set.of(ChecklistItem.AUDIT);
    }

    @Override
    public CallListener begun(Operation operation) {
        String who = actor == null ? null : actor.get();
        if (who == null) {
            return this;
        }
        byte[] pseudonym = seal.pseudonym(who);
        return new CallListener() {
            @Override
            public void finished(Finished call) {
                log.append(line -> call(line, pseudonym, call));
            }
        };
    }

    @Override
    public void finished(Finished call) {
        log.append(line -> call(line, null, call));
    }

    private static void call(AuditLine line, byte @Nullable [] who, Finished call) {
        line.who(who)
                .operation(call.operation())
                .outcome(call.outcome())
                .number("status", call.status())
                .number("attempts", call.attempts())
                .number("ms", call.took().toMillis())
                .text("from", AuditLine.word(call.source()));
    }

    /**
     * Writes down what somebody did, such as having applied a plan. The texts stand in the trail as they are, so keep names
     * of people out of them.
     *
     * @param who did it, written as a pseudonym
     * @param what was done
     * @param outcome what became of it
     */
    public void record(String who, String what, String outcome) {
        byte[] pseudonym = seal.pseudonym(who);
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(outcome, "outcome");
        log.append(line -> line.who(pseudonym).text("what", what).text("outcome", outcome));
    }

    /** The pseudonym of somebody, to look for in the trail. Only who has the key can work it out. */
    public String pseudonym(String who) {
        return new String(seal.pseudonym(who), StandardCharsets.US_ASCII);
    }

    /** Seals every line written so far, rather than within a second. */
    public void seal() {
        log.seal();
    }

    /**
     * Returns the number and the seal of the last sealed line. Print it, or keep it where those who can write the folder
     * cannot, and hand it to {@link #verify(Path, Secret, String)}.
     */
    public String head() {
        return log.head();
    }

    /** How many lines could not be written, because the disk was full or failed. */
    public long lost() {
        return log.lost();
    }

    /** Seals the last line and ends the trail. */
    @Override
    public void close() {
        periodicTask.close();
        log.close();
    }
}
