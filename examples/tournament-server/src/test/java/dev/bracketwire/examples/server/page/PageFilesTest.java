// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The files of the page keep the content security policy, without a browser. */
class PageFilesTest {
    private static final Path PAGE = Path.of("src", "main", "resources", "page");
    private static final String LIBRARY = "lib/preact-htm.js";
    private static final Pattern ADDRESS = Pattern.compile("(https?:)?//[a-z0-9-]+\\.[a-z]");
    private static final Pattern IMPORT = Pattern.compile("(?:from |import\\()\"(\\.[^\"]+)\"");

    @Test
    void files_nameNoForeignOrigin() throws IOException {
        assertThat(files())
                .allSatisfy((name, text) -> assertThat(ADDRESS.matcher(text.replace("http://www.w3.org/2000/svg", ""))
                                .results()
                                .map(match -> match.group())
                                .toList())
                        .as(name)
                        .isEmpty());
    }

    @Test
    void modules_insertNoHtml_andImportWhatIsThere() throws IOException {
        Map<String, String> files = files();
        files.forEach((name, text) -> {
            if (name.endsWith(".js") && !name.equals(LIBRARY)) {
                assertThat(text)
                        .as(name)
                        .startsWith("// SPDX-License-Identifier: Apache-2.0\n")
                        .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "document.write");
                IMPORT.matcher(text)
                        .results()
                        .map(match ->
                                Path.of(name).resolveSibling(match.group(1)).normalize())
                        .forEach(imported -> assertThat(files).containsKey(imported.toString()));
            }
        });
    }

    @Test
    void index_hasNothingInline_andPreloadsModulesThatAreThere() throws IOException {
        Map<String, String> files = files();
        String index = files.get("index.html");
        assertThat(index).doesNotContain("style=", "<style", "onclick", "javascript:");
        assertThat(Pattern.compile("<script[^>]*>(?!</script>)").matcher(index).find())
                .isFalse();
        List<String> loaded = Pattern.compile("(?:href|src)=\"/([^\"]+)\"")
                .matcher(index)
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(loaded)
                .hasSizeGreaterThan(10)
                .allSatisfy(name -> assertThat(files).containsKey(name));
    }

    private static Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (var all = Files.walk(PAGE)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(PAGE.relativize(file).toString(), Files.readString(file));
            }
        }
        return files;
    }
}
