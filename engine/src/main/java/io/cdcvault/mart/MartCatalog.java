package io.cdcvault.mart;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The marts that there are, by name, and what is wrong with the files of others.
 *
 * @param marts in the order of their names
 * @param problems each with the file's name
 */
public record MartCatalog(List<MartDefinition> marts, List<String> problems) {

    /** By shipped model: the marts that come with it. */
    private static final Map<String, List<String>> SHIPPED = Map.of("bookings", List.of("presentation"));

    private static final String SUFFIX = ".sql";

    public MartCatalog {
        marts = List.copyOf(marts);
        problems = List.copyOf(problems);
    }

    /**
     * Reads the marts shipped with the model, and the files of the configured folder; a file there takes the place of a
     * shipped one of the same name. Fails for nothing: what cannot be read is a problem.
     */
    public static MartCatalog read(Settings settings) {
        Map<String, MartFile.Read> files = new TreeMap<>();
        for (String name : SHIPPED.getOrDefault(settings.model(), List.of())) {
            String place = settings.model() + "/" + name + SUFFIX;
            files.put(name, MartFile.read(name, "shipped " + place, shipped(place)));
        }
        settings.mart().flatMap(Settings.Mart::files).ifPresent(folder -> readFolder(Path.of(folder), files));
        List<String> problems = new ArrayList<>();
        files.values().forEach(file -> problems.addAll(file.problems()));
        List<MartDefinition> marts = files.values().stream()
                .flatMap(file -> file.definition().stream())
                .toList();
        problems.addAll(sharedTargets(marts));
        return new MartCatalog(marts, problems);
    }

    /**
     * The mart of this name.
     *
     * @throws CdcVaultException when there is none, or its file has problems
     */
    public MartDefinition named(String name) {
        return find(name)
                .orElseThrow(() -> new CdcVaultException(
                        FailureKind.CONFIGURATION_INVALID,
                        "There is no mart " + name + "; there are " + names()
                                + (problems.isEmpty() ? "" : ". " + String.join(". ", problems))));
    }

    Optional<MartDefinition> find(String name) {
        return marts.stream().filter(mart -> mart.name().equals(name)).findFirst();
    }

    private String names() {
        return marts.isEmpty()
                ? "none"
                : marts.stream().map(MartDefinition::name).collect(Collectors.joining(", "));
    }

    private static List<String> sharedTargets(Collection<MartDefinition> marts) {
        Map<TableName, String> owners = new HashMap<>();
        List<String> problems = new ArrayList<>();
        for (MartDefinition mart : marts) {
            String owner = owners.putIfAbsent(mart.target(), mart.name());
            if (owner != null) {
                problems.add(
                        mart.origin() + ": the target " + mart.target() + " is that of the mart " + owner + " too");
            }
        }
        return problems;
    }

    private static void readFolder(Path folder, Map<String, MartFile.Read> files) {
        try (Stream<Path> found = Files.list(folder)) {
            found.filter(file -> file.toString().endsWith(SUFFIX)).sorted().forEach(file -> {
                String fileName = String.valueOf(file.getFileName());
                String name = fileName.substring(0, fileName.length() - SUFFIX.length());
                files.put(name, read(name, file));
            });
        } catch (IOException e) {
            files.put("", unreadable("mart.files", folder, e));
        }
    }

    private static MartFile.Read read(String name, Path file) {
        try {
            return MartFile.read(name, file.toString(), Files.readString(file));
        } catch (IOException e) {
            return unreadable(name, file, e);
        }
    }

    private static MartFile.Read unreadable(String what, Path path, IOException e) {
        return new MartFile.Read(Optional.empty(), List.of(path + ": " + what + " cannot be read: " + e));
    }

    private static String shipped(String place) {
        try (InputStream file = MartCatalog.class.getResourceAsStream(place)) {
            if (file == null) {
                throw new IllegalStateException("The jar lacks the mart " + place);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read the mart " + place + " from the jar", e);
        }
    }
}
