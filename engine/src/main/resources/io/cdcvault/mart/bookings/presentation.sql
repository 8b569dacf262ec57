-- Each passenger: how many flights, how much they paid, and where they are at home.
-- target: public.presentation
-- key: passenger_id
-- mode: incremental
-- freshness: 26h
-- stamp: created_at

-- Sums are over distinct bookings and counts over distinct flights: a booking has several tickets, a ticket several
-- flights, and a join of all three repeats a booking's total once for each.
with ticket as (
  select version.ticket_hk, hub.ticket_no, version.passenger_id, version.passenger_name
  from sat_tickets_current as version join hub_ticket as hub using (ticket_hk)
  where version.is_live
), passenger as (
  -- As the newest ticket, the one with the greatest number, names them.
  select distinct on (passenger_id) passenger_id, passenger_name
  from ticket
  where passenger_id is not null
  order by passenger_id, ticket_no collate "C" desc
), booked as (
  select distinct ticket.passenger_id, link.booking_hk
  from ticket join lnk_ticket_include_booking_current as link using (ticket_hk)
), purchase as (
  select booked.passenger_id, sum(booking.total_amount) as purchase_sum
  from booked join sat_booking_current as booking using (booking_hk)
  where booking.is_live
  group by booked.passenger_id
), flown as (
  select distinct ticket.passenger_id, link.flight_hk
  from ticket join lnk_ticket_is_on_flight_current as link using (ticket_hk)
), flight as (
  select passenger_id, count(*) as flight_number
  from flown
  group by passenger_id
), visit as (
  select flown.passenger_id, link.departure_airport_hk as airport_hk
  from flown join lnk_flight_departure_airport_current as link using (flight_hk)
  union all
  select flown.passenger_id, link.arrival_airport_hk
  from flown join lnk_flight_arrive_airport_current as link using (flight_hk)
), home as (
  select distinct on (visit.passenger_id) visit.passenger_id, airport.airport_code as home_airport
  from visit join hub_airport as airport using (airport_hk)
  group by visit.passenger_id, airport.airport_code
  order by visit.passenger_id, count(*) desc, airport.airport_code collate "C"
)
select
  passenger.passenger_id,
  passenger.passenger_name,
  coalesce(flight.flight_number, 0) as flight_number,
  coalesce(purchase.purchase_sum, 0) as purchase_sum,
  home.home_airport
from passenger
  left join flight using (passenger_id)
  left join purchase using (passenger_id)
  left join home using (passenger_id);
