// SPDX-License-Identifier: Apache-2.0
package consumer;

import dev.bracketwire.Secret;
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
        return Secret.of("x").toString();
    }
}
