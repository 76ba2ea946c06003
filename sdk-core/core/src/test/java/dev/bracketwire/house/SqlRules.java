// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Holds the rule that SQL is made of constants, numbers and identifiers that quote themselves. Any other text in a statement
 * is named in a list, which says that it was looked at: SQL of the program, or a checked name, and never a text from
 * outside.
 */
public abstract class SqlRules {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern SQL = Pattern.compile(
            "\\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE|ALTER|DROP|LISTEN|NOTIFY|PRAGMA|WHERE|ORDER BY|VALUES|CAST\\(|AND)\\b"
                    + "|\\b(SET|WITH|FROM|JOIN) |^ = |^ < | IS NOT NULL");
    private static final Set<String> RUNS = Set.of(
            "prepareStatement",
            "prepareCall",
            "nativeSQL",
            "execute",
            "executeQuery",
            "executeUpdate",
            "executeLargeUpdate",
            "addBatch");
    private static final String IDENTIFIER = "dev.bracketwire.store.internal.SqlIdentifier";

    private final Set<String> reviewed;

    /**
     * Takes the texts that were looked at.
     *
     * @param reviewed as {@code Type.name} of a variable or a method that gives a text
     */
    protected SqlRules(Set<String> reviewed) {
        this.reviewed = reviewed;
    }

    @Test
    void sql_isMadeOfConstantsIdentifiersAndReviewedTexts() throws IOException {
        assertThat(texts()).isEqualTo(new TreeSet<>(reviewed));
    }

    private static Set<String> texts() throws IOException {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK runs the tests");
        List<Path> sources;
        try (Stream<Path> all = Files.walk(SOURCES)) {
            sources = all.filter(SqlRules::speaksSql).toList();
        }
        assertThat(sources).isNotEmpty();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of("-proc:none", "-cp", System.getProperty("java.class.path"));
            JavacTask task = (JavacTask) compiler.getTask(
                    new StringWriter(), files, null, options, null, files.getJavaFileObjectsFromPaths(sources));
            List<CompilationUnitTree> units = new ArrayList<>();
            task.parse().forEach(units::add);
            task.analyze();
            Concatenations found = new Concatenations(Trees.instance(task));
            units.forEach(unit -> found.scan(unit, null));
            return found.texts;
        }
    }

    private static boolean speaksSql(Path source) {
        try {
            return source.toString().endsWith(".java")
                    && Files.readString(source)
                            .matches("(?s).*(java\\.sql\\.|package [a-z.]*\\bstore(\\.internal)?;|\\bQuery\\.of\\().*");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Collects the parts of statements that are neither constants nor numbers nor identifiers. */
    private static final class Concatenations extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final Trees trees;
        private final Set<String> texts = new TreeSet<>();

        Concatenations(Trees trees) {
            this.trees = trees;
        }

        @Override
        public @Nullable Void visitBinary(BinaryTree tree, @Nullable Void none) {
            if (tree.getKind() == Tree.Kind.PLUS) {
                List<TreePath> parts = new ArrayList<>();
                flatten(getCurrentPath(), parts);
                if (parts.stream().anyMatch(Concatenations::isSql)) {
                    parts.stream().filter(part -> !isSafe(part)).forEach(part -> texts.add(name(part)));
                    return null; // its parts were looked at
                }
            }
            return super.visitBinary(tree, null);
        }

        @Override
        public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, @Nullable Void none) {
            if (trees.getElement(getCurrentPath()) instanceof ExecutableElement method
                    && isOfJdbc(method)
                    && RUNS.contains(method.getSimpleName().toString())
                    && !tree.getArguments().isEmpty()) {
                review(tree.getArguments().get(0));
            }
            return super.visitMethodInvocation(tree, null);
        }

        private static boolean isOfJdbc(ExecutableElement method) {
            return String.valueOf(method.getEnclosingElement()).startsWith("java.sql.");
        }

        private void review(ExpressionTree argument) {
            List<TreePath> parts = new ArrayList<>();
            flatten(new TreePath(getCurrentPath(), argument), parts);
            parts.stream().filter(part -> !isSafe(part)).forEach(part -> texts.add(name(part)));
        }

        private static boolean isSql(TreePath part) {
            return part.getLeaf() instanceof LiteralTree literal
                    && literal.getValue() instanceof String text
                    && SQL.matcher(text).find();
        }

        private static void flatten(TreePath path, List<TreePath> parts) {
            Tree tree = path.getLeaf();
            if (tree instanceof BinaryTree binary && tree.getKind() == Tree.Kind.PLUS) {
                flatten(new TreePath(path, binary.getLeftOperand()), parts);
                flatten(new TreePath(path, binary.getRightOperand()), parts);
            } else if (tree instanceof ParenthesizedTree inner) {
                flatten(new TreePath(path, inner.getExpression()), parts);
            } else if (tree instanceof ConditionalExpressionTree either) {
                flatten(new TreePath(path, either.getTrueExpression()), parts);
                flatten(new TreePath(path, either.getFalseExpression()), parts);
            } else {
                parts.add(path);
            }
        }

        private boolean isSafe(TreePath part) {
            if (part.getLeaf() instanceof LiteralTree) {
                return true;
            }
            Element element = trees.getElement(part);
            if (element instanceof VariableElement variable && variable.getConstantValue() != null) {
                return true;
            }
            TypeMirror type = trees.getTypeMirror(part);
            assertThat(type).as("%s is not understood", part.getLeaf()).isNotNull();
            return type.toString().equals(IDENTIFIER)
                    || type.getKind() == TypeKind.INT
                    || type.getKind() == TypeKind.LONG;
        }

        private String name(TreePath part) {
            ExpressionTree tree = (ExpressionTree) part.getLeaf();
            Element element = trees.getElement(part);
            if (element == null) {
                return tree.toString();
            }
            Element owner = element;
            while (!owner.getKind().isClass() && !owner.getKind().isInterface()) {
                owner = Objects.requireNonNull(owner.getEnclosingElement(), "a type holds it");
            }
            // A method of the JDK says nothing of what it gives; the class that calls it does.
            String caller = owner.toString().startsWith("java.") ? caller(part) + ": " : "";
            return caller + owner.getSimpleName() + "." + element.getSimpleName()
                    + (tree instanceof MethodInvocationTree ? "()" : "");
        }

        private static String caller(TreePath part) {
            TreePath path = part;
            while (!(path.getLeaf() instanceof ClassTree)) {
                path = path.getParentPath();
            }
            return ((ClassTree) path.getLeaf()).getSimpleName().toString();
        }
    }
}
