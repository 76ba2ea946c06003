// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.api;

import com.sun.net.httpserver.HttpServer;
import dev.bracketwire.webhooks.Webhooks;
import dev.bracketwire.webhooks.http.JdkRoutes;
import dev.bracketwire.webhooks.http.WebRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The examples of the guide and the Javadoc of the HTTP API. */
@SuppressWarnings("MissingOverride") // as in the guide
abstract class WebhookApiExamples {
    abstract static class Sessions {
        abstract Optional<String> user(@Nullable String cookie);
    }

    abstract static class Owners {
        abstract boolean owns(String caller, String subscription);
    }

    private final Sessions sessions;
    private final Owners owners;

    WebhookApiExamples(Sessions sessions, Owners owners) {
        this.sessions = sessions;
        this.owners = owners;
    }

    class LeagueAccess implements WebhookAccess {
        public Optional<String> caller(WebRequest request) {
            return sessions.user(request.headers().get("Cookie"));
        }

        public boolean allows(String caller, ApiAction action, String subscription) {
            return owners.owns(caller, subscription);
        }
    }

    void serve(Webhooks hooks, WebhookAccess access, List<ApiEntry> audit, HttpServer server) {
        WebhookApi api =
                WebhookApi.builder(hooks, access, entry -> audit.add(entry)).build();
        server.createContext("/webhooks/v1", JdkRoutes.handler(api));
    }
}
