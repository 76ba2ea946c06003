// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.bracketwire.StoreException;
import dev.bracketwire.StoreException.Reason;
import dev.bracketwire.internal.files.AtomicFile;
import dev.bracketwire.internal.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The file with all that is kept about a person: an object with a list of rows for each table. */
final class PersonalFile {
    private PersonalFile() {}

    static void write(Path file, Connection connection, List<PersonalRows> tables, Object person) throws SQLException {
        try (AtomicFile whole = AtomicFile.secret(file)) {
            try (JsonGenerator json = Json.generator(whole.out())) {
                json.writeStartObject();
                for (PersonalRows rows : tables) {
                    json.writeArrayFieldStart(rows.table());
                    for (Map<String, @Nullable Object> row : rows.query(person).rows(connection)) {
                        json.writePOJO(opened(row, rows.sealed()));
                    }
                    json.writeEndArray();
                }
                json.writeEndObject();
            }
            whole.commit();
        } catch (IOException e) {
            throw new StoreException(
                    Reason.UNAVAILABLE, file + " cannot be written: look at its rights and the room on its disk", e);
        }
    }

    private static Map<String, @Nullable Object> opened(Map<String, @Nullable Object> row, List<SealedColumn> sealed) {
        for (SealedColumn column : sealed) {
            Object key = row.get(column.key());
            if (key != null && row.get(column.column()) instanceof String kept) {
                row.put(column.column(), column.open(key, Base64.getDecoder().decode(kept)));
            }
        }
        return row;
    }
}
