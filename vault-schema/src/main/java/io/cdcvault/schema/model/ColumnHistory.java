package io.cdcvault.schema.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
     */
    public record FormerName(String name, List<String> later) {

        public FormerName {
            later = List.copyOf(later);
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
            return new FormerName(name, names);
        }
    }

    /** After a column has got another name. */
    public ColumnHistory renamed(String column, String newName) {
        List<FormerName> names = new ArrayList<>();
        formerNames.forEach(former -> names.add(former.renamed(column, newName)));
        names.add(new FormerName(column, List.of(newName)));
        Set<String> missing = new HashSet<>();
        optional.forEach(each -> missing.add(each.equals(column) ? newName : each));
        return new ColumnHistory(missing, names);
    }
}
