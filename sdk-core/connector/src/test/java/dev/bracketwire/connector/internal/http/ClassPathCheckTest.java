// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassPathCheckTest {
    private static URL in(String jar) throws MalformedURLException {
        return URI.create("jar:file:/m2/" + jar + "!/okhttp3/OkHttpClient.class")
                .toURL();
    }

    @Test
    void problem_twoJars_namesBothAndWhatToDo() throws MalformedURLException {
        assertThat(ClassPathCheck.problem(List.of(in("okhttp-4.12.0.jar"), in("okhttp-jvm-5.5.1.jar"))))
                .contains("okhttp-4.12.0.jar and okhttp-jvm-5.5.1.jar")
                .contains("bracketwire-bom");
    }

    @Test
    void problem_oneJar_isEmpty() throws MalformedURLException {
        assertThat(ClassPathCheck.problem(List.of(in("okhttp-jvm-5.5.1.jar")))).isEmpty();
    }
}
