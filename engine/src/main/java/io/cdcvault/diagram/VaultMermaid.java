package io.cdcvault.diagram;

import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A model as an entity-relationship diagram of Mermaid, which many viewers of Markdown draw. */
public final class VaultMermaid {

    private static final String TABLE = "    %s {";

    private final VaultModel model;
    private final Map<String, String> identifiers = new HashMap<>();
    private final List<String> lines = new ArrayList<>();

    private VaultMermaid(VaultModel model) {
        this.model = model;
    }

    /** The diagram, line by line. */
    public static List<String> of(VaultModel model) {
        return new VaultMermaid(model).write();
    }

    private List<String> write() {
        lines.add("erDiagram");
        model.hubs().forEach(this::hub);
        model.links().forEach(this::link);
        model.satellites().forEach(this::satellite);
        model.links().forEach(this::lines);
        model.satellites()
                .forEach(satellite -> lines.add("    " + identifier(satellite.parent()) + " ||--o{ "
                        + identifier(satellite.name()) + " : \"\""));
        return lines;
    }

    private void hub(Hub hub) {
        lines.add(TABLE.formatted(identifier(hub.name())));
        hub.businessKey().forEach(column -> column(column, " PK"));
        lines.add("    }");
    }

    private void link(Link link) {
        lines.add(TABLE.formatted(identifier(link.name())));
        link.roles()
                .forEach(role -> lines.add("        hash " + word(role.name()) + " FK"
                        + (link.isDriving(role)
                                        && link.drivingRoles().size()
                                                < link.roles().size()
                                ? " \"driving\""
                                : "")));
        lines.add("    }");
    }

    private void satellite(Satellite satellite) {
        lines.add(TABLE.formatted(identifier(satellite.name())));
        satellite.childKey().forEach(column -> column(column, " PK"));
        satellite.attributes().forEach(column -> column(column, ""));
        lines.add("    }");
    }

    private void lines(Link link) {
        link.roles()
                .forEach(role -> lines.add("    " + identifier(role.hub()) + " ||--o{ " + identifier(link.name())
                        + " : \"" + role.name().replace('"', '\'') + "\""));
    }

    private void column(Column column, String key) {
        lines.add("        " + word(column.type()) + " " + word(column.name()) + key);
    }

    /** Each table's own word, also where two names become one. */
    private String identifier(String table) {
        Set<String> taken = new HashSet<>(identifiers.values());
        return identifiers.computeIfAbsent(table, name -> {
            String word = word(name);
            String free = word;
            for (int number = 2; taken.contains(free); number++) {
                free = word + "_" + number;
            }
            return free;
        });
    }

    /** Mermaid takes letters, digits and few signs. */
    private static String word(String text) {
        String word = text.replace("[]", "_array")
                .replaceAll("[^\\p{L}\\p{N}_]+", "_")
                .replaceAll("_+$", "");
        return word.matches("[\\p{L}_].*") ? word : "_" + word;
    }
}
