// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts the work of one client: asked for, saved, sent, and by which place in the user's code. */
public final class UsageCounts {
    private static final int MOST_SITES = 1_000;
    private static final Set<String> TABLES = Set.of(
            "dev.bracketwire.sheets.table.SheetTable",
            "dev.bracketwire.sheets.table.RegistrationList",
            "dev.bracketwire.sheets.table.LobbyBlocks",
            "dev.bracketwire.sheets.table.TableWatch",
            "dev.bracketwire.sheets.table.SheetBindings");
    private static final StackWalker STACK = StackWalker.getInstance();

    public final LongAdder reads = new LongAdder();
    public final LongAdder writes = new LongAdder();
    public final LongAdder readCalls = new LongAdder();
    public final LongAdder writeCalls = new LongAdder();
    public final LongAdder driveCalls = new LongAdder();
    public final LongAdder cached = new LongAdder();
    public final LongAdder stale = new LongAdder();
    public final LongAdder shared = new LongAdder();
    public final LongAdder unchanged = new LongAdder();
    private final Map<String, LongAdder> sites = new ConcurrentHashMap<>();

    /** Returns the place in the user's code that runs this thread, such as {@code Bot.checkIn:42}. */
    static String callSite() {
        return STACK.walk(frames -> frames.filter(frame -> !isOurs(frame.getClassName()))
                .findFirst()
                .map(frame -> simple(frame.getClassName()) + "." + frame.getMethodName() + ":" + frame.getLineNumber())
                .orElse("a started call"));
    }

    private static boolean isOurs(String name) {
        return name.startsWith("dev.bracketwire.sheets.Sheets")
                || name.startsWith("dev.bracketwire.sheets.Spreadsheet")
                || name.startsWith("dev.bracketwire.sheets.internal.")
                || name.startsWith("dev.bracketwire.sheets.table.internal.")
                || isTable(name)
                || name.startsWith("dev.bracketwire.internal.")
                || name.startsWith("dev.bracketwire.connector.internal.")
                || name.equals("dev.bracketwire.Call")
                || name.startsWith("dev.bracketwire.Call$")
                || name.startsWith("dev.bracketwire.CallThreads")
                || name.startsWith("dev.bracketwire.WorkRun")
                || name.startsWith("java.");
    }

    private static boolean isTable(String name) {
        int inner = name.indexOf('$');
        return TABLES.contains(inner < 0 ? name : name.substring(0, inner));
    }

    private static String simple(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** Charges a call to Google to the place that asked for it first. */
    void charge(String site) {
        if (sites.size() < MOST_SITES || sites.containsKey(site)) {
            sites.computeIfAbsent(site, added -> new LongAdder()).increment();
        }
    }

    /** Returns the calls to Google by the place in the user's code that asked for them. */
    public Map<String, Long> bySite() {
        Map<String, Long> calls = new TreeMap<>();
        sites.forEach((site, count) -> calls.put(site, count.sum()));
        return calls;
    }
}
