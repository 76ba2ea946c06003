// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rows of XML: the elements of one name in the root. What could reach outside or blow up, a DOCTYPE, is refused. */
public final class XmlSource<T> extends InputSource<T> {
    private static final Logger LOG = LoggerFactory.getLogger(XmlSource.class);

    private final XmlOptions options;
    private final XmlRow<T> row;
    private final XMLStreamReader reader;
    private boolean begun;
    private boolean ended;

    /** Begins to read. */
    public XmlSource(CappedInput in, XmlOptions options, RowBinder<T> rowBinder, ProblemCollector problemCollector) {
        this(in, options, rowBinder, problemCollector, safe(XMLInputFactory.newFactory()));
    }

    /** The factory that was found, or the JDK's where that one does not know how to be safe. */
    static XMLInputFactory safe(XMLInputFactory found) {
        try {
            return configured(found);
        } catch (IllegalArgumentException e) {
            LOG.warn(
                    "{} cannot be told to refuse what reaches outside; the JDK's reads XML instead",
                    found.getClass(),
                    e);
            return configured(XMLInputFactory.newDefaultFactory());
        }
    }

    private static XMLInputFactory configured(XMLInputFactory factory) {
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing is fetched");
        });
        return factory;
    }

    private XmlSource(
            CappedInput in,
            XmlOptions options,
            RowBinder<T> rowBinder,
            ProblemCollector problemCollector,
            XMLInputFactory factory) {
        super(in, problemCollector);
        this.options = options;
        try {
            this.reader = factory.createXMLStreamReader(in);
        } catch (XMLStreamException e) {
            throw damaged(e, null);
        }
        this.row = new XmlRow<>(reader, rowBinder, problemCollector, options.limit());
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
        problemCollector.begin(rows + 1, reader.getLocation().getLineNumber());
        if (!name.equals(options.row())) {
            problemCollector.warn("", "<" + name + "> is no <" + options.row() + "> and was left out", "");
            row.skip();
            return null;
        }
        problemCollector.begin(++rows, reader.getLocation().getLineNumber());
        return row.read();
    }

    private static Throwable causeOf(Throwable e) {
        return e.getCause() == null || e.getCause() == e ? e : causeOf(e.getCause());
    }

    private DamagedException damaged(String rule) {
        Location at = reader.getLocation();
        return new DamagedException(problemCollector.source(), at.getLineNumber(), at.getColumnNumber(), rule, null);
    }

    private RuntimeException damaged(XMLStreamException e, @Nullable Location known) {
        Throwable cause = e.getNestedException() == null ? causeOf(e) : e.getNestedException();
        if (cause instanceof IOException failure && !(cause instanceof CharConversionException)) {
            return failed(failure);
        }
        Location at = e.getLocation() == null ? known : e.getLocation();
        return new DamagedException(
                problemCollector.source(),
                at == null ? 1 : at.getLineNumber(),
                at == null ? 1 : at.getColumnNumber(),
                "is not well-formed XML",
                e);
    }

    private RuntimeException failed(IOException failure) {
        return failure instanceof TooLargeException
                ? damaged(String.valueOf(failure.getMessage()))
                : new ExchangeException(
                        problemCollector.source() + " cannot be read: " + failure.getMessage(), failure);
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
