// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.Secret;
import dev.bracketwire.config.Settings;
import dev.bracketwire.connector.Auth;
import dev.bracketwire.connector.ConnectorConfigBuilder;
import dev.bracketwire.oauth.OAuth;
import dev.bracketwire.oauth.OAuthBuilder;
import dev.bracketwire.sheets.internal.CredentialFile;
import dev.bracketwire.sheets.internal.CredentialSource;
import dev.bracketwire.sheets.internal.GoogleAuth;
import dev.bracketwire.sheets.internal.GoogleAuth.Candidate;
import dev.bracketwire.sheets.internal.GoogleCredential;
import dev.bracketwire.sheets.internal.ServiceAccountKey;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names the credentials that a client shows to Google. Immutable; each option returns another instance.
 *
 * <pre>{@code
 * GoogleAccess access = GoogleAccess.firstOf(
 *                 GoogleAccess.environment(), GoogleAccess.serviceAccount(Path.of("credentials.json")))
 *         .scopes(GoogleScope.SPREADSHEETS_READONLY);
 * }</pre>
 *
 * <p>Several sources are tried in their order when the client is built, and the first that Google gives a token for is used
 * from then on. A source that holds a broken credential is logged and passed over. If no source is left, one
 * {@link ConfigurationException} names each of them with its problem: at once where that shows on this machine, else at the
 * first call. If a single credential is refused by Google, calls fail with an
 * {@link dev.bracketwire.UnauthorizedException}. While Google cannot be reached, no other source is tried.
 *
 * <p>A key file or JSON of a service account is read when the client is built, and again for each new token, about once an
 * hour: a new key of the same account takes effect without a restart. Another account needs a new client. The credentials of
 * a user are read when the client is built.
 */
public final class GoogleAccess {
    private static final Logger LOG = LoggerFactory.getLogger(GoogleAccess.class);
    private static final List<String> JSON_VARIABLES = List.of("GOOGLE_CREDENTIALS", "GOOGLE_SERVICE_ACCOUNT_JSON");
    private static final String FILE_VARIABLE = "GOOGLE_APPLICATION_CREDENTIALS";
    private static final String TOKEN_VARIABLE = "GOOGLE_ACCESS_TOKEN";

    private final List<Entry> entries;

    private GoogleAccess(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    private static GoogleAccess of(CredentialSource source) {
        return new GoogleAccess(List.of(new Entry(source, Set.of(GoogleScope.SPREADSHEETS), null, Set.of())));
    }

    /**
     * Looks for credentials in the environment, in this order: {@code GOOGLE_CREDENTIALS} and
     * {@code GOOGLE_SERVICE_ACCOUNT_JSON} (JSON or base64 of it), {@code GOOGLE_APPLICATION_CREDENTIALS} (the path of a
     * file), {@code GOOGLE_ACCESS_TOKEN}, and the file that {@code gcloud auth application-default login} writes.
     */
    public static GoogleAccess environment() {
        return environment(System.getenv());
    }

    static GoogleAccess environment(Map<String, String> variables) {
        List<GoogleAccess> places = new ArrayList<>();
        for (String name : JSON_VARIABLES) {
            places.add(variable(variables, name, json -> CredentialSource.json(name, Secret.of(json))));
        }
        places.add(variable(variables, FILE_VARIABLE, GoogleAccess::namedFile));
        places.add(variable(variables, TOKEN_VARIABLE, token -> token(TOKEN_VARIABLE, Secret.of(token.strip()))));
        Path gcloud = gcloudFile(variables);
        places.add(of(CredentialSource.file("gcloud's file " + gcloud, gcloud)));
        return firstOf(places.toArray(GoogleAccess[]::new));
    }

    private static GoogleAccess variable(Map<String, String> variables, String name, SourceFactory factory) {
        String value = variables.get(name);
        return of(
                value == null || value.isBlank() ? CredentialSource.absent(name, "is not set") : factory.source(value));
    }

    private static CredentialSource namedFile(String path) {
        String name = FILE_VARIABLE + " (" + path.strip() + ")";
        try {
            return CredentialSource.requiredFile(name, Path.of(path.strip()));
        } catch (InvalidPathException e) {
            return CredentialSource.absent(FILE_VARIABLE, "is no path of a file");
        }
    }

    private static Path gcloudFile(Map<String, String> variables) {
        String own = variables.get("CLOUDSDK_CONFIG");
        String roaming = variables.get("APPDATA");
        String home = variables.getOrDefault("HOME", System.getProperty("user.home", "."));
        boolean windows = System.getProperty("os.name", "").startsWith("Windows");
        Path folder = own != null
                ? Path.of(own)
                : windows && roaming != null ? Path.of(roaming, "gcloud") : Path.of(home, ".config", "gcloud");
        return folder.resolve("application_default_credentials.json");
    }

    /** Uses the key file of a service account, as Google's console gives it, or the file that gcloud writes for a user. */
    public static GoogleAccess serviceAccount(Path file) {
        return of(CredentialSource.file(file.toString(), file));
    }

    /** Uses the content of a service account's key file, as it is or in base64. */
    public static GoogleAccess serviceAccountJson(Secret json) {
        return of(CredentialSource.json(json.toString(), Objects.requireNonNull(json, "json")));
    }

    /** Uses an access token that is renewed elsewhere. The secret is asked for it at each attempt of a call. */
    public static GoogleAccess token(Secret token) {
        return of(token("the token of " + token, token));
    }

    private static CredentialSource token(String name, Secret token) {
        return CredentialSource.given(name, new GoogleCredential.AccessToken(token));
    }

    /**
     * Acts for a user with the consent given to an OAuth client.
     *
     * @param clientId the id of the client at Google
     * @param refreshToken the token that was obtained when the user allowed it; its scopes are those allowed then
     */
    public static GoogleAccess refreshToken(String clientId, Secret clientSecret, Secret refreshToken) {
        return of(CredentialSource.given(
                "the refresh token of " + refreshToken,
                new GoogleCredential.User(
                        Objects.requireNonNull(clientId, "clientId"),
                        Objects.requireNonNull(clientSecret, "clientSecret"),
                        Objects.requireNonNull(refreshToken, "refreshToken"),
                        null,
                        null)));
    }

    /** Tries several in this order. Options that are set on the result hold for all of them. */
    public static GoogleAccess firstOf(GoogleAccess... several) {
        if (several.length == 0) {
            throw new IllegalArgumentException("several must not be empty");
        }
        return new GoogleAccess(
                Stream.of(several).flatMap(access -> access.entries.stream()).toList());
    }

    /**
     * Makes one from settings: {@code credentials} with one of {@code file}, {@code json}, {@code token} and
     * {@code refresh} (of {@code client}, {@code secret}, {@code token}), the {@link #environment()} if there are none;
     * {@code scopes}, {@code onBehalfOf} and {@code tokenEndpoint}, each as the option here.
     *
     * @throws ConfigurationException with every problem found
     */
    public static GoogleAccess configured(Settings section) {
        return section.read(AccessSettings.class).access();
    }

    /** Asks for these rights instead of {@link GoogleScope#SPREADSHEETS}. A user's rights are those that the user allowed. */
    public GoogleAccess scopes(GoogleScope first, GoogleScope... more) {
        Set<GoogleScope> scopes = Collections.unmodifiableSet(EnumSet.of(first, more));
        return with(entry -> new Entry(entry.source, scopes, entry.subject, entry.endpoints));
    }

    /**
     * Acts as this user of a Google Workspace domain, which must have allowed it to the service account for the scopes
     * (domain-wide delegation). Works with service accounts only.
     */
    public GoogleAccess onBehalfOf(String email) {
        if (email.isBlank()) {
            throw new IllegalArgumentException("email must not be blank");
        }
        return with(entry -> new Entry(entry.source, entry.scopes, email, entry.endpoints));
    }

    /**
     * Allows a token endpoint that is not Google's, such as a proxy's or a test's, where a credential names it.
     * Credentials that name none, such as a refresh token, are sent there as well.
     */
    public GoogleAccess tokenEndpointAllowed(URI endpoint) {
        Objects.requireNonNull(endpoint, "endpoint");
        return with(entry -> {
            Set<URI> endpoints = new LinkedHashSet<>(entry.endpoints);
            endpoints.add(endpoint);
            return new Entry(entry.source, entry.scopes, entry.subject, endpoints);
        });
    }

    private GoogleAccess with(UnaryOperator<Entry> change) {
        return new GoogleAccess(entries.stream().map(change).toList());
    }

    /** Names the sources and the rights, and no secret. */
    String description() {
        return entries.stream().map(Entry::toString).distinct().collect(Collectors.joining(", else "));
    }

    /** Names the sources and the rights, and no secret. */
    @Override
    public String toString() {
        return "GoogleAccess[" + description() + "]";
    }

    /**
     * Reads the credentials and opens the clients that renew their tokens; sends nothing yet.
     *
     * @param transport sets how the token endpoint is reached: clock, proxy, certificates, timeouts
     * @throws ConfigurationException if none of the sources is usable
     */
    Opened open(UnaryOperator<ConnectorConfigBuilder> transport) {
        List<Candidate> candidates = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        List<OAuth> opened = new ArrayList<>();
        for (Entry entry : entries) {
            String absence = entry.source.absence().orElse(null);
            if (absence != null) {
                problems.add(new Problem(entry.source.name(), absence));
                continue;
            }
            try {
                candidates.add(entry.open(transport, opened));
            } catch (ConfigurationException e) {
                problems.addAll(e.problems());
                if (entries.size() > 1) {
                    LOG.warn("Google credentials from {} cannot be used: {}", entry.source.name(), e.getMessage());
                }
            }
        }
        if (candidates.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        Set<GoogleScope> scopes = entries.get(0).scopes;
        return new Opened(new GoogleAuth(candidates, problems), scopes, opened);
    }

    /**
     * Credentials in use. Close them after the connectors that use them.
     *
     * @param scopes the rights that were asked for; a user may have allowed others
     */
    record Opened(GoogleAuth auth, Set<GoogleScope> scopes, List<OAuth> clients) implements AutoCloseable {
        @Override
        public void close() {
            clients.forEach(OAuth::close);
        }
    }

    private interface SourceFactory {
        CredentialSource source(String value);
    }

    /** A source with the options for it. */
    private record Entry(
            CredentialSource source,
            Set<GoogleScope> scopes,
            @Nullable String subject,
            Set<URI> endpoints) {
        Candidate open(UnaryOperator<ConnectorConfigBuilder> transport, List<OAuth> opened) {
            GoogleCredential credential = source.read(endpoints);
            if (subject != null && !(credential instanceof ServiceAccountKey)) {
                throw problem("cannot act on behalf of another user: onBehalfOf needs a service account");
            }
            if (credential instanceof ServiceAccountKey key) {
                OAuth oauth = kept(OAuth.builder(key.tokenEndpoint(), key.email()), transport, opened);
                Set<String> urls = urls();
                return new Candidate(
                        source,
                        oauth.jwtBearer(principal(), now -> current(key).assertion(now, urls, subject)),
                        urls,
                        null,
                        subject == null ? key.email() : subject);
            }
            if (credential instanceof GoogleCredential.User user) {
                URI endpoint = user.tokenEndpoint() == null ? defaultEndpoint() : user.tokenEndpoint();
                OAuthBuilder options = OAuth.builder(endpoint, user.clientId())
                        .clientSecret(user.clientSecret())
                        .secretInBody()
                        .reusableRefreshTokens();
                OAuth oauth = kept(options, transport, opened);
                String name = digest(user.refreshToken().reveal());
                return new Candidate(
                        source, oauth.user(name, user.refreshToken()), Set.of(), user.quotaProject(), null);
            }
            Auth auth = Auth.bearer(((GoogleCredential.AccessToken) credential).token());
            auth.principal(); // asks for the token: that it is missing shows now
            return new Candidate(source, auth, Set.of(), null, null);
        }

        private static OAuth kept(
                OAuthBuilder options, UnaryOperator<ConnectorConfigBuilder> transport, List<OAuth> opened) {
            OAuth oauth = options.server(transport).build();
            opened.add(oauth);
            return oauth;
        }

        private ServiceAccountKey current(ServiceAccountKey first) {
            if (source.read(endpoints) instanceof ServiceAccountKey now
                    && now.email().equals(first.email())
                    && now.tokenEndpoint().equals(first.tokenEndpoint())) {
                return now;
            }
            throw problem("holds another account than when this client was built: build a new client");
        }

        private ConfigurationException problem(String rule) {
            return new ConfigurationException(List.of(new Problem(source.name(), rule)));
        }

        private URI defaultEndpoint() {
            return endpoints.isEmpty()
                    ? CredentialFile.TOKEN_ENDPOINT
                    : endpoints.iterator().next();
        }

        private Set<String> urls() {
            Set<String> urls = new LinkedHashSet<>();
            scopes.forEach(scope -> urls.add(scope.url()));
            return urls;
        }

        private String principal() {
            String ids = scopes.stream().map(GoogleScope::id).collect(Collectors.joining("+"));
            return subject == null ? ids : subject + " " + ids;
        }

        // Keeps users of one client apart without showing anything of the token.
        private static String digest(String token) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
                return HexFormat.of().formatHex(digest, 0, 16);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }

        @Override
        public String toString() {
            return source.name() + " (" + principal() + ")";
        }
    }
}
