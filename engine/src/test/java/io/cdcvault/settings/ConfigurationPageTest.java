package io.cdcvault.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ConfigurationPageTest {

    /** Said once for all databases. */
    private static final List<String> OF_EVERY_DATABASE = List.of("url", "user", "password");

    @Test
    void pageHasEverySettingWithItsDefault() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "configuration.md"));

        for (String row : rows("", Settings.class)) {
            assertThat(page).contains(row);
        }
    }

    private static List<String> rows(String prefix, Class<?> settings) {
        List<String> rows = new ArrayList<>();
        for (Method method : settings.getMethods()) {
            String name = method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            Class<?> type = type(method.getGenericReturnType());
            if (type.isInterface() && type != Map.class) {
                rows.addAll(rows(prefix + name + ".", type));
            } else if (!OF_EVERY_DATABASE.contains(name)) {
                rows.add(row(prefix + name, type, method.getAnnotation(WithDefault.class)));
            }
        }
        return rows;
    }

    private static String row(String key, Class<?> type, WithDefault standard) {
        String start = "| `" + key + (type == Map.class ? ".*" : "") + "` |";
        return standard == null ? start : start + " `" + standard.value() + "` |";
    }

    /** Of the value itself, when it is optional. */
    private static Class<?> type(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == Map.class ? Map.class : type(generic.getActualTypeArguments()[0]);
        }
        return (Class<?>) type;
    }
}
