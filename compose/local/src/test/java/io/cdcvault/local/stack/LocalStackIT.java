package io.cdcvault.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.local.junit.LocalStackExtension;
import java.sql.Connection;
import java.sql.ResultSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalStackExtension.class)
final class LocalStackIT {

    @Test
    void everySystemStarts(LocalStack stack) throws Exception {
        long t = System.nanoTime();
        stack.dwh(); System.out.println("dwh " + (System.nanoTime() - t) / 1000000);
        stack.master(); System.out.println("master " + (System.nanoTime() - t) / 1000000);
        stack.replica(); System.out.println("replica " + (System.nanoTime() - t) / 1000000);
        stack.broker(); System.out.println("broker " + (System.nanoTime() - t) / 1000000);
        try (Connection c = stack.replica().connect(); ResultSet r = c.createStatement().executeQuery("select count(*) from tickets")) {
            assertThat(r.next()).isTrue();
        }
    }
}
