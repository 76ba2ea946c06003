// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import dev.bracketwire.sheets.SpreadsheetId;

/** The queues of one spreadsheet, which all handles of a client share. */
public final class SpreadsheetQueues {
    public final ReadQueue reads;
    public final WriteQueue writes;
    public final InfoCache info;
    public final TabImages images;

    private final Runnable forget;

    SpreadsheetQueues(SheetsService service, SpreadsheetId id) {
        WriteLog log = new WriteLog();
        this.forget = () -> {
            synchronized (log) {
                log.addChange();
                service.cache.drop(id);
            }
        };
        this.info = new InfoCache(service, id);
        this.images = new TabImages(service, id, log);
        this.reads = new ReadQueue(service, id, log);
        this.writes = new WriteQueue(service, id, log, info);
    }

    /** Forgets everything that was read; a read that is under way is not held and not shared any more. */
    public void refresh() {
        forget.run();
        info.drop();
        images.drop();
    }
}
