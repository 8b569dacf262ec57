package io.cdcvault.road;

/** What the shipped mart must show, asked of the source's own tables; and what a query without care would show. */
final class MartOracle {

    /** One passenger after the other, each figure by a question of its own. */
    static final String FIGURES =
            """
            select p.passenger_id,
              (select t.passenger_name from tickets t where t.passenger_id = p.passenger_id
               order by t.ticket_no collate "C" desc limit 1),
              (select count(distinct f.flight_id) from ticket_flights f
               where f.ticket_no in (select t.ticket_no from tickets t where t.passenger_id = p.passenger_id)),
              (select coalesce(sum(b.total_amount), 0) from bookings b
               where b.book_ref in (select t.book_ref from tickets t where t.passenger_id = p.passenger_id)),
              (select v.code from flights f, lateral (values (f.departure_airport), (f.arrival_airport)) as v (code)
               where f.flight_id in (select tf.flight_id from ticket_flights tf
                 where tf.ticket_no in (select t.ticket_no from tickets t where t.passenger_id = p.passenger_id))
               group by v.code order by count(*) desc, v.code collate "C" limit 1)
            from (select distinct passenger_id from tickets) as p order by p.passenger_id collate "C\"""";

    /** Joins everything and sums: a booking counts once for each of its passenger's tickets and flights. */
    static final String COUNTED_TWICE =
            """
            select t.passenger_id, sum(b.total_amount)
            from tickets t join bookings b using (book_ref) join ticket_flights f using (ticket_no)
            group by t.passenger_id order by t.passenger_id collate "C\"""";

    /** The same columns of the mart. */
    static final String MART =
            """
            select passenger_id, passenger_name, flight_number, purchase_sum, home_airport
            from public.presentation order by passenger_id collate "C\"""";

    private MartOracle() {}
}
