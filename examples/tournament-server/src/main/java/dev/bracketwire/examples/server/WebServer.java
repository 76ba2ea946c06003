// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the page, and passes requests for the API on, so that the browser knows one origin only. */
final class WebServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WebServer.class);
    private static final String POLICY =
            "default-src 'self'; base-uri 'none'; frame-ancestors 'none';" + " object-src 'none'; form-action 'self'";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "woff2", "font/woff2",
            "txt", "text/plain; charset=utf-8",
            "webmanifest", "application/manifest+json");

    private final Map<String, Optional<PageFile>> files = new ConcurrentHashMap<>();
    private final String folder;
    private final ApiProxy proxy;
    private final Javalin http;

    /** Creates a server that passes requests on to the API at this address. */
    WebServer(URI api) {
        this(api, "/page");
    }

    /** Creates a server of the page in a folder of the class path. */
    WebServer(URI api, String folder) {
        this.folder = folder;
        this.proxy = new ApiProxy(api);
        this.http = HttpServer.create(config -> {
            config.jetty.modifyServletContextHandler(context -> {
                ServletHolder passed = new ServletHolder(proxy);
                passed.setAsyncSupported(true);
                List.of("/api/*", "/auth/*", "/events/*", "/calendar/*")
                        .forEach(path -> context.addServlet(passed, path));
            });
            config.routes.before(WebServer::headers);
            config.routes.get(
                    "/health", ctx -> ctx.contentType("application/json").result("{\"status\":\"up\"}"));
            config.routes.get("/*", this::file);
            config.routes.get("/", this::file);
            config.routes.exception(Exception.class, (e, ctx) -> {
                log.error("{} {} failed", ctx.method(), ctx.path(), e);
                ctx.status(500)
                        .contentType("text/plain; charset=utf-8")
                        .result("The page server has failed; its log has the reason.");
            });
        });
    }

    /** Starts to listen on 127.0.0.1 and returns the port; 0 takes a free one. */
    int start(int port) {
        http.start("127.0.0.1", port);
        return http.port();
    }

    private static void headers(Context ctx) {
        ctx.header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "same-origin")
                .header("Cache-Control", "no-cache");
    }

    private void file(Context ctx) {
        String path = ctx.path();
        String name = path.substring(path.lastIndexOf('/') + 1);
        Optional<PageFile> file = find(name.contains(".") ? path : "/index.html");
        if (file.isEmpty()) {
            ctx.status(404).contentType("text/plain; charset=utf-8").result("There is no such file.");
            return;
        }
        PageFile shown = file.get();
        ctx.header("ETag", shown.tag);
        if (shown.tag.equals(ctx.header("If-None-Match"))) {
            ctx.status(304);
            return;
        }
        ctx.contentType(shown.type).result(shown.body);
    }

    private Optional<PageFile> find(String path) {
        if (path.contains("/.") || path.contains("//") || path.contains("\\") || path.length() > 200) {
            return Optional.empty();
        }
        Optional<PageFile> known = files.get(path);
        if (known != null) {
            return known;
        }
        Optional<PageFile> file = read(path);
        if (file.isPresent()) {
            files.put(path, file); // only existing files are cached: a request may name any path
        }
        return file;
    }

    private Optional<PageFile> read(String path) {
        try (InputStream in = WebServer.class.getResourceAsStream(folder + path)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] bytes = in.readAllBytes();
            String end = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
            String tag = "\""
                    + RandomSecrets.hash(java.util.Base64.getEncoder().encodeToString(bytes))
                            .substring(0, 32) + "\"";
            return Optional.of(new PageFile(bytes, TYPES.getOrDefault(end, "application/octet-stream"), tag));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        http.stop();
    }

    private static final class PageFile {
        private final byte[] body;
        private final String type;
        private final String tag;

        PageFile(byte[] body, String type, String tag) {
            this.body = body;
            this.type = type;
            this.tag = tag;
        }
    }
}
