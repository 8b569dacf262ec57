package io.cdcvault.capture.text;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A connection over which the connector learns of no enum. It takes every type of the category of enums for one, and a
 * domain over an enum, an enum without labels or a user's own type of that category has no labels to read: one such
 * type anywhere in the database would end each start. An enum's value is a text like others; its labels are not needed.
 */
final class EnumsAsText {

    /** As the connector's question for the types has it. */
    private static final String CATEGORY = "t.typcategory as category, e.values as enum_values";

    private static final String WITHOUT_ENUMS =
            "case t.typcategory when 'E' then 'U' else t.typcategory end as category, e.values as enum_values";

    private EnumsAsText() {}

    static Connection over(Connection connection) {
        return proxy(Connection.class, connection);
    }

    static String rewritten(String sql) {
        return sql.replace(CATEGORY, WITHOUT_ENUMS);
    }

    private static <T> T proxy(Class<T> kind, T target) {
        InvocationHandler handler = (proxy, method, arguments) -> answer(target, method, arguments);
        return kind.cast(Proxy.newProxyInstance(EnumsAsText.class.getClassLoader(), new Class<?>[] {kind}, handler));
    }

    private static @Nullable Object answer(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        if (arguments != null && arguments.length > 0 && arguments[0] instanceof String sql) {
            arguments[0] = rewritten(sql);
        }
        try {
            Object result = method.invoke(target, arguments);
            // Results and prepared statements stay as they are: the driver reads them without a detour.
            return method.getName().equals("createStatement") && result instanceof Statement statement
                    ? proxy(Statement.class, statement)
                    : result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
