package io.cdcvault.schema.model;

/**
 * What holds for every table of a vault.
 *
 * @param schema the schema in the warehouse that holds the vault's tables
 * @param hash the hash recipe's name, such as {@code automate-dv}
 * @param algorithm the digest that the recipe uses
 * @param recordSource what {@code rec_src} says, unless a source table says otherwise
 * @param foreignKeys whether the tables get foreign keys, which cost a look-up for each loaded row
 * @param businessKeyIndexes whether each hub has an index on its business key, which costs an entry for each new key
 * @param createsTypes whether the service makes types in the warehouse that the model uses and that it lacks, as the
 *     source has them
 * @param share of the vault that the model has, where several sources feed it
 */
public record VaultSettings(
        String schema,
        String hash,
        HashAlgorithm algorithm,
        String recordSource,
        boolean foreignKeys,
        boolean businessKeyIndexes,
        boolean createsTypes,
        Naming naming,
        Share share) {

    /** Of a vault that one source feeds, and whose types exist. */
    public VaultSettings(
            String schema,
            String hash,
            HashAlgorithm algorithm,
            String recordSource,
            boolean foreignKeys,
            boolean businessKeyIndexes,
            Naming naming) {
        this(schema, hash, algorithm, recordSource, foreignKeys, businessKeyIndexes, false, naming, Share.ALL);
    }

    VaultSettings inSchema(String other) {
        return new VaultSettings(
                other, hash, algorithm, recordSource, foreignKeys, businessKeyIndexes, createsTypes, naming, share);
    }

    /** The same, and the service makes the types that the warehouse lacks. */
    public VaultSettings creatingTypes() {
        return new VaultSettings(
                schema, hash, algorithm, recordSource, foreignKeys, businessKeyIndexes, true, naming, share);
    }

    /** Of the part of the vault that one source feeds. */
    VaultSettings of(Share part) {
        return new VaultSettings(
                schema,
                hash,
                algorithm,
                recordSource,
                foreignKeys,
                businessKeyIndexes,
                createsTypes,
                naming.of(part.source()),
                part);
    }
}
