package io.cdcvault.change;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The names of a table's columns, which the images of its rows share: an image then is an array of texts. */
public final class ColumnLayout {

    private final List<String> names;
    private final Set<String> nameSet;
    private final Map<String, Integer> indexes = new HashMap<>();
    private final long nameChars;

    /** @param names each once */
    public ColumnLayout(List<String> names) {
        this.names = List.copyOf(names);
        this.nameSet = Collections.unmodifiableSet(new LinkedHashSet<>(names));
        this.nameChars = names.stream().mapToLong(String::length).sum();
        for (int i = 0; i < names.size(); i++) {
            indexes.put(names.get(i), i);
        }
        if (indexes.size() < names.size()) {
            throw new IllegalArgumentException("A column's name comes twice: " + names);
        }
    }

    public int size() {
        return names.size();
    }

    /** Of all names together. */
    public long nameChars() {
        return nameChars;
    }

    /**
     * The image of one row.
     *
     * @param texts in the order of the names; not copied, and must not be changed
     */
    public RowImage image(@Nullable String[] texts) {
        return new RowImage(new Row(this, texts));
    }

    /** One row's texts by their columns' names. Immutable. */
    static final class Row extends AbstractMap<String, @Nullable String> {

        private final ColumnLayout layout;
        private final @Nullable String[] texts;

        private Row(ColumnLayout layout, @Nullable String[] texts) {
            this.layout = layout;
            this.texts = texts;
        }

        @Override
        public int size() {
            return texts.length;
        }

        @Override
        public @Nullable String get(@Nullable Object column) {
            Integer index = layout.indexes.get(column);
            return index == null ? null : texts[index];
        }

        @Override
        public boolean containsKey(@Nullable Object column) {
            return layout.indexes.containsKey(column);
        }

        @Override
        public boolean containsValue(@Nullable Object text) {
            for (String each : texts) {
                if (Objects.equals(each, text)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public Set<String> keySet() {
            return layout.nameSet;
        }

        @Override
        public Set<Entry<String, @Nullable String>> entrySet() {
            Set<Entry<String, @Nullable String>> entries = new LinkedHashSet<>();
            IntStream.range(0, texts.length)
                    .forEach(i -> entries.add(new SimpleImmutableEntry<>(layout.names.get(i), texts[i])));
            return Collections.unmodifiableSet(entries);
        }
    }
}
