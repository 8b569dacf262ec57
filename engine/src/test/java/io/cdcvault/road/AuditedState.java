package io.cdcvault.road;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a vault shows of one audited table after some of its rows, which come in the order of their load dates. */
final class AuditedState {

    private final Set<String> hub = new HashSet<>();
    private final Set<String> live = new HashSet<>();
    private final Map<String, String> newest = new HashMap<>();
    private final Set<String> links = new HashSet<>();
    private final Map<String, String> open = new HashMap<>();

    /** A row as the source has it. */
    record Image(@Nullable String owner, String attributes) {}

    void add(AuditedRow row) {
        String key = row.key();
        switch (row.kind()) {
            case HUB -> hub.add(key);
            case STATUS -> {
                if (row.detail().equals(AuditedRow.CREATED)) {
                    live.add(key);
                } else {
                    live.remove(key);
                }
            }
            case SATELLITE -> newest.put(key, row.detail());
            case LINK -> links.add(link(key, row.detail()));
            case EFFECTIVITY -> {
                if (row.isOpening()) {
                    open.put(key, row.owner());
                } else {
                    open.remove(key, row.owner());
                }
            }
        }
    }

    /** The rows that the vault must get for a row that is so after a transaction, or gone; they are added too. */
    void become(String key, @Nullable Image image, AuditedRow.Stamp stamp, Consumer<AuditedRow> rows) {
        Consumer<AuditedRow> both = rows.andThen(this::add);
        if (image == null) {
            if (live.contains(key)) {
                both.accept(AuditedRow.of(AuditedRow.Kind.STATUS, key, AuditedRow.DELETED, stamp));
                move(key, null, stamp, both);
            }
            return;
        }
        if (!hub.contains(key)) {
            both.accept(AuditedRow.of(AuditedRow.Kind.HUB, key, "", stamp));
        }
        if (!live.contains(key)) {
            both.accept(AuditedRow.of(AuditedRow.Kind.STATUS, key, AuditedRow.CREATED, stamp));
        }
        if (!image.attributes().equals(newest.get(key))) {
            both.accept(AuditedRow.of(AuditedRow.Kind.SATELLITE, key, image.attributes(), stamp));
        }
        move(key, image.owner(), stamp, both);
    }

    private void move(String key, @Nullable String owner, AuditedRow.Stamp stamp, Consumer<AuditedRow> rows) {
        String before = open.get(key);
        if (Objects.equals(before, owner)) {
            return;
        }
        if (before != null) {
            rows.accept(AuditedRow.of(AuditedRow.Kind.EFFECTIVITY, key, AuditedRow.closes(before), stamp));
        }
        if (owner != null) {
            if (!links.contains(link(key, owner))) {
                rows.accept(AuditedRow.of(AuditedRow.Kind.LINK, key, owner, stamp));
            }
            rows.accept(AuditedRow.of(AuditedRow.Kind.EFFECTIVITY, key, AuditedRow.opens(owner), stamp));
        }
    }

    /** Keys of which it shows something else than the source has. */
    Set<String> differences(Map<String, Image> source) {
        Set<String> different = new TreeSet<>(live);
        different.removeAll(source.keySet());
        source.forEach((key, image) -> {
            if (!live.contains(key)
                    || !image.attributes().equals(newest.get(key))
                    || !Objects.equals(image.owner(), open.get(key))) {
                different.add(key);
            }
        });
        return different;
    }

    private static String link(String key, String owner) {
        return owner + " " + key;
    }
}
