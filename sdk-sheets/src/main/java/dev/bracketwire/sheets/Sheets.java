// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import dev.bracketwire.Call;
import dev.bracketwire.config.Settings;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.sheets.internal.SheetsService;
import dev.bracketwire.sheets.internal.StructureCalls;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reaches Google spreadsheets with one credential, within Google's quota. Make one for each credential, share it between
 * threads, and close it when the application ends.
 *
 * <pre>{@code
 * try (Sheets sheets = Sheets.create(GoogleAccess.environment())) {
 *     Spreadsheet cup = sheets.spreadsheet("https://docs.google.com/spreadsheets/d/…/edit");
 *     System.out.println(cup.read("Players!A2:C").get().rows());
 * }
 * }</pre>
 */
public final class Sheets implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sheets.class);

    private final SheetsService service;
    private final Connector connector;
    private final @Nullable Connector drive;
    private final SheetsBudget budget;
    private final SheetsCapabilities capabilities;
    private final Supplier<Optional<String>> account;
    private final Duration closing;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    Sheets(
            SheetsService service,
            Connector connector,
            @Nullable Connector drive,
            SheetsBudget budget,
            SheetsCapabilities capabilities,
            Supplier<Optional<String>> account,
            Duration closing,
            Runnable release) {
        this.service = service;
        this.connector = connector;
        this.drive = drive;
        this.budget = budget;
        this.capabilities = capabilities;
        this.account = account;
        this.closing = closing;
        this.release = release;
    }

    /** Makes a client with defaults; {@link #builder(GoogleAccess)} has options. */
    public static Sheets create(GoogleAccess access) {
        return builder(access).build();
    }

    /** Begins the options of a client. */
    public static SheetsBuilder builder(GoogleAccess access) {
        return new SheetsBuilder(access);
    }

    /**
     * Begins the options of a client with those that settings hold; the guide lists all keys.
     *
     * @throws dev.bracketwire.ConfigurationException with every problem of the settings
     */
    public static SheetsBuilder builder(Settings section) {
        return SheetsSettings.builder(section);
    }

    /** Returns a handle of a spreadsheet. Sends nothing. */
    public Spreadsheet spreadsheet(SpreadsheetId id) {
        return new Spreadsheet(service, id);
    }

    /** Returns a handle of a spreadsheet by its id or any form of its URL. Sends nothing. */
    public Spreadsheet spreadsheet(String idOrUrl) {
        return spreadsheet(SpreadsheetId.parse(idOrUrl));
    }

    /**
     * Makes a spreadsheet, with one tab unless tabs are named. Never sent twice. A service account owns no storage and is
     * refused: let a user of OAuth make it, or make it in a shared drive, and share it.
     *
     * @param tabs the titles of its tabs
     */
    public Call<Spreadsheet> createSpreadsheet(String title, String... tabs) {
        return StructureCalls.create(service, title, List.of(tabs)).map(this::spreadsheet);
    }

    /** Returns the budget of requests, which clients of one Google project share. */
    public SheetsBudget budget() {
        return budget;
    }

    /** Returns counts of the work since this client was made. */
    public SheetsUsage usage() {
        var counts = service.usage;
        return new SheetsUsage(
                counts.reads.sum(),
                counts.writes.sum(),
                counts.readCalls.sum(),
                counts.writeCalls.sum(),
                counts.driveCalls.sum(),
                counts.cached.sum(),
                counts.stale.sum(),
                counts.shared.sum(),
                counts.unchanged.sum(),
                budget.readsLeft(),
                budget.writesLeft(),
                service.depth(),
                service.cache.oldest(),
                counts.bySite());
    }

    /** Returns which optional parts of Google this client can use, as far as that is known by now. */
    public SheetsCapabilities capabilities() {
        String without = service.changeCheck.unusable();
        return new SheetsCapabilities(capabilities.scopes(), capabilities.writes(), without == null, without);
    }

    /**
     * Returns the e-mail address with which people share their spreadsheets: that of the service account, or of the user it acts
     * for. Empty for other credentials, and before the first call where there are several.
     */
    public Optional<String> findAccount() {
        return account.get();
    }

    /** Returns the connector to Sheets, for its health, diagnosis and checklist. Do not close it; close this. */
    public Connector connector() {
        return connector;
    }

    /** Returns the connector to Drive; empty where the credential has no scope of Drive. */
    public Optional<Connector> findDriveConnector() {
        return Optional.ofNullable(drive);
    }

    /**
     * Sends the writes that wait, cancels all reads, and ends threads and connections. Blocks until the writes are answered, for
     * at most 10 seconds unless {@link SheetsBuilder#closing} says otherwise; the calls of writes that are left then fail with
     * {@link dev.bracketwire.CancelledException}.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            service.drained().get(closing.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            LOG.warn("closed with {} requests not sent, because Google took longer than {}", service.depth(), closing);
        } catch (ExecutionException | CancellationException e) {
            LOG.warn("writes could not be sent before the end", e);
        } finally {
            service.close();
            service.threads.close();
            connector.close();
            if (drive != null) {
                drive.close();
            }
            release.run();
        }
    }

    /** Names the origin that it reaches. */
    @Override
    public String toString() {
        return "Sheets[" + connector.config().base() + "]";
    }
}
