// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.Call;
import dev.bracketwire.TypeRef;
import dev.bracketwire.WorkRun;
import dev.bracketwire.exchange.internal.RowFlattening;
import dev.bracketwire.exchange.internal.ValueConversions;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Moves rows from one place and format to another, changed on the way. It is immutable; the steps happen in the order in
 * which they were added, a row at a time, and nothing happens before the call is run.
 *
 * <pre>{@code
 * TransferReport report = Transfer.from(Path.of("old.csv"), Format.csv())
 *         .rename("Nick", "name")
 *         .convert("score", Integer.class)
 *         .filter(row -> row.get("name") != null)
 *         .to(Path.of("new.xml"), Format.xml("players", "player"))
 *         .get();
 * }</pre>
 */
public final class Transfer {
    private static final TypeRef<Map<String, @Nullable Object>> MAPS = new TypeRef<>() {};

    private final Source source;
    private final List<Step> steps;
    private final @Nullable OnProblem onProblem;
    private final Progress progress;

    private Transfer(Source source, List<Step> steps, @Nullable OnProblem onProblem, Progress progress) {
        this.source = source;
        this.steps = steps;
        this.onProblem = onProblem;
        this.progress = progress;
    }

    /** Opens what rows come from, with a policy that may be unset. */
    interface Source {
        Rows<Map<String, @Nullable Object>> open(@Nullable OnProblem policy, WorkRun work);
    }

    /** Begins a step for one run: it gives the row on, changed; null to leave it out. */
    interface Step {
        Stepper begin();
    }

    /** One step in one run. */
    interface Stepper {
        @Nullable
        Map<String, @Nullable Object> apply(Map<String, @Nullable Object> row, Problems problems);
    }

    /** Collects the problems of a row. */
    interface Problems {
        void add(String column, String rule, String value);
    }

    private static Transfer of(Source source) {
        return new Transfer(source, List.of(), null, (rows, bytes) -> {});
    }

    /** Moves the rows of a file. */
    public static Transfer from(Path file, Format format) {
        Objects.requireNonNull(file, "file");
        return of((policy, work) -> with(format, policy).read(file, MAPS));
    }

    /** Moves the rows of a stream, which each run asks for anew and closes. */
    public static Transfer from(Supplier<? extends InputStream> stream, Format format) {
        Objects.requireNonNull(stream, "stream");
        return of((policy, work) -> with(format, policy).read(stream.get(), MAPS));
    }

    /** Moves records or maps, such as the {@link dev.bracketwire.Pages} of a platform. */
    public static Transfer from(Iterable<?> rows) {
        Objects.requireNonNull(rows, "rows");
        return of((policy, work) -> Rows.of("the rows", rows, policy == null ? OnProblem.skip() : policy, () -> {}));
    }

    /** Moves the records or maps a call gives. */
    public static Transfer from(Call<? extends Iterable<?>> rows) {
        Objects.requireNonNull(rows, "rows");
        return of((policy, work) -> Rows.of(
                "the rows", work.await(work.start(rows)), policy == null ? OnProblem.skip() : policy, () -> {}));
    }

    /** Moves the rows of a table, such as a store's. */
    public static Transfer from(Table table) {
        Objects.requireNonNull(table, "table");
        return of((policy, work) -> {
            Iterable<?> rows = work.await(work.start(table.rows()));
            return Rows.of(table.name(), rows, policy == null ? OnProblem.skip() : policy, () -> KeyedRows.close(rows));
        });
    }

    private static Format with(Format format, @Nullable OnProblem policy) {
        return policy == null ? format : format.onProblem(policy);
    }

    /** Gives a column another name, at its place. */
    public Transfer rename(String from, String to) {
        return map(row -> {
            if (!row.containsKey(from)) {
                return row;
            }
            Map<String, @Nullable Object> renamed = new LinkedHashMap<>();
            row.forEach((name, value) -> renamed.put(name.equals(from) ? to : name, value));
            return renamed;
        });
    }

    /** Keeps these columns alone, in this order. */
    public Transfer keep(String... columns) {
        List<String> kept = List.of(columns);
        return map(row -> {
            Map<String, @Nullable Object> left = new LinkedHashMap<>();
            kept.stream().filter(row::containsKey).forEach(name -> left.put(name, row.get(name)));
            return left;
        });
    }

    /** Leaves these columns out. */
    public Transfer without(String... columns) {
        Set<String> gone = Set.of(columns);
        return map(row -> {
            Map<String, @Nullable Object> left = new LinkedHashMap<>(row);
            left.keySet().removeAll(gone);
            return left;
        });
    }

    /**
     * Converts a column, such as the text {@code 12} into a number; empty text into null. A value that cannot be converted
     * is a problem of its row.
     *
     * @param type a boxed number, {@code Boolean}, {@code String}, an enum, or one of {@code java.time}
     */
    public Transfer convert(String column, Class<?> type) {
        ValueConversions conversion = ValueConversions.to(type);
        return step(() -> (row, problems) -> {
            Object value = row.get(column);
            if (value == null) {
                return row;
            }
            Map<String, @Nullable Object> converted = new LinkedHashMap<>(row);
            converted.put(column, conversion.apply(value, rule -> problems.add(column, rule, value.toString())));
            return converted;
        });
    }

    /** Changes rows; the row that is handed over must not be. */
    public Transfer map(UnaryOperator<Map<String, @Nullable Object>> change) {
        Objects.requireNonNull(change, "change");
        return step(() -> (row, problems) -> change.apply(row));
    }

    /** Keeps the rows of which something holds. */
    public Transfer filter(Predicate<Map<String, @Nullable Object>> wanted) {
        Objects.requireNonNull(wanted, "wanted");
        return step(() -> (row, problems) -> wanted.test(row) ? row : null);
    }

    /** Makes of the fields of an object columns such as {@code home.city}. CSV does that without being asked. */
    public Transfer flatten() {
        return map(RowFlattening::flat);
    }

    /** Makes of columns such as {@code home.city} the fields of an object. */
    public Transfer unflatten() {
        return step(() -> (row, problems) -> {
            try {
                return RowFlattening.nested(row);
            } catch (IllegalArgumentException e) {
                problems.add("", String.valueOf(e.getMessage()), "");
                return row;
            }
        });
    }

    /** Lets those rows pass that are right by a schema, as they are at this step. */
    public Transfer check(Schema schema) {
        Objects.requireNonNull(schema, "schema");
        return step(() -> {
            Schema.Checker checker = schema.checker();
            return (row, problems) -> {
                checker.check(row).forEach(wrong -> problems.add(wrong.column(), wrong.rule(), wrong.value()));
                return row;
            };
        });
    }

    /** Says what to do with rows that are wrong, in the source or at a step. Unset, the format of the source says it. */
    public Transfer onProblem(OnProblem policy) {
        return new Transfer(source, steps, Objects.requireNonNull(policy, "policy"), progress);
    }

    /** Tells how far it is. */
    public Transfer progress(Progress listener) {
        return new Transfer(source, steps, onProblem, Objects.requireNonNull(listener, "listener"));
    }

    private Transfer step(Step step) {
        List<Step> more = new ArrayList<>(steps);
        more.add(step);
        return new Transfer(source, List.copyOf(more), onProblem, progress);
    }

    /** Moves the rows into a file, which is there whole or not at all. */
    public Call<TransferReport> to(Path file, Format format) {
        return call(run -> format.write(file, run.each()));
    }

    /** Moves the rows into a stream, which stays open. */
    public Call<TransferReport> to(OutputStream out, Format format) {
        return call(run -> format.write(out, run.each()));
    }

    /** Puts the rows into the place of all that a table has, which keeps what it had where that fails. */
    public Call<TransferReport> to(Table table) {
        Objects.requireNonNull(table, "table");
        return call(run -> run.work().await(run.work().start(table.replace(run.each()))));
    }

    /**
     * Moves the rows in batches to wherever a call takes them, such as a connector or a store. Where a call fails, each row
     * of its batch is reported, and treated as one that is wrong; what was taken before stays.
     *
     * @param size how many rows a batch has at most
     * @param atOnce how many calls may be under way; no row is read ahead of them
     * @param batches the call that takes a batch
     */
    public Call<TransferReport> inBatches(
            int size, int atOnce, Function<? super List<Map<String, @Nullable Object>>, ? extends Call<?>> batches) {
        return inBatches(size, atOnce, batches, answer -> List.of());
    }

    /**
     * Moves the rows in batches to where the answer says which of them were not taken. Those are reported, and treated as
     * rows that are wrong; the others of the batch were written.
     *
     * @param refused tells the rows of a batch that were not taken from what its call gave
     */
    public <R> Call<TransferReport> inBatches(
            int size,
            int atOnce,
            Function<? super List<Map<String, @Nullable Object>>, ? extends Call<? extends R>> batches,
            Function<? super R, ? extends Collection<BatchProblem>> refused) {
        if (size < 1 || atOnce < 1) {
            throw new IllegalArgumentException("size and atOnce must be at least 1, not " + size + " and " + atOnce);
        }
        Objects.requireNonNull(batches, "batches");
        Objects.requireNonNull(refused, "refused");
        return call(run -> new RowBatches(
                        size, atOnce, rows -> batches.apply(rows).map(answer -> refused.apply(answer)), run)
                .write());
    }

    private Call<TransferReport> call(Function<TransferRun, Written> sink) {
        return ExchangeThreads.SHARED.call("transfer", work -> {
            TransferRun run = new TransferRun(work, progress);
            try (Rows<Map<String, @Nullable Object>> rows = source.open(onProblem, work)) {
                run.begin(rows, steps.stream().map(Step::begin).toList());
                return run.report(sink.apply(run));
            }
        });
    }
}
