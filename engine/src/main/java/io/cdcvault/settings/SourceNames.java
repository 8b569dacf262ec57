package io.cdcvault.settings;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.CRC32;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The default names of the replication slot and the publication. They are made of the installation's name: slots belong
 * to a whole server, so two databases of one server cannot both use a fixed one.
 */
public final class SourceNames implements ConfigSourceFactory {

    /** The default of every installation before names were derived. */
    public static final String FORMER = "cdc_vault";

    static final String SOURCE = "Default names";
    private static final int ORDINAL = 1;
    private static final int LONGEST = 63;
    private static final int KEPT = 40;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        // Without a name the configuration is refused for that alone.
        String name = Optional.ofNullable(context.getValue("cdc-vault.name"))
                .map(ConfigValue::getValue)
                .map(SourceNames::of)
                .orElse(FORMER);
        return List.of(new PropertiesConfigSource(
                Map.of("cdc-vault.source.slot", name, "cdc-vault.source.publication", name), SOURCE, ORDINAL));
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(ORDINAL);
    }

    /**
     * The default for an installation. A slot's name holds lower-case letters, digits and underscores, 63 at most; a
     * name that has to be changed for that ends with a checksum of what it was, so that two never become the same.
     */
    public static String of(String installation) {
        String plain = FORMER + "_" + installation.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        if (plain.equals(FORMER + "_" + installation) && plain.length() <= LONGEST) {
            return plain;
        }
        CRC32 checksum = new CRC32();
        checksum.update(installation.getBytes(StandardCharsets.UTF_8));
        return plain.substring(0, Math.min(KEPT, plain.length())) + "_" + Long.toHexString(checksum.getValue());
    }
}
