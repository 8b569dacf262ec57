package io.cdcvault.database.dependents;

/**
 * An object of the database that depends on something.
 *
 * @param catalog whose row it is, such as {@code pg_class}
 * @param description as {@code pg_describe_object} says it
 * @param obstacle why it cannot be dropped and created again as it was; empty when it can
 */
record CatalogObject(String catalog, long oid, String description, String obstacle) {

    boolean isView() {
        return catalog.equals("pg_class");
    }

    boolean isRoutine() {
        return catalog.equals("pg_proc");
    }
}
