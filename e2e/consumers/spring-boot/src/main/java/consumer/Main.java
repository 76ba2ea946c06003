// SPDX-License-Identifier: Apache-2.0
package consumer;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import java.io.IOException;
import java.util.Collections;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class Main {
    public static void main(String[] args) throws IOException {
        var application = new SpringApplication(Main.class);
        application.setLogStartupInfo(false);
        try (var context = application.run("--spring.main.banner-mode=off")) {
            var okHttps = Collections.list(context.getClassLoader().getResources("okhttp3/OkHttpClient.class"));
            System.out.println(
                    call() + ", OkHttp jars: " + okHttps.size() + ", Jackson: " + new ObjectMapper().version());
        }
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
