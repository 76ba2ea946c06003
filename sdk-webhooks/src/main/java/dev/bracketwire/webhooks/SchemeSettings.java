// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import dev.bracketwire.Secret;
import dev.bracketwire.config.Settings;
import dev.bracketwire.webhooks.internal.RequestVerifier;
import dev.bracketwire.webhooks.internal.SchemeKey;
import dev.bracketwire.webhooks.internal.SchemeRules;
import dev.bracketwire.webhooks.internal.StandardSignature;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Describes a scheme as settings hold it. */
record SchemeSettings(
        Secret secret,
        Optional<Secret> oldSecret,
        Optional<String> secretEncoding,
        Signature signature,
        Optional<Timestamp> timestamp,
        Optional<Place> id,
        Optional<Place> type,
        Optional<URI> origin) {
    SchemeSettings {
        oneOf("secretEncoding", secretEncoding, "text", "base64", "hex");
        boolean timed = signature.content().orElse("").contains("{timestamp}");
        if (timed != timestamp.isPresent()) {
            throw new IllegalArgumentException(
                    "timestamp.header must be set exactly if signature.content has {timestamp}: one that is not signed"
                            + " proves nothing");
        }
        if (signature.content().orElse("").contains("{id}")
                && id.flatMap(Place::header).isEmpty()) {
            throw new IllegalArgumentException("id.header must be set if signature.content has {id}");
        }
        if (signature.content().orElse("").contains("{url}") && origin.isEmpty()) {
            throw new IllegalArgumentException(
                    "origin must be set if signature.content has {url}, such as https://bot.example");
        }
        origin.ifPresent(uri -> {
            if (uri.getHost() == null || !List.of("https", "http").contains(String.valueOf(uri.getScheme()))) {
                throw new IllegalArgumentException("origin must be a scheme and a host, such as https://bot.example");
            }
        });
    }

    static RequestVerifier verifier(Settings section) {
        SchemeSettings settings = section.read(SchemeSettings.class);
        Signature signature = settings.signature;
        String algorithm = signature.algorithm().orElse("hmac-sha256");
        List<SchemeKey> keys = new ArrayList<>();
        keys.add(settings.key(settings.secret, algorithm));
        settings.oldSecret.ifPresent(old -> keys.add(settings.key(old, algorithm)));
        SchemeRules rules = new SchemeRules(
                signature.header(),
                signature.prefix().orElse(""),
                false,
                signature.encoding().orElse("hex").equals("base64"),
                switch (algorithm) {
                    case "hmac-sha1" -> 20;
                    case "ed25519" -> 64;
                    default -> 32;
                },
                signature.content().orElse("{body}"),
                settings.timestamp.map(Timestamp::header).orElse(""),
                settings.timestamp.flatMap(Timestamp::format).orElse("seconds").equals("iso"),
                settings.timestamp
                        .map(timestamp -> timestamp.tolerance().orElse(StandardSignature.TOLERANCE))
                        .orElse(null),
                settings.id.flatMap(Place::header).orElse(""),
                settings.origin.orElse(null));
        return new RequestVerifier(
                null,
                rules,
                keys,
                StandardSignature.TOLERANCE,
                new RequestVerifier.FieldNames(
                        settings.id.flatMap(Place::header).orElse(""),
                        settings.id.flatMap(Place::field).orElse(""),
                        settings.type.flatMap(Place::header).orElse(""),
                        settings.type.flatMap(Place::field).orElse("")));
    }

    private SchemeKey key(Secret value, String algorithm) {
        return algorithm.equals("ed25519")
                ? SchemeKey.ed25519(value)
                : SchemeKey.hmac(value, secretEncoding.orElse("text"), algorithm.equals("hmac-sha1"));
    }

    private static void oneOf(String name, Optional<String> value, String... allowed) {
        if (value.isPresent() && !List.of(allowed).contains(value.get())) {
            throw new IllegalArgumentException(name + " must be " + String.join(" or ", allowed));
        }
    }

    record Signature(
            String header,
            Optional<String> prefix,
            Optional<String> encoding,
            Optional<String> algorithm,
            Optional<String> content) {
        Signature {
            oneOf("encoding", encoding, "hex", "base64");
            oneOf("algorithm", algorithm, "hmac-sha256", "hmac-sha1", "ed25519");
            content.ifPresent(SchemeRules::checkContent);
        }
    }

    record Timestamp(String header, Optional<String> format, Optional<Duration> tolerance) {
        Timestamp {
            oneOf("format", format, "seconds", "iso");
            if (tolerance.isPresent()
                    && (tolerance.get().isNegative() || tolerance.get().compareTo(Duration.ofDays(1)) > 0)) {
                throw new IllegalArgumentException("tolerance must be between 0 and 1 day");
            }
        }
    }

    record Place(Optional<String> header, Optional<String> field) {}
}
