// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of elements. An attribute or an element in it is a field; an element with text alone is that text, one with
 * elements in it an object, one that is repeated a list, and one with {@code xsi:nil="true"} is null. Text beside elements
 * is the field {@code #text}.
 */
final class XmlRow<T> {
    private static final int DEPTH = 100;
    private static final String TEXT = "#text";

    private final XMLStreamReader reader;
    private final RowBinder<T> rowBinder;
    private final ProblemCollector problemCollector;
    private final int limit;
    private final NamedColumns slots;
    private final List<ColumnSetter> filled = new ArrayList<>();
    private final List<@Nullable Object> values = new ArrayList<>();

    XmlRow(XMLStreamReader reader, RowBinder<T> rowBinder, ProblemCollector problemCollector, int limit) {
        this.reader = reader;
        this.rowBinder = rowBinder;
        this.problemCollector = problemCollector;
        this.limit = limit;
        this.slots = new NamedColumns(rowBinder);
    }

    /** Ends a reader that would nest for ever. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefusedException(String rule) {
            super(rule);
        }
    }

    /** Leaves out the element the reader is at. */
    void skip() throws XMLStreamException {
        int depth = 1;
        while (depth > 0) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                depth = deeper(depth);
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            }
        }
    }

    private static int deeper(int depth) {
        if (depth == DEPTH) {
            throw new RefusedException("is nested more than " + DEPTH + " deep");
        }
        return depth + 1;
    }

    /** Makes the row of the element the reader is at, null if it is wrong. */
    @Nullable
    T read() throws XMLStreamException {
        rowBinder.begin();
        slots.begin(problemCollector.row());
        filled.clear();
        values.clear();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (!XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI.equals(reader.getAttributeNamespace(i))) {
                put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
            }
        }
        StringBuilder text = new StringBuilder();
        for (int event = reader.next(); event != XMLStreamConstants.END_ELEMENT; event = reader.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                String name = reader.getLocalName();
                put(name, element(2));
            } else {
                text(event, text);
            }
        }
        if (!text.toString().isBlank()) {
            put(TEXT, text.toString().strip());
        }
        return made();
    }

    private void put(String name, @Nullable Object value) {
        ColumnSetter columnSetter = slots.slot(name);
        if (slots.first(columnSetter)) {
            filled.add(columnSetter);
            values.add(value);
            return;
        }
        int index = filled.indexOf(columnSetter);
        values.set(index, Repeated.and(values.get(index), value));
    }

    private @Nullable T made() {
        for (int i = 0; i < filled.size(); i++) {
            if (values.get(i) instanceof String text) {
                filled.get(i).text(text);
            } else {
                filled.get(i).value(values.get(i));
            }
        }
        T row = rowBinder.build();
        if (problemCollector.any() || row == null) {
            problemCollector.drop(rowBinder::data);
            return null;
        }
        return row;
    }

    /** The value of the element the reader is at. */
    private @Nullable Object element(int depth) throws XMLStreamException {
        Map<String, @Nullable Object> object = null;
        boolean nil = "true".equals(reader.getAttributeValue(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI, "nil"));
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (!XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI.equals(reader.getAttributeNamespace(i))) {
                object = object == null ? new LinkedHashMap<>() : object;
                object.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
            }
        }
        String only = "";
        StringBuilder text = null;
        for (int event = reader.next(); event != XMLStreamConstants.END_ELEMENT; event = reader.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                object = object == null ? new LinkedHashMap<>() : object;
                String name = reader.getLocalName();
                boolean again = object.containsKey(name);
                Object before = object.get(name);
                Object value = element(deeper(depth));
                object.put(name, again ? Repeated.and(before, value) : value);
            } else if (text != null || !only.isEmpty()) {
                text = text == null ? new StringBuilder(only) : text;
                text(event, text);
            } else if (event == XMLStreamConstants.CHARACTERS) {
                only = reader.getText();
            } else {
                text = new StringBuilder();
                text(event, text);
            }
        }
        String all = text == null ? only : text.toString();
        if (object == null) {
            return nil ? null : all;
        }
        if (!all.isBlank()) {
            object.put(TEXT, all.strip());
        }
        return object;
    }

    private void text(int event, StringBuilder text) {
        switch (event) {
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                if (text.length() + (long) reader.getTextLength() > limit) {
                    throw new RefusedException("a text takes more than " + limit + " characters");
                }
                text.append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
            }
            case XMLStreamConstants.ENTITY_REFERENCE ->
                throw new RefusedException("refers to an entity, and only those of XML itself are known");
            default -> {
                // Comments and processing instructions are no data.
            }
        }
    }

    /** A list that came about by repetition, and not one that stood there. */
    private static final class Repeated extends ArrayList<@Nullable Object> {
        private static final long serialVersionUID = 1L;

        static Repeated and(@Nullable Object before, @Nullable Object value) {
            Repeated list = before instanceof Repeated repeated ? repeated : new Repeated();
            if (list != before) {
                list.add(before);
            }
            list.add(value);
            return list;
        }
    }
}
