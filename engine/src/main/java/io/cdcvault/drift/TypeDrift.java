package io.cdcvault.drift;

import io.cdcvault.drift.TableFacts.Column;
import io.cdcvault.schema.evolution.ColumnChange.Retyped;
import io.cdcvault.schema.evolution.Evolution;
import io.cdcvault.schema.model.Computed.Expression;
import io.cdcvault.schema.model.DriftPolicy.Types;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.model.WiderTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What became of the types of a table's columns, as far as the vault's columns do not hold them. A column that the
 * model made narrower than the source's, on purpose, is left out.
 *
 * @param model with the names that columns have now
 * @param before the facts that are remembered, with these names
 */
record TypeDrift(VaultModel model, SourceTable source, TableFacts before, TableFacts now) {

    /**
     * A column whose values do not all fit what it feeds.
     *
     * @param former its type before, as the source writes it
     * @param present what the vault would have for its type now
     * @param into a column of the vault that it feeds, with its type
     * @param wider what the vault follows by; empty when no type of the vault holds both
     */
    record Misfit(String column, String former, String present, String into, Optional<Retyped> wider) {}

    /** By column. */
    Map<String, Misfit> misfits(ColumnDrift.Types types) {
        Map<String, Misfit> misfits = new TreeMap<>();
        now.columns().forEach((name, column) -> {
            Column was = before.columns().get(name);
            if (was != null && was.number().equals(column.number()) && isAltered(was, column)) {
                List<Fed> fed = fed(name, was);
                if (!fed.isEmpty()) {
                    misfit(name, was, fed, types).ifPresent(misfit -> misfits.put(name, misfit));
                }
            }
        });
        return misfits;
    }

    /** How the vault follows a column; empty when it does not, and values that do not fit are set aside. */
    Optional<Retyped> followed(Misfit misfit, Types policy) {
        return switch (policy) {
            case FOLLOW, STOP -> misfit.wider();
            case TEXT ->
                misfit.wider().or(() -> Optional.of(misfit.column())
                        .filter(column -> Evolution.isDescriptive(model, source, column))
                        // An expression is none over texts.
                        .filter(column -> arguments(column).findAny().isEmpty())
                        // In the topics they have another text than the one that is compared.
                        .filter(column -> !misfit.present().startsWith("timestamp"))
                        .map(column -> new Retyped(source.table(), column, misfit.former(), "text")));
            case PARK -> Optional.empty();
        };
    }

    /** An earlier version did not remember the type's name. */
    private static boolean isAltered(Column was, Column now) {
        return !was.type().equals(now.type()) && !was.declared().isEmpty();
    }

    private Optional<Misfit> misfit(String name, Column was, List<Fed> fed, ColumnDrift.Types types) {
        String present = types.of(source.table(), name);
        return fed.stream()
                .filter(each -> !WiderTypes.holds(each.type(), present))
                .findFirst()
                .map(narrow -> {
                    boolean isWider =
                            fed.stream().allMatch(each -> each.union(present).isPresent());
                    boolean isSameKey = Evolution.isDescriptive(model, source, name)
                            || WiderTypes.keepsTexts(was.declared(), present);
                    return new Misfit(
                            name,
                            was.declared(),
                            present,
                            narrow.column() + ", " + narrow.type(),
                            isWider && isSameKey && !isOfSharedKey(name)
                                    ? Optional.of(new Retyped(source.table(), name, was.declared(), present))
                                    : Optional.empty());
                });
    }

    /** Whether other sources, whose types may be others, feed the same key. */
    private boolean isOfSharedKey(String column) {
        return source.hubs().stream()
                .anyMatch(
                        feed -> model.settings().share().isShared(feed.hub()) && source.feeds(column, feed.columns()));
    }

    /** A column of the vault, or an expression. */
    private record Fed(String column, String type, boolean isExpression) {

        Fed(String column, String type) {
            this(column, type, false);
        }

        Optional<String> union(String present) {
            return isExpression ? WiderTypes.unionOfOneKind(type, present) : WiderTypes.union(type, present);
        }
    }

    /** What expressions take a column for. */
    private Stream<Fed> arguments(String column) {
        return source.computed().values().stream()
                .filter(Expression.class::isInstance)
                .map(Expression.class::cast)
                .flatMap(expression -> expression.arguments().values().stream()
                        .filter(argument -> argument.column().equals(column))
                        .map(argument -> new Fed("the expression " + expression.name(), argument.type(), true)));
    }

    /** What a column feeds, as far as that held it. */
    private List<Fed> fed(String column, Column was) {
        List<Fed> fed = new ArrayList<>();
        source.hubs().forEach(feed -> model.hub(feed.hub()).businessKey().stream()
                .filter(each -> column.equals(feed.columns().get(each.name())))
                .forEach(each -> fed.add(new Fed(feed.hub() + "." + each.name(), each.type()))));
        source.satellites().forEach(feed -> {
            List<io.cdcvault.schema.model.Column> columns =
                    new ArrayList<>(model.satellite(feed.satellite()).attributes());
            columns.addAll(model.satellite(feed.satellite()).childKey());
            columns.stream()
                    .filter(each -> column.equals(feed.columns().get(each.name())))
                    .forEach(each -> fed.add(new Fed(feed.satellite() + "." + each.name(), each.type())));
        });
        arguments(column).forEach(fed::add);
        fed.removeIf(each -> !WiderTypes.holds(each.type(), was.declared()));
        return fed;
    }
}
