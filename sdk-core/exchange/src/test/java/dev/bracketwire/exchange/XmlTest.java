// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
abstract class XmlTest {
    record Player(String id, String name, List<String> tags) {}

    private static final XmlFormat PLAYERS = Format.xml("players", "player");

    private static <T> Rows<T> read(XmlFormat format, String text, Class<T> type) {
        return format.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), type);
    }

    private static String maps(String text) {
        try (var rows = read(PLAYERS, text, Map.class)) {
            List<Object> all = new ArrayList<>();
            rows.forEach(all::add);
            assertThat(rows.problems()).isEmpty();
            return all.toString();
        }
    }

    @Test
    void read_nestedRows_byTheRules() {
        assertThat(maps("<?xml version='1.0'?><players xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'>"
                        + "<player id='007'><name>A &amp; <![CDATA[<b>]]></name><home><city>Graz</city><x y='1'>t</x></home>"
                        + "<tag>a</tag><tag>b</tag><gone xsi:nil='true'/><empty/> note <!-- c --></player></players>"))
                .isEqualTo("[{id=007, name=A & <b>, home={city=Graz, x={y=1, #text=t}}, tag=[a, b], gone=null, empty=,"
                        + " #text=note}]");
    }

    @Test
    void read_records_oneValueStandsForAList() {
        try (var rows = read(
                PLAYERS,
                "<players><player><id>1</id><name>Ann</name><tags>a</tags></player>"
                        + "<team/><player id='2'><name>Bob</name><tags>a</tags><tags>b</tags></player>"
                        + "<player><id>3</id></player></players>",
                Player.class)) {
            assertThat(rows)
                    .containsExactly(new Player("1", "Ann", List.of("a")), new Player("2", "Bob", List.of("a", "b")));
            assertThat(rows.problems().toString()).contains("row 3", "column name: is missing");
            assertThat(rows.warnings().toString()).contains("<team> is no <player> and was left out");
        }
    }

    @Test
    void read_externalEntitiesAndEntityBombs_areRefused() {
        List.of(
                        "<!DOCTYPE players><players/>",
                        "<!DOCTYPE players SYSTEM \"http://127.0.0.1:1/x.dtd\"><players/>",
                        "<!DOCTYPE players [<!ENTITY a \"1\">]><players><player><a>&a;</a></player></players>",
                        "<players><player><a>&unknown;</a></player></players>",
                        "<players><player>" + "<a>".repeat(500),
                        "<players>" + "<a>".repeat(500),
                        "<teams/>",
                        "<players><player>",
                        "<players><player></players>",
                        "not XML",
                        "")
                .forEach(text -> assertThatThrownBy(() -> maps(text))
                        .as(text)
                        .isInstanceOfSatisfying(
                                DamagedException.class,
                                damage -> assertThat(damage.line()).isPositive()));
    }

    @Test
    void read_whatWouldBeFetched_isNotAskedFor() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(1);
            String there = "http://127.0.0.1:" + server.getLocalPort() + "/x";
            for (String text : List.of(
                    "<!DOCTYPE players SYSTEM '" + there + "'><players/>",
                    "<!DOCTYPE players PUBLIC 'x' '" + there + "'><players/>",
                    "<!DOCTYPE players [<!ENTITY % p SYSTEM '" + there + "'> %p;]><players/>",
                    "<!DOCTYPE players [<!ENTITY e SYSTEM '" + there
                            + "'>]><players><player><a>&e;</a></player></players>",
                    "<!DOCTYPE players [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><players><player a='&e;'/></players>")) {
                assertThatThrownBy(() -> maps(text)).as(text).isInstanceOf(DamagedException.class);
                assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
            }
        }
    }

    @Test
    void read_entityBombs_areRefusedUnopened() {
        StringBuilder laughs = new StringBuilder("<!DOCTYPE players [<!ENTITY l0 'lol'>");
        for (int i = 1; i < 30; i++) {
            laughs.append("<!ENTITY l")
                    .append(i)
                    .append(" '")
                    .append(("&l" + (i - 1) + ";").repeat(10))
                    .append("'>");
        }
        String quadratic = "<!DOCTYPE players [<!ENTITY q '" + "q".repeat(100_000) + "'>]><players><player><a>"
                + "&q;".repeat(100_000);
        for (String bomb : List.of(laughs + "]><players><player><a>&l29;</a></player></players>", quadratic)) {
            assertThatThrownBy(() -> maps(bomb))
                    .isInstanceOf(DamagedException.class)
                    .hasMessageContaining("DOCTYPE");
        }
    }

    @Test
    void read_rowOverTheLimit_endsBeforeMemoryDoes() {
        for (String begin :
                List.of("<players><player><a>", "<players><player a='", "<players><!-- ", "<players><player>")) {
            String again = begin.endsWith("<player>") ? "<b/>" : "x";
            try (var rows = PLAYERS.limit(100_000).read(new Endless(begin, again), Map.class)) {
                assertThatThrownBy(() -> rows.iterator().hasNext())
                        .as(begin)
                        .isInstanceOf(DamagedException.class)
                        .hasMessageContaining("100000");
            }
        }
    }

    @Test
    void write_maps_andReadAgain() {
        var out = new ByteArrayOutputStream();
        PLAYERS.write(
                out,
                List.of(Map.of(
                        "a", "<&>\"' \r\n\t é 😎", "list", List.of("x", "y"), "inner", Map.of("b", 1, "#text", "t"))));
        assertThat(maps(out.toString(StandardCharsets.UTF_8)))
                .contains("a=<&>\"' \r\n\t é 😎", "list=[x, y]", "b=1", "#text=t");
    }

    @Test
    void write_whatXmlCannotHold_isRefused() {
        Map.of("First name", "x", "a", "\u0001", "b", List.of(List.of(1)), "c", "\uD800")
                .forEach((name, value) -> assertThatThrownBy(
                                () -> PLAYERS.write(new ByteArrayOutputStream(), List.of(Map.of(name, value))))
                        .isInstanceOf(RowException.class)
                        .hasMessageContaining("row 1, column " + name));
    }
}
