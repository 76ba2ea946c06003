// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import dev.bracketwire.Call;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.connector.Body;
import dev.bracketwire.sheets.A1;
import dev.bracketwire.sheets.CellAddress;
import dev.bracketwire.sheets.CellGrid;
import dev.bracketwire.sheets.ReadMode;
import dev.bracketwire.sheets.SpreadsheetId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Describes the requests that read values. */
final class ValueRequests {
    private static final String SERIAL = "SERIAL_NUMBER";
    // Google and the proxies before it take URLs of 8 kB.
    static final int MOST_URL = 6_000;

    private ValueRequests() {}

    static Call<List<CellGrid>> read(SheetsService service, SpreadsheetId id, List<PendingRead> reads) {
        return read(
                service,
                id,
                reads.stream().map(read -> read.key.address()).toList(),
                reads.get(0).key.mode());
    }

    /** Reads ranges that are all A1, or all of another kind; the grids are in their order. */
    static Call<List<CellGrid>> read(
            SheetsService service, SpreadsheetId id, List<? extends CellAddress> addresses, ReadMode mode) {
        SheetsEndpoints endpoints = service.endpoints;
        String render = ValuesWriter.renderOption(mode);
        List<String> ranges = addresses.stream().map(Object::toString).toList();
        if (!(addresses.get(0) instanceof A1) || !fitsIntoUrl(ranges)) {
            return endpoints
                    .batchGetByDataFilter(id.value(), json(DataFilters.request(addresses, mode)))
                    .map(reply -> decoded("values:batchGetByDataFilter", () -> matched(reply, addresses, mode)));
        }
        if (ranges.size() == 1) {
            return endpoints
                    .values(id.value(), ranges.get(0), render, SERIAL)
                    .map(reply ->
                            decoded("values/{range}", () -> all(List.of(ValuesReader.read(reply, mode)), addresses)));
        }
        return endpoints
                .batchGet(id.value(), ranges, render, SERIAL)
                .map(reply -> decoded("values:batchGet", () -> all(ValuesReader.readBatch(reply, mode), addresses)));
    }

    /** Returns JSON that is written already as a body. */
    static Body json(byte[] text) {
        return Body.bytes("application/json; charset=UTF-8", text);
    }

    // Google does not promise the order of ranges found by filters.
    private static List<CellGrid> matched(byte[] reply, List<? extends CellAddress> addresses, ReadMode mode)
            throws MalformedValuesException {
        List<MatchedGrid> found = ValuesReader.readMatched(reply, mode);
        List<CellGrid> grids = new ArrayList<>();
        for (CellAddress address : addresses) {
            List<CellGrid> matches = found.stream()
                    .filter(match -> match.filters().contains(address))
                    .map(MatchedGrid::grid)
                    .toList();
            if (matches.isEmpty()) {
                throw new NotFoundException(
                        SheetsService.where("read"),
                        "no cells are at " + address + ": the metadata or the tab is gone");
            }
            if (matches.size() > 1) {
                throw new MalformedValuesException(
                        "valueRanges",
                        "one range for " + address,
                        "has " + matches.size() + ": give each its own key or value");
            }
            grids.add(matches.get(0));
        }
        return grids;
    }

    private static List<CellGrid> all(List<CellGrid> grids, List<? extends CellAddress> asked)
            throws MalformedValuesException {
        if (grids.size() != asked.size()) {
            throw new MalformedValuesException("valueRanges", asked.size() + " ranges", "has " + grids.size());
        }
        for (int i = 0; i < grids.size(); i++) {
            if (asked.get(i) instanceof A1 range
                    && !isAnswerTo(range, grids.get(i).range())) {
                throw new MalformedValuesException(
                        "valueRanges[" + i + "].range", range.toString(), "is another range");
            }
        }
        return grids;
    }

    private static boolean isAnswerTo(A1 asked, A1 answered) {
        return asked.tab() == null
                || asked.name() != null
                || (asked.tab().equalsIgnoreCase(answered.tab())
                        && asked.cells().startRow() == answered.cells().startRow()
                        && asked.cells().startColumn() == answered.cells().startColumn());
    }

    /** Whether ranges can be named in a URL. */
    static boolean fitsIntoUrl(List<String> ranges) {
        return ranges.stream().mapToLong(ValueRequests::lengthInUrl).sum() <= MOST_URL;
    }

    /** Returns the characters that a range takes in a URL, with the name of its parameter. */
    static int lengthInUrl(String range) {
        return 8 + URLEncoder.encode(range, StandardCharsets.UTF_8).length();
    }

    private static <T> T decoded(String operation, Decoding<T> decoding) {
        try {
            return decoding.decode();
        } catch (MalformedValuesException e) {
            throw new MalformedReplyException(SheetsService.where(operation), e.path(), e.expected(), e.found());
        }
    }

    private interface Decoding<T> {
        T decode() throws MalformedValuesException;
    }
}
