package io.cdcvault.verify;

import io.cdcvault.schema.hash.HashRecipe;
import io.cdcvault.schema.model.VaultModel;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * How keys are compared: as the hash recipe spells them, since a hub keeps the spelling that was seen first. Both
 * databases must spell the same way.
 */
interface KeySpelling {

    /** To the letter. */
    KeySpelling EXACT = text -> text;

    /** Letters that all encodings may have, and that locales treat in different ways. */
    String CASES =
            """
            select getdatabaseencoding() || case when getdatabaseencoding() = 'UTF8' then (
              select md5(upper(string_agg(chr(letter), '' order by letter))) from generate_series(192, 1423) as letter)
              else '' end""";

    /**
     * What is compared instead of a part of a key.
     *
     * @param text an SQL expression
     */
    String of(String text);

    /** As the model's recipe does; case counts for ASCII only unless both databases raise all letters alike. */
    static KeySpelling of(VaultModel model, ReadSession source, ReadSession vault) {
        HashRecipe recipe =
                HashRecipe.named(model.settings().hash(), model.settings().algorithm());
        String cases = cases(source);
        boolean alike = cases.startsWith("UTF8") && cases.equals(cases(vault));
        return text -> DSL.using(SQLDialect.POSTGRES)
                .renderInlined(recipe.normalized(
                        DSL.field(DSL.raw(alike ? "(" + text + ")" : "((" + text + ") collate \"C\")"))));
    }

    private static String cases(ReadSession session) {
        return session.query("look up the locale", CASES, row -> row.next() ? String.valueOf(row.getString(1)) : "");
    }
}
