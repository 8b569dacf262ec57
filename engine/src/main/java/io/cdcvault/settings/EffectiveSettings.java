package io.cdcvault.settings;

import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Lists every setting with its value and where that came from; what is secret is masked. */
final class EffectiveSettings {

    private final SmallRyeConfig config;
    private final Optional<Path> file;
    private final List<Setting> settings = new ArrayList<>();

    private EffectiveSettings(SmallRyeConfig config, Optional<Path> file) {
        this.config = config;
        this.file = file;
    }

    /** @param file that was read, which an origin names */
    static List<Setting> of(SmallRyeConfig config, Optional<Path> file) {
        EffectiveSettings effective = new EffectiveSettings(config, file);
        KnownSettings.ALL.names().forEach(name -> effective.settings.add(effective.setting(name)));
        KnownSettings.ALL.openSections().forEach(effective::addAll);
        effective.settings.sort(Comparator.comparing(Setting::name));
        return List.copyOf(effective.settings);
    }

    /** Of a section whose keys are the user's own. */
    private void addAll(String section) {
        StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> name.startsWith(KnownSettings.PREFIX + section))
                .distinct()
                .forEach(name -> settings.add(setting(name.substring(KnownSettings.PREFIX.length()))));
    }

    private Setting setting(String name) {
        ConfigValue found = config.getConfigValue(KnownSettings.PREFIX + name);
        String value = Optional.ofNullable(found.getValue()).orElse("");
        // A key of several words stands in quotes below a section whose keys are the user's own.
        return new Setting(name.replace("\"", ""), Secrecy.masked(name, value), origin(found));
    }

    private String origin(ConfigValue found) {
        String source = found.getConfigSourceName();
        if (source == null) {
            return "";
        }
        if (source.startsWith("Default")) {
            return "default";
        }
        if (source.contains("source=" + SourceNames.SOURCE)) {
            return "default";
        }
        if (source.contains("source=" + Given.DERIVED)) {
            return "of the source";
        }
        if (source.contains("flags")) {
            return "flag";
        }
        if (source.contains("source=" + Secrets.SOURCE)) {
            return "file or command";
        }
        if (source.startsWith("SysProp")) {
            return "system property";
        }
        if (source.contains("source=" + SettingsReader.FILE)) {
            return file.map(Path::toString).orElse("file");
        }
        return source.startsWith("Env") ? "environment" : source;
    }
}
