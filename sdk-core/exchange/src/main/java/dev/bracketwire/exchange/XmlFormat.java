// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.exchange.internal.CappedInput;
import dev.bracketwire.exchange.internal.ProblemCollector;
import dev.bracketwire.exchange.internal.RowBinder;
import dev.bracketwire.exchange.internal.RowSink;
import dev.bracketwire.exchange.internal.RowSource;
import dev.bracketwire.exchange.internal.XmlOptions;
import dev.bracketwire.exchange.internal.XmlSink;
import dev.bracketwire.exchange.internal.XmlSource;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * XML, without what makes it dangerous: a file with a DOCTYPE is refused, whatever stands in it.
 *
 * <p>An attribute or an element in a row is a field. An element with text alone is that text, one with elements in it an
 * object, one that is repeated a list, and one with {@code xsi:nil="true"} null; text beside elements is the field
 * {@code #text}. Written, each field is an element, a list as many as it has values, and a null none.
 */
public final class XmlFormat extends Format {
    private final XmlOptions options;

    XmlFormat(String root, String row) {
        this(
                OnProblem.skip(),
                new XmlOptions(Objects.requireNonNull(root, "root"), Objects.requireNonNull(row, "row"), 1 << 24));
    }

    private XmlFormat(OnProblem onProblem, XmlOptions options) {
        super(onProblem, options.limit());
        this.options = options;
    }

    @Override
    public XmlFormat onProblem(OnProblem policy) {
        return new XmlFormat(Objects.requireNonNull(policy, "policy"), options);
    }

    @Override
    public XmlFormat limit(int most) {
        return new XmlFormat(onProblem, new XmlOptions(options.root(), options.row(), JsonFormat.positive(most)));
    }

    @Override
    <T> RowSource<T> source(CappedInput in, RowBinder<T> rowBinder, ProblemCollector problemCollector) {
        return new XmlSource<>(in, options, rowBinder, problemCollector);
    }

    @Override
    RowSink sink(String target, OutputStream out) throws IOException {
        return new XmlSink(target, out, options);
    }
}
