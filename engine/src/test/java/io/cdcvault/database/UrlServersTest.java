package io.cdcvault.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class UrlServersTest {

    @Test
    void eachServerOfAListHasAUrlOfItsOwnWithTheParametersOfAll() {
        UrlServers servers = UrlServers.of("jdbc:postgresql://a:5432,[::1]:5433,b/shop?ssl=true&x=c,d//e");

        assertThat(servers.isList()).isTrue();
        assertThat(servers.servers())
                .containsExactly(
                        new UrlServers.Server("a:5432", "jdbc:postgresql://a:5432/shop?ssl=true&x=c,d//e"),
                        new UrlServers.Server("[::1]:5433", "jdbc:postgresql://[::1]:5433/shop?ssl=true&x=c,d//e"),
                        new UrlServers.Server("b", "jdbc:postgresql://b/shop?ssl=true&x=c,d//e"));
    }

    @Test
    void urlOfOneServerStaysAsItIs() {
        for (String url : List.of(
                "jdbc:postgresql://a:5432/shop",
                "jdbc:postgresql://a:5432/shop?options=x,y",
                "jdbc:postgresql:shop",
                "jdbc:postgresql:shop?x=//a,b/",
                "jdbc:postgresql://a:5432",
                "no url")) {
            assertThat(UrlServers.of(url).servers()).as(url).singleElement().satisfies(server -> assertThat(
                            server.url())
                    .isEqualTo(url));
        }
    }

    @Test
    void urlMayLeaveTheChoiceToTheDriver() {
        String url = "jdbc:postgresql://a,b/shop?targetServerType=preferSecondary";

        assertThat(UrlServers.of(url).servers())
                .extracting(UrlServers.Server::url)
                .containsExactly(url);
    }

    @Test
    void listMayEndWithItsServers() {
        assertThat(UrlServers.of("jdbc:postgresql://a,b").servers())
                .extracting(UrlServers.Server::url)
                .containsExactly("jdbc:postgresql://a", "jdbc:postgresql://b");
    }
}
