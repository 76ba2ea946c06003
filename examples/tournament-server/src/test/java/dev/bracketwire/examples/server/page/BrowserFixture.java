// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server.page;

import dev.bracketwire.examples.server.DemoSite;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Gives each class of tests a server with the data of the demo and a browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrowserFixture {
    DemoSite site;
    Chromium chromium;

    /** Returns the number of entries of the large tournament; 0 for none. */
    int largeEntries() {
        return 0;
    }

    @BeforeAll
    void startSite() {
        site = DemoSite.start(largeEntries());
        chromium = new Chromium();
    }

    @AfterAll
    void stopSite() {
        chromium.close();
        site.close();
    }

    BrowserWindow window() {
        return chromium.window(site.address());
    }
}
