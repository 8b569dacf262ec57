package io.debezium.pipeline.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whether our class still stands in for Debezium's: a new version may have changed it. */
final class DefaultChangeEventSourceMetricsFactoryTest {

    @Test
    void oursStandsBeforeDebeziums() throws IOException {
        assertThat(DefaultChangeEventSourceMetricsFactory.class
                        .getClassLoader()
                        .getResources(file())
                        .asIterator())
                .toIterable()
                .hasSize(2);
        assertThat(origin(DefaultChangeEventSourceMetricsFactory.class)).doesNotContain("debezium-connector-common");
    }

    @Test
    void oursHasWhatDebeziumsHas() throws Exception {
        try (TheirsFirst theirs = new TheirsFirst()) {
            Class<?> original = theirs.loadClass(DefaultChangeEventSourceMetricsFactory.class.getName());

            assertThat(origin(original)).contains("debezium-connector-common");
            assertThat(methods(DefaultChangeEventSourceMetricsFactory.class)).isEqualTo(methods(original));
            assertThat(DefaultChangeEventSourceMetricsFactory.class.getInterfaces())
                    .isEqualTo(original.getInterfaces());
        }
    }

    private static List<String> methods(Class<?> type) {
        return List.copyOf(new TreeSet<>(Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .map(Method::toGenericString)
                .toList()));
    }

    private static String origin(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().toString();
    }

    private static String file() {
        return DefaultChangeEventSourceMetricsFactory.class.getName().replace('.', '/') + ".class";
    }

    /** Loads the factory from Debezium's jar, and everything else as usual. */
    private static final class TheirsFirst extends URLClassLoader {

        TheirsFirst() {
            super(
                    new URL[] {
                        PipelineMetrics.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                    },
                    PipelineMetrics.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            return name.equals(DefaultChangeEventSourceMetricsFactory.class.getName())
                    ? findClass(name)
                    : super.loadClass(name, resolve);
        }
    }
}
