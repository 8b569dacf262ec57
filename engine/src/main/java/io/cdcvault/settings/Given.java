package io.cdcvault.settings;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SysPropConfigSource;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What gives the settings of one source: a file, the environment, system properties and flags, each over the one
 * before.
 *
 * @param source of several; empty where there is one
 */
record Given(ConfigurationFile file, Map<String, String> flags, Optional<String> source) {

    /** What the values that follow from the source's name are called among the sources of values. */
    static final String DERIVED = "of the source";

    private static final String NAME = KnownSettings.PREFIX + "name";
    private static final int OF_SYSTEM = 400;
    private static final int LAST = 700;
    private static final int FIRST = 1;

    /** The file as it is for the source. */
    ConfigurationFile ofSource() {
        return source.map(file::ofSource).orElse(file);
    }

    /** A value that is no secret; empty when it is not there, or cannot be read. */
    String value(String key) {
        try {
            return String.valueOf(
                    withSource(plain()).build().getConfigValue(key).getValue());
        } catch (IllegalArgumentException | NoSuchElementException e) {
            return "";
        }
    }

    SmallRyeConfigBuilder builder(Secrets secrets) {
        return withSource(plain().withSources(secrets));
    }

    private SmallRyeConfigBuilder withSource(SmallRyeConfigBuilder builder) {
        source.ifPresent(name -> {
            String installation = plain().build().getConfigValue(NAME).getValue();
            if (installation != null) {
                builder.withSources(new PropertiesConfigSource(
                        Map.of(NAME, Sources.pipeline(installation, name), KnownSettings.PREFIX + "source.name", name),
                        DERIVED,
                        LAST));
            }
            builder.withSources(
                    new PropertiesConfigSource(Map.of(KnownSettings.PREFIX + "topic-prefix", name), DERIVED, FIRST));
        });
        return builder;
    }

    private SmallRyeConfigBuilder plain() {
        Map<String, String> environment = SettingsReader.environment();
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(java.time.Duration.class, 200, SettingCheck::duration)
                .withDefaultValue("smallrye.config.mapping.validate-unknown", "false")
                .withSources(
                        new EnvConfigSource(
                                source.map(name -> Sources.ofEnvironment(name, environment))
                                        .orElse(environment),
                                300),
                        new SysPropConfigSource())
                .withSources(new PropertiesConfigSource(ofSource(system()), "system properties", OF_SYSTEM))
                .withSources(new PropertiesConfigSource(OpenNames.quoted(ofSource(flags)), "flags", 500))
                .withSources(new PropertiesConfigSource(ofSource().values(), SettingsReader.FILE, 200))
                .withSources(new SourceNames());
    }

    private Map<String, String> ofSource(Map<String, String> values) {
        return source.map(name -> Sources.of(name, values)).orElse(values);
    }

    /** Those that are of sources: all others are read by the library. */
    private static Map<String, String> system() {
        Map<String, String> values = new HashMap<>();
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> Sources.ofOne(name).isPresent())
                .forEach(name -> values.put(name, System.getProperty(name)));
        return values;
    }
}
