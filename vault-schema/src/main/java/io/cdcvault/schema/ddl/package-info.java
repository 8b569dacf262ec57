/**
 * The vault's tables, views and functions: their shapes, the DDL that makes them and the jOOQ schema that queries them.
 *
 * <p>Not its job: running SQL, changing a vault that exists already.
 */
@NullMarked
package io.cdcvault.schema.ddl;

import org.jspecify.annotations.NullMarked;
