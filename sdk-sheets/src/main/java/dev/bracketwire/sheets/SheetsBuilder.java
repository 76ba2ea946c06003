// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import dev.bracketwire.CallThreads;
import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.connector.CallListener;
import dev.bracketwire.connector.Cassette;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.ConnectorConfigBuilder;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.RetryPolicy;
import dev.bracketwire.connector.Timeouts;
import dev.bracketwire.connector.TransportOptions;
import dev.bracketwire.connector.Upstream;
import dev.bracketwire.connector.health.ChecklistItem;
import dev.bracketwire.sheets.internal.ChangeCheck;
import dev.bracketwire.sheets.internal.GoogleReplyRules;
import dev.bracketwire.sheets.internal.SheetsService;
import dev.bracketwire.sheets.internal.UsageCounts;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Collects the options of a {@link Sheets} client. {@link #build()} reports all problems at once. */
public final class SheetsBuilder {
    private static final URI SHEETS = URI.create("https://sheets.googleapis.com/");
    private static final URI DRIVE = URI.create("https://www.googleapis.com/");
    private static final Upstream UPSTREAM =
            Upstream.unknown().documentation(URI.create("https://developers.google.com/workspace/sheets/api"));

    // Google works on one request for up to three minutes, and a quota comes back after one.
    private static final Timeouts TIMEOUTS =
            Timeouts.defaults().attempt(Duration.ofSeconds(60)).call(Duration.ofMinutes(2));

    // Nanoseconds do not hold more than some centuries.
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    static final int READ_CELLS = 150_000;
    static final int WRITE_BYTES = 2_000_000;

    private final GoogleAccess access;
    private final List<Consumer<ConnectorConfigBuilder>> options = new ArrayList<>();

    // Those that hold for the token endpoint too.
    private final List<Consumer<ConnectorConfigBuilder>> network = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private String id = "google-sheets";
    private URI base = SHEETS;
    private URI driveBase = DRIVE;
    private Timeouts timeouts = TIMEOUTS;
    private @Nullable SheetsBudget budget;
    private @Nullable SpreadsheetId probe;
    private Duration soft = Duration.ofSeconds(30);
    private Duration hard = Duration.ofMinutes(10);
    private Duration stale = Duration.ofHours(1);
    private Duration window = Duration.ofMillis(5);
    private Duration pace = Duration.ofSeconds(1);
    private Duration closing = Duration.ofSeconds(10);
    private long cachedCells = 2_000_000;
    private int chunkCells = READ_CELLS;
    private int chunkBytes = WRITE_BYTES;

    SheetsBuilder(GoogleAccess access) {
        this.access = Objects.requireNonNull(access, "access");
    }

    /** Sets the id of the connector in registries, messages and metrics, {@code google-sheets} unless set. */
    public SheetsBuilder id(String connector) {
        this.id = Objects.requireNonNull(connector, "connector");
        return this;
    }

    /** Sets where Sheets and Drive are: a proxy, or the testkit's {@code FakeSheets}. The credential goes there. */
    public SheetsBuilder base(URI sheetsAndDrive) {
        this.base = Objects.requireNonNull(sheetsAndDrive, "sheetsAndDrive");
        this.driveBase = sheetsAndDrive;
        return this;
    }

    /** Sets the budget of requests, to share one between several clients; Google's default quota unless set. */
    public SheetsBuilder budget(SheetsBudget shared) {
        this.budget = Objects.requireNonNull(shared, "shared");
        return this;
    }

    /**
     * Sets the age from which a cached range is refreshed in the background, 30 seconds unless set, and the age from which it is
     * read again before it is served, 10 minutes unless set. Zero and zero turn the cache off.
     */
    public SheetsBuilder lifetimes(Duration softLifetime, Duration hardLifetime) {
        this.soft = capped(softLifetime);
        this.hard = capped(hardLifetime);
        if (soft.isNegative() || hard.compareTo(soft) < 0) {
            problems.add(
                    new Problem("lifetimes", "must not be negative, and the hard one not shorter than the soft one"));
        }
        return this;
    }

    /** Sets the age up to which a cached range is served while Google answers 429 or 503; an hour unless set. */
    public SheetsBuilder staleOnError(Duration age) {
        this.stale = notNegative("staleOnError", age);
        return this;
    }

    /** Sets the cells that the cache holds at most, 2,000,000 unless set; the ranges not used for longest go first. */
    public SheetsBuilder cachedCells(long most) {
        this.cachedCells = most;
        check(most >= 0, "cachedCells", "must not be negative, not " + most);
        return this;
    }

    /** Sets how long an idle client waits for more requests to merge, 5 milliseconds unless set. */
    public SheetsBuilder mergeWindow(Duration time) {
        this.window = notNegative("mergeWindow", time);
        return this;
    }

    /**
     * Sets the least time between two write requests for one spreadsheet, one second unless set, as Google advises. Writes that
     * are asked for meanwhile are merged into the next request.
     */
    public SheetsBuilder writePace(Duration time) {
        this.pace = notNegative("writePace", time);
        return this;
    }

    /** Sets the cells that one read asks for at most, 150,000 unless set, and the bytes that one write sends, 2,000,000. */
    public SheetsBuilder chunks(int readCells, int writeBytes) {
        this.chunkCells = readCells;
        this.chunkBytes = writeBytes;
        check(readCells >= 1 && writeBytes >= 1, "chunks", "must be at least 1");
        return this;
    }

    /** Sets how long {@link Sheets#close} waits for writes that are queued, 10 seconds unless set. */
    public SheetsBuilder closing(Duration time) {
        this.closing = notNegative("closing", time);
        return this;
    }

    /** Sets a spreadsheet whose title {@code health()} asks for; without one, health is that of the last request. */
    public SheetsBuilder probe(SpreadsheetId spreadsheet) {
        this.probe = Objects.requireNonNull(spreadsheet, "spreadsheet");
        return this;
    }

    /** Sets how long each part may take; an attempt a minute and a call two unless set. */
    public SheetsBuilder timeouts(Timeouts limits) {
        this.timeouts = Objects.requireNonNull(limits, "limits");
        return this;
    }

    /** Sets how connections are made, for proxies and private roots. */
    public SheetsBuilder transport(TransportOptions transport) {
        Objects.requireNonNull(transport, "transport");
        return everywhere(config -> config.transport(transport));
    }

    /** Adds a listener of calls. */
    public SheetsBuilder listener(CallListener listener) {
        Objects.requireNonNull(listener, "listener");
        return with(config -> config.listener(listener));
    }

    /** Answers from a recording, or makes one, in the place of the network; for tests. */
    public SheetsBuilder cassette(Cassette recording) {
        Objects.requireNonNull(recording, "recording");
        return with(config -> config.cassette(recording));
    }

    /** Records that a duty is met which no program can see; the checklist says when that has gone stale. */
    public SheetsBuilder attest(ChecklistItem duty, String by, LocalDate on) {
        return with(config -> config.attest(duty, by, on));
    }

    /** Sets where started calls run and complete; daemon threads unless set. */
    public SheetsBuilder executor(Executor own) {
        Objects.requireNonNull(own, "own");
        return everywhere(config -> config.executor(own));
    }

    /** Sets the clock that dates, intervals and waits go by, such as the testkit's {@code ManualClock}. */
    public <C extends InstantSource & LongSupplier & ScheduledExecutorService> SheetsBuilder clock(C clock) {
        Objects.requireNonNull(clock, "clock");
        return everywhere(config -> config.clock(clock));
    }

    private SheetsBuilder with(Consumer<ConnectorConfigBuilder> option) {
        options.add(option);
        return this;
    }

    private SheetsBuilder everywhere(Consumer<ConnectorConfigBuilder> option) {
        network.add(option);
        return with(option);
    }

    private Duration notNegative(String name, Duration time) {
        check(!time.isNegative(), name, "must not be negative, not " + time);
        return capped(time);
    }

    private static Duration capped(Duration time) {
        return time.compareTo(FOR_EVER) > 0 ? FOR_EVER : time;
    }

    private void check(boolean holds, String name, String rule) {
        if (!holds) {
            problems.add(new Problem(name, rule));
        }
    }

    /**
     * Makes the client. Sends nothing.
     *
     * @throws ConfigurationException with every problem found
     */
    public Sheets build() {
        GoogleAccess.Opened opened = opened();
        Set<GoogleScope> scopes = opened.scopes();
        boolean writes = scopes.contains(GoogleScope.SPREADSHEETS) || scopes.contains(GoogleScope.DRIVE_FILE);
        boolean readsDrive =
                scopes.contains(GoogleScope.DRIVE_FILE) || scopes.contains(GoogleScope.DRIVE_METADATA_READONLY);
        SheetsBudget limits = budget == null ? SheetsBudget.standard() : budget;
        ConnectorConfig config =
                config(id, base, opened).limiter(limits.limiter()).build();
        String withoutDrive = readsDrive ? null : "the credential has no scope of Drive";
        Connector drive = withoutDrive == null
                ? Connector.create(config(id + "-drive", driveBase, opened).build())
                : null;
        Connector connector = Connector.create(config);
        CallThreads threads = config.threads(id);
        UsageCounts usage = new UsageCounts();
        SheetsService service = new SheetsService(
                connector,
                new ChangeCheck(drive, usage, withoutDrive),
                threads,
                usage,
                new SheetsService.Options(
                        window,
                        pace,
                        soft,
                        hard,
                        stale,
                        cachedCells,
                        chunkCells,
                        chunkBytes,
                        timeouts.call(),
                        () -> limits.readDelay(opened.auth().principal()),
                        () -> limits.writeDelay(opened.auth().principal()),
                        writes));
        return new Sheets(
                service,
                connector,
                drive,
                limits,
                new SheetsCapabilities(scopes, writes, withoutDrive == null, withoutDrive),
                opened.auth()::account,
                closing,
                opened::close);
    }

    // With the problems of the options and of the credentials in one exception.
    private GoogleAccess.Opened opened() {
        List<Problem> all = new ArrayList<>(problems);
        try {
            GoogleAccess.Opened opened = access.open(config -> {
                network.forEach(option -> option.accept(config));
                return config;
            });
            if (all.isEmpty()) {
                return opened;
            }
            opened.close();
        } catch (ConfigurationException e) {
            all.addAll(e.problems());
        }
        throw new ConfigurationException(all);
    }

    private ConnectorConfigBuilder config(String name, URI url, GoogleAccess.Opened opened) {
        ConnectorConfigBuilder config = ConnectorConfig.builder(name, url)
                .auth(opened.auth())
                .timeouts(timeouts)
                .retry(RetryPolicy.defaults().attempts(6))
                .parameter("prettyPrint", "false")
                .rule(new GoogleReplyRules())
                .upstream(UPSTREAM);
        if (probe != null && name.equals(id)) {
            config.probe(Request.get("/v4/spreadsheets/{id}", probe.value()).query("fields", "spreadsheetId"));
        }
        options.forEach(option -> option.accept(config));
        return config;
    }
}
