// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.exchange;

import dev.bracketwire.exchange.DamagedException;
import dev.bracketwire.exchange.ExchangeException;
import java.io.CharConversionException;
import java.io.IOException;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Rows of XML: the elements of one name in the root. What could reach outside or blow up, a DOCTYPE, is refused. */
public final class XmlSource<T> extends InputSource<T> {
    private final XmlOptions options;
    private final XmlRow<T> row;
    private final XMLStreamReader reader;
    private boolean begun;
    private boolean ended;

    /** Begins to read. */
    public XmlSource(Input in, XmlOptions options, Binder<T> binder, Faults faults) {
        this(in, options, binder, faults, XMLInputFactory.newFactory());
    }

    XmlSource(Input in, XmlOptions options, Binder<T> binder, Faults faults, XMLInputFactory factory) {
        super(in, faults);
        this.options = options;
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing is fetched");
        });
        try {
            this.reader = factory.createXMLStreamReader(in);
        } catch (XMLStreamException e) {
            throw damaged(e, null);
        }
        this.row = new XmlRow<>(reader, binder, faults, options.limit());
    }

    @Override
    public @Nullable T next() throws IOException {
        try {
            while (!ended) {
                in.row();
                int event = reader.next();
                if (event == XMLStreamConstants.DTD) {
                    throw damaged("has a DOCTYPE, and none is read: take it out of the file");
                }
                if (event == XMLStreamConstants.END_DOCUMENT) {
                    ended = true;
                } else if (event == XMLStreamConstants.START_ELEMENT) {
                    T made = element();
                    if (made != null) {
                        return made;
                    }
                }
            }
            return null;
        } catch (XMLStreamException e) {
            throw damaged(e, reader.getLocation());
        } catch (XmlRow.RefusedException e) {
            throw damaged(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // The JDK's reader lets some of what the stream throws out unwrapped, or as what followed from it.
            if (causeOf(e) instanceof IOException failure) {
                throw failed(failure);
            }
            throw e;
        }
    }

    private @Nullable T element() throws XMLStreamException {
        String name = reader.getLocalName();
        if (!begun) {
            begun = true;
            if (!name.equals(options.root())) {
                throw damaged("its root is <" + name + ">, and should be <" + options.root() + ">");
            }
            return null;
        }
        faults.begin(rows + 1, reader.getLocation().getLineNumber());
        if (!name.equals(options.row())) {
            faults.warn("", "<" + name + "> is no <" + options.row() + "> and was left out", "");
            row.skip();
            return null;
        }
        faults.begin(++rows, reader.getLocation().getLineNumber());
        return row.read();
    }

    private static Throwable causeOf(Throwable e) {
        return e.getCause() == null || e.getCause() == e ? e : causeOf(e.getCause());
    }

    private DamagedException damaged(String rule) {
        Location at = reader.getLocation();
        return new DamagedException(faults.source(), at.getLineNumber(), at.getColumnNumber(), rule, null);
    }

    private RuntimeException damaged(XMLStreamException e, @Nullable Location known) {
        Throwable cause = e.getNestedException() == null ? causeOf(e) : e.getNestedException();
        if (cause instanceof IOException failure && !(cause instanceof CharConversionException)) {
            return failed(failure);
        }
        Location at = e.getLocation() == null ? known : e.getLocation();
        return new DamagedException(
                faults.source(),
                at == null ? 1 : at.getLineNumber(),
                at == null ? 1 : at.getColumnNumber(),
                "is not well-formed XML",
                e);
    }

    private RuntimeException failed(IOException failure) {
        return failure instanceof TooLargeException
                ? damaged(String.valueOf(failure.getMessage()))
                : new ExchangeException(faults.source() + " cannot be read: " + failure.getMessage(), failure);
    }

    @Override
    public void close() throws IOException {
        try {
            reader.close();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        } finally {
            in.close();
        }
    }
}
