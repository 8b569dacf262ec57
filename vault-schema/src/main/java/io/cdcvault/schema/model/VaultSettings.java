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
 */
public record VaultSettings(
        String schema,
        String hash,
        HashAlgorithm algorithm,
        String recordSource,
        boolean foreignKeys,
        boolean businessKeyIndexes,
        Naming naming) {

    VaultSettings inSchema(String other) {
        return new VaultSettings(other, hash, algorithm, recordSource, foreignKeys, businessKeyIndexes, naming);
    }
}
