package io.cdcvault.local.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files of the Docker stack, read as a Compose program reads them. */
record ComposeFile(Map<String, Map<String, Object>> services, TreeSet<String> volumes, String text) {

    /** The folder {@code compose}. */
    static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern VARIABLE = Pattern.compile("(?<!\\$)\\$\\{([A-Z_0-9]+)[^}]*}");

    static ComposeFile read() {
        String text = text("compose.yaml");
        Map<String, Object> file = yaml(text);
        Map<String, Map<String, Object>> services = new LinkedHashMap<>();
        map(file, "services").forEach((name, service) -> services.put(name, cast(service)));
        return new ComposeFile(services, new TreeSet<>(map(file, "volumes").keySet()), text);
    }

    static String text(String file) {
        try {
            return Files.readString(HOME.resolve(file));
        } catch (IOException e) {
            throw new AssertionError("Cannot read " + file, e);
        }
    }

    static Map<String, Object> yaml(String text) {
        return cast(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
    }

    /** Names of the variables that a text refers to. */
    static TreeSet<String> variables(String text) {
        TreeSet<String> names = new TreeSet<>();
        Matcher matcher = VARIABLE.matcher(text.replaceAll("(?m)^\\s*#.*$", ""));
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    /** What .env.example sets, by name; secrets are empty there. */
    static Map<String, String> exampleVariables() {
        Map<String, String> all = new TreeMap<>();
        text(".env.example")
                .lines()
                .filter(line -> line.matches("[A-Z_0-9]+=.*"))
                .forEach(line -> {
                    int equals = line.indexOf('=');
                    all.put(line.substring(0, equals), line.substring(equals + 1));
                });
        return all;
    }

    static Map<String, Object> map(Map<String, Object> parent, String key) {
        return parent.get(key) == null ? Map.of() : cast(parent.get(key));
    }

    static List<String> strings(Map<String, Object> service, String key) {
        List<String> all = new ArrayList<>();
        if (service.get(key) instanceof List<?> list) {
            list.forEach(each -> all.add(String.valueOf(each)));
        }
        return all;
    }

    Map<String, Object> service(String name) {
        return services.getOrDefault(name, Map.of());
    }

    /** A one-shot ends by itself and is not started again. */
    boolean isOneShot(String service) {
        return "no".equals(service(service).get("restart"));
    }

    /** Sources of all mounts: paths begin with a dot, the others are volumes. */
    Stream<String> mountSources() {
        return services.values().stream()
                .flatMap(service -> strings(service, "volumes").stream())
                .map(mount -> mount.substring(0, mount.indexOf(':')));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> cast(Object map) {
        return (Map<String, Object>) map;
    }
}
