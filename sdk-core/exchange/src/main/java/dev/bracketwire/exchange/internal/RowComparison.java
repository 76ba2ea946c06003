// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import dev.bracketwire.exchange.ExchangeException;
import dev.bracketwire.exchange.TableProblem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares the rows that a table should have with those it has, in any order and however many, by a temporary file. */
public final class RowComparison implements AutoCloseable {
    private static final int MOST = 100;
    private static final int SHOWN = 60;

    private final String table;
    private final List<String> key;
    private final ExternalSort externalSort = new ExternalSort();
    private final List<TableProblem> problems = new ArrayList<>();
    private final MessageDigest digest;

    /** Begins, for rows that are told apart by these columns where two differ. */
    public RowComparison(String table, List<String> key) {
        this.table = table;
        this.key = key;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Adds the rows that should be there. */
    public RowComparison expected(Iterable<? extends Map<String, ? extends @Nullable Object>> rows) {
        return add(rows, 0);
    }

    /** Adds the rows that are there. */
    public RowComparison found(Iterable<? extends Map<String, ? extends @Nullable Object>> rows) {
        return add(rows, 1);
    }

    private RowComparison add(Iterable<? extends Map<String, ? extends @Nullable Object>> rows, int side) {
        try {
            for (Map<String, ? extends @Nullable Object> each : rows) {
                Map<String, @Nullable Object> row = new TreeMap<>(CanonicalValues.row(each));
                byte[] json = CanonicalValues.write(row);
                ByteArrayOutputStream order = new ByteArrayOutputStream();
                for (String column : key) {
                    order.writeBytes(CanonicalValues.same(row.get(column))
                            .replace("\0", "\0\1")
                            .getBytes(StandardCharsets.UTF_8));
                    order.write(0);
                }
                // Equal rows of both sides come to stand beside each other.
                order.writeBytes(digest.digest(json));
                externalSort.add(order.toByteArray(), side, json);
            }
            return this;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private ExchangeException failed(IOException e) {
        return new ExchangeException("the rows of " + table + " find no room for their comparison on the disk", e);
    }

    /** Compares, once, and returns what differs. */
    public List<TableProblem> differences() {
        try {
            Iterator<ExternalSort.Item> items = externalSort.sorted();
            List<ExternalSort.Item> lost = new ArrayList<>();
            List<ExternalSort.Item> added = new ArrayList<>();
            byte[] before = new byte[0];
            while (items.hasNext() && problems.size() < MOST) {
                ExternalSort.Item item = items.next();
                byte[] of = Arrays.copyOf(item.key(), item.key().length - digest.getDigestLength());
                if (!Arrays.equals(of, before)) {
                    tell(lost, added);
                    before = of;
                }
                if (item.order() == 0) {
                    lost.add(item);
                } else if (!removeEqual(lost, item)) {
                    added.add(item);
                }
            }
            tell(lost, added);
            return List.copyOf(problems);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static boolean removeEqual(List<ExternalSort.Item> lost, ExternalSort.Item found) {
        // The one with the same digest is among the last, as they are sorted.
        for (int i = lost.size() - 1; i >= 0; i--) {
            if (Arrays.equals(lost.get(i).key(), found.key())) {
                lost.remove(i);
                return true;
            }
        }
        return false;
    }

    private void tell(List<ExternalSort.Item> lost, List<ExternalSort.Item> added) {
        for (int i = 0; i < Math.max(lost.size(), added.size()) && problems.size() < MOST; i++) {
            Map<String, @Nullable Object> expected =
                    i < lost.size() ? CanonicalValues.readRow(lost.get(i).value()) : null;
            Map<String, @Nullable Object> found =
                    i < added.size() ? CanonicalValues.readRow(added.get(i).value()) : null;
            if (expected == null) {
                add(Objects.requireNonNull(found), "", "is there and was not in the backup");
            } else if (found == null) {
                add(expected, "", "was not restored");
            } else {
                different(expected, found);
            }
        }
        lost.clear();
        added.clear();
    }

    private void different(Map<String, @Nullable Object> expected, Map<String, @Nullable Object> found) {
        Set<String> columns = new TreeSet<>(expected.keySet());
        columns.addAll(found.keySet());
        for (String column : columns) {
            if (!expected.containsKey(column)) {
                add(expected, column, "is not in the backup");
            } else if (!found.containsKey(column)) {
                add(expected, column, "is not in the table");
            } else if (!Objects.equals(expected.get(column), found.get(column))) {
                add(expected, column, "has another value than in the backup");
            }
        }
    }

    private void add(Map<String, @Nullable Object> row, String column, String rule) {
        String of = key.stream()
                .map(name -> name + " " + shown(CanonicalValues.same(row.get(name))))
                .collect(Collectors.joining(", "));
        problems.add(new TableProblem(table, of, column, rule));
    }

    private static String shown(String value) {
        String plain = value.replaceAll("\\p{Cntrl}", "?");
        return plain.length() > SHOWN ? plain.substring(0, SHOWN) + "…" : plain;
    }

    @Override
    public void close() {
        try {
            externalSort.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
