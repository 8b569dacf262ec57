package io.cdcvault.schema.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a source table's columns were at other times than the model's: changes of those times are loaded too.
 *
 * @param optional columns that rows may lack: what they feed is NULL then
 * @param formerNames in the order in which columns lost them
 */
public record ColumnHistory(Set<String> optional, List<FormerName> formerNames) {

    /** The columns were always as they are. */
    public static final ColumnHistory NONE = new ColumnHistory(Set.of(), List.of());

    public ColumnHistory {
        optional = Set.copyOf(optional);
        formerNames = List.copyOf(formerNames);
    }

    /**
     * A name that a column had. By now it may be another column's: a row that has a later name, too, is of that time.
     *
     * @param later the names that the column had since; the last is the present one
     * @param until a position in the source's log, in bytes: what was committed after it has a later name, or no such
     *     column; empty when that is not known
     */
    public record FormerName(String name, List<String> later, OptionalLong until) {

        public FormerName {
            later = List.copyOf(later);
        }

        /**
         * Whether a row may have the name for this column.
         *
         * @param position where the row's change was committed, in bytes, if it is known
         */
        public boolean isOfTime(OptionalLong position) {
            return until.isEmpty()
                    || position.isEmpty()
                    || Long.compareUnsigned(position.getAsLong(), until.getAsLong()) <= 0;
        }

        public String present() {
            return later.get(later.size() - 1);
        }

        FormerName renamed(String column, String newName) {
            if (!present().equals(column)) {
                return this;
            }
            List<String> names = new ArrayList<>(later);
            names.add(newName);
            return new FormerName(name, names, until);
        }
    }

    /**
     * After a column has got another name.
     *
     * @param before a position in the source's log, in bytes, if it is known
     */
    public ColumnHistory renamed(String column, String newName, OptionalLong before) {
        List<FormerName> names = new ArrayList<>();
        formerNames.forEach(former -> names.add(former.renamed(column, newName)));
        names.add(new FormerName(column, List.of(newName), before));
        Set<String> missing = new HashSet<>();
        optional.forEach(each -> missing.add(each.equals(column) ? newName : each));
        return new ColumnHistory(missing, names);
    }
}
