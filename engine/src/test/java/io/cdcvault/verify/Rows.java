package io.cdcvault.verify;

import java.lang.reflect.Proxy;
import java.sql.ResultSet;
import java.util.List;

/** Rows of a query that no server ran. */
final class Rows {

    private final List<List<Object>> rows;
    private int at = -1;

    private Rows(List<List<Object>> rows) {
        this.rows = rows;
    }

    /** Each with its columns, from the first on. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    static ResultSet of(List<Object>... rows) {
        Rows all = new Rows(List.of(rows));
        return (ResultSet) Proxy.newProxyInstance(
                Rows.class.getClassLoader(),
                new Class<?>[] {ResultSet.class},
                (proxy, method, arguments) -> all.answer(method.getName(), arguments));
    }

    private Object answer(String method, Object[] arguments) {
        return switch (method) {
            case "next" -> ++at < rows.size();
            case "getString" -> String.valueOf(column(arguments));
            case "getLong" -> Long.valueOf(String.valueOf(column(arguments)));
            default -> throw new UnsupportedOperationException(method);
        };
    }

    private Object column(Object[] arguments) {
        return rows.get(at).get((Integer) arguments[0] - 1);
    }
}
