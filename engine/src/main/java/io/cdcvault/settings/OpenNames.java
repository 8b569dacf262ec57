package io.cdcvault.settings;

import java.util.Map;
import java.util.stream.Collectors;

/** Names below a section whose keys are the user's own: a key of several words stands in quotes. */
final class OpenNames {

    private OpenNames() {}

    /** With the quotes, if the name is in such a section and has none. */
    static String quoted(String name) {
        return KnownSettings.ALL.openSections().stream()
                .filter(name::startsWith)
                .findFirst()
                .filter(section -> name.indexOf('.', section.length()) >= 0 && name.charAt(section.length()) != '"')
                .map(section -> section + '"' + name.substring(section.length()) + '"')
                .orElse(name);
    }

    /** The same for full keys. */
    static Map<String, String> quoted(Map<String, String> values) {
        return values.entrySet().stream()
                .collect(Collectors.toMap(
                        value -> value.getKey().startsWith(KnownSettings.PREFIX)
                                ? KnownSettings.PREFIX + quoted(value.getKey().substring(KnownSettings.PREFIX.length()))
                                : value.getKey(),
                        Map.Entry::getValue,
                        (one, other) -> one));
    }
}
