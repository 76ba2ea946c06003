// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import dev.bracketwire.exchange.RowException;
import dev.bracketwire.exchange.RowProblem;
import dev.bracketwire.internal.json.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** Writes XML by StAX: each field an element, a list as often as it has values, a null not at all. */
public final class XmlSink implements RowSink {
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}\\p{M}_.-]*");
    private static final int NAMES = 1000;

    private final String target;
    private final XmlOptions options;
    private final OutputStream out;
    private final XMLStreamWriter writer;
    private final Set<String> names = new HashSet<>();
    private @Nullable RecordShape recordShape;
    private @Nullable Class<?> type;
    private long rows;

    /** Begins to write. */
    public XmlSink(String target, OutputStream out, XmlOptions options) throws IOException {
        this.target = target;
        this.options = options;
        this.out = new BufferedOutputStream(out, 1 << 16);
        try {
            this.writer = XMLOutputFactory.newFactory().createXMLStreamWriter(this.out, "UTF-8");
            writer.writeStartDocument("UTF-8", "1.0");
            writer.writeCharacters("\n");
            writer.writeStartElement(options.root());
        } catch (XMLStreamException e) {
            throw failed(e);
        }
    }

    @Override
    public void write(Object row) throws IOException {
        rows++;
        try {
            writer.writeCharacters("\n");
            if (row instanceof Record) {
                writer.writeStartElement(options.row());
                record(row);
                writer.writeEndElement();
            } else {
                element(options.row(), RecordShape.map(row));
            }
        } catch (XMLStreamException e) {
            throw failed(e);
        }
    }

    private void record(Object row) throws XMLStreamException {
        if (row.getClass() != type) {
            type = row.getClass();
            recordShape = RecordShape.of(type);
        }
        RecordShape known = Objects.requireNonNull(recordShape);
        @Nullable Object[] values = new Object[known.names().size()];
        known.read(row, values);
        for (int i = 0; i < values.length; i++) {
            field(known.names().get(i), values[i]);
        }
    }

    private void field(String name, @Nullable Object value) throws XMLStreamException {
        if (value instanceof Iterable<?> list && ValueText.nested(value)) {
            for (Object item : list) {
                if (item instanceof Iterable<?>) {
                    throw refused(name, "is a list in a list, which XML has no form for");
                }
                if (item != null) {
                    element(name, item);
                }
            }
        } else if (value != null) {
            element(name, value);
        }
    }

    private void element(String name, Object value) throws XMLStreamException {
        check(name);
        writer.writeStartElement(name);
        if (value instanceof Map<?, ?> object) {
            for (Map.Entry<?, ?> inner : object.entrySet()) {
                if (inner.getKey().equals("#text")) {
                    text(name, String.valueOf(inner.getValue()));
                } else {
                    field(String.valueOf(inner.getKey()), inner.getValue());
                }
            }
        } else if (ValueText.nested(value)) {
            for (Map.Entry<String, ?> inner :
                    RecordShape.map(Json.convert(value, Map.class)).entrySet()) {
                field(inner.getKey(), inner.getValue());
            }
        } else {
            text(name, ValueText.text(value));
        }
        writer.writeEndElement();
    }

    private void check(String name) {
        if (names.contains(name)) {
            return;
        }
        if (!NAME.matcher(name).matches()) {
            throw refused(name, "cannot be the name of an XML element: rename the column");
        }
        if (names.size() < NAMES) {
            names.add(name);
        }
    }

    /** A carriage return would be read as a line feed, and most control characters not at all. */
    private void text(String column, String text) throws XMLStreamException {
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r') {
                writer.writeCharacters(text.substring(from, i));
                writer.writeEntityRef("#13");
                from = i + 1;
            } else if ((c < ' ' && c != '\n' && c != '\t') || c == '\uFFFE' || c == '\uFFFF' || alone(text, i)) {
                throw refused(column, String.format("holds U+%04X, which XML cannot hold", (int) c));
            }
        }
        writer.writeCharacters(from == 0 ? text : text.substring(from));
    }

    private static boolean alone(String text, int i) {
        char c = text.charAt(i);
        if (!Character.isSurrogate(c)) {
            return false;
        }
        return Character.isHighSurrogate(c)
                ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
                : i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
    }

    private RowException refused(String column, String rule) {
        return new RowException(target, new RowProblem(rows, 0, column, rule, ""));
    }

    private static IOException failed(XMLStreamException e) {
        return e.getNestedException() instanceof IOException cause ? cause : new IOException(e.getMessage(), e);
    }

    @Override
    public void close() throws IOException {
        try {
            writer.writeCharacters("\n");
            writer.writeEndDocument();
            writer.close();
        } catch (XMLStreamException e) {
            throw failed(e);
        }
        out.close();
    }
}
