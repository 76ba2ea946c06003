// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.services.sheets.v4.model.BatchUpdateSpreadsheetRequest;
import com.google.api.services.sheets.v4.model.Sheet;
import com.google.api.services.sheets.v4.model.SheetProperties;
import com.google.api.services.sheets.v4.model.Spreadsheet;
import com.google.api.services.sheets.v4.model.SpreadsheetProperties;
import dev.bracketwire.Call;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.WorkRun;
import dev.bracketwire.sheets.A1;
import dev.bracketwire.sheets.CellDetails;
import dev.bracketwire.sheets.MetadataLookup;
import dev.bracketwire.sheets.SheetMetadata;
import dev.bracketwire.sheets.SpreadsheetId;
import dev.bracketwire.sheets.SpreadsheetInfo;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** Sends the requests that concern the structure of a spreadsheet. */
public final class StructureCalls {
    private StructureCalls() {}

    /** Sends changes in one request, in the order of the write queue. Returns the state after them. */
    public static Call<SpreadsheetInfo> change(
            SheetsService service, SpreadsheetId id, Function<ChangeTargets, List<?>> requests) {
        return service.threads.callAsync("change", service.options.call(), run -> {
            PendingWrite change = PendingWrite.change(info -> {
                Map<String, Object> body = new BatchUpdateSpreadsheetRequest().setIncludeSpreadsheetInResponse(true);
                body.put("requests", requests.apply(new ChangeTargets(info)));
                return ModelJson.body(body);
            });
            SpreadsheetQueues queues = service.queues(id);
            return queues.writes.add(List.of(change), run).get(0).thenCompose(outcome -> {
                JsonNode reply = outcome.reply();
                if (reply == null || !reply.has("updatedSpreadsheet")) {
                    return queues.info.read(run);
                }
                SpreadsheetInfo changed = SheetsService.decoded(
                        "change", true, () -> SpreadsheetInfoReader.read(reply.path("updatedSpreadsheet")));
                queues.info.replace(changed);
                return CompletableFuture.completedFuture(changed);
            });
        });
    }

    /** Makes a spreadsheet with these tabs, or with one that Google names. */
    public static Call<SpreadsheetId> create(SheetsService service, String title, List<String> tabs) {
        Spreadsheet spreadsheet = new Spreadsheet().setProperties(new SpreadsheetProperties().setTitle(title));
        if (!tabs.isEmpty()) {
            spreadsheet.setSheets(tabs.stream()
                    .map(tab -> new Sheet().setProperties(new SheetProperties().setTitle(tab)))
                    .toList());
        }
        return counted(
                        service,
                        "create",
                        true,
                        () -> service.endpoints.create("spreadsheetId", ModelJson.body(spreadsheet)))
                .map(reply -> SpreadsheetId.tryParse(reply.path("spreadsheetId").asText())
                        .orElseThrow(() -> new MalformedReplyException(
                                SheetsService.where("create", true),
                                "spreadsheetId",
                                "an id",
                                "is " + reply.path("spreadsheetId").getNodeType())));
    }

    /** Reads cells with their links, notes and rules. */
    public static Call<List<List<CellDetails>>> details(SheetsService service, SpreadsheetId id, A1 range) {
        return counted(
                        service,
                        "details",
                        false,
                        () -> service.endpoints.spreadsheet(
                                id.value(), CellDetailsReader.FIELDS, List.of(range.toString())))
                .map(reply -> SheetsService.decoded("details", false, () -> CellDetailsReader.read(reply)));
    }

    /** Finds metadata. */
    public static Call<List<SheetMetadata>> metadata(SheetsService service, SpreadsheetId id, MetadataLookup lookup) {
        Map<String, Object> body = Map.of("dataFilters", List.of(ModelJson.filter(lookup)));
        return counted(
                        service,
                        "metadata",
                        false,
                        () -> service.endpoints.searchMetadata(id.value(), ModelJson.body(body)))
                .map(reply -> SheetsService.decoded("metadata", false, () -> MetadataReader.read(reply)));
    }

    private static Call<JsonNode> counted(
            SheetsService service, String operation, boolean write, Supplier<Call<JsonNode>> request) {
        return service.threads.callAsync(operation, service.options.call(), run -> {
            (write ? service.usage.writeCalls : service.usage.readCalls).increment();
            (write ? service.usage.writes : service.usage.reads).increment();
            service.usage.charge(UsageCounts.callSite());
            return part(run, request.get());
        });
    }

    /** Sends a call as the whole of a run. */
    public static <T> CompletableFuture<T> part(WorkRun run, Call<T> call) {
        CompletableFuture<T> sent = run.start(call);
        run.onEnd(reason -> sent.cancel(false));
        return sent;
    }
}
