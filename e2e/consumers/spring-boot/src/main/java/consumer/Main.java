// SPDX-License-Identifier: Apache-2.0
package consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
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

    private static String call() throws IOException {
        try (var upstream = FakeUpstream.start()) {
            upstream.on("GET", "/players/{id}").answers(Answer.json("{\"id\":\"42\",\"name\":\"Ann\"}"));
            return new String(
                    upstream.uri().resolve("/players/42").toURL().openStream().readAllBytes(), UTF_8);
        }
    }
}
