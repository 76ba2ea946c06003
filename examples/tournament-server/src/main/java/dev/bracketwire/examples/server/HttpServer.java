// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.util.function.Consumer;

/** Creates HTTP servers with the settings that all servers of this application share. */
final class HttpServer {
    private HttpServer() {}

    static Javalin create(Consumer<JavalinConfig> options) {
        return Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.startup.startupWatcherEnabled = false;
            config.http.asyncTimeout = 0;
            config.jetty.modifyHttpConfiguration(http -> {
                http.setSendServerVersion(false);
                http.setSendDateHeader(false);
                http.setRequestHeaderSize(16 * 1024);
            });
            options.accept(config);
        });
    }
}
