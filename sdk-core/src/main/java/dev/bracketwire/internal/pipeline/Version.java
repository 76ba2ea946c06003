// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.pipeline;

/** The version that upstreams see of us. */
final class Version {
    static final String TEXT = read();

    private Version() {}

    private static String read() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version; // classes that do not come from our jar
    }
}
