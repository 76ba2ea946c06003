// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.Call;
import dev.bracketwire.ForbiddenException;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.internal.retrofit.RetrofitEndpoints;
import dev.bracketwire.sheets.SpreadsheetId;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Google Drive for the version of a spreadsheet, which changes with each edit and costs none of the quota of Sheets.
 * Where the credential may not use Drive, there is no version, and a read shows the changes.
 */
public final class ChangeCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeCheck.class);

    private final SheetsEndpoints.@Nullable Drive drive;
    private final UsageCounts usage;
    private volatile @Nullable String unusable;

    /**
     * Makes a check.
     *
     * @param connector the connector to Drive; null where there is none
     * @param unusable the reason why Drive cannot be used; null where it can
     */
    public ChangeCheck(@Nullable Connector connector, UsageCounts usage, @Nullable String unusable) {
        this.drive = connector == null ? null : RetrofitEndpoints.of(connector, SheetsEndpoints.Drive.class);
        this.usage = usage;
        this.unusable = unusable;
    }

    /** Returns the reason why the version cannot be asked for; null if it can. */
    public @Nullable String unusable() {
        return unusable;
    }

    /** Asks for the version and the time of the last change. */
    public Call<JsonNode> file(SpreadsheetId id) {
        if (drive == null) {
            throw new IllegalStateException("this client does not use Drive: " + unusable);
        }
        usage.driveCalls.increment();
        return drive.file(id.value(), "version,modifiedTime", true);
    }

    /** Completes with the version, or with null where it is not known. */
    public CompletableFuture<@Nullable String> version(SpreadsheetId id) {
        if (unusable != null || drive == null) {
            logOnce();
            return CompletableFuture.completedFuture(null);
        }
        return file(id).start().handle((file, failure) -> {
            if (failure == null) {
                return file.path("version").isMissingNode()
                        ? null
                        : file.path("version").asText();
            }
            Throwable cause = Causes.of(failure);
            if (cause instanceof ForbiddenException refusal) {
                unusable = "Drive answered " + refusal.status() + " " + refusal.problem();
                logOnce();
            }
            return null; // the read that follows shows the problem, if there is one
        });
    }

    private boolean logged;

    private synchronized void logOnce() {
        if (!logged) {
            logged = true;
            LOG.info(
                    "changes of spreadsheets are found by reading them, within the read quota, because Drive cannot be"
                            + " used: {}. The scope drive.metadata.readonly and the Drive API allow a cheaper check",
                    unusable);
        }
    }
}
