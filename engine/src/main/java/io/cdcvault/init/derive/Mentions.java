package io.cdcvault.init.derive;

import io.cdcvault.catalog.CatalogTable;
import io.cdcvault.catalog.ForeignKey;
import io.cdcvault.init.derive.Hubs.Known;
import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.FittingName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The things that a table's rows refer to, each in a role of its own. */
final class Mentions {

    private static final int MOST = 10_000;
    private static final int ROOM = 6;

    private final CatalogTable table;
    private final Shape shape;
    private final Shapes shapes;
    private final Hubs hubs;
    private final Set<String> roles = new HashSet<>();
    private final List<Mention> found = new ArrayList<>();
    private final List<Mention> references = new ArrayList<>();

    Mentions(Shape shape, Shapes shapes, Hubs hubs) {
        this.table = shape.table();
        this.shape = shape;
        this.shapes = shapes;
        this.hubs = hubs;
        own().map(known -> role(known.entity())).ifPresent(roles::add);
        Set<ForeignKey> ordered = new LinkedHashSet<>(shape.isRelation() ? shape.leads() : List.of());
        ordered.addAll(shapes.followed(table));
        ordered.forEach(this::add);
        shapes.references(table).forEach(this::refer);
    }

    /** Those whose keys the table's rows do not hold. */
    List<Mention> references() {
        return List.copyOf(references);
    }

    private void refer(ForeignKey key) {
        shapes.of(key.target())
                .map(hubs::of)
                .ifPresent(known -> references.add(new Mention(key, known, free(key, known))));
    }

    /** Of a relation its ends first, in their order. */
    List<Mention> all() {
        return List.copyOf(found);
    }

    /** The hub that the row itself is or is a part of; a relation is none. */
    Optional<Known> own() {
        return shape.isRelation() ? Optional.empty() : Optional.of(hubs.of(shape));
    }

    /** What the row's own hub is called in the links of the row. */
    static String ownRole(Known own) {
        return role(own.entity());
    }

    private void add(ForeignKey key) {
        Optional<Known> known = shapes.of(key.target()).map(target -> Hubs.through(hubs.of(target), key.byTarget()));
        boolean isNew = known.isPresent()
                && !isCode(key)
                && !own().equals(known)
                && found.stream().noneMatch(mention -> isSame(mention, key, known.get()));
        if (isNew) {
            found.add(new Mention(key, known.get(), free(key, known.get())));
        }
    }

    /** Of two foreign keys over the same columns, one may refer where the other does not. */
    private static boolean isSame(Mention mention, ForeignKey key, Known known) {
        return mention.known().equals(known)
                && Set.copyOf(mention.key().required()).equals(Set.copyOf(key.required()));
    }

    /** The type that a column is staged with: that of the first hub it feeds is the one that the loader looks for. */
    String type(String column) {
        return Stream.concat(own().stream(), found.stream().map(Mention::known))
                .flatMap(known -> known.hub().businessKey().stream()
                        .filter(key -> column.equals(known.columns().get(key.name()))))
                .map(Column::type)
                .findFirst()
                .orElseGet(() -> table.column(column).type().held());
    }

    /** Foreign keys that hold the code of a look-up table: an attribute says as much as a link to it. */
    List<ForeignKey> codes() {
        return shapes.followed(table).stream().filter(this::isCode).toList();
    }

    private boolean isCode(ForeignKey key) {
        return !shape.leads().contains(key)
                && shapes.of(key.target())
                        .filter(target -> target.kind() == Shape.Kind.REFERENCE)
                        .isPresent();
    }

    private String free(ForeignKey key, Known known) {
        String column = telling(key).map(Spelling::role).orElse("");
        boolean isSelf = own().filter(own -> own.hub().equals(known.hub())).isPresent();
        String entity = isSelf ? "parent" : known.entity();
        String named = column.isEmpty() || roles.contains(role(column)) ? entity : column;
        String whole = Spelling.snake(String.join("_", key.columns()));
        String shorter = FittingName.within(Spelling.LONGEST - ROOM, role(named));
        return Stream.concat(
                        Stream.of(named, entity, whole).map(Mentions::role),
                        IntStream.range(2, MOST).mapToObj(number -> shorter + "_" + number))
                .filter(roles::add)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No role is left in " + table.name()));
    }

    /** The one column of a key that no other foreign key has too. */
    private Optional<String> telling(ForeignKey key) {
        List<String> alone = key.columns().stream()
                .filter(column -> table.foreignKeys().stream()
                        .noneMatch(other -> !other.name().equals(key.name())
                                && other.columns().contains(column)))
                .toList();
        if (key.columns().size() == 1) {
            return Optional.of(key.columns().get(0));
        }
        return alone.size() == 1 ? Optional.of(alone.get(0)) : Optional.empty();
    }

    /** A word that no table of the vault is called. */
    private static String role(String word) {
        String role = word.matches("(?s)(hub|ref|lnk|link|sat|sts|eff)_.*") ? "as_" + word : word;
        return FittingName.within(Spelling.LONGEST, role);
    }
}
