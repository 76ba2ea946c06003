// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.google;

import com.google.api.services.sheets.v4.model.BatchUpdateSpreadsheetRequest;
import com.google.api.services.sheets.v4.model.Request;
import dev.bracketwire.sheets.SheetChange;
import java.util.List;

/** Converts requests of Google's Java client to {@link SheetChange}. */
public final class GoogleModels {
    private GoogleModels() {}

    /**
     * Returns the change that sends this request as it is.
     *
     * @throws IllegalArgumentException unless exactly one kind of request is set
     */
    public static SheetChange change(Request request) {
        return SheetChange.request(request);
    }

    /** Returns the changes that send these requests as they are. Ignores options of the reply. */
    public static List<SheetChange> batch(BatchUpdateSpreadsheetRequest request) {
        return request.getRequests() == null
                ? List.of()
                : request.getRequests().stream().map(GoogleModels::change).toList();
    }
}
