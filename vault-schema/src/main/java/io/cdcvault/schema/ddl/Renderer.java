package io.cdcvault.schema.ddl;

import org.jooq.DSLContext;
import org.jooq.QueryPart;
import org.jooq.SQLDialect;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/** SQL as text: formatted, every identifier quoted, no bind values. */
final class Renderer {

    private static final DSLContext CONTEXT = DSL.using(
            SQLDialect.POSTGRES,
            new Settings().withRenderFormatted(true).withRenderQuotedNames(RenderQuotedNames.ALWAYS));

    private Renderer() {}

    static String sql(QueryPart part) {
        return CONTEXT.renderInlined(part);
    }
}
