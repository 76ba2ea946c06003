// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;

/** Passes a list as one parameter, so that the text of a statement does not depend on the length of the list. */
final class SqlLists {
    private SqlLists() {}

    /** Returns the condition that a column holds one of the texts of a parameter. */
    static String in(WebhookTables tables, String column) {
        return tables.isPostgres() ? column + " = ANY (?)" : column + " IN (SELECT value FROM json_each(?))";
    }

    /** Sets the parameter to texts. */
    static void bindTexts(WebhookTables tables, PreparedStatement statement, int index, Collection<String> texts)
            throws SQLException {
        if (tables.isPostgres()) {
            statement.setArray(index, statement.getConnection().createArrayOf("text", texts.toArray()));
        } else {
            ArrayNode array = OptionsCodec.MAPPER.createArrayNode();
            texts.forEach(array::add);
            statement.setString(index, array.toString());
        }
    }

    /** Sets the parameter to numbers. */
    static void bindNumbers(WebhookTables tables, PreparedStatement statement, int index, Collection<Long> numbers)
            throws SQLException {
        if (tables.isPostgres()) {
            statement.setArray(index, statement.getConnection().createArrayOf("bigint", numbers.toArray()));
        } else {
            ArrayNode array = OptionsCodec.MAPPER.createArrayNode();
            numbers.forEach(array::add);
            statement.setString(index, array.toString());
        }
    }
}
