// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.http;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns when there are two OkHttps, of which the one that comes first wins without a word: Maven puts an older one
 * beside ours where a host does not import our BOM and lists a library with OkHttp 4 before us.
 */
public final class ClassPathCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ClassPathCheck.class);
    private static final String MARKER = "okhttp3/OkHttpClient.class";

    private ClassPathCheck() {}

    /** Looks once; the class path of a JVM does not change. */
    static void once() {
        Result.LOOKED.warn();
    }

    /** Says what is wrong with the class path; empty if nothing is. */
    public static String problem() {
        return Result.LOOKED.problem;
    }

    /** Says what is wrong with a class path on which OkHttp is found at these places; empty if nothing is. */
    static String problem(List<URL> places) {
        if (places.size() < 2) {
            return "";
        }
        List<String> jars = places.stream().map(ClassPathCheck::jar).toList();
        return "two OkHttps are on the class path: " + String.join(" and ", jars)
                + "; import dev.bracketwire:bracketwire-bom in dependencyManagement, so that one remains";
    }

    private static String jar(URL place) {
        String path = place.toString().replaceAll("!?/" + MARKER + "$", "");
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private enum Result {
        LOOKED;

        private final String problem = look();

        private static String look() {
            ClassLoader loader = OkHttpClient.class.getClassLoader();
            try {
                return loader == null ? "" : problem(Collections.list(loader.getResources(MARKER)));
            } catch (IOException e) {
                LOG.debug("the class path cannot be searched for a second OkHttp", e);
                return "";
            }
        }

        void warn() {
            if (!problem.isEmpty()) {
                LOG.warn(problem);
            }
        }
    }
}
