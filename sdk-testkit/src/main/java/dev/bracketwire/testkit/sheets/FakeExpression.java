// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Evaluates the text of one formula. A value is String, Double, Boolean, an error, null, or Object[][] for a range. */
final class FakeExpression {
    private static final Pattern TOKEN = Pattern.compile("\\s*(?:(\"(?:[^\"]|\"\")*\")"
            + "|((?:'(?:[^']|'')*'!|[\\p{L}_][\\p{L}\\p{N}_]*!)?\\$?[A-Za-z]{1,3}(?:\\$?\\d+)?:\\$?[A-Za-z]{1,3}(?:\\$?\\d+)?"
            + "|(?:'(?:[^']|'')*'!|[\\p{L}_][\\p{L}\\p{N}_]*!)?\\$?[A-Za-z]{1,3}\\$?\\d+(?![\\p{L}\\p{N}_(]))"
            + "|(\\d+(?:\\.\\d*)?(?:[eE][+-]?\\d+)?|\\.\\d+)"
            + "|([\\p{L}_][\\p{L}\\p{N}_.]*)"
            + "|(<>|<=|>=|[-+*/^&=<>(),;%]))");

    private final FakeDocument document;
    private final FakeGridSheet sheet;
    private final FakeFormulas formulas;
    private final List<String[]> tokens = new ArrayList<>();
    private int at;
    private @Nullable String link;

    FakeExpression(FakeDocument document, FakeGridSheet sheet, FakeFormulas formulas, String text) {
        this.document = document;
        this.sheet = sheet;
        this.formulas = formulas;
        Matcher matcher = TOKEN.matcher(text.strip());
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            for (int kind = 1; kind <= 5; kind++) {
                if (matcher.group(kind) != null) {
                    tokens.add(new String[] {Integer.toString(kind), matcher.group(kind)});
                }
            }
            end = matcher.end();
        }
        if (end != text.strip().length()) {
            throw new Failure(FakeCellError.ERROR);
        }
    }

    /** Ends an evaluation with an error value. */
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final FakeCellError error;

        Failure(FakeCellError error) {
            super(error.message(), null, false, false);
            this.error = error;
        }

        FakeCellError error() {
            return error;
        }
    }

    @Nullable
    Object evaluate() {
        Object value = comparison();
        if (at < tokens.size()) {
            throw new Failure(FakeCellError.ERROR);
        }
        return value;
    }

    /** Gives the URL of the HYPERLINK that was evaluated. */
    @Nullable
    String link() {
        return link;
    }

    private @Nullable Object comparison() {
        Object left = joined();
        while (peek("=") || peek("<>") || peek("<") || peek(">") || peek("<=") || peek(">=")) {
            String operator = tokens.get(at++)[1];
            left = each(left, joined(), (a, b) -> compare(operator, a, b));
        }
        return left;
    }

    private @Nullable Object joined() {
        Object left = sum();
        while (take("&")) {
            left = each(left, sum(), (a, b) -> text(a) + text(b));
        }
        return left;
    }

    private @Nullable Object sum() {
        Object left = product();
        while (peek("+") || peek("-")) {
            boolean plus = tokens.get(at++)[1].equals("+");
            left = each(left, product(), (a, b) -> plus ? number(a) + number(b) : number(a) - number(b));
        }
        return left;
    }

    private @Nullable Object product() {
        Object left = power();
        while (peek("*") || peek("/")) {
            boolean times = tokens.get(at++)[1].equals("*");
            left = each(left, power(), (a, b) -> {
                if (!times && number(b) == 0) {
                    throw new Failure(FakeCellError.DIVIDE_BY_ZERO);
                }
                return times ? number(a) * number(b) : number(a) / number(b);
            });
        }
        return left;
    }

    private @Nullable Object power() {
        Object left = signed();
        while (take("^")) {
            left = each(left, signed(), (a, b) -> Math.pow(number(a), number(b)));
        }
        return left;
    }

    private @Nullable Object signed() {
        if (take("-")) {
            return each(signed(), null, (a, b) -> -number(a));
        }
        if (take("+")) {
            return signed();
        }
        Object value = primary();
        while (take("%")) {
            value = each(value, null, (a, b) -> number(a) / 100);
        }
        return value;
    }

    private @Nullable Object primary() {
        if (at >= tokens.size()) {
            throw new Failure(FakeCellError.ERROR);
        }
        String[] token = tokens.get(at++);
        return switch (token[0]) {
            case "1" -> token[1].substring(1, token[1].length() - 1).replace("\"\"", "\"");
            case "2" -> reference(token[1]);
            case "3" -> Double.valueOf(token[1]);
            case "4" -> word(token[1]);
            default -> {
                if (!token[1].equals("(")) {
                    throw new Failure(FakeCellError.ERROR);
                }
                Object value = comparison();
                expect(")");
                yield value;
            }
        };
    }

    private @Nullable Object word(String word) {
        if (take("(")) {
            return call(word.toUpperCase(Locale.ROOT));
        }
        return word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false")
                ? Boolean.valueOf(word)
                : reference(word);
    }

    private @Nullable Object call(String function) {
        List<@Nullable Object> arguments = new ArrayList<>();
        if (!take(")")) {
            do {
                arguments.add(peek(",") || peek(")") ? null : comparison());
            } while (take(",") || take(";"));
            expect(")");
        }
        Object first = arguments.isEmpty() ? null : arguments.get(0);
        return switch (function) {
            case "ARRAYFORMULA" -> first instanceof Object[][] ? first : new Object[][] {{first}};
            case "HYPERLINK" -> {
                link = text(single(first));
                yield arguments.size() > 1 ? single(arguments.get(1)) : link;
            }
            case "SUM" -> {
                double[] total = {0};
                arguments.forEach(argument -> values(argument, value -> total[0] += summand(value)));
                yield total[0];
            }
            case "COUNT", "COUNTA" -> {
                double[] count = {0};
                boolean numbers = function.equals("COUNT");
                arguments.forEach(argument -> values(
                        argument, value -> count[0] += value != null && (!numbers || value instanceof Double) ? 1 : 0));
                yield count[0];
            }
            case "IF" -> {
                Object then = arguments.size() > 1 ? arguments.get(1) : null;
                Object otherwise = arguments.size() > 2 ? arguments.get(2) : false;
                yield each(each(first, then, Branch::new), otherwise, (branch, no) -> ((Branch) branch).pick(no));
            }
            case "UPPER" -> each(first, null, (a, b) -> text(a).toUpperCase(Locale.ROOT));
            case "LOWER" -> each(first, null, (a, b) -> text(a).toLowerCase(Locale.ROOT));
            case "TRIM" -> each(first, null, (a, b) -> text(a).strip().replaceAll(" +", " "));
            case "LEN" -> each(first, null, (a, b) -> (double) text(a).length());
            default -> throw new Failure(FakeCellError.NAME);
        };
    }

    private record Branch(
            @Nullable Object condition, @Nullable Object then) {
        @Nullable
        Object pick(@Nullable Object otherwise) {
            if (condition instanceof FakeCellError error) {
                throw new Failure(error);
            }
            return Boolean.TRUE.equals(condition) || (condition instanceof Double number && number != 0)
                    ? then
                    : otherwise;
        }
    }

    private @Nullable Object reference(String text) {
        FakeRangeText.Found found;
        try {
            boolean titled = text.contains("!") || document.named(text) != null;
            found = FakeRangeText.parse(document, titled ? text : FakeRangeText.quoted(sheet.title()) + "!" + text);
        } catch (FakeGoogleError e) {
            throw new Failure(text.contains("!") || text.contains(":") ? FakeCellError.REF : FakeCellError.NAME);
        }
        FakeBox box = found.box();
        if (found.single()) {
            return formulas.value(found.sheet(), box.top(), box.left());
        }
        Object[][] table = new Object[Math.max(0, box.height())][Math.max(0, box.width())];
        for (int row = 0; row < table.length; row++) {
            for (int column = 0; column < table[row].length; column++) {
                table[row][column] = formulas.value(found.sheet(), box.top() + row, box.left() + column);
            }
        }
        return table;
    }

    private static @Nullable Object each(
            @Nullable Object left, @Nullable Object right, BinaryOperator<@Nullable Object> operator) {
        if (!(left instanceof Object[][]) && !(right instanceof Object[][])) {
            return operator.apply(left, right);
        }
        int rows = Math.max(rows(left), rows(right));
        int columns = Math.max(columns(left), columns(right));
        Object[][] table = new Object[rows][columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                table[row][column] = operator.apply(pick(left, row, column), pick(right, row, column));
            }
        }
        return table;
    }

    private static @Nullable Object pick(@Nullable Object value, int row, int column) {
        if (!(value instanceof Object[][] table)) {
            return value;
        }
        Object[] cells = table[table.length == 1 ? 0 : row];
        return cells[cells.length == 1 ? 0 : column];
    }

    private static int rows(@Nullable Object value) {
        return value instanceof Object[][] table ? table.length : 1;
    }

    private static int columns(@Nullable Object value) {
        return value instanceof Object[][] table && table.length > 0 ? table[0].length : 1;
    }

    private static @Nullable Object single(@Nullable Object value) {
        return value instanceof Object[][] ? pick(value, 0, 0) : value;
    }

    private static void values(@Nullable Object value, Consumer<@Nullable Object> each) {
        if (value instanceof Object[][] table) {
            for (Object[] row : table) {
                for (Object cell : row) {
                    each.accept(cell);
                }
            }
        } else {
            each.accept(value);
        }
    }

    private static Boolean compare(String operator, @Nullable Object left, @Nullable Object right) {
        Object first = left == null ? blankAs(right) : left;
        Object second = right == null ? blankAs(left) : right;
        int order = Integer.compare(rank(first), rank(second));
        if (order == 0) {
            order = first instanceof Double one && second instanceof Double other
                    ? Double.compare(one, other)
                    : text(first).compareToIgnoreCase(text(second));
        }
        return switch (operator) {
            case "=" -> order == 0;
            case "<>" -> order != 0;
            case "<" -> order < 0;
            case ">" -> order > 0;
            case "<=" -> order <= 0;
            default -> order >= 0;
        };
    }

    /** Gives the value that an empty cell has beside another one. */
    private static Object blankAs(@Nullable Object other) {
        return other instanceof Double ? Double.valueOf(0) : other instanceof Boolean ? false : "";
    }

    /** Orders the types: numbers before text before booleans. */
    private static int rank(Object value) {
        if (value instanceof FakeCellError error) {
            throw new Failure(error);
        }
        return value instanceof Double ? 0 : value instanceof Boolean ? 2 : 1;
    }

    private static double summand(@Nullable Object value) {
        if (value instanceof FakeCellError error) {
            throw new Failure(error);
        }
        return value instanceof Double number ? number : 0;
    }

    private static double number(@Nullable Object value) {
        if (value == null) {
            return 0;
        }
        if (value instanceof FakeCellError error) {
            throw new Failure(error);
        }
        if (value instanceof Boolean bool) {
            return bool ? 1 : 0;
        }
        try {
            return value instanceof Double number ? number : Double.parseDouble(value.toString());
        } catch (NumberFormatException e) {
            throw new Failure(FakeCellError.VALUE);
        }
    }

    private static String text(@Nullable Object value) {
        if (value instanceof FakeCellError error) {
            throw new Failure(error);
        }
        return FakeDisplay.text(FakeCell.EMPTY, value);
    }

    private boolean peek(String symbol) {
        return at < tokens.size() && tokens.get(at)[0].equals("5") && tokens.get(at)[1].equals(symbol);
    }

    private boolean take(String symbol) {
        if (!peek(symbol)) {
            return false;
        }
        at++;
        return true;
    }

    private void expect(String symbol) {
        if (!take(symbol)) {
            throw new Failure(FakeCellError.ERROR);
        }
    }
}
