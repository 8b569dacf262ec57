package io.cdcvault.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.WithDefault;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The page of all settings, made of {@link Settings} and its Javadoc. */
final class ConfigurationPage {

    private static final String INTRODUCTION =
            """
            # Configuration

            One YAML file, then environment variables, then system properties, then flags: each overrides the one before. The file is
            what `--config` names, else what the environment variable `CDC_VAULT_CONFIG` names, else `cdc-vault.yaml` in the working
            directory, else `/etc/cdc-vault/cdc-vault.yaml`. All problems are named at once, with their lines; an unknown key is one. `cdc-vault config show` prints what is in force and where
            it came from.

            `cdc-vault.load.batch-rows` is `load: {batch-rows: …}` under `cdc-vault:` in the file, `CDC_VAULT_LOAD_BATCH_ROWS` in the
            environment, `-Dcdc-vault.load.batch-rows=…` as a system property and `--set load.batch-rows=…` as a flag. A value may name
            another, such as `${DWH_PASSWORD}` from the environment; one that is not set is a problem, unless a standard value or nothing
            stands behind a colon, `${DWH_PASSWORD:}`.

            Editors that know the YAML language server complete, explain and check the file as it is written: a first line
            `# yaml-language-server: $schema=/opt/cdc-vault/docs/schema/cdc-vault.schema.json` names
            [its JSON Schema](schema/cdc-vault.schema.json), which `cdc-vault config schema` prints, too. The Debian package has it in
            `/usr/share/cdc-vault/docs/schema`.

            [install.md](install.md) and [scaling.md](scaling.md) explain what the settings are about, [model.md](model.md) what a model is.
            """;
    /** One section for each. */
    static final String SOURCES = "sources.NAME";

    private static final String HEAD = "| setting | environment | default | meaning |\n|---|---|---|---|\n";

    private final Javadocs javadocs;
    private final StringBuilder page = new StringBuilder(INTRODUCTION);

    ConfigurationPage(Javadocs javadocs) {
        this.javadocs = javadocs;
    }

    String text() {
        page.append('\n').append(HEAD);
        methods(Settings.class).stream().filter(method -> !isSection(method)).forEach(method -> row("", method));
        methods(Settings.class).stream().filter(ConfigurationPage::isSection).forEach(this::section);
        section(SOURCES, javadocs.of(Settings.OneOfSeveral.class), Settings.OneOfSeveral.class);
        return page.toString();
    }

    private void section(Method method) {
        Class<?> type = value(method.getGenericReturnType());
        String name = kebab(method);
        String meaning = meaning(javadocs.of(Settings.class, method.getName()), javadocs.of(type), name);
        section(name, meaning + (isOptional(method) ? " Optional as a whole." : ""), type);
    }

    private void section(String name, String meaning, Class<?> type) {
        page.append("\n## ")
                .append(name)
                .append("\n\n")
                .append(meaning)
                .append("\n\n")
                .append(HEAD);
        methods(type).forEach(below -> row(name + ".", below));
    }

    private void row(String prefix, Method method) {
        String name = prefix + kebab(method);
        boolean isOpen = value(method.getGenericReturnType()) == Map.class;
        String meaning = meaning(javadocs.of(method.getDeclaringClass(), method.getName()), "", name);
        page.append("| `").append(name).append(isOpen ? ".*" : "").append("` | ");
        page.append(isOpen ? "" : "`" + environment(name) + "`").append(" | ");
        page.append(standard(method)).append(" | ").append(meaning).append(" |\n");
    }

    static String meaning(String text, String otherwise, String name) {
        String meaning = text.isEmpty() ? otherwise : text;
        assertThat(meaning).as("the Javadoc of the setting " + name).isNotEmpty();
        return meaning.replace("|", "\\|");
    }

    static String standard(Method method) {
        WithDefault standard = method.getAnnotation(WithDefault.class);
        if (standard != null) {
            return "`" + standard.value() + "`";
        }
        return isOptional(method) || value(method.getGenericReturnType()) == Map.class ? "" : "required";
    }

    static String environment(String name) {
        return "CDC_VAULT_" + name.replaceAll("[^a-zA-Z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    static boolean isSection(Method method) {
        Class<?> type = value(method.getGenericReturnType());
        return type.isInterface() && type != Map.class;
    }

    static boolean isOptional(Method method) {
        return method.getReturnType() == Optional.class;
    }

    /** What must be set, then by name: reflection has no order of its own. */
    static List<Method> methods(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> !method.isAnnotationPresent(Derived.class))
                // Of one that is declared twice, the narrower.
                .filter(method -> !method.isBridge())
                .sorted(Comparator.comparing(
                                (Method method) -> !standard(method).equals("required"))
                        .thenComparing(ConfigurationPage::kebab))
                .toList();
    }

    static String kebab(Method method) {
        return method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** Of the value itself, when it is optional. */
    static Class<?> value(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == Map.class ? Map.class : value(generic.getActualTypeArguments()[0]);
        }
        return (Class<?>) type;
    }
}
