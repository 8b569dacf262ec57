package io.cdcvault.init.derive;

import io.cdcvault.catalog.ForeignKey;
import io.cdcvault.schema.model.TableName;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which tables belong together: those whose rows are made of another table's rows follow that table. */
final class Subjects {

    private final Shapes shapes;

    Subjects(Shapes shapes) {
        this.shapes = shapes;
    }

    /** Subject by subject, each with its main table first. */
    List<Shape> inOrder() {
        return shapes.all().stream()
                .sorted(Comparator.comparing((Shape shape) -> of(shape).table().name())
                        .thenComparing(shape -> !of(shape).equals(shape))
                        .thenComparing(shape -> shape.table().name()))
                .toList();
    }

    /** The table that a table's rows are about. */
    Shape of(Shape shape) {
        Set<TableName> seen = new HashSet<>();
        Shape at = shape;
        while (seen.add(at.table().name())) {
            Optional<Shape> owner = owner(at);
            if (owner.isEmpty()) {
                return at;
            }
            at = owner.get();
        }
        // A ring of tables that are made of each other has its first one for a subject.
        return seen.stream().min(Comparator.naturalOrder()).flatMap(shapes::of).orElse(shape);
    }

    /** Of a part or relation its first lead; of a thing, what its key refers to beside its own columns. */
    private Optional<Shape> owner(Shape shape) {
        Optional<ForeignKey> lead = shape.isThing()
                ? shapes.followed(shape.table()).stream()
                        .filter(key -> shape.key().columns().containsAll(key.columns()))
                        .filter(key -> !key.target().equals(shape.table().name()))
                        .findFirst()
                : shape.leads().stream().findFirst();
        return lead.flatMap(key -> shapes.of(key.target()));
    }
}
