// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import dev.bracketwire.Call;
import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.config.Settings;
import dev.bracketwire.sheets.Sheets;
import dev.bracketwire.sheets.internal.CellValues;
import dev.bracketwire.sheets.table.internal.BindingCheck;
import dev.bracketwire.sheets.table.internal.BindingScope;
import dev.bracketwire.sheets.table.internal.BindingStore;
import dev.bracketwire.sheets.table.internal.BindingTables;
import dev.bracketwire.sheets.table.internal.StoredBinding;
import dev.bracketwire.store.Database;
import dev.bracketwire.store.Migrations;
import dev.bracketwire.store.PersonalTable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Knows which tab belongs to which tenant, in which mode and environment, for programs that serve many: a bot in many Discord
 * servers, a league with several divisions.
 *
 * <pre>{@code
 * SheetBindings bindings = SheetBindings.builder(sheets)
 *         .settings(settings.section("sheets.bindings"))
 *         .database(db)
 *         .build();
 * SheetTable players = bindings.table("guild-42", "normal", "production").get();
 * }</pre>
 *
 * <p>Bindings come from settings, and from a database in which organisers change them while the program runs. A stored binding
 * replaces that of the settings for the same tenant, mode and environment as a whole. Each lookup reads the database, so that all
 * nodes see a change with their next call.
 *
 * <p>Tenants share nothing: each binding has its own {@link SheetTable} with its own layout, and a tab belongs to one tenant and
 * one environment. Modes of one tenant in one environment may share a tab. A binding against this rule is refused in settings, by
 * {@link #bind}, and by {@link #table}.
 *
 * <p>Tenants, modes and environments are any text up to 100 characters, compared as they are. The database holds no personal data
 * except the actors in the history, which stay until {@link #personalTables} says otherwise. Safe for several threads.
 */
public final class SheetBindings {
    private final Sheets sheets;
    private final List<ColumnRole> roles;
    private final BindingStore store;
    private final @Nullable Database lease;
    private final InstantSource clock;
    private final Map<BindingScope, OpenTable> tables = new ConcurrentHashMap<>();

    private SheetBindings(Builder builder, Map<BindingScope, StoredBinding> settings) {
        this.sheets = builder.sheets;
        this.roles = builder.roles;
        this.store = new BindingStore(builder.database, settings);
        this.lease = builder.lease ? builder.database : null;
        this.clock = builder.clock;
    }

    /** Begins the options. */
    public static Builder builder(Sheets sheets) {
        return new Builder(sheets);
    }

    /** Returns the steps that make its tables, for hosts that apply scripts themselves. */
    public static Migrations migrations() {
        return BindingTables.STEPS;
    }

    /**
     * Returns where actors are in the database, for {@link dev.bracketwire.store.PersonalData}. To erase one leaves in the history
     * that a binding was changed, and when.
     *
     * @param history how long actors stay in the history
     */
    public static List<PersonalTable> personalTables(Duration history) {
        return List.of(PersonalTable.of("sheet_binding_event", "actor")
                .blanking("actor")
                .keptFor(history, "at"));
    }

    /**
     * Returns the table of a binding. It is the same object, with the layout it has detected, until the binding changes. Sends
     * nothing to Google.
     *
     * @throws SheetException (the call) if nothing is bound, or the tab belongs to another tenant or environment
     * @throws IllegalArgumentException if a name is blank, too long, or holds a NUL
     */
    public Call<SheetTable> table(String tenant, String mode, String environment) {
        BindingScope scope = new BindingScope(tenant, mode, environment);
        return store.find(scope, null).map(found -> {
            StoredBinding binding = found.binding();
            if (binding == null) {
                tables.remove(scope);
                throw unbound(scope);
            }
            List<SheetProblem> problems = problems(found);
            if (!problems.isEmpty()) {
                throw new SheetException(problems);
            }
            return Objects.requireNonNull(tables.compute(
                            scope,
                            (same, before) ->
                                    before != null && before.isCurrent(binding) ? before : opened(binding, before)))
                    .table;
        });
    }

    /** Returns the binding, stored or of the settings, if there is one. */
    public Call<Optional<SheetBinding>> find(String tenant, String mode, String environment) {
        return store.find(new BindingScope(tenant, mode, environment), null)
                .map(found -> Optional.ofNullable(found.binding()).map(StoredBinding::binding));
    }

    /** Returns all bindings of a tenant, by mode and environment. */
    public Call<List<SheetBinding>> all(String tenant) {
        return store.all(BindingScope.checked("tenant", tenant));
    }

    /** Returns all bindings, by tenant, mode and environment. */
    public Call<List<SheetBinding>> all() {
        return store.all(null);
    }

    /**
     * Compares a binding with the live sheet and returns everything that is wrong, in sentences for an organiser; empty if it is
     * right. Takes two reads and a write that changes no cell, by which Google says whether this account may write.
     *
     * @throws dev.bracketwire.CallException (the call) if Google cannot be asked
     */
    public Call<List<SheetProblem>> check(String tenant, String mode, String environment) {
        BindingScope scope = new BindingScope(tenant, mode, environment);
        return store.find(scope, null).then(found -> {
            StoredBinding binding = found.binding();
            if (binding == null) {
                return Call.done(unbound(scope).problems());
            }
            List<SheetProblem> unknown = unknownRoles(binding.binding(), roles);
            if (!unknown.isEmpty()) {
                return Call.done(problems(found));
            }
            return new BindingCheck(sheets, binding, open(binding.binding()))
                    .all()
                    .map(live -> Stream.concat(found.problems().stream(), live.problems().stream())
                            .toList());
        });
    }

    /**
     * Plans to store a binding, after a look at the live sheet. The title of the tab is stored as the sheet spells it. A plan for
     * a binding that is stored already is empty.
     *
     * @param actor the person or program that does it, as the application names it
     * @throws SheetException (the call) if the spreadsheet or the tab cannot be read and written, no header or a named column is
     *     not found, or the tab belongs to another tenant or environment
     * @throws IllegalStateException if there is no database
     */
    public Call<Plan<BindingChange>> planBind(SheetBinding binding, String actor) {
        return planBind(binding, actor, false);
    }

    /** Stores a binding; see {@link #planBind}. */
    public Call<Report<BindingChange>> bind(SheetBinding binding, String actor) {
        return planBind(binding, actor).then(Plan::apply);
    }

    /**
     * Plans to forget which header row, columns and key were named, so that all nodes detect the whole layout anew.
     *
     * @throws SheetException (the call) if nothing is bound, or as {@link #planBind} says
     * @throws IllegalStateException if there is no database
     */
    public Call<Plan<BindingChange>> planDetect(String tenant, String mode, String environment, String actor) {
        BindingScope scope = new BindingScope(tenant, mode, environment);
        BindingScope.checked("actor", actor);
        store.database();
        return store.find(scope, null).then(found -> {
            StoredBinding binding = found.binding();
            return binding == null
                    ? Call.failed(unbound(scope))
                    : planBind(binding.binding().detected(), actor, true);
        });
    }

    /** Detects the layout of a binding anew on all nodes; see {@link #planDetect}. */
    public Call<Report<BindingChange>> detect(String tenant, String mode, String environment, String actor) {
        return planDetect(tenant, mode, environment, actor).then(Plan::apply);
    }

    /**
     * Plans to remove a stored binding. If the settings have one, it holds again. The plan is empty if nothing is bound.
     *
     * @throws SheetException (the call) if the binding comes from the settings
     * @throws IllegalStateException if there is no database
     */
    public Call<Plan<BindingChange>> planUnbind(String tenant, String mode, String environment, String actor) {
        BindingScope scope = new BindingScope(tenant, mode, environment);
        BindingScope.checked("actor", actor);
        store.database();
        return store.find(scope, null).map(found -> {
            StoredBinding binding = found.binding();
            if (binding == null) {
                return plan(scope, null);
            }
            if (binding.version() == 0) {
                throw new SheetException(List.of(new SheetProblem(
                        scope.toString(), "is bound by the settings of the program", "", "remove it from them")));
            }
            return plan(
                    scope,
                    new BindingChange(
                            BindingChange.UNBIND,
                            binding.binding(),
                            store.ofSettings(scope),
                            null,
                            binding.version(),
                            actor));
        });
    }

    /** Removes a stored binding; see {@link #planUnbind}. */
    public Call<Report<BindingChange>> unbind(String tenant, String mode, String environment, String actor) {
        return planUnbind(tenant, mode, environment, actor).then(Plan::apply);
    }

    /**
     * Returns the changes of a binding with their actors and times, the oldest first.
     *
     * @throws IllegalStateException if there is no database
     */
    public Call<List<BindingEvent>> history(String tenant, String mode, String environment) {
        return store.history(new BindingScope(tenant, mode, environment));
    }

    private Call<Plan<BindingChange>> planBind(SheetBinding wanted, String actor, boolean again) {
        BindingScope scope = BindingScope.of(wanted);
        BindingScope.checked("actor", actor);
        store.database();
        List<SheetProblem> unknown = unknownRoles(wanted, roles);
        if (!unknown.isEmpty()) {
            return Call.failed(new SheetException(unknown));
        }
        return new BindingCheck(sheets, StoredBinding.ofSettings(wanted), open(wanted))
                .usable()
                .then(live -> {
                    if (live.tab() == null || !live.problems().isEmpty()) {
                        throw new SheetException(live.problems());
                    }
                    SheetBinding binding = wanted.titled(live.tab().title());
                    int sheetId = live.tab().sheetId();
                    return store.find(scope, new StoredBinding(binding, sheetId, 0))
                            .map(found -> planned(binding, sheetId, found, actor, again));
                });
    }

    private Plan<BindingChange> planned(
            SheetBinding binding, int sheetId, BindingStore.Found found, String actor, boolean again) {
        if (!found.problems().isEmpty()) {
            throw new SheetException(found.problems());
        }
        BindingScope scope = BindingScope.of(binding);
        StoredBinding before = found.binding();
        long seen = before == null ? 0 : before.version();
        boolean same = before != null && before.binding().equals(binding);
        boolean stored = before != null && before.equals(new StoredBinding(binding, sheetId, seen));
        if (stored && seen > 0 && !again) {
            return plan(scope, null);
        }
        String kind =
                again ? BindingChange.DETECT : before == null || same ? BindingChange.BIND : BindingChange.REPLACE;
        return plan(
                scope,
                new BindingChange(kind, before == null ? null : before.binding(), binding, sheetId, seen, actor));
    }

    private Plan<BindingChange> plan(BindingScope scope, @Nullable BindingChange change) {
        return Plan.builder("binding of " + scope, (BindingChange each) -> store.apply(each, clock.instant()))
                .addAll(change == null ? List.of() : List.of(change))
                .build();
    }

    private static SheetException unbound(BindingScope scope) {
        return new SheetException(
                List.of(new SheetProblem(scope.toString(), "is bound to no tab", "", "bind a tab to it first")));
    }

    private List<SheetProblem> problems(BindingStore.Found found) {
        StoredBinding binding = found.binding();
        List<SheetProblem> problems = new ArrayList<>(found.problems());
        if (binding != null) {
            problems.addAll(unknownRoles(binding.binding(), roles));
        }
        return problems;
    }

    /** Returns the roles of a binding that its table would not know. */
    static List<SheetProblem> unknownRoles(SheetBinding binding, List<ColumnRole> roles) {
        List<String> known = roles.stream().map(ColumnRole::name).toList();
        return Stream.concat(binding.columns().keySet().stream(), binding.without().stream())
                .filter(role -> !known.contains(role))
                .map(role -> new SheetProblem(
                        CellValues.shown(binding.tab()),
                        "is no role of a column",
                        role,
                        "the roles are " + String.join(", ", known)))
                .toList();
    }

    private OpenTable opened(StoredBinding binding, @Nullable OpenTable before) {
        SheetTable table = open(binding.binding());
        Integer sheetId = binding.sheetId();
        table = sheetId == null ? table : table.numbered(sheetId);
        if (before != null) {
            table.refresh(); // a layout is not detected in cells from before the change
        }
        return new OpenTable(binding, table);
    }

    private SheetTable open(SheetBinding binding) {
        SheetTable table =
                sheets.spreadsheet(binding.spreadsheet()).table(binding.tab()).roles(roles);
        Integer headerRow = binding.headerRow();
        table = headerRow == null ? table : table.headerRow(headerRow);
        for (Map.Entry<String, String> column : binding.columns().entrySet()) {
            table = table.column(column.getKey(), column.getValue());
        }
        for (String role : binding.without()) {
            table = table.without(role);
        }
        String key = binding.key();
        table = key == null ? table : table.key(key);
        return lease == null ? table : table.lease(lease);
    }

    /** The table that is kept for a binding. */
    private record OpenTable(StoredBinding binding, SheetTable table) {
        /** Whether it is of this binding, or of a later one than a slow reader has found. */
        boolean isCurrent(StoredBinding found) {
            return binding.equals(found) || (found.version() > 0 && binding.version() > found.version());
        }
    }

    /** Collects the options of {@link SheetBindings}. */
    public static final class Builder {
        private final Sheets sheets;
        private List<ColumnRole> roles = ColumnRole.registration();
        private @Nullable Settings settings;
        private @Nullable Database database;
        private boolean lease;
        private InstantSource clock = InstantSource.system();

        private Builder(Sheets sheets) {
            this.sheets = Objects.requireNonNull(sheets, "sheets");
        }

        /** Sets the roles of all tables; those of {@link ColumnRole#registration()} unless set. */
        public Builder roles(ColumnRole... all) {
            this.roles = List.of(all);
            return this;
        }

        /**
         * Reads bindings from settings: each has a name of your choice, {@code tenant}, {@code mode}, {@code environment},
         * {@code spreadsheet} (id or address), {@code tab}, and if need be {@code headerRow}, {@code columns} (by role),
         * {@code without} (roles) and {@code key}. They are never changed while the program runs.
         */
        public Builder settings(Settings section) {
            this.settings = Objects.requireNonNull(section, "section");
            return this;
        }

        /** Stores bindings in this database, so that they can be changed. {@link #build} makes the tables. */
        public Builder database(Database db) {
            this.database = Objects.requireNonNull(db, "db");
            return this;
        }

        /** Lets only one of all nodes on the database write into a tab at a time; see {@link SheetTable#lease}. */
        public Builder lease() {
            this.lease = true;
            return this;
        }

        /** Sets the clock that gives the times of the history. */
        public <C extends InstantSource & LongSupplier & ScheduledExecutorService> Builder clock(C time) {
            this.clock = Objects.requireNonNull(time, "time");
            return this;
        }

        /**
         * Makes it. Blocks while the tables are made in the database, and asks Google for nothing.
         *
         * @throws ConfigurationException with every problem of the settings
         */
        public SheetBindings build() {
            List<Problem> problems = new ArrayList<>();
            Map<BindingScope, StoredBinding> read =
                    settings == null ? Map.of() : BindingSettings.read(settings, roles, problems);
            if (settings == null && database == null) {
                problems.add(new Problem("bindings", "must come from settings, a database, or both"));
            }
            if (lease && database == null) {
                problems.add(new Problem("lease", "needs a database"));
            }
            if (!problems.isEmpty()) {
                throw new ConfigurationException(problems);
            }
            if (database != null) {
                database.migrate(BindingTables.STEPS).get();
            }
            return new SheetBindings(this, read);
        }
    }
}
