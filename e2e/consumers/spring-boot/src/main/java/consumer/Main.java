// SPDX-License-Identifier: Apache-2.0
package consumer;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bracketwire.Secret;
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
        return Secret.of("x").toString();
    }
}
