// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON that Google and gcloud write for a service account or a user, as it is or in base64. Its content is not
 * trusted: a file whose token endpoint is neither Google's nor allowed by the caller is refused before anything is sent.
 */
public final class CredentialFile {
    /** Issues tokens unless a file or the caller names another place. */
    public static final URI TOKEN_ENDPOINT = URI.create("https://oauth2.googleapis.com/token");

    private static final Set<URI> GOOGLE = Set.of(
            TOKEN_ENDPOINT,
            URI.create("https://accounts.google.com/o/oauth2/token"),
            URI.create("https://www.googleapis.com/oauth2/v4/token"),
            URI.create("https://www.googleapis.com/oauth2/v3/token"));
    private static final String UNIVERSE = "googleapis.com";
    private static final int LONGEST = 65_536;
    private static final int LONGEST_FIELD = 2_048;

    // Environment files turn the \n of a private key into line ends, which JSON does not allow in a string.
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String source;
    private final Set<URI> allowed;
    private final List<Problem> problems = new ArrayList<>();
    private JsonNode json = JSON.createObjectNode();

    private CredentialFile(String source, Set<URI> allowed) {
        this.source = source;
        this.allowed = allowed;
    }

    /**
     * Reads a credential.
     *
     * @param source names where the text comes from, in problems
     * @param allowed token endpoints that are good beside Google's
     * @throws ConfigurationException with every problem, none of which shows a value that may be secret
     */
    public static GoogleCredential parse(String text, String source, Set<URI> allowed) {
        return new CredentialFile(source, allowed).read(text);
    }

    private GoogleCredential read(String text) {
        json = tree(text);
        GoogleCredential credential = credential();
        if (credential == null || !problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return credential;
    }

    private @Nullable GoogleCredential credential() {
        String type = json.path("type").asText("");
        return switch (type) {
            case "service_account" -> account();
            case "authorized_user" -> user();
            default -> unknown(type);
        };
    }

    private @Nullable GoogleCredential unknown(String type) {
        if (!type.isEmpty()) {
            problem("", "is of the type " + shown(type) + "; known are service_account and authorized_user");
        } else if (json.has("installed") || json.has("web")) {
            problem(
                    "",
                    "is the file of an OAuth client, which proves no permission: make a key of a service account, or let"
                            + " gcloud auth application-default login write a user's file");
        } else {
            problem("", "must have a type, as the key files of service accounts do");
        }
        return null;
    }

    private @Nullable GoogleCredential account() {
        universe();
        URI endpoint = tokenEndpoint();
        String email = required("client_email", CredentialFile::isName);
        PrivateKey key = privateKey();
        String keyId = json.path("private_key_id").asText("");
        return email == null || key == null
                ? null
                : new ServiceAccountKey(
                        email, keyId.isBlank() ? null : keyId, key, endpoint == null ? TOKEN_ENDPOINT : endpoint);
    }

    private @Nullable GoogleCredential user() {
        universe();
        URI endpoint = tokenEndpoint();
        String id = required("client_id", CredentialFile::isName);
        String secret = required("client_secret", CredentialFile::isVisible);
        String refresh = required("refresh_token", CredentialFile::isVisible);
        String project = json.path("quota_project_id").asText("");
        if (!isVisible(project)) {
            problem("quota_project_id", "must be the id of a project");
        }
        return id == null || secret == null || refresh == null
                ? null
                : new GoogleCredential.User(
                        id, Secret.of(secret), Secret.of(refresh), endpoint, project.isEmpty() ? null : project);
    }

    private void universe() {
        String universe = json.path("universe_domain").asText(UNIVERSE);
        if (!universe.equals(UNIVERSE)) {
            problem("universe_domain", "must be " + UNIVERSE + ", but is " + shown(universe));
        }
    }

    private @Nullable URI tokenEndpoint() {
        if (!json.has("token_uri")) {
            return allowed.isEmpty() ? null : allowed.iterator().next();
        }
        URI named = uri(json.path("token_uri").asText(""));
        if (named != null && (GOOGLE.contains(named) || allowed.contains(named))) {
            return named;
        }
        problem(
                "token_uri",
                "is "
                        + (named == null
                                ? "no URL"
                                : "at " + shown(String.valueOf(named.getHost())) + ", which is not Google's")
                        + ": nothing was sent there; if it is right, allow it by tokenEndpointAllowed(…)");
        return null;
    }

    private static @Nullable URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            return null; // its message shows the text
        }
    }

    private @Nullable PrivateKey privateKey() {
        String pem = json.path("private_key").asText("");
        if (pem.isBlank()) {
            problem("private_key", "is missing");
            return null;
        }
        try {
            return ServiceAccountKey.key(pem);
        } catch (IllegalArgumentException e) {
            problem("private_key", String.valueOf(e.getMessage()));
            return null;
        }
    }

    private @Nullable String required(String field, Predicate<String> rule) {
        String text = json.path(field).asText("");
        if (text.isBlank()) {
            problem(field, "is missing");
            return null;
        }
        if (!rule.test(text)) {
            problem(field, "has characters that do not belong there, or is too long");
            return null;
        }
        return text;
    }

    // Names appear in messages and principals.
    private static boolean isName(String text) {
        return text.length() <= LONGEST_FIELD && text.matches("[A-Za-z0-9@._:+/-]+");
    }

    private static boolean isVisible(String text) {
        return text.length() <= LONGEST_FIELD && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    private JsonNode tree(String text) {
        if (text.length() > LONGEST) {
            throw unreadable("is longer than " + LONGEST + " characters: it is no credential");
        }
        String plain = unwrapped(text);
        String found = plain.startsWith("{") ? plain : unwrapped(decoded(plain));
        if (!found.startsWith("{")) {
            throw unreadable("must hold the JSON of a credential, or base64 of it; the path of a file belongs in"
                    + " GOOGLE_APPLICATION_CREDENTIALS");
        }
        try {
            return JSON.readTree(found);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation(); // its message shows the text
            throw unreadable("is damaged or cut off: no JSON"
                    + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr()));
        }
    }

    // Takes off a byte order mark, white space, and the quotes that some readers of environment files leave.
    private static String unwrapped(String text) {
        String stripped = text.startsWith("\ufeff") ? text.substring(1).strip() : text.strip();
        boolean quoted = stripped.length() > 1
                && (stripped.startsWith("'") || stripped.startsWith("\""))
                && stripped.endsWith(stripped.substring(0, 1));
        return quoted ? stripped.substring(1, stripped.length() - 1).strip() : stripped;
    }

    private static String decoded(String text) {
        try {
            String standard = text.replaceAll("\\s", "").replace('-', '+').replace('_', '/');
            return new String(Base64.getDecoder().decode(standard), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return ""; // its message shows a character
        }
    }

    private ConfigurationException unreadable(String rule) {
        return new ConfigurationException(List.of(new Problem(source, rule)));
    }

    private void problem(String field, String rule) {
        problems.add(new Problem(field.isEmpty() ? source : source + " " + field, rule));
    }

    private static String shown(String text) {
        String clean = text.replaceAll("[^A-Za-z0-9._:/-]", "?");
        return "\"" + (clean.length() > 80 ? clean.substring(0, 80) + "…" : clean) + "\"";
    }
}
