// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.http;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.TransportOptions;
import java.net.Proxy;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.Credentials;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Makes an OkHttp client from options in the JDK's types. */
public final class OkHttpClients {
    private static final Duration PING = Duration.ofSeconds(10);

    private OkHttpClients() {}

    /** Makes the client of a connector. */
    public static OkHttpClient client(ConnectorConfig config) {
        return builder(
                        config.transport(),
                        config.concurrency(),
                        config.timeouts().connect())
                // The longest silence; how long the whole may take is watched over by the pipeline.
                .readTimeout(millis(config.timeouts().transfer()))
                .writeTimeout(millis(config.timeouts().transfer()))
                .build();
    }

    /**
     * Makes the client for single requests to any host. The deadline of each call ends it; there is no other timeout. The
     * system's proxy is not used: through it, the resolver and the socket factory would not see the destination.
     */
    public static OkHttpClient direct(TransportOptions options, int idle, Duration connect) {
        OkHttpClient.Builder client = builder(options, idle, connect)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                // Without a timeout for reading, nothing else finds an HTTP/2 connection whose other side is gone.
                .pingInterval(PING)
                .cookieJar(CookieJar.NO_COOKIES);
        if (options.proxy().isEmpty()) {
            client.proxy(Proxy.NO_PROXY);
        }
        return client.build();
    }

    private static OkHttpClient.Builder builder(TransportOptions options, int idle, Duration connect) {
        ClassPathCheck.once();
        OkHttpClient.Builder client = new OkHttpClient.Builder()
                .connectionPool(new ConnectionPool(idle, 5, TimeUnit.MINUTES))
                .connectTimeout(millis(connect));
        options.proxy().ifPresent(address -> client.proxy(new Proxy(Proxy.Type.HTTP, address)));
        options.proxyLogin()
                .ifPresent(login -> client.proxyAuthenticator((route, response) ->
                        response.request().header("Proxy-Authorization") != null
                                ? null
                                : response.request()
                                        .newBuilder()
                                        .header(
                                                "Proxy-Authorization",
                                                Credentials.basic(
                                                        login.user(),
                                                        login.password().reveal()))
                                        .build()));
        options.resolver().ifPresent(resolver -> client.dns(resolver::resolve));
        options.sockets().ifPresent(client::socketFactory);
        if (!options.anchors().isEmpty() || options.identity().isPresent()) {
            secure(client, options.anchors(), options.identity().orElse(null));
        }
        return client;
    }

    /** As many as OkHttp can count, which is 24 days. */
    private static Duration millis(Duration limit) {
        Duration longest = Duration.ofMillis(Integer.MAX_VALUE);
        return limit.compareTo(longest) < 0 ? limit : longest;
    }

    private static void secure(
            OkHttpClient.Builder client, List<X509Certificate> anchors, TransportOptions.@Nullable Identity identity) {
        try {
            X509TrustManager trust = trust(anchors);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(identity == null ? null : keys(identity), new TrustManager[] {trust}, null);
            client.sslSocketFactory(context.getSocketFactory(), trust);
        } catch (GeneralSecurityException | java.io.IOException e) {
            throw new ConfigurationException(List.of(new ConfigurationException.Problem(
                    "transport", "has certificates or keys that cannot be used: " + e.getMessage())));
        }
    }

    private static X509TrustManager trust(List<X509Certificate> anchors)
            throws GeneralSecurityException, java.io.IOException {
        X509TrustManager platform = manager(null);
        if (anchors.isEmpty()) {
            return platform;
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (X509Certificate certificate : platform.getAcceptedIssuers()) {
            store.setCertificateEntry("platform-" + number++, certificate);
        }
        for (X509Certificate certificate : anchors) {
            store.setCertificateEntry("anchor-" + number++, certificate);
        }
        return manager(store);
    }

    private static X509TrustManager manager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this platform has no X.509 trust manager"));
    }

    private static KeyManager[] keys(TransportOptions.Identity identity) throws GeneralSecurityException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(identity.keys(), identity.password().reveal().toCharArray());
        return factory.getKeyManagers();
    }
}
