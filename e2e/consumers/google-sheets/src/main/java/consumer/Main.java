// SPDX-License-Identifier: Apache-2.0
package consumer;

import com.google.api.services.sheets.v4.model.Spreadsheet;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import java.io.IOException;
import java.util.Collections;

final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
        var okHttps = Collections.list(Main.class.getClassLoader().getResources("okhttp3/OkHttpClient.class"));
        System.out.println(call() + ", OkHttp jars: " + okHttps.size() + ", sheet: "
                + new Spreadsheet().setSpreadsheetId("s1").getSpreadsheetId());
        System.out.println("roster: " + Roster.keep());
    }

    private static String call() {
        try (var upstream = FakeUpstream.start();
                var api = Connector.create("fake", upstream.uri())) {
            upstream.on("GET", "/players/{id}").answers(Answer.json("{\"id\":\"42\",\"name\":\"Ann\"}"));
            return api.get("/players/{id}", Player.class, 42).get().name();
        }
    }

    record Player(String id, String name) {}
}
