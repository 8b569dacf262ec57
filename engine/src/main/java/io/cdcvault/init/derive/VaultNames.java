package io.cdcvault.init.derive;

import io.cdcvault.schema.ddl.ViewNames;
import io.cdcvault.schema.model.FittingName;
import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Naming;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Gives the vault's tables names, so that these and all that are made of them are each there once. */
final class VaultNames {

    /** Of a number behind a name. */
    private static final int ROOM = 6;

    private static final int MOST = 100_000;

    private final Naming naming = Naming.standard();
    private final Set<String> taken = new HashSet<>();

    /** @param prefix such as {@code hub_} */
    String hub(String prefix, TableName table) {
        return first(Spelling.entity(table.table()), table, entity -> {
            String name = prefix + entity;
            return List.of(name, naming.statusTable(new Hub(name, List.of())));
        });
    }

    /** @param roles that the link must not be called like */
    String link(String entity, TableName table, Collection<String> roles) {
        return first(entity, table, candidate -> {
            Link link = new Link("lnk_" + candidate, List.of(), List.of());
            List<String> names = new ArrayList<>(ViewNames.of(link));
            names.add(0, link.name());
            names.add(naming.effectivityTable(link));
            // Its own key would be called like a role's.
            return roles.contains(candidate) ? List.of() : names;
        });
    }

    /** @param prefix such as {@code sat_} */
    String satellite(String prefix, String entity, TableName table) {
        return first(entity, table, candidate -> {
            Satellite satellite = new Satellite(prefix + candidate, "", List.of(), List.of());
            return Stream.concat(Stream.of(satellite.name()), ViewNames.of(satellite).stream())
                    .toList();
        });
    }

    /** @param names that an entity would take, its own first; none when it must not be used */
    private String first(String entity, TableName table, Function<String, List<String>> names) {
        String schema = Spelling.snake(table.schema());
        String fitting = FittingName.within(Spelling.LONGEST, entity);
        String shorter = FittingName.within(Spelling.LONGEST - ROOM, entity);
        Stream<String> candidates = Stream.concat(
                Stream.of(fitting, FittingName.within(Spelling.LONGEST, schema + "_" + entity)),
                IntStream.range(2, MOST).mapToObj(number -> shorter + "_" + number));
        List<String> free = candidates
                .map(names)
                .filter(all -> !all.isEmpty() && all.stream().noneMatch(taken::contains))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No name is left for " + table));
        taken.addAll(free);
        return free.get(0);
    }
}
