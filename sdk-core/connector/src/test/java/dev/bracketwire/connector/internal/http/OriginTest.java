// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {
    private final UrlOrigin urlOrigin = new UrlOrigin();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.example.org",
                "https://api.example.org/",
                "https://api.example.org/a/b%2Fc?x=1&y=%20z",
                "https://api.example.org/a//b/./c/../d?",
                "https://api.example.org?x=/1",
                "https://api.example.org/a?x=http://other/",
                "https://api.example.org/a#b?c",
                "https://api.example.org:8443/ä b",
                "http://127.0.0.1:80/a",
                "http://[::1]:8080/a;b=c",
                "http://api.example.org.evil/a"
            })
    void resolve_anyUrl_isWhatOkHttpParses(String url) {
        assertThat(urlOrigin.resolve("https://api.example.org/first"))
                .isEqualTo(HttpUrl.get("https://api.example.org/first"));
        assertThat(urlOrigin.resolve(url)).isEqualTo(HttpUrl.get(url));
        assertThat(urlOrigin.resolve(url)).isEqualTo(HttpUrl.get(url));
    }

    @Test
    void resolve_manyOrigins_remembersABoundedNumber() {
        for (int i = 0; i < 5_000; i++) {
            String url = "https://h" + i % 2_500 + ".example.org/a";
            assertThat(urlOrigin.resolve(url)).isEqualTo(HttpUrl.get(url));
        }
        assertThat(urlOrigin.size()).isBetween(1, 1_000);
    }
}
