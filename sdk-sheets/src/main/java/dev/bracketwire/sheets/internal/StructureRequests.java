// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import com.google.api.services.sheets.v4.model.AddNamedRangeRequest;
import com.google.api.services.sheets.v4.model.AddProtectedRangeRequest;
import com.google.api.services.sheets.v4.model.AddSheetRequest;
import com.google.api.services.sheets.v4.model.AddTableRequest;
import com.google.api.services.sheets.v4.model.AppendDimensionRequest;
import com.google.api.services.sheets.v4.model.BooleanCondition;
import com.google.api.services.sheets.v4.model.ConditionValue;
import com.google.api.services.sheets.v4.model.CreateDeveloperMetadataRequest;
import com.google.api.services.sheets.v4.model.DataValidationRule;
import com.google.api.services.sheets.v4.model.DeleteDeveloperMetadataRequest;
import com.google.api.services.sheets.v4.model.DeleteDimensionRequest;
import com.google.api.services.sheets.v4.model.DeleteNamedRangeRequest;
import com.google.api.services.sheets.v4.model.DeleteProtectedRangeRequest;
import com.google.api.services.sheets.v4.model.DeleteSheetRequest;
import com.google.api.services.sheets.v4.model.DeleteTableRequest;
import com.google.api.services.sheets.v4.model.DeveloperMetadata;
import com.google.api.services.sheets.v4.model.DeveloperMetadataLocation;
import com.google.api.services.sheets.v4.model.DimensionRange;
import com.google.api.services.sheets.v4.model.GridProperties;
import com.google.api.services.sheets.v4.model.InsertDimensionRequest;
import com.google.api.services.sheets.v4.model.MergeCellsRequest;
import com.google.api.services.sheets.v4.model.MoveDimensionRequest;
import com.google.api.services.sheets.v4.model.NamedRange;
import com.google.api.services.sheets.v4.model.ProtectedRange;
import com.google.api.services.sheets.v4.model.Request;
import com.google.api.services.sheets.v4.model.SetDataValidationRequest;
import com.google.api.services.sheets.v4.model.SheetProperties;
import com.google.api.services.sheets.v4.model.SortRangeRequest;
import com.google.api.services.sheets.v4.model.SortSpec;
import com.google.api.services.sheets.v4.model.Table;
import com.google.api.services.sheets.v4.model.TableColumnProperties;
import com.google.api.services.sheets.v4.model.UnmergeCellsRequest;
import com.google.api.services.sheets.v4.model.UpdateDeveloperMetadataRequest;
import com.google.api.services.sheets.v4.model.UpdateNamedRangeRequest;
import com.google.api.services.sheets.v4.model.UpdateSheetPropertiesRequest;
import dev.bracketwire.sheets.A1;
import dev.bracketwire.sheets.CellBounds;
import dev.bracketwire.sheets.MetadataLookup;
import dev.bracketwire.sheets.MetadataLookup.Location;
import dev.bracketwire.sheets.SheetTab.TableColumn;
import dev.bracketwire.sheets.SpreadsheetInfo.NamedCells;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds the requests of {@code spreadsheets.batchUpdate} that change tabs, ranges, names and metadata. */
public final class StructureRequests {
    private StructureRequests() {}

    public static Request addTab(ChangeTargets targets, String title, int rows, int columns) {
        SheetProperties properties = new SheetProperties()
                .setTitle(title)
                .setGridProperties(new GridProperties().setRowCount(rows).setColumnCount(columns));
        targets.added(properties);
        return new Request().setAddSheet(new AddSheetRequest().setProperties(properties));
    }

    public static Request deleteTab(ChangeTargets targets, String title) {
        Request request = new Request().setDeleteSheet(new DeleteSheetRequest().setSheetId(targets.sheetId(title)));
        targets.deleted(title);
        return request;
    }

    public static Request renameTab(ChangeTargets targets, String title, String to) {
        Request request = tab(targets, title, new SheetProperties().setTitle(to), "title");
        targets.renamed(title, to);
        return request;
    }

    public static Request hide(ChangeTargets targets, String title, boolean hidden) {
        return tab(targets, title, new SheetProperties().setHidden(hidden), "hidden");
    }

    public static Request freezeRows(ChangeTargets targets, String title, int count) {
        SheetProperties properties =
                new SheetProperties().setGridProperties(new GridProperties().setFrozenRowCount(count));
        return tab(targets, title, properties, "gridProperties.frozenRowCount");
    }

    private static Request tab(ChangeTargets targets, String title, SheetProperties properties, String fields) {
        return new Request()
                .setUpdateSheetProperties(new UpdateSheetPropertiesRequest()
                        .setProperties(properties.setSheetId(targets.sheetId(title)))
                        .setFields(fields));
    }

    public static Request grow(ChangeTargets targets, String tab, Dimension dimension, int count) {
        return new Request()
                .setAppendDimension(new AppendDimensionRequest()
                        .setSheetId(targets.sheetId(tab))
                        .setDimension(dimension.name())
                        .setLength(count));
    }

    public static Request insert(ChangeTargets targets, String tab, Dimension dimension, int at, int count) {
        return new Request()
                .setInsertDimension(new InsertDimensionRequest()
                        .setRange(targets.dimension(tab, dimension.name(), at, count))
                        .setInheritFromBefore(false));
    }

    public static Request delete(ChangeTargets targets, String tab, Dimension dimension, int at, int count) {
        return new Request()
                .setDeleteDimension(
                        new DeleteDimensionRequest().setRange(targets.dimension(tab, dimension.name(), at, count)));
    }

    public static Request moveColumns(ChangeTargets targets, String tab, int from, int count, int before) {
        return new Request()
                .setMoveDimension(new MoveDimensionRequest()
                        .setSource(targets.dimension(tab, Dimension.COLUMNS.name(), from, count))
                        .setDestinationIndex(before));
    }

    public static Request checkboxes(ChangeTargets targets, A1 range) {
        return validation(
                targets,
                range,
                new DataValidationRule()
                        .setCondition(new BooleanCondition().setType("BOOLEAN"))
                        .setStrict(true)
                        .setShowCustomUi(true));
    }

    public static Request dropDown(ChangeTargets targets, A1 range, List<String> options, boolean strict) {
        List<ConditionValue> values = options.stream()
                .map(option -> new ConditionValue().setUserEnteredValue(option))
                .toList();
        return validation(
                targets,
                range,
                new DataValidationRule()
                        .setCondition(
                                new BooleanCondition().setType("ONE_OF_LIST").setValues(values))
                        .setStrict(strict)
                        .setShowCustomUi(true));
    }

    /** Restricts the content that people can enter; a null rule allows everything. */
    public static Request validation(ChangeTargets targets, A1 range, @Nullable DataValidationRule rule) {
        return new Request()
                .setSetDataValidation(new SetDataValidationRequest()
                        .setRange(targets.range(range))
                        .setRule(rule));
    }

    public static Request protect(ChangeTargets targets, A1 range, String description) {
        return new Request()
                .setAddProtectedRange(new AddProtectedRangeRequest()
                        .setProtectedRange(new ProtectedRange()
                                .setRange(targets.range(range))
                                .setDescription(description)
                                .setWarningOnly(false)));
    }

    public static List<Request> unprotect(ChangeTargets targets, A1 range) {
        return targets.protections(range).stream()
                .map(cells -> new Request()
                        .setDeleteProtectedRange(new DeleteProtectedRangeRequest().setProtectedRangeId(cells.id())))
                .toList();
    }

    /** Adds a name, or gives an existing one other cells. */
    public static Request nameRange(ChangeTargets targets, String name, A1 range) {
        NamedRange named = new NamedRange().setName(name).setRange(targets.range(range));
        Optional<NamedCells> existing = targets.findName(name);
        return existing.isPresent()
                ? new Request()
                        .setUpdateNamedRange(new UpdateNamedRangeRequest()
                                .setNamedRange(
                                        named.setNamedRangeId(existing.get().id()))
                                .setFields("range"))
                : new Request().setAddNamedRange(new AddNamedRangeRequest().setNamedRange(named));
    }

    public static Request removeName(ChangeTargets targets, String name) {
        return new Request()
                .setDeleteNamedRange(new DeleteNamedRangeRequest()
                        .setNamedRangeId(targets.name(name).id()));
    }

    public static Request addTable(ChangeTargets targets, String name, A1 range, List<TableColumn> columns) {
        List<TableColumnProperties> properties = new ArrayList<>();
        for (TableColumn column : columns) {
            properties.add(new TableColumnProperties()
                    .setColumnIndex(properties.size())
                    .setColumnName(column.name())
                    .setColumnType(column.type()));
        }
        return new Request()
                .setAddTable(new AddTableRequest()
                        .setTable(new Table()
                                .setName(name)
                                .setRange(targets.range(range))
                                .setColumnProperties(properties)));
    }

    public static Request deleteTable(ChangeTargets targets, String name) {
        return new Request()
                .setDeleteTable(
                        new DeleteTableRequest().setTableId(targets.table(name).id()));
    }

    public static Request merge(ChangeTargets targets, A1 range) {
        return new Request()
                .setMergeCells(
                        new MergeCellsRequest().setRange(targets.range(range)).setMergeType("MERGE_ALL"));
    }

    public static Request unmerge(ChangeTargets targets, A1 range) {
        return new Request().setUnmergeCells(new UnmergeCellsRequest().setRange(targets.range(range)));
    }

    public static Request sort(ChangeTargets targets, A1 range, int column, boolean ascending) {
        var cells = targets.range(range);
        int first = cells.getStartColumnIndex() == null ? 0 : cells.getStartColumnIndex();
        SortSpec order =
                new SortSpec().setDimensionIndex(first + column).setSortOrder(ascending ? "ASCENDING" : "DESCENDING");
        return new Request().setSortRange(new SortRangeRequest().setRange(cells).setSortSpecs(List.of(order)));
    }

    /** Adds metadata to a tab, to one of its rows or columns, or to the spreadsheet if there is no place. */
    public static Request addMetadata(ChangeTargets targets, String key, String value, @Nullable A1 place) {
        return new Request()
                .setCreateDeveloperMetadata(new CreateDeveloperMetadataRequest()
                        .setDeveloperMetadata(new DeveloperMetadata()
                                .setMetadataKey(key)
                                .setMetadataValue(value)
                                .setVisibility("DOCUMENT")
                                .setLocation(
                                        place == null
                                                ? new DeveloperMetadataLocation().setSpreadsheet(true)
                                                : location(targets, place))));
    }

    private static DeveloperMetadataLocation location(ChangeTargets targets, A1 place) {
        var cells = targets.range(place);
        DeveloperMetadataLocation location = new DeveloperMetadataLocation();
        return switch (kind(place)) {
            case SHEET -> location.setSheetId(cells.getSheetId());
            case ROW ->
                location.setDimensionRange(
                        lines(cells.getSheetId(), Dimension.ROWS, place.cells().startRow()));
            default ->
                location.setDimensionRange(lines(
                        cells.getSheetId(), Dimension.COLUMNS, place.cells().startColumn()));
        };
    }

    private static DimensionRange lines(int sheetId, Dimension dimension, int index) {
        return new DimensionRange()
                .setSheetId(sheetId)
                .setDimension(dimension.name())
                .setStartIndex(index)
                .setEndIndex(index + 1);
    }

    /** Returns the kind of place that can carry metadata, or refuses the range. */
    public static Location kind(A1 place) {
        CellBounds cells = place.cells();
        if (place.name() == null && cells.equals(CellBounds.ALL)) {
            return Location.SHEET;
        }
        if (cells.equals(CellBounds.rows(cells.startRow(), cells.startRow() + 1))) {
            return Location.ROW;
        }
        if (cells.equals(CellBounds.columns(cells.startColumn(), cells.startColumn() + 1))) {
            return Location.COLUMN;
        }
        throw new IllegalArgumentException(
                "metadata is carried by a tab, one whole row or one whole column, such as Players!C:C, and not by "
                        + place);
    }

    public static Request updateMetadata(MetadataLookup lookup, String value) {
        return new Request()
                .setUpdateDeveloperMetadata(new UpdateDeveloperMetadataRequest()
                        .setDataFilters(List.of(ModelJson.filter(lookup)))
                        .setDeveloperMetadata(new DeveloperMetadata().setMetadataValue(value))
                        .setFields("metadataValue"));
    }

    public static Request deleteMetadata(MetadataLookup lookup) {
        return new Request()
                .setDeleteDeveloperMetadata(
                        new DeleteDeveloperMetadataRequest().setDataFilter(ModelJson.filter(lookup)));
    }

    /** Names rows or columns, as Google does. */
    public enum Dimension {
        ROWS,
        COLUMNS
    }
}
