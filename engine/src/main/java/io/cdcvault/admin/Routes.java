package io.cdcvault.admin;

import io.javalin.config.RoutesConfig;

/** Some paths of the admin server and what answers them. */
interface Routes {

    /** Registers the paths; before the server starts. */
    void addTo(RoutesConfig routes);
}
