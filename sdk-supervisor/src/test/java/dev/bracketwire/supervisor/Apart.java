// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.opentest4j.TestAbortedException;

/**
 * Runs a class of tests that kill supervisors in a process namespace, so that nothing outlives it whatever they leave,
 * and tells here how each went. Without root and unshare they run here.
 */
final class Apart implements BeforeAllCallback, InvocationInterceptor {
    private static final String HERE = "test.apart";

    private final Map<String, String[]> results = new HashMap<>();
    private String said = "";
    private boolean apart;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        apart = System.getProperty(HERE) == null && Namespace.possible();
        if (!apart) {
            return;
        }
        Path file = Files.createTempFile("apart", ".txt");
        try {
            said = Namespace.run(
                    options(), Apart.class, context.getRequiredTestClass().getName(), file.toString());
            for (String line : Files.readAllLines(file)) {
                String[] words = line.split("\t", 3);
                results.put(words[0], words);
            }
        } finally {
            Files.delete(file);
        }
    }

    /** The agent that counts coverage adds to the same file. */
    private static List<String> options() {
        List<String> options = new ArrayList<>(List.of("-D" + HERE + "=true"));
        Stream.of(ProcessHandle.current().info().arguments().orElse(new String[0]))
                .filter(argument -> argument.startsWith("-javaagent:"))
                .forEach(options::add);
        return options;
    }

    @Override
    public void interceptBeforeEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        hereOnly(invocation);
    }

    @Override
    public void interceptAfterEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        hereOnly(invocation);
    }

    private void hereOnly(Invocation<Void> invocation) throws Throwable {
        if (apart) {
            invocation.skip();
        } else {
            invocation.proceed();
        }
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        interceptTestMethod(invocation, method, context);
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        hereOnly(invocation);
        if (!apart) {
            return;
        }
        String[] result = results.get(context.getUniqueId());
        if (result == null) {
            throw new AssertionError("it did not run apart: " + said);
        }
        String why = new String(Base64.getDecoder().decode(result[2]), UTF_8);
        switch (TestExecutionResult.Status.valueOf(result[1])) {
            case SUCCESSFUL -> {}
            case ABORTED -> throw new TestAbortedException(why);
            case FAILED -> throw new AssertionError("apart: " + why);
        }
    }

    /** Takes the class, and the file to tell the results in. */
    public static void main(String[] args) {
        Path file = Path.of(args[1]);
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(args[0]))
                                .build(),
                        new TestExecutionListener() {
                            @Override
                            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                                StringWriter why = new StringWriter();
                                result.getThrowable().ifPresent(thrown -> thrown.printStackTrace(new PrintWriter(why)));
                                String text = Base64.getEncoder()
                                        .encodeToString(why.toString().getBytes(UTF_8));
                                String line = test.getUniqueId() + "\t" + result.getStatus() + "\t" + text + "\n";
                                try {
                                    Files.writeString(file, line, StandardOpenOption.APPEND);
                                } catch (IOException e) {
                                    throw new AssertionError(e);
                                }
                            }
                        });
    }
}
