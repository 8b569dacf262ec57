package io.cdcvault.servers.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

final class PortOwnerTest {

    @Test
    void ownerIsNamedWhereTheMachineTells() throws IOException {
        boolean tells = System.getProperty("os.name").equals("Linux");
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(FreePorts.isFree(socket.getLocalPort())).isFalse();
            assertThat(PortOwner.describe(socket.getLocalPort()))
                    .startsWith(tells ? "process " + ProcessHandle.current().pid() + " (" : "another process");
        }
    }

    @Test
    void freePortHasNoOwner() {
        assertThat(PortOwner.find(FreePorts.next())).isEmpty();
    }
}
