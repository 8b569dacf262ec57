package io.cdcvault.admin;

import io.javalin.config.RoutesConfig;
import java.util.Map;

/** Whether the vault shows what the source holds: the verification that runs, or the last. */
final class VerificationRoutes implements Routes {

    private final VerificationRun verification;
    private final Controls controls;

    VerificationRoutes(VerificationRun verification, Controls controls) {
        this.verification = verification;
        this.controls = controls;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/api/verify", context -> Json.write(context, verification.state()));
        // Accepted: it takes longer than a request.
        routes.post("/api/verify", context -> {
            verification.start();
            Actor.of(context).did("A verification is requested", controls);
            context.status(202);
            Json.write(context, Map.of("accepted", true));
        });
    }
}
