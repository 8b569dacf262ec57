package io.cdcvault.init.derive;

import io.cdcvault.catalog.CatalogColumn;
import io.cdcvault.catalog.CatalogTable;
import io.cdcvault.catalog.ForeignKey;
import io.cdcvault.catalog.UniqueKey;
import io.cdcvault.init.derive.KeyQuestion.Option;
import io.cdcvault.init.derive.Shape.ChosenKey;
import io.cdcvault.init.derive.Shape.Kind;
import io.cdcvault.schema.model.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the rows of all tables of a model are, and which foreign keys the vault can follow. */
final class Shapes {

    private static final int REFERENCE_COLUMNS = 3;

    private final Map<TableName, Shape> shapes = new TreeMap<>();
    private final Incoming incoming;
    private final UsableKeys keys;
    private final Referable referable;
    private final Choices choices;

    Shapes(Collection<CatalogTable> tables, UsableKeys keys, Choices choices) {
        this.choices = choices;
        this.incoming = new Incoming(tables);
        this.keys = keys;
        this.referable = choices.areReferencesFollowed()
                ? Referable.among(tables, incoming, keys, choices)
                : Referable.none(keys, choices);
        tables.forEach(table -> shapes.put(table.name(), thing(table)));
        tables.forEach(this::makePart);
        tables.forEach(this::makeRelation);
        tables.forEach(this::makeReference);
        tables.forEach(this::makeRepeatedRelation);
    }

    Collection<Shape> all() {
        return shapes.values();
    }

    Optional<Shape> of(TableName table) {
        return Optional.ofNullable(shapes.get(table));
    }

    /** The foreign keys of a table that the vault can follow, each as far as it names what the target is known by. */
    List<ForeignKey> followed(CatalogTable table) {
        return table.foreignKeys().stream()
                .map(key -> follow(table, key))
                .flatMap(Optional::stream)
                .toList();
    }

    /** A foreign key as the vault follows it; empty when it does not hold what the target is known by. */
    Optional<ForeignKey> follow(CatalogTable from, ForeignKey key) {
        return of(key.target())
                .map(target -> target.key().columns())
                .filter(known -> key.targetColumns().containsAll(known))
                .map(key::onto)
                .filter(part -> part.columns().stream().map(from::column).allMatch(keys::isPublished))
                .filter(part -> MatchSimple.canBeSaid(from, part));
    }

    private Shape thing(CatalogTable table) {
        ChosenKey chosen = referable.contains(table.name())
                ? byReference(table)
                : choose(choice(table, incoming.to(table.name())), table);
        return new Shape(table, Kind.HUB, chosen, List.of());
    }

    private KeyChoice choice(CatalogTable table, List<Incoming.Reference> references) {
        return new KeyChoice(table, keys.of(table), references, natural -> referable.obstacle(table, natural));
    }

    private ChosenKey choose(KeyChoice choice, CatalogTable table) {
        return choices.key(table.name()).map(choice::choose).orElseGet(choice::choose);
    }

    /** The tables whose rows are things and can be known by several keys. */
    List<KeyQuestion> questions() {
        return shapes.values().stream()
                .filter(Shape::isThing)
                .map(shape -> new KeyQuestion(shape.table().name(), options(shape)))
                .filter(question -> question.options().size() > 1)
                .toList();
    }

    /** The key that was chosen first. */
    private List<Option> options(Shape shape) {
        CatalogTable table = shape.table();
        List<Option> options =
                new ArrayList<>(choice(table, incoming.to(table.name())).options());
        options.sort(Comparator.comparing(option ->
                !Set.copyOf(option.columns()).equals(Set.copyOf(shape.key().columns()))));
        return options;
    }

    private ChosenKey byReference(CatalogTable table) {
        ChosenKey chosen = choose(choice(table, List.of()), table);
        List<String> remarks = new ArrayList<>(chosen.remarks());
        remarks.add("Rows that refer to it hold another key; their links follow it by reference ("
                + incoming.to(table.name()).stream()
                        .map(Incoming.Reference::words)
                        .distinct()
                        .limit(REFERENCE_COLUMNS)
                        .collect(Collectors.joining(", "))
                + (incoming.to(table.name()).size() > REFERENCE_COLUMNS ? ", …" : "") + ").");
        return new ChosenKey(chosen.columns(), remarks);
    }

    /** The foreign keys of a table that lead to another key than the target is known by, and that links follow. */
    List<ForeignKey> references(CatalogTable table) {
        boolean isThing = of(table.name()).filter(Shape::isThing).isPresent();
        return table.foreignKeys().stream()
                .filter(key -> isThing && referable.contains(key.target()))
                .toList();
    }

    /** The primary key leads to another table. */
    private void makePart(CatalogTable table) {
        Optional<Set<String>> primary = primary(table).map(key -> Set.copyOf(key.columns()));
        boolean isKnownByIt = incoming.to(table.name()).isEmpty()
                || of(table.name())
                        .map(shape -> Set.copyOf(shape.key().columns()))
                        .equals(primary);
        if (!isKnownByIt) {
            return;
        }
        followed(table).stream()
                .filter(key -> primary.filter(Set.copyOf(key.columns())::equals).isPresent())
                .filter(key -> !leadsBack(key.target(), table.name()))
                .min(Comparator.comparing(ForeignKey::target).thenComparing(ForeignKey::name))
                .ifPresent(key -> shapes.put(table.name(), part(table, key)));
    }

    private static Shape part(CatalogTable table, ForeignKey owner) {
        ChosenKey key = new ChosenKey(owner.columns(), List.of());
        return new Shape(table, Kind.PART, key, List.of(owner));
    }

    /** Whether the owner of a table, or the owner's owner, is this one. */
    private boolean leadsBack(TableName owner, TableName table) {
        Set<TableName> seen = new HashSet<>();
        TableName at = owner;
        while (seen.add(at)) {
            if (at.equals(table)) {
                return true;
            }
            Optional<TableName> next = of(at).filter(shape -> shape.kind() == Kind.PART)
                    .map(shape -> shape.leads().get(0).target());
            if (next.isEmpty()) {
                return false;
            }
            at = next.get();
        }
        return true;
    }

    /** The primary key is made of foreign keys, no more and no fewer columns, and no table refers to it. */
    private void makeRelation(CatalogTable table) {
        Optional<Shape> shape = of(table.name()).filter(Shape::isThing);
        Optional<UniqueKey> primary = primary(table);
        if (shape.isEmpty() || primary.isEmpty() || !incoming.to(table.name()).isEmpty()) {
            return;
        }
        List<ForeignKey> ends = ends(table, primary.get());
        if (ends.size() > 1 && covered(ends).equals(Set.copyOf(primary.get().columns()))) {
            shapes.put(table.name(), relation(table, Kind.RELATION, primary.get(), ends));
        }
    }

    /**
     * The primary key is made of foreign keys and of other columns, and no table refers to it. The row refers to
     * nothing else that is a thing: a link to that would have to know which of several rows it is of.
     */
    private void makeRepeatedRelation(CatalogTable table) {
        Optional<UniqueKey> primary = primary(table).filter(key -> isHubBy(table, key.columns()));
        if (primary.isEmpty() || !incoming.to(table.name()).isEmpty()) {
            return;
        }
        List<ForeignKey> ends = ends(table, primary.get());
        boolean refersToNothingElse = references(table).isEmpty()
                && followed(table).stream().allMatch(key -> ends.contains(key) || isOfReference(key));
        if (ends.stream().filter(end -> !isOfReference(end)).count() > 1
                && !covered(ends).containsAll(primary.get().columns())
                && refersToNothingElse) {
            shapes.put(table.name(), relation(table, Kind.REPEATED_RELATION, primary.get(), ends));
        }
    }

    private boolean isHubBy(CatalogTable table, List<String> key) {
        return of(table.name())
                .filter(shape -> shape.kind() == Kind.HUB)
                .filter(shape -> Set.copyOf(shape.key().columns()).equals(Set.copyOf(key)))
                .isPresent();
    }

    private boolean isOfReference(ForeignKey key) {
        return of(key.target())
                .filter(target -> target.kind() == Kind.REFERENCE)
                .isPresent();
    }

    private Optional<UniqueKey> primary(CatalogTable table) {
        return keys.of(table).stream().filter(UniqueKey::isPrimary).findFirst();
    }

    private static Shape relation(CatalogTable table, Kind kind, UniqueKey primary, List<ForeignKey> ends) {
        return new Shape(table, kind, new ChosenKey(primary.columns(), List.of()), ends);
    }

    private static Set<String> covered(List<ForeignKey> keys) {
        Set<String> covered = new HashSet<>();
        keys.forEach(key -> covered.addAll(key.columns()));
        return covered;
    }

    /** Foreign keys within the primary key, without those that another one contains; in the key's order. */
    private List<ForeignKey> ends(CatalogTable table, UniqueKey primary) {
        List<ForeignKey> within = followed(table).stream()
                .filter(key -> primary.columns().containsAll(key.columns()))
                .sorted(Comparator.<ForeignKey>comparingInt(
                                key -> primary.columns().indexOf(key.columns().get(0)))
                        .thenComparing(ForeignKey::name))
                .toList();
        List<ForeignKey> ends = new ArrayList<>();
        for (ForeignKey key : within) {
            boolean isContained = within.stream()
                    .anyMatch(other -> other.columns().containsAll(key.columns())
                            && other.columns().size() > key.columns().size());
            boolean isRepeated =
                    ends.stream().anyMatch(other -> Set.copyOf(other.columns()).equals(Set.copyOf(key.columns())));
            if (!isContained && !isRepeated) {
                ends.add(key);
            }
        }
        return ends;
    }

    /** A key and a text or two, that others refer to and that refers to none. */
    private void makeReference(CatalogTable table) {
        of(table.name())
                .filter(shape -> shape.kind() == Kind.HUB)
                .filter(shape -> isReference(table, shape.key().columns()))
                .ifPresent(shape -> shapes.put(table.name(), shape.as(Kind.REFERENCE, List.of())));
    }

    private boolean isReference(CatalogTable table, List<String> key) {
        List<CatalogColumn> described = table.columns().stream()
                .filter(column -> !key.contains(column.name()))
                .filter(column -> !Audit.isAudit(column))
                .toList();
        boolean isReferred =
                incoming.to(table.name()).stream().anyMatch(each -> !each.from().equals(table.name()));
        // A counted key is that of any table.
        return isReferred
                && key.size() == 1
                && !table.column(key.get(0)).isCounted()
                && table.foreignKeys().isEmpty()
                && key.size() + described.size() <= REFERENCE_COLUMNS
                && described.stream().anyMatch(Shapes::isLabel)
                && described.stream()
                        .allMatch(column -> isLabel(column) || !column.type().isUnlimited());
    }

    private static boolean isLabel(CatalogColumn column) {
        return column.type().isText()
                && Spelling.snake(column.name())
                        .matches("(?:.*_)?(?:name|label|title|description|text|caption|code|meaning|abbreviation)");
    }
}
