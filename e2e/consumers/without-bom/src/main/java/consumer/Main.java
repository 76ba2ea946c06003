// SPDX-License-Identifier: Apache-2.0
package consumer;

import com.slack.api.Slack;
import dev.bracketwire.Secret;
import java.io.IOException;
import java.util.Collections;

final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
        var okHttps = Collections.list(Main.class.getClassLoader().getResources("okhttp3/OkHttpClient.class"));
        System.out.println(call() + ", OkHttp jars: " + okHttps.size() + ", Slack: "
                + Slack.getInstance().getHttpClient().getClass().getSimpleName());
    }

    private static String call() {
        return Secret.of("x").toString();
    }
}
