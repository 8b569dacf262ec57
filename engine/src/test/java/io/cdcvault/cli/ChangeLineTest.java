package io.cdcvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.change.LoadDate;
import io.cdcvault.change.TransactionNumber;
import io.cdcvault.feed.kafka.TailedRecord;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class ChangeLineTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SOURCE = "'source':{'schema':'public','table':'tickets'}";

    private final ChangeLine changes = new ChangeLine(Terminal.NONE, ZoneOffset.UTC, false);

    @Test
    void anInsertShowsItsValuesShortened() throws JsonProcessingException {
        String name = "x".repeat(40);

        assertThat(changes.of(record("{'op':'c','before':null,'after':{'no':1,'name':'" + name + "'}," + SOURCE + "}")))
                .hasValue("1970-01-01 00:00:01.500  insert    public.tickets  no=1  name: " + "x".repeat(29) + "...");
    }

    @Test
    void valuesAreShownWholeOnRequest() throws JsonProcessingException {
        String name = "x".repeat(40);

        assertThat(new ChangeLine(Terminal.NONE, ZoneOffset.UTC, true)
                        .of(record("{'op':'c','before':null,'after':{'no':1,'name':'" + name + "'}," + SOURCE + "}")))
                .hasValueSatisfying(line -> assertThat(line).endsWith(name));
    }

    @Test
    void anUpdateWithItsOldRowShowsWhatChanged() throws JsonProcessingException {
        assertThat(changes.of(record("{'op':'u','before':{'no':1,'name':'a','age':3},"
                        + "'after':{'no':1,'name':'b','age':3}," + SOURCE + "}")))
                .hasValue("1970-01-01 00:00:01.500  update    public.tickets  no=1  name: a -> b");
    }

    @Test
    void anUpdateShowsAllItsColumnsOnRequest() throws JsonProcessingException {
        assertThat(new ChangeLine(Terminal.NONE, ZoneOffset.UTC, true)
                        .of(record("{'op':'u','before':{'no':1,'name':'a','age':3},"
                                + "'after':{'no':1,'name':'b','age':3}," + SOURCE + "}")))
                .hasValue("1970-01-01 00:00:01.500  update    public.tickets  no=1  name: a -> b, age: 3");
    }

    @Test
    void aNarrowTerminalFoldsALine() throws JsonProcessingException {
        assertThat(new ChangeLine(Terminal.NONE.withColumns(60), ZoneOffset.UTC, false)
                        .of(record("{'op':'c','before':null,'after':{'no':1,'name':'a','age':3}," + SOURCE + "}")))
                .hasValue("1970-01-01 00:00:01.500  insert    public.tickets  no=1\n  name: a, age: 3");
    }

    @Test
    void anUntouchedToastedValueIsLeftOut() throws JsonProcessingException {
        assertThat(changes.of(
                        record("{'op':'u','before':null,'after':{'no':1,'doc':'\\u0000(unchanged)'}," + SOURCE + "}")))
                .hasValue("1970-01-01 00:00:01.500  update    public.tickets  no=1");
        assertThat(changes.of(record("{'op':'u','before':{'no':1,'doc':'a'},'after':{'no':1,'doc':"
                        + "'\\u0000(unchanged)'}," + SOURCE + "}")))
                .hasValue("1970-01-01 00:00:01.500  update    public.tickets  no=1  doc: a -> (unchanged)");
    }

    @Test
    void aDeletionShowsItsKey() throws JsonProcessingException {
        assertThat(changes.of(record("{'op':'d','before':{'no':1,'name':'a'},'after':null," + SOURCE + "}")))
                .hasValue("1970-01-01 00:00:01.500  delete    public.tickets  no=1");
    }

    @Test
    void anEndShowsWhatTheTransactionHeld() throws JsonProcessingException {
        assertThat(changes.of(record("{'status':'END','id':'7:9','event_count':2,'data_collections':"
                        + "[{'data_collection':'public.tickets','event_count':2}]}")))
                .hasValue("1970-01-01 00:00:01.500  commit    transaction 5  public.tickets 2");
    }

    @Test
    void aBeginIsNotShown() throws JsonProcessingException {
        assertThat(changes.of(record("{'status':'BEGIN','id':'7:9'}"))).isEmpty();
    }

    private static TailedRecord record(String envelope) throws JsonProcessingException {
        return new TailedRecord(
                "postgres.public.tickets",
                1,
                new TransactionNumber(5),
                new LoadDate(1_500_000),
                JSON.readTree("{\"no\":1}"),
                JSON.readTree(envelope.replace('\'', '"')),
                new byte[0]);
    }
}
