// SPDX-License-Identifier: Apache-2.0
package consumer;

import dev.bracketwire.connector.Connector;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import java.io.IOException;
import java.util.Collections;
import net.dv8tion.jda.api.JDAInfo;

final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
        var okHttps = Collections.list(Main.class.getClassLoader().getResources("okhttp3/OkHttpClient.class"));
        System.out.println(call() + ", OkHttp jars: " + okHttps.size() + ", JDA: " + JDAInfo.VERSION_MAJOR);
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
