package io.cdcvault.schema.hash;

import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.md5;

import io.cdcvault.schema.model.HashAlgorithm;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** A text's digest as bytes. */
final class Digest {

    private Digest() {}

    /** NULL of NULL. */
    static Field<byte[]> of(HashAlgorithm algorithm, Field<String> text) {
        return switch (algorithm) {
            case MD5 -> function("decode", SQLDataType.BLOB, md5(text), inline("hex"));
            case SHA256 ->
                function("sha256", SQLDataType.BLOB, function("convert_to", SQLDataType.BLOB, text, inline("UTF8")));
        };
    }
}
