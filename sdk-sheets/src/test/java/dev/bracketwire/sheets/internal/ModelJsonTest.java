// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.client.util.Data;
import com.google.api.services.sheets.v4.model.Color;
import com.google.api.services.sheets.v4.model.GridRange;
import com.google.api.services.sheets.v4.model.ValueRange;
import dev.bracketwire.sheets.ReadMode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelJsonTest {
    @Test
    void tree_ofNullElements_keepsThem_andLeavesOutUnsetFields() {
        ValueRange range = new ValueRange()
                .setRange("A1:C1")
                .setValues(List.of(Arrays.asList("a", null, Data.nullOf(Object.class), "d")));
        assertThat(ModelJson.tree(range)).hasToString("{\"range\":\"A1:C1\",\"values\":[[\"a\",null,null,\"d\"]]}");
    }

    @Test
    void tree_ofAFieldThatIsSetToNull_sendsNull() {
        assertThat(ModelJson.tree(new GridRange().setSheetId(0).setEndRowIndex(Data.NULL_INTEGER)))
                .hasToString("{\"endRowIndex\":null,\"sheetId\":0}");
    }

    @Test
    void tree_ofNumbers_hasTheirShortestForm() {
        assertThat(ModelJson.tree(new Color().setRed(0.2f))).hasToString("{\"red\":0.2}");
        assertThat(ModelJson.tree(List.of(1, 2L, 0.5, new BigDecimal("1.50"), BigInteger.TEN, ReadMode.VALUES, true)))
                .hasToString("[1,2,0.5,1.50,10,\"VALUES\",true]");
    }

    @Test
    void tree_ofWhatJsonDoesNotKnow_isRefused() {
        assertThatThrownBy(() -> ModelJson.tree(Map.of("date", LocalDate.EPOCH)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("LocalDate");
        assertThatThrownBy(() -> ModelJson.tree(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
