// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Gives each test a scene, on a SQLite file and on PostgreSQL. */
@ParameterizedClass
@EnumSource(QueuePlace.class)
abstract class SceneTest {
    @TempDir
    Path folder;

    @Parameter
    QueuePlace place = QueuePlace.FILE; // set by JUnit

    WebhookScene scene;

    @BeforeEach
    void openScene() {
        scene = new WebhookScene(place, folder, this::options);
    }

    @AfterEach
    void closeScene() {
        scene.close();
    }

    /** Returns the options of the client. */
    WebhooksBuilder options(WebhooksBuilder builder) {
        return builder;
    }

    /** Opens the scene's client anew with more options. */
    void reopen(UnaryOperator<WebhooksBuilder> more) {
        scene.reopen(more);
    }
}
