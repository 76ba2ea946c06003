// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.bracketwire.TypeRef;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@NullMarked
class CsvTest {
    record Player(String name, int score, @Nullable LocalDate joined) {}

    record Home(String city, @Nullable String street) {}

    record Member(String discordId, Home home, List<String> roles, Optional<Long> points) {}

    private static <T> Rows<T> read(CsvFormat format, String text, Class<T> type) {
        return format.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), type);
    }

    private static List<Map<String, @Nullable Object>> maps(CsvFormat format, byte[] bytes) {
        try (var rows = format.read(new ByteArrayInputStream(bytes), new TypeRef<Map<String, @Nullable Object>>() {})) {
            List<Map<String, @Nullable Object>> all = new ArrayList<>();
            rows.forEach(all::add);
            assertThat(rows.problems()).isEmpty();
            return all;
        }
    }

    private static List<Map<String, @Nullable Object>> maps(String text) {
        return maps(Format.csv(), text.getBytes(StandardCharsets.UTF_8));
    }

    private static String written(CsvFormat format, Iterable<?> rows) {
        var out = new ByteArrayOutputStream();
        format.write(out, rows);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static DamagedException damage(String text) {
        return (DamagedException) catchThrowable(() -> maps(text));
    }

    @Test
    void read_oneBadRow_readsTheOthers() {
        String text = "name,score,joined\nAnn,12,2026-11-21\nBob,12a,\nCid,3\nDan,-4,\n";
        try (Rows<Player> players = read(Format.csv(), text, Player.class)) {
            assertThat(players)
                    .containsExactly(new Player("Ann", 12, LocalDate.of(2026, 11, 21)), new Player("Dan", -4, null));
            assertThat(players.problems().stream().map(RowProblem::toString))
                    .containsExactly(
                            "row 2 (line 3), column score: \"12a\" is no whole number",
                            "row 3 (line 4): has 2 fields, and should have 3");
            assertThat(players.skipped()).isEqualTo(2);
            assertThat(players.seen()).isEqualTo(4);
            assertThat(players.bytes()).isEqualTo(text.length());
        }
    }

    @Test
    void read_underStop_endsAtTheBadRow() {
        try (Rows<Player> players =
                read(Format.csv().onProblem(OnProblem.stop()), "name,score,joined\nAnn,x,\n", Player.class)) {
            assertThatThrownBy(() -> players.forEach(player -> {}))
                    .isInstanceOf(RowException.class)
                    .hasMessage("the stream, row 1 (line 2), column score: \"x\" is no whole number");
        }
    }

    @Test
    void read_idsInMaps_stayText() {
        assertThat(maps("id,number\n1182736450918273645,007\n"))
                .containsExactly(Map.of("id", "1182736450918273645", "number", "007"));
    }

    @Test
    void read_namesOfOtherSpelling_areTheSame() {
        try (Rows<Member> members = read(
                Format.csv(),
                "Discord ID,home.city,home.street,ROLES,points\n7,Graz,,\"[\"\"admin\"\"]\",\n",
                Member.class)) {
            assertThat(members)
                    .containsExactly(new Member("7", new Home("Graz", ""), List.of("admin"), Optional.empty()));
        }
    }

    @Test
    void read_anyLineEnd_evenMixed() {
        assertThat(maps("a,b\r1,2\r\n3,4\n5,\"6\r\n7\""))
                .extracting(row -> row.get("b"))
                .containsExactly("2", "4", "6\r\n7");
    }

    @Test
    void read_delimiter_isFoundOut() {
        for (char delimiter : new char[] {',', ';', '\t', '|'}) {
            String text = "name,x\n\"A;n|n\",1\n".replace(',', delimiter);
            assertThat(maps(text)).extracting(row -> row.get("x")).containsExactly("1");
        }
    }

    @Test
    void read_encoding_isFoundOut() {
        String text = "name\nJosé €\n";
        for (String charset : List.of("UTF-8", "windows-1252", "UTF-16LE", "UTF-16BE", "UTF-16")) {
            assertThat(maps(Format.csv(), text.getBytes(Charset.forName(charset))))
                    .as(charset)
                    .containsExactly(Map.of("name", "José €"));
        }
        assertThat(maps(Format.csv(), ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8)))
                .containsExactly(Map.of("name", "José €"));
        assertThat(maps(
                        Format.csv().encoding(StandardCharsets.ISO_8859_1),
                        "name\nJosé\n".getBytes(StandardCharsets.ISO_8859_1)))
                .containsExactly(Map.of("name", "José"));
    }

    @Test
    void read_encodingThatChangesLater_isDamage() {
        byte[] begin = "name\nJosé\n".getBytes(StandardCharsets.UTF_8);
        byte[] bytes = Arrays.copyOf(begin, begin.length + 2);
        bytes[begin.length] = (byte) 0xE9;
        bytes[begin.length + 1] = '\n';
        assertThatThrownBy(() -> maps(Format.csv(), bytes))
                .isInstanceOf(DamagedException.class)
                .hasMessageContaining("line 3, column 1: byte 0xE9 at 12 is not UTF-8");
    }

    @Test
    void read_mojibake_isNamed_andRepairedOnRequest() {
        byte[] bytes = "name\nJosÃ© â‚¬\nJosé\n".getBytes(StandardCharsets.UTF_8);
        try (var rows = Format.csv().read(new ByteArrayInputStream(bytes), Map.class)) {
            assertThat(rows).extracting(row -> row.get("name")).containsExactly("JosÃ© â‚¬", "José");
            assertThat(rows.warnings().toString()).contains("row 1", "should be \"José €\"", "repairMojibake()");
        }
        assertThat(maps(Format.csv().repairMojibake(), bytes))
                .extracting(row -> row.get("name"))
                .containsExactly("José €", "José");
    }

    record Every(
            byte a,
            short b,
            int c,
            long d,
            float e,
            double f,
            boolean g,
            char h,
            Optional<String> i,
            @Nullable Home j) {}

    @Test
    void write_ofEveryKind_isItsText_andGuardedWhereItIsText() {
        Every one = new Every(
                (byte) -1, (short) 2, -3, 4, 0.5f, -1e30, true, '=', Optional.of("+cmd"), new Home("@x", null));
        Every other = new Every((byte) 0, (short) 0, 0, 0, 0, 0, false, 'x', Optional.empty(), null);
        assertThat(written(Format.csv().nulls("-"), List.of(one, other))).isEqualTo("""
                        a,b,c,d,e,f,g,h,i,j.city,j.street
                        -1,2,-3,4,0.5,-1.0E30,true,'=,'+cmd,'@x,-
                        0,0,0,0,0.0,0.0,false,x,-,-,-
                        """.replace("\n", "\r\n"));
        assertThat(written(Format.csv().unguarded(), List.of(one))).contains("true,=,+cmd,@x,");
    }

    @Test
    void read_emptyAndNull_areDistinguishedOnRequest() {
        assertThat(maps("a,b\n,\"\"\n")).containsExactly(Map.of("a", "", "b", ""));
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("a", null);
        row.put("b", "");
        row.put("c", "x");
        for (CsvFormat format : List.of(
                Format.csv().nulls(""), Format.csv().nulls("NULL"), Format.csv().nulls("x"))) {
            String text = written(format, List.of(row));
            assertThat(maps(format, text.getBytes(StandardCharsets.UTF_8))).containsExactly(row);
        }
    }

    @Test
    void read_badBytesAndQuotes_areReportedByRow() {
        String text = "a,b\n1,x\0y\n2,I\"m\n\"3\",\"q\"\"q\"\n";
        try (var rows = read(Format.csv(), text, Map.class)) {
            assertThat(rows).hasSize(1);
            assertThat(rows.problems().stream().map(RowProblem::toString))
                    .containsExactly(
                            "row 1 (line 2), column b: \"x␀y\" holds a NUL",
                            "row 2 (line 3), column b: \"I\"m\" holds a quote, though it is not quoted");
        }
        try (var rows = read(Format.csv().looseQuotes(), "a,b\n2,I\"m\n", Map.class)) {
            assertThat(rows).hasSize(1);
        }
    }

    @Test
    void read_badBytesAndQuotes_areFoundAtAnyPosition() {
        String before = "a,b\n" + "1,plain\n".repeat(20_000);
        for (int shift = 0; shift < 17; shift++) {
            String text = before + "2," + "x".repeat(shift);
            assertThat(problem(text + "\0y\n")).endsWith("holds a NUL");
            assertThat(problem(text + "\"y\n")).endsWith(shift == 0 ? "" : "holds a quote, though it is not quoted");
            assertThat(problem(text + "\"y\n" + before.substring(4))).startsWith(shift == 0 ? "" : "row 20001 ");
        }
    }

    private static String problem(String text) {
        try (var rows = read(Format.csv().delimiter(','), text, Map.class)) {
            rows.forEach(row -> {});
            return rows.problems().stream()
                    .map(RowProblem::toString)
                    .findFirst()
                    .orElse("none");
        } catch (DamagedException e) {
            return "";
        }
    }

    @Test
    void read_damage_namesLineAndField() {
        assertThat(damage("a,b\n1,2\n3,\"x\n4,5\n"))
                .hasMessage("the stream, line 3, column 2: a quoted field is never closed");
        assertThat(damage("a,b\n1,\"x\" y\n").line()).isEqualTo(2);
        assertThat(damage("a,b,a\n1,2,3\n"))
                .hasMessageContaining("line 1, column 3: the header has the column \"a\" twice");
        assertThat(damage("")).hasMessageContaining("not even a header");
    }

    @Test
    void read_headerOfOtherColumns_isRefused() {
        assertThatThrownBy(() -> maps(Format.csv().columns("a", "b"), "a,c\n".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(DamagedException.class)
                .hasMessageContaining("the header is [a, c], and should be [a, b]");
        try (Rows<Player> rows = read(Format.csv(), "name,joined\nAnn,\n", Player.class)) {
            assertThatThrownBy(() -> rows.iterator().hasNext()).hasMessageContaining("has no column score");
        }
        try (Rows<Home> rows = read(Format.csv(), "City,city\nx,y\n", Home.class)) {
            assertThatThrownBy(() -> rows.iterator().hasNext()).hasMessageContaining("mean the same");
        }
    }

    @Test
    void read_withoutHeader_givesLists() {
        try (var rows = Format.csv()
                .withoutHeader()
                .read(
                        new ByteArrayInputStream("1,2\n3,4\n".getBytes(StandardCharsets.UTF_8)),
                        new TypeRef<List<String>>() {})) {
            assertThat(rows).containsExactly(List.of("1", "2"), List.of("3", "4"));
        }
        try (Rows<Player> rows = read(Format.csv().withoutHeader().columns("name", "score"), "Ann,1\n", Player.class)) {
            assertThat(rows).containsExactly(new Player("Ann", 1, null));
        }
    }

    @Test
    void read_fieldOverTheLimit_endsBeforeMemoryDoes() {
        CsvFormat format = Format.csv().limit(100_000);
        try (var rows = format.read(new Endless("a,b\n1,\"", 'x'), Map.class)) {
            assertThatThrownBy(() -> rows.iterator().hasNext())
                    .isInstanceOf(DamagedException.class)
                    .hasMessageContaining("line 2, column 2: a field takes more than 100000 characters");
        }
    }

    @Test
    void read_rowOverTheLimit_endsBeforeMemoryDoes() {
        CsvFormat format = Format.csv().withoutHeader().limit(100_000);
        try (var rows = format.read(new Endless("1", ",1"), Map.class)) {
            assertThatThrownBy(() -> rows.iterator().hasNext())
                    .isInstanceOf(DamagedException.class)
                    .hasMessageContaining("more than");
        }
    }

    @Test
    void read_fileOverTheLimit_isNoRowOverIt() {
        String text = "a,b\n" + "1,2\n".repeat(100_000);
        try (var rows = read(Format.csv().limit(100_000), text, Map.class)) {
            assertThat(rows).hasSize(100_000);
        }
    }

    @Test
    void write_formula_isEscaped() {
        List<List<Object>> rows = List.of(List.of("=1+1", "-5", "-x", "@a", "\tx", -3));
        assertThat(written(Format.csv(), rows)).isEqualTo("'=1+1,-5,'-x,'@a,'\tx,-3\r\n");
        assertThat(written(Format.csv().unguarded(), rows)).startsWith("=1+1,-5,-x");
    }

    @Test
    void write_records_andReadAgain() {
        List<Member> members = List.of(
                new Member("1182736450918273645", new Home("Graz", "A, \"B\""), List.of("a", "b"), Optional.of(7L)),
                new Member("007", new Home("", null), List.of(), Optional.empty()));
        CsvFormat format = Format.csv().nulls("");
        String text = written(format, members);
        assertThat(text).startsWith("discordId,home.city,home.street,roles,points\r\n");
        try (Rows<Member> back = read(format, text, Member.class)) {
            assertThat(back).containsExactlyElementsOf(members);
        }
    }

    @Test
    void write_columnThatTheFirstRowHadNot_isRefused() {
        assertThatThrownBy(() -> written(Format.csv(), List.of(Map.of("a", 1), Map.of("b", 2))))
                .isInstanceOf(RowException.class)
                .hasMessageContaining("row 2, column b: is no column; the columns are [a]");
        assertThat(written(Format.csv().columns("a", "b").delimiter(';'), List.of(Map.of("b", 2))))
                .isEqualTo("a;b\r\n;2\r\n");
    }

    record Team(String name, @Nullable Captain captain) {}

    record Captain(String name, @Nullable Team before) {}

    @Test
    void write_recursiveRecords_areReadAgain() {
        Team old = new Team("Old", null);
        List<Team> teams = List.of(new Team("New", new Captain("Ann", old)));
        String text = written(Format.csv(), teams);
        assertThat(text).startsWith("name,captain.name,captain.before\r\nNew,Ann,\"{");
        try (Rows<Team> back = read(Format.csv(), text, Team.class)) {
            assertThat(back).containsExactlyElementsOf(teams);
        }
    }

    record Stand(Place place) {}

    record Place(String city, List<Integer> rooms, @Nullable Home home) {}

    @Test
    void write_listsInsideOfRecords_andReadAgain() {
        List<Stand> stands = List.of(new Stand(new Place("[x", List.of(1, 2), new Home("Graz", "7"))));
        String text = written(Format.csv(), stands);
        assertThat(text).startsWith("place.city,place.rooms,place.home.city,place.home.street\r\n[x,\"[1,2]\",Graz,7");
        try (Rows<Stand> back = read(Format.csv(), text, Stand.class)) {
            assertThat(back).containsExactlyElementsOf(stands);
        }
        try (Rows<Stand> bad = read(Format.csv(), "place.city,place.rooms\nx,[1\n", Stand.class)) {
            assertThat(bad).isEmpty();
            assertThat(bad.problems().toString()).contains("column place.rooms: \"[1\" is no well-formed JSON");
        }
    }
}
