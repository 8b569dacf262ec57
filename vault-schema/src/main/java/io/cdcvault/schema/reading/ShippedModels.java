package io.cdcvault.schema.reading;

import io.cdcvault.schema.model.VaultModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The models that come with the product. */
public final class ShippedModels {

    private static final List<String> NAMES = List.of("bookings");

    private ShippedModels() {}

    public static List<String> names() {
        return NAMES;
    }

    /** An airline's bookings. */
    public static VaultModel bookings() {
        return named("bookings");
    }

    /**
     * The model of this name.
     *
     * @throws IllegalArgumentException when no shipped model has this name
     */
    public static VaultModel named(String name) {
        return ModelReader.read(yaml(name), name);
    }

    /**
     * The model's own text, to start another from.
     *
     * @throws IllegalArgumentException when no shipped model has this name
     */
    public static String yaml(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("No shipped model is named " + name + "; there are " + NAMES);
        }
        try (InputStream file =
                ShippedModels.class.getResourceAsStream("/io/cdcvault/schema/models/" + name + ".yaml")) {
            if (file == null) {
                throw new IllegalStateException("The jar lacks the model " + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException("The model " + name + " cannot be read from the jar", broken);
        }
    }
}
