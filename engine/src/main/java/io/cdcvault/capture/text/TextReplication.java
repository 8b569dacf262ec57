package io.cdcvault.capture.text;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.replication.PGReplicationConnection;
import org.postgresql.replication.PGReplicationStream;
import org.postgresql.replication.fluent.ChainedStreamBuilder;
import org.postgresql.replication.fluent.logical.ChainedLogicalStreamBuilder;

/**
 * A replication connection whose stream calls every column a text that has no {@link ColumnForm} of its own. The stream
 * holds the server's text of each value; given the true type, the decoder would parse it, and lose or refuse what its
 * Java classes have no room for: a time zone's seconds, an infinite interval.
 *
 * <p>Logical messages of transactions are left out: anybody may write one, under any prefix, and the connector would
 * count it among the rows of its transaction. Those of the service belong to none.
 *
 * <p>Why: docs/decisions/0010-values-travel-as-the-servers-text.md
 */
final class TextReplication {

    private static final int RELATION = 'R';
    private static final int MESSAGE = 'M';
    private static final int IN_TRANSACTION = 1;

    /** What leads from the connection to the stream. */
    private static final List<Class<?>> WAY = List.of(
            BaseConnection.class,
            PGReplicationConnection.class,
            ChainedStreamBuilder.class,
            ChainedLogicalStreamBuilder.class);

    private final BaseConnection connection;
    private final TypeRoots roots;

    TextReplication(BaseConnection connection, TypeRoots roots) {
        this.connection = connection;
        this.roots = roots;
    }

    BaseConnection connection() {
        return (BaseConnection) wrapped(connection, BaseConnection.class);
    }

    private Object wrapped(Object target, Class<?> kind) {
        return Proxy.newProxyInstance(
                TextReplication.class.getClassLoader(),
                new Class<?>[] {kind},
                (proxy, method, arguments) -> answer(proxy, target, method, arguments));
    }

    private @Nullable Object answer(Object proxy, Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        if (method.getName().equals("unwrap") && arguments != null && ((Class<?>) arguments[0]).isInstance(proxy)) {
            return proxy;
        }
        Object result = invoke(target, method, arguments);
        if (result instanceof PGReplicationStream stream) {
            return new TextStream(stream, this);
        }
        return result == null ? null : onTheWay(result);
    }

    /** Format of the message: M, a byte of flags. */
    static boolean isMessageOfTransaction(ByteBuffer message) {
        int start = message.position();
        return message.remaining() > 1
                && message.get(start) == MESSAGE
                && (message.get(start + 1) & IN_TRANSACTION) != 0;
    }

    /** Recognized by what it is: the builders' methods are declared to return something more general. */
    private Object onTheWay(Object result) {
        return WAY.stream()
                .filter(kind -> kind.isInstance(result))
                .findFirst()
                .map(kind -> wrapped(result, kind))
                .orElse(result);
    }

    private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /**
     * Rewrites the columns' types where they stand. Format of the message: R, number of the relation, schema, name, a
     * byte of replica identity, count of columns; of each column a byte of flags, name, type, type modifier.
     */
    void callColumnsText(ByteBuffer message) throws SQLException {
        ByteBuffer relation = message.duplicate().order(ByteOrder.BIG_ENDIAN);
        if (!relation.hasRemaining() || relation.get() != RELATION) {
            return;
        }
        relation.getInt();
        skipText(relation);
        skipText(relation);
        relation.get();
        int columns = relation.getShort();
        for (int i = 0; i < columns; i++) {
            relation.get();
            skipText(relation);
            int type = relation.getInt(relation.position());
            boolean isText = ColumnForm.of(roots.rootOf(type)) == ColumnForm.TEXT;
            relation.putInt(isText ? ColumnForm.TEXT_TYPE : type);
            int modifier = relation.getInt(relation.position());
            relation.putInt(isText ? -1 : modifier);
        }
    }

    private static void skipText(ByteBuffer message) {
        byte next = message.get();
        while (next != 0) {
            next = message.get();
        }
    }
}
