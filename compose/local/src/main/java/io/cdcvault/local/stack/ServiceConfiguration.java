package io.cdcvault.local.stack;

/** The service's configuration file for a stack. */
final class ServiceConfiguration {

    private final LocalStack stack;

    ServiceConfiguration(LocalStack stack) {
        this.stack = stack;
    }

    String yaml() {
        return """
                # yaml-language-server: $schema=../docs/schema/cdc-vault.schema.json
                # Written by the local stack at each start: changes made here are lost.
                cdc-vault:
                  name: "bookings"
                  topic-prefix: "postgres"
                  model: "bookings"
                  source:
                    url: "%s"
                    user: "postgres"
                    password: ""
                    slot: "cdc_vault"
                    publication: "cdc_vault"
                  replica:
                    url: "%s"
                    user: "postgres"
                    password: ""
                  warehouse:
                    url: "%s"
                    user: "postgres"
                    password: ""
                  mart:
                    url: "%s"
                    user: "postgres"
                    password: ""
                    schedule: "*/15 * * * *"
                  kafka:
                    bootstrap-servers: "%s"
                  admin:
                    port: "%d"
                    token: "local"
                """
                .formatted(
                        address(StackSystem.MASTER),
                        address(StackSystem.REPLICA),
                        address(StackSystem.DWH),
                        address(StackSystem.PRESENTATION),
                        address(StackSystem.BROKER),
                        stack.ports().admin());
    }

    private String address(StackSystem system) {
        return stack.server(system).address();
    }
}
