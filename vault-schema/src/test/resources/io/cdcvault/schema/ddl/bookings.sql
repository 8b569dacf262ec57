create schema if not exists "vault";

create table if not exists "vault"."hub_booking" (
  "booking_hk" bytea not null,
  "book_ref" char(6) null,
  "load_dts" timestamp(6) with time zone not null,
  "rec_src" text not null,
  primary key ("booking_hk")
);

create index if not exists "hub_booking_book_ref_idx" on "vault"."hub_booking"("book_ref");

comment on table "vault"."hub_booking" is 'Hub: each business key once';

comment on column "vault"."hub_booking"."booking_hk" is 'Hash of the business key';

comment on column "vault"."hub_booking"."book_ref" is 'Business key';

comment on column "vault"."hub_booking"."load_dts" is 'When the business key was first seen';

comment on column "vault"."hub_booking"."rec_src" is 'Where it came from';

create table if not exists "vault"."hub_boarding" (
  "boarding_hk" bytea not null,
  "ticket_no" char(13) null,
  "flight_id" integer null,
  "load_dts" timestamp(6) with time zone not null,
  "rec_src" text not null,
  primary key ("boarding_hk")
);

create index if not exists "hub_boarding_ticket_no_flight_id_idx" on "vault"."hub_boarding"("ticket_no", "flight_id");

comment on table "vault"."hub_boarding" is 'Hub: each business key once';

comment on column "vault"."hub_boarding"."boarding_hk" is 'Hash of the business key';

comment on column "vault"."hub_boarding"."ticket_no" is 'Business key';

comment on column "vault"."hub_boarding"."flight_id" is 'Business key';

comment on column "vault"."hub_boarding"."load_dts" is 'When the business key was first seen';

comment on column "vault"."hub_boarding"."rec_src" is 'Where it came from';

create table if not exists "vault"."hub_ticket" (
  "ticket_hk" bytea not null,
  "ticket_no" char(13) null,
  "load_dts" timestamp(6) with time zone not null,
  "rec_src" text not null,
  primary key ("ticket_hk")
);

create index if not exists "hub_ticket_ticket_no_idx" on "vault"."hub_ticket"("ticket_no");

comment on table "vault"."hub_ticket" is 'Hub: each business key once';

comment on column "vault"."hub_ticket"."ticket_hk" is 'Hash of the business key';

comment on column "vault"."hub_ticket"."ticket_no" is 'Business key';

comment on column "vault"."hub_ticket"."load_dts" is 'When the business key was first seen';

comment on column "vault"."hub_ticket"."rec_src" is 'Where it came from';

create table if not exists "vault"."hub_flight" (
  "flight_hk" bytea not null,
  "flight_id" integer null,
  "load_dts" timestamp(6) with time zone not null,
  "rec_src" text not null,
  primary key ("flight_hk")
);

create index if not exists "hub_flight_flight_id_idx" on "vault"."hub_flight"("flight_id");

comment on table "vault"."hub_flight" is 'Hub: each business key once';

comment on column "vault"."hub_flight"."flight_hk" is 'Hash of the business key';

comment on column "vault"."hub_flight"."flight_id" is 'Business key';

comment on column "vault"."hub_flight"."load_dts" is 'When the business key was first seen';

comment on column "vault"."hub_flight"."rec_src" is 'Where it came from';

create table if not exists "vault"."hub_airport" (
  "airport_hk" bytea not null,
  "airport_code" char(3) null,
  "load_dts" timestamp(6) with time zone not null,
  "rec_src" text not null,
  primary key ("airport_hk")
);

create index if not exists "hub_airport_airport_code_idx" on "vault"."hub_airport"("airport_code");

comment on table "vault"."hub_airport" is 'Hub: each business key once';

comment on column "vault"."hub_airport"."airport_hk" is 'Hash of the business key';

comment on column "vault"."hub_airport"."airport_code" is 'Business key';

comment on column "vault"."hub_airport"."load_dts" is 'When the business key was first seen';

comment on column "vault"."hub_airport"."rec_src" is 'Where it came from';

create table if not exists "vault"."hub_aircraft" (
  "aircraft_hk" bytea not null,
  "aircraft_code" char(3) null,
  "load_dts" timestamp(6) with time zone not null,
  "rec_src" text not null,
  primary key ("aircraft_hk")
);

create index if not exists "hub_aircraft_aircraft_code_idx" on "vault"."hub_aircraft"("aircraft_code");

comment on table "vault"."hub_aircraft" is 'Hub: each business key once';

comment on column "vault"."hub_aircraft"."aircraft_hk" is 'Hash of the business key';

comment on column "vault"."hub_aircraft"."aircraft_code" is 'Business key';

comment on column "vault"."hub_aircraft"."load_dts" is 'When the business key was first seen';

comment on column "vault"."hub_aircraft"."rec_src" is 'Where it came from';

create table if not exists "vault"."hub_seat" (
  "seat_hk" bytea not null,
  "seat_no" char(4) null,
  "load_dts" timestamp(6) with time zone not null,
  "rec_src" text not null,
  primary key ("seat_hk")
);

create index if not exists "hub_seat_seat_no_idx" on "vault"."hub_seat"("seat_no");

comment on table "vault"."hub_seat" is 'Hub: each business key once';

comment on column "vault"."hub_seat"."seat_hk" is 'Hash of the business key';

comment on column "vault"."hub_seat"."seat_no" is 'Business key';

comment on column "vault"."hub_seat"."load_dts" is 'When the business key was first seen';

comment on column "vault"."hub_seat"."rec_src" is 'Where it came from';

create table if not exists "vault"."sts_booking" (
  "booking_hk" bytea not null,
  "load_dts" timestamp(6) with time zone not null,
  "status" char(1) not null,
  "src_lsn" pg_lsn not null,
  primary key ("booking_hk", "load_dts"),
  check ("status" in (
    'C', 'D'
  ))
);

comment on table "vault"."sts_booking" is 'Status satellite of hub_booking: when the source row appeared and disappeared';

comment on column "vault"."sts_booking"."booking_hk" is 'Key of hub_booking';

comment on column "vault"."sts_booking"."load_dts" is 'When the status changed';

comment on column "vault"."sts_booking"."status" is 'C: the source row was created; D: deleted';

comment on column "vault"."sts_booking"."src_lsn" is 'Commit position in the source''s write-ahead log';

create table if not exists "vault"."sts_boarding" (
  "boarding_hk" bytea not null,
  "load_dts" timestamp(6) with time zone not null,
  "status" char(1) not null,
  "src_lsn" pg_lsn not null,
  primary key ("boarding_hk", "load_dts"),
  check ("status" in (
    'C', 'D'
  ))
);

comment on table "vault"."sts_boarding" is 'Status satellite of hub_boarding: when the source row appeared and disappeared';

comment on column "vault"."sts_boarding"."boarding_hk" is 'Key of hub_boarding';

comment on column "vault"."sts_boarding"."load_dts" is 'When the status changed';

comment on column "vault"."sts_boarding"."status" is 'C: the source row was created; D: deleted';

comment on column "vault"."sts_boarding"."src_lsn" is 'Commit position in the source''s write-ahead log';

create table if not exists "vault"."sts_ticket" (
  "ticket_hk" bytea not null,
  "load_dts" timestamp(6) with time zone not null,
  "status" char(1) not null,
  "src_lsn" pg_lsn not null,
  primary key ("ticket_hk", "load_dts"),
  check ("status" in (
    'C', 'D'
  ))
);

comment on table "vault"."sts_ticket" is 'Status satellite of hub_ticket: when the source row appeared and disappeared';

comment on column "vault"."sts_ticket"."ticket_hk" is 'Key of hub_ticket';

comment on column "vault"."sts_ticket"."load_dts" is 'When the status changed';

comment on column "vault"."sts_ticket"."status" is 'C: the source row was created; D: deleted';

comment on column "vault"."sts_ticket"."src_lsn" is 'Commit position in the source''s write-ahead log';

create table if not exists "vault"."sts_flight" (
  "flight_hk" bytea not null,
  "load_dts" timestamp(6) with time zone not null,
  "status" char(1) not null,
  "src_lsn" pg_lsn not null,
  primary key ("flight_hk", "load_dts"),
  check ("status" in (
    'C', 'D'
  ))
);

comment on table "vault"."sts_flight" is 'Status satellite of hub_flight: when the source row appeared and disappeared';

comment on column "vault"."sts_flight"."flight_hk" is 'Key of hub_flight';

comment on column "vault"."sts_flight"."load_dts" is 'When the status changed';

comment on column "vault"."sts_flight"."status" is 'C: the source row was created; D: deleted';

comment on column "vault"."sts_flight"."src_lsn" is 'Commit position in the source''s write-ahead log';

create table if not exists "vault"."sts_airport" (
  "airport_hk" bytea not null,
  "load_dts" timestamp(6) with time zone not null,
  "status" char(1) not null,
  "src_lsn" pg_lsn not null,
  primary key ("airport_hk", "load_dts"),
  check ("status" in (
    'C', 'D'
  ))
);

comment on table "vault"."sts_airport" is 'Status satellite of hub_airport: when the source row appeared and disappeared';

comment on column "vault"."sts_airport"."airport_hk" is 'Key of hub_airport';

comment on column "vault"."sts_airport"."load_dts" is 'When the status changed';

comment on column "vault"."sts_airport"."status" is 'C: the source row was created; D: deleted';

comment on column "vault"."sts_airport"."src_lsn" is 'Commit position in the source''s write-ahead log';

create table if not exists "vault"."sts_aircraft" (
  "aircraft_hk" bytea not null,
  "load_dts" timestamp(6) with time zone not null,
  "status" char(1) not null,
  "src_lsn" pg_lsn not null,
  primary key ("aircraft_hk", "load_dts"),
  check ("status" in (
    'C', 'D'
  ))
);

comment on table "vault"."sts_aircraft" is 'Status satellite of hub_aircraft: when the source row appeared and disappeared';

comment on column "vault"."sts_aircraft"."aircraft_hk" is 'Key of hub_aircraft';

comment on column "vault"."sts_aircraft"."load_dts" is 'When the status changed';

comment on column "vault"."sts_aircraft"."status" is 'C: the source row was created; D: deleted';

comment on column "vault"."sts_aircraft"."src_lsn" is 'Commit position in the source''s write-ahead log';

create table if not exists "vault"."sts_seat" (
  "seat_hk" bytea not null,
  "load_dts" timestamp(6) with time zone not null,
  "status" char(1) not null,
  "src_lsn" pg_lsn not null,
  primary key ("seat_hk", "load_dts"),
  check ("status" in (
    'C', 'D'
  ))
);

comment on table "vault"."sts_seat" is 'Status satellite of hub_seat: when the source row appeared and disappeared';

comment on column "vault"."sts_seat"."seat_hk" is 'Key of hub_seat';

comment on column "vault"."sts_seat"."load_dts" is 'When the status changed';

comment on column "vault"."sts_seat"."status" is 'C: the source row was created; D: deleted';

comment on column "vault"."sts_seat"."src_lsn" is 'Commit position in the source''s write-ahead log';

create table if not exists "vault"."lnk_ticket_include_booking" (
  "ticket_include_booking_hk" bytea not null,
  "ticket_hk" bytea not null,
  "booking_hk" bytea not null,
  "load_dts" timestamp(6) with time zone not null,
  "rec_src" text not null,
  primary key ("ticket_include_booking_hk")
);

create index if not exists "lnk_ticket_include_booking_ticket_hk_idx" on "vault"."lnk_ticket_include_booking"("ticket_hk");

create index if not exists "lnk_ticket_include_booking_booking_hk_idx" on "vault"."lnk_ticket_include_booking"("booking_hk");

comment on table "vault"."lnk_ticket_include_booking" is 'Link: each relationship once, open or not';

comment on column "vault"."lnk_ticket_include_booking"."ticket_include_booking_hk" is 'Hash of the business keys of all the hubs';

comment on column "vault"."lnk_ticket_include_booking"."ticket_hk" is 'Key of hub_ticket as ticket';

comment on column "vault"."lnk_ticket_include_booking"."booking_hk" is 'Key of hub_booking as booking';

comment on column "vault"."lnk_ticket_include_booking"."load_dts" is 'When the relationship was first seen';

comment on column "vault"."lnk_ticket_include_booking"."rec_src" is 'Where it came from';

create table if not exists "vault"."lnk_boarding_matched_with_ticket" (
  "boarding_matched_with_ticket_hk" bytea not null,
  "boarding_hk" bytea not null,
  "ticket_hk" bytea not null,
  "load_dts" timestamp(6) with time zone not null,
  "rec_src" text not null,
  primary key ("boarding_matched_with_ticket_hk")
);

create index if not exists "lnk_boarding_matched_with_ticket_boarding_hk_idx" on "vault"."lnk_boarding_matched_with_ticket"("boarding_hk");

create index if not exists "lnk_boarding_matched_with_ticket_ticket_hk_idx" on "vault"."lnk_boarding_matched_with_ticket"("ticket_hk");

comment on table "vault"."lnk_boarding_matched_with_ticket" is 'Link: each relationship once, open or not';

comment on column "vault"."lnk_boarding_matched_with_ticket"."boarding_matched_with_ticket_hk" is 'Hash of the business keys of all the hubs';

comment on column "vault"."lnk_boarding_matched_with_ticket"."boarding_hk" is 'Key of hub_boarding as boarding';

comment on column "vault"."lnk_boarding_matched_with_ticket"."ticket_hk" is 'Key of hub_ticket as ticket';

comment on column "vault"."lnk_boarding_matched_with_ticket"."load_dts" is 'When the relationship was first seen';

comment on column "vault"."lnk_boarding_matched_with_ticket"."rec_src" is 'Where it came from';

create table if not exists "vault"."lnk_ticket_is_on_flight" (
  "ticket_is_on_flight_hk" bytea not null,
  "ticket_hk" bytea not null,
  "flight_hk" bytea not null,
  "load_dts" timestamp(6) with time zone not null,
  "rec_src" text not null,
  primary key ("ticket_is_on_flight_hk")
);

create index if not exists "lnk_ticket_is_on_flight_ticket_hk_idx" on "vault"."lnk_ticket_is_on_flight"("ticket_hk");

create index if not exists "lnk_ticket_is_on_flight_flight_hk_idx" on "vault"."lnk_ticket_is_on_flight"("flight_hk");

comment on table "vault"."lnk_ticket_is_on_flight" is 'Link: each relationship once, open or not';

comment on column "vault"."lnk_ticket_is_on_flight"."ticket_is_on_flight_hk" is 'Hash of the business keys of all the hubs';

comment on column "vault"."lnk_ticket_is_on_flight"."ticket_hk" is 'Key of hub_ticket as ticket';

comment on column "vault"."lnk_ticket_is_on_flight"."flight_hk" is 'Key of hub_flight as flight';

comment on column "vault"."lnk_ticket_is_on_flight"."load_dts" is 'When the relationship was first seen';

comment on column "vault"."lnk_ticket_is_on_flight"."rec_src" is 'Where it came from';

create table if not exists "vault"."lnk_flight_departure_airport" (
  "flight_departure_airport_hk" bytea not null,
  "flight_hk" bytea not null,
  "departure_airport_hk" bytea not null,
  "load_dts" timestamp(6) with time zone not null,
  "rec_src" text not null,
  primary key ("flight_departure_airport_hk")
);

create index if not exists "lnk_flight_departure_airport_flight_hk_idx" on "vault"."lnk_flight_departure_airport"("flight_hk");

create index if not exists "lnk_flight_departure_airport_departure_airport_hk_idx" on "vault"."lnk_flight_departure_airport"("departure_airport_hk");

comment on table "vault"."lnk_flight_departure_airport" is 'Link: each relationship once, open or not';

comment on column "vault"."lnk_flight_departure_airport"."flight_departure_airport_hk" is 'Hash of the business keys of all the hubs';

comment on column "vault"."lnk_flight_departure_airport"."flight_hk" is 'Key of hub_flight as flight';

comment on column "vault"."lnk_flight_departure_airport"."departure_airport_hk" is 'Key of hub_airport as departure_airport';

comment on column "vault"."lnk_flight_departure_airport"."load_dts" is 'When the relationship was first seen';

comment on column "vault"."lnk_flight_departure_airport"."rec_src" is 'Where it came from';

create table if not exists "vault"."lnk_flight_arrive_airport" (
  "flight_arrive_airport_hk" bytea not null,
  "flight_hk" bytea not null,
  "arrival_airport_hk" bytea not null,
  "load_dts" timestamp(6) with time zone not null,
  "rec_src" text not null,
  primary key ("flight_arrive_airport_hk")
);

create index if not exists "lnk_flight_arrive_airport_flight_hk_idx" on "vault"."lnk_flight_arrive_airport"("flight_hk");

create index if not exists "lnk_flight_arrive_airport_arrival_airport_hk_idx" on "vault"."lnk_flight_arrive_airport"("arrival_airport_hk");

comment on table "vault"."lnk_flight_arrive_airport" is 'Link: each relationship once, open or not';

comment on column "vault"."lnk_flight_arrive_airport"."flight_arrive_airport_hk" is 'Hash of the business keys of all the hubs';

comment on column "vault"."lnk_flight_arrive_airport"."flight_hk" is 'Key of hub_flight as flight';

comment on column "vault"."lnk_flight_arrive_airport"."arrival_airport_hk" is 'Key of hub_airport as arrival_airport';

comment on column "vault"."lnk_flight_arrive_airport"."load_dts" is 'When the relationship was first seen';

comment on column "vault"."lnk_flight_arrive_airport"."rec_src" is 'Where it came from';

create table if not exists "vault"."lnk_flight_aircraft" (
  "flight_aircraft_hk" bytea not null,
  "flight_hk" bytea not null,
  "aircraft_hk" bytea not null,
  "load_dts" timestamp(6) with time zone not null,
  "rec_src" text not null,
  primary key ("flight_aircraft_hk")
);

create index if not exists "lnk_flight_aircraft_flight_hk_idx" on "vault"."lnk_flight_aircraft"("flight_hk");

create index if not exists "lnk_flight_aircraft_aircraft_hk_idx" on "vault"."lnk_flight_aircraft"("aircraft_hk");

comment on table "vault"."lnk_flight_aircraft" is 'Link: each relationship once, open or not';

comment on column "vault"."lnk_flight_aircraft"."flight_aircraft_hk" is 'Hash of the business keys of all the hubs';

comment on column "vault"."lnk_flight_aircraft"."flight_hk" is 'Key of hub_flight as flight';

comment on column "vault"."lnk_flight_aircraft"."aircraft_hk" is 'Key of hub_aircraft as aircraft';

comment on column "vault"."lnk_flight_aircraft"."load_dts" is 'When the relationship was first seen';

comment on column "vault"."lnk_flight_aircraft"."rec_src" is 'Where it came from';

create table if not exists "vault"."lnk_seat_on_aircraft" (
  "seat_on_aircraft_hk" bytea not null,
  "seat_hk" bytea not null,
  "aircraft_hk" bytea not null,
  "load_dts" timestamp(6) with time zone not null,
  "rec_src" text not null,
  primary key ("seat_on_aircraft_hk")
);

create index if not exists "lnk_seat_on_aircraft_seat_hk_idx" on "vault"."lnk_seat_on_aircraft"("seat_hk");

create index if not exists "lnk_seat_on_aircraft_aircraft_hk_idx" on "vault"."lnk_seat_on_aircraft"("aircraft_hk");

comment on table "vault"."lnk_seat_on_aircraft" is 'Link: each relationship once, open or not';

comment on column "vault"."lnk_seat_on_aircraft"."seat_on_aircraft_hk" is 'Hash of the business keys of all the hubs';

comment on column "vault"."lnk_seat_on_aircraft"."seat_hk" is 'Key of hub_seat as seat';

comment on column "vault"."lnk_seat_on_aircraft"."aircraft_hk" is 'Key of hub_aircraft as aircraft';

comment on column "vault"."lnk_seat_on_aircraft"."load_dts" is 'When the relationship was first seen';

comment on column "vault"."lnk_seat_on_aircraft"."rec_src" is 'Where it came from';

create table if not exists "vault"."eff_ticket_include_booking" (
  "ticket_include_booking_hk" bytea not null,
  "load_dts" timestamp(6) with time zone not null,
  "is_active" boolean not null,
  "driving_hk" bytea not null,
  "src_lsn" pg_lsn not null,
  primary key ("ticket_include_booking_hk", "load_dts")
);

create index if not exists "eff_ticket_include_booking_driving_hk_load_dts_is_active_idx" on "vault"."eff_ticket_include_booking"("driving_hk", "load_dts", "is_active");

comment on table "vault"."eff_ticket_include_booking" is 'Effectivity satellite of lnk_ticket_include_booking: when the relationship opened and closed';

comment on column "vault"."eff_ticket_include_booking"."ticket_include_booking_hk" is 'Key of lnk_ticket_include_booking';

comment on column "vault"."eff_ticket_include_booking"."load_dts" is 'When the relationship opened or closed';

comment on column "vault"."eff_ticket_include_booking"."is_active" is 'Whether it opened';

comment on column "vault"."eff_ticket_include_booking"."driving_hk" is 'Hash of ticket: at most one relationship is open for each';

comment on column "vault"."eff_ticket_include_booking"."src_lsn" is 'Commit position in the source''s write-ahead log';

create table if not exists "vault"."eff_boarding_matched_with_ticket" (
  "boarding_matched_with_ticket_hk" bytea not null,
  "load_dts" timestamp(6) with time zone not null,
  "is_active" boolean not null,
  "driving_hk" bytea not null,
  "src_lsn" pg_lsn not null,
  primary key ("boarding_matched_with_ticket_hk", "load_dts")
);

create index if not exists "eff_boarding_matched_with_ticket_driving_hk_load_831ca5e0_idx" on "vault"."eff_boarding_matched_with_ticket"("driving_hk", "load_dts", "is_active");

comment on table "vault"."eff_boarding_matched_with_ticket" is 'Effectivity satellite of lnk_boarding_matched_with_ticket: when the relationship opened and closed';

comment on column "vault"."eff_boarding_matched_with_ticket"."boarding_matched_with_ticket_hk" is 'Key of lnk_boarding_matched_with_ticket';

comment on column "vault"."eff_boarding_matched_with_ticket"."load_dts" is 'When the relationship opened or closed';

comment on column "vault"."eff_boarding_matched_with_ticket"."is_active" is 'Whether it opened';

comment on column "vault"."eff_boarding_matched_with_ticket"."driving_hk" is 'Hash of boarding: at most one relationship is open for each';

comment on column "vault"."eff_boarding_matched_with_ticket"."src_lsn" is 'Commit position in the source''s write-ahead log';

create table if not exists "vault"."eff_ticket_is_on_flight" (
  "ticket_is_on_flight_hk" bytea not null,
  "load_dts" timestamp(6) with time zone not null,
  "is_active" boolean not null,
  "driving_hk" bytea not null,
  "src_lsn" pg_lsn not null,
  primary key ("ticket_is_on_flight_hk", "load_dts")
);

create index if not exists "eff_ticket_is_on_flight_driving_hk_load_dts_is_active_idx" on "vault"."eff_ticket_is_on_flight"("driving_hk", "load_dts", "is_active");

comment on table "vault"."eff_ticket_is_on_flight" is 'Effectivity satellite of lnk_ticket_is_on_flight: when the relationship opened and closed';

comment on column "vault"."eff_ticket_is_on_flight"."ticket_is_on_flight_hk" is 'Key of lnk_ticket_is_on_flight';

comment on column "vault"."eff_ticket_is_on_flight"."load_dts" is 'When the relationship opened or closed';

comment on column "vault"."eff_ticket_is_on_flight"."is_active" is 'Whether it opened';

comment on column "vault"."eff_ticket_is_on_flight"."driving_hk" is 'Hash of ticket, flight: at most one relationship is open for each';

comment on column "vault"."eff_ticket_is_on_flight"."src_lsn" is 'Commit position in the source''s write-ahead log';

create table if not exists "vault"."eff_flight_departure_airport" (
  "flight_departure_airport_hk" bytea not null,
  "load_dts" timestamp(6) with time zone not null,
  "is_active" boolean not null,
  "driving_hk" bytea not null,
  "src_lsn" pg_lsn not null,
  primary key ("flight_departure_airport_hk", "load_dts")
);

create index if not exists "eff_flight_departure_airport_driving_hk_load_dts_is_active_idx" on "vault"."eff_flight_departure_airport"("driving_hk", "load_dts", "is_active");

comment on table "vault"."eff_flight_departure_airport" is 'Effectivity satellite of lnk_flight_departure_airport: when the relationship opened and closed';

comment on column "vault"."eff_flight_departure_airport"."flight_departure_airport_hk" is 'Key of lnk_flight_departure_airport';

comment on column "vault"."eff_flight_departure_airport"."load_dts" is 'When the relationship opened or closed';

comment on column "vault"."eff_flight_departure_airport"."is_active" is 'Whether it opened';

comment on column "vault"."eff_flight_departure_airport"."driving_hk" is 'Hash of flight: at most one relationship is open for each';

comment on column "vault"."eff_flight_departure_airport"."src_lsn" is 'Commit position in the source''s write-ahead log';

create table if not exists "vault"."eff_flight_arrive_airport" (
  "flight_arrive_airport_hk" bytea not null,
  "load_dts" timestamp(6) with time zone not null,
  "is_active" boolean not null,
  "driving_hk" bytea not null,
  "src_lsn" pg_lsn not null,
  primary key ("flight_arrive_airport_hk", "load_dts")
);

create index if not exists "eff_flight_arrive_airport_driving_hk_load_dts_is_active_idx" on "vault"."eff_flight_arrive_airport"("driving_hk", "load_dts", "is_active");

comment on table "vault"."eff_flight_arrive_airport" is 'Effectivity satellite of lnk_flight_arrive_airport: when the relationship opened and closed';

comment on column "vault"."eff_flight_arrive_airport"."flight_arrive_airport_hk" is 'Key of lnk_flight_arrive_airport';

comment on column "vault"."eff_flight_arrive_airport"."load_dts" is 'When the relationship opened or closed';

comment on column "vault"."eff_flight_arrive_airport"."is_active" is 'Whether it opened';

comment on column "vault"."eff_flight_arrive_airport"."driving_hk" is 'Hash of flight: at most one relationship is open for each';

comment on column "vault"."eff_flight_arrive_airport"."src_lsn" is 'Commit position in the source''s write-ahead log';

create table if not exists "vault"."eff_flight_aircraft" (
  "flight_aircraft_hk" bytea not null,
  "load_dts" timestamp(6) with time zone not null,
  "is_active" boolean not null,
  "driving_hk" bytea not null,
  "src_lsn" pg_lsn not null,
  primary key ("flight_aircraft_hk", "load_dts")
);

create index if not exists "eff_flight_aircraft_driving_hk_load_dts_is_active_idx" on "vault"."eff_flight_aircraft"("driving_hk", "load_dts", "is_active");

comment on table "vault"."eff_flight_aircraft" is 'Effectivity satellite of lnk_flight_aircraft: when the relationship opened and closed';

comment on column "vault"."eff_flight_aircraft"."flight_aircraft_hk" is 'Key of lnk_flight_aircraft';

comment on column "vault"."eff_flight_aircraft"."load_dts" is 'When the relationship opened or closed';

comment on column "vault"."eff_flight_aircraft"."is_active" is 'Whether it opened';

comment on column "vault"."eff_flight_aircraft"."driving_hk" is 'Hash of flight: at most one relationship is open for each';

comment on column "vault"."eff_flight_aircraft"."src_lsn" is 'Commit position in the source''s write-ahead log';

create table if not exists "vault"."eff_seat_on_aircraft" (
  "seat_on_aircraft_hk" bytea not null,
  "load_dts" timestamp(6) with time zone not null,
  "is_active" boolean not null,
  "driving_hk" bytea not null,
  "src_lsn" pg_lsn not null,
  primary key ("seat_on_aircraft_hk", "load_dts")
);

create index if not exists "eff_seat_on_aircraft_driving_hk_load_dts_is_active_idx" on "vault"."eff_seat_on_aircraft"("driving_hk", "load_dts", "is_active");

comment on table "vault"."eff_seat_on_aircraft" is 'Effectivity satellite of lnk_seat_on_aircraft: when the relationship opened and closed';

comment on column "vault"."eff_seat_on_aircraft"."seat_on_aircraft_hk" is 'Key of lnk_seat_on_aircraft';

comment on column "vault"."eff_seat_on_aircraft"."load_dts" is 'When the relationship opened or closed';

comment on column "vault"."eff_seat_on_aircraft"."is_active" is 'Whether it opened';

comment on column "vault"."eff_seat_on_aircraft"."driving_hk" is 'Hash of seat: at most one relationship is open for each';

comment on column "vault"."eff_seat_on_aircraft"."src_lsn" is 'Commit position in the source''s write-ahead log';

create table if not exists "vault"."sat_booking" (
  "booking_hk" bytea not null,
  "load_dts" timestamp(6) with time zone not null,
  "hash_diff" bytea not null,
  "rec_src" text not null,
  "src_lsn" pg_lsn not null,
  "book_date" timestamptz null,
  "total_amount" numeric(10,2) null,
  primary key ("booking_hk", "load_dts")
);

comment on table "vault"."sat_booking" is 'Satellite of hub_booking: every version of its attributes';

comment on column "vault"."sat_booking"."booking_hk" is 'Key of hub_booking';

comment on column "vault"."sat_booking"."load_dts" is 'When the version was committed in the source';

comment on column "vault"."sat_booking"."hash_diff" is 'Hash of the attributes: equal when all of them are';

comment on column "vault"."sat_booking"."rec_src" is 'Where it came from';

comment on column "vault"."sat_booking"."src_lsn" is 'Commit position in the source''s write-ahead log';

comment on column "vault"."sat_booking"."book_date" is 'Attribute';

comment on column "vault"."sat_booking"."total_amount" is 'Attribute';

create table if not exists "vault"."sat_boarding" (
  "boarding_hk" bytea not null,
  "load_dts" timestamp(6) with time zone not null,
  "hash_diff" bytea not null,
  "rec_src" text not null,
  "src_lsn" pg_lsn not null,
  "boarding_no" integer null,
  "seat_no" varchar(4) null,
  primary key ("boarding_hk", "load_dts")
);

comment on table "vault"."sat_boarding" is 'Satellite of hub_boarding: every version of its attributes';

comment on column "vault"."sat_boarding"."boarding_hk" is 'Key of hub_boarding';

comment on column "vault"."sat_boarding"."load_dts" is 'When the version was committed in the source';

comment on column "vault"."sat_boarding"."hash_diff" is 'Hash of the attributes: equal when all of them are';

comment on column "vault"."sat_boarding"."rec_src" is 'Where it came from';

comment on column "vault"."sat_boarding"."src_lsn" is 'Commit position in the source''s write-ahead log';

comment on column "vault"."sat_boarding"."boarding_no" is 'Attribute';

comment on column "vault"."sat_boarding"."seat_no" is 'Attribute';

create table if not exists "vault"."sat_tickets" (
  "ticket_hk" bytea not null,
  "load_dts" timestamp(6) with time zone not null,
  "hash_diff" bytea not null,
  "rec_src" text not null,
  "src_lsn" pg_lsn not null,
  "passenger_id" varchar(20) null,
  "passenger_name" text null,
  "contact_data" jsonb null,
  primary key ("ticket_hk", "load_dts")
);

comment on table "vault"."sat_tickets" is 'Satellite of hub_ticket: every version of its attributes';

comment on column "vault"."sat_tickets"."ticket_hk" is 'Key of hub_ticket';

comment on column "vault"."sat_tickets"."load_dts" is 'When the version was committed in the source';

comment on column "vault"."sat_tickets"."hash_diff" is 'Hash of the attributes: equal when all of them are';

comment on column "vault"."sat_tickets"."rec_src" is 'Where it came from';

comment on column "vault"."sat_tickets"."src_lsn" is 'Commit position in the source''s write-ahead log';

comment on column "vault"."sat_tickets"."passenger_id" is 'Attribute';

comment on column "vault"."sat_tickets"."passenger_name" is 'Attribute';

comment on column "vault"."sat_tickets"."contact_data" is 'Attribute';

create table if not exists "vault"."sat_ticket_flight" (
  "ticket_is_on_flight_hk" bytea not null,
  "load_dts" timestamp(6) with time zone not null,
  "hash_diff" bytea not null,
  "rec_src" text not null,
  "src_lsn" pg_lsn not null,
  "fare_conditions" numeric(12,2) null,
  "amount" numeric(10,2) null,
  primary key ("ticket_is_on_flight_hk", "load_dts")
);

comment on table "vault"."sat_ticket_flight" is 'Satellite of lnk_ticket_is_on_flight: every version of its attributes';

comment on column "vault"."sat_ticket_flight"."ticket_is_on_flight_hk" is 'Key of lnk_ticket_is_on_flight';

comment on column "vault"."sat_ticket_flight"."load_dts" is 'When the version was committed in the source';

comment on column "vault"."sat_ticket_flight"."hash_diff" is 'Hash of the attributes: equal when all of them are';

comment on column "vault"."sat_ticket_flight"."rec_src" is 'Where it came from';

comment on column "vault"."sat_ticket_flight"."src_lsn" is 'Commit position in the source''s write-ahead log';

comment on column "vault"."sat_ticket_flight"."fare_conditions" is 'Attribute';

comment on column "vault"."sat_ticket_flight"."amount" is 'Attribute';

create table if not exists "vault"."sat_flight" (
  "flight_hk" bytea not null,
  "load_dts" timestamp(6) with time zone not null,
  "hash_diff" bytea not null,
  "rec_src" text not null,
  "src_lsn" pg_lsn not null,
  "flight_no" char(6) null,
  "scheduled_departure" timestamptz null,
  "scheduled_arrival" timestamptz null,
  "status" varchar(20) null,
  "actual_departure" timestamptz null,
  "actual_arrival" timestamptz null,
  primary key ("flight_hk", "load_dts")
);

comment on table "vault"."sat_flight" is 'Satellite of hub_flight: every version of its attributes';

comment on column "vault"."sat_flight"."flight_hk" is 'Key of hub_flight';

comment on column "vault"."sat_flight"."load_dts" is 'When the version was committed in the source';

comment on column "vault"."sat_flight"."hash_diff" is 'Hash of the attributes: equal when all of them are';

comment on column "vault"."sat_flight"."rec_src" is 'Where it came from';

comment on column "vault"."sat_flight"."src_lsn" is 'Commit position in the source''s write-ahead log';

comment on column "vault"."sat_flight"."flight_no" is 'Attribute';

comment on column "vault"."sat_flight"."scheduled_departure" is 'Attribute';

comment on column "vault"."sat_flight"."scheduled_arrival" is 'Attribute';

comment on column "vault"."sat_flight"."status" is 'Attribute';

comment on column "vault"."sat_flight"."actual_departure" is 'Attribute';

comment on column "vault"."sat_flight"."actual_arrival" is 'Attribute';

create table if not exists "vault"."sat_airport" (
  "airport_hk" bytea not null,
  "load_dts" timestamp(6) with time zone not null,
  "hash_diff" bytea not null,
  "rec_src" text not null,
  "src_lsn" pg_lsn not null,
  "airport_name" text null,
  "city" text null,
  "coordinates_lon" float8 null,
  "coordinates_lat" float8 null,
  "timezone" text null,
  primary key ("airport_hk", "load_dts")
);

comment on table "vault"."sat_airport" is 'Satellite of hub_airport: every version of its attributes';

comment on column "vault"."sat_airport"."airport_hk" is 'Key of hub_airport';

comment on column "vault"."sat_airport"."load_dts" is 'When the version was committed in the source';

comment on column "vault"."sat_airport"."hash_diff" is 'Hash of the attributes: equal when all of them are';

comment on column "vault"."sat_airport"."rec_src" is 'Where it came from';

comment on column "vault"."sat_airport"."src_lsn" is 'Commit position in the source''s write-ahead log';

comment on column "vault"."sat_airport"."airport_name" is 'Attribute';

comment on column "vault"."sat_airport"."city" is 'Attribute';

comment on column "vault"."sat_airport"."coordinates_lon" is 'Attribute';

comment on column "vault"."sat_airport"."coordinates_lat" is 'Attribute';

comment on column "vault"."sat_airport"."timezone" is 'Attribute';

create table if not exists "vault"."sat_aircraft" (
  "aircraft_hk" bytea not null,
  "load_dts" timestamp(6) with time zone not null,
  "hash_diff" bytea not null,
  "rec_src" text not null,
  "src_lsn" pg_lsn not null,
  "model" jsonb null,
  "range" integer null,
  primary key ("aircraft_hk", "load_dts")
);

comment on table "vault"."sat_aircraft" is 'Satellite of hub_aircraft: every version of its attributes';

comment on column "vault"."sat_aircraft"."aircraft_hk" is 'Key of hub_aircraft';

comment on column "vault"."sat_aircraft"."load_dts" is 'When the version was committed in the source';

comment on column "vault"."sat_aircraft"."hash_diff" is 'Hash of the attributes: equal when all of them are';

comment on column "vault"."sat_aircraft"."rec_src" is 'Where it came from';

comment on column "vault"."sat_aircraft"."src_lsn" is 'Commit position in the source''s write-ahead log';

comment on column "vault"."sat_aircraft"."model" is 'Attribute';

comment on column "vault"."sat_aircraft"."range" is 'Attribute';

create table if not exists "vault"."sat_seat" (
  "seat_hk" bytea not null,
  "load_dts" timestamp(6) with time zone not null,
  "hash_diff" bytea not null,
  "rec_src" text not null,
  "src_lsn" pg_lsn not null,
  "fare_conditions" varchar(10) null,
  primary key ("seat_hk", "load_dts")
);

comment on table "vault"."sat_seat" is 'Satellite of hub_seat: every version of its attributes';

comment on column "vault"."sat_seat"."seat_hk" is 'Key of hub_seat';

comment on column "vault"."sat_seat"."load_dts" is 'When the version was committed in the source';

comment on column "vault"."sat_seat"."hash_diff" is 'Hash of the attributes: equal when all of them are';

comment on column "vault"."sat_seat"."rec_src" is 'Where it came from';

comment on column "vault"."sat_seat"."src_lsn" is 'Commit position in the source''s write-ahead log';

comment on column "vault"."sat_seat"."fare_conditions" is 'Attribute';

create or replace function "vault"."hub_booking_hk"(char(6)) returns bytea language sql immutable parallel safe set TimeZone = 'UTC' set timezone_abbreviations = 'Default' set DateStyle = 'ISO, MDY' set IntervalStyle = 'postgres' set bytea_output = 'hex' set extra_float_digits = 1 set lc_monetary = 'C' set lc_numeric = 'C' set lc_time = 'C' set array_nulls = on set xmloption = content set xmlbinary = base64 set quote_all_identifiers = off set standard_conforming_strings = on set backslash_quote = safe_encoding set transform_null_equals = off as 'select "decode"(
  md5(nullif(
    upper(trim(cast(
      cast($1 as char(6))
      as text
    ))),
    ''''
  )),
  ''hex''
)';

comment on function "vault"."hub_booking_hk"(char(6)) is 'Hash key of book_ref in hub_booking';

create or replace function "vault"."hub_boarding_hk"(char(13), integer) returns bytea language sql immutable parallel safe set TimeZone = 'UTC' set timezone_abbreviations = 'Default' set DateStyle = 'ISO, MDY' set IntervalStyle = 'postgres' set bytea_output = 'hex' set extra_float_digits = 1 set lc_monetary = 'C' set lc_numeric = 'C' set lc_time = 'C' set array_nulls = on set xmloption = content set xmlbinary = base64 set quote_all_identifiers = off set standard_conforming_strings = on set backslash_quote = safe_encoding set transform_null_equals = off as 'select "decode"(
  md5(nullif(
    ((coalesce(
      nullif(
        upper(trim(cast(
          cast($1 as char(13))
          as text
        ))),
        ''''
      ),
      ''^^''
    ) || ''||'') || coalesce(
      nullif(
        upper(trim(cast(
          cast($2 as integer)
          as text
        ))),
        ''''
      ),
      ''^^''
    )),
    ''^^||^^''
  )),
  ''hex''
)';

comment on function "vault"."hub_boarding_hk"(char(13), integer) is 'Hash key of ticket_no, flight_id in hub_boarding';

create or replace function "vault"."hub_ticket_hk"(char(13)) returns bytea language sql immutable parallel safe set TimeZone = 'UTC' set timezone_abbreviations = 'Default' set DateStyle = 'ISO, MDY' set IntervalStyle = 'postgres' set bytea_output = 'hex' set extra_float_digits = 1 set lc_monetary = 'C' set lc_numeric = 'C' set lc_time = 'C' set array_nulls = on set xmloption = content set xmlbinary = base64 set quote_all_identifiers = off set standard_conforming_strings = on set backslash_quote = safe_encoding set transform_null_equals = off as 'select "decode"(
  md5(nullif(
    upper(trim(cast(
      cast($1 as char(13))
      as text
    ))),
    ''''
  )),
  ''hex''
)';

comment on function "vault"."hub_ticket_hk"(char(13)) is 'Hash key of ticket_no in hub_ticket';

create or replace function "vault"."hub_flight_hk"(integer) returns bytea language sql immutable parallel safe set TimeZone = 'UTC' set timezone_abbreviations = 'Default' set DateStyle = 'ISO, MDY' set IntervalStyle = 'postgres' set bytea_output = 'hex' set extra_float_digits = 1 set lc_monetary = 'C' set lc_numeric = 'C' set lc_time = 'C' set array_nulls = on set xmloption = content set xmlbinary = base64 set quote_all_identifiers = off set standard_conforming_strings = on set backslash_quote = safe_encoding set transform_null_equals = off as 'select "decode"(
  md5(nullif(
    upper(trim(cast(
      cast($1 as integer)
      as text
    ))),
    ''''
  )),
  ''hex''
)';

comment on function "vault"."hub_flight_hk"(integer) is 'Hash key of flight_id in hub_flight';

create or replace function "vault"."hub_airport_hk"(char(3)) returns bytea language sql immutable parallel safe set TimeZone = 'UTC' set timezone_abbreviations = 'Default' set DateStyle = 'ISO, MDY' set IntervalStyle = 'postgres' set bytea_output = 'hex' set extra_float_digits = 1 set lc_monetary = 'C' set lc_numeric = 'C' set lc_time = 'C' set array_nulls = on set xmloption = content set xmlbinary = base64 set quote_all_identifiers = off set standard_conforming_strings = on set backslash_quote = safe_encoding set transform_null_equals = off as 'select "decode"(
  md5(nullif(
    upper(trim(cast(
      cast($1 as char(3))
      as text
    ))),
    ''''
  )),
  ''hex''
)';

comment on function "vault"."hub_airport_hk"(char(3)) is 'Hash key of airport_code in hub_airport';

create or replace function "vault"."hub_aircraft_hk"(char(3)) returns bytea language sql immutable parallel safe set TimeZone = 'UTC' set timezone_abbreviations = 'Default' set DateStyle = 'ISO, MDY' set IntervalStyle = 'postgres' set bytea_output = 'hex' set extra_float_digits = 1 set lc_monetary = 'C' set lc_numeric = 'C' set lc_time = 'C' set array_nulls = on set xmloption = content set xmlbinary = base64 set quote_all_identifiers = off set standard_conforming_strings = on set backslash_quote = safe_encoding set transform_null_equals = off as 'select "decode"(
  md5(nullif(
    upper(trim(cast(
      cast($1 as char(3))
      as text
    ))),
    ''''
  )),
  ''hex''
)';

comment on function "vault"."hub_aircraft_hk"(char(3)) is 'Hash key of aircraft_code in hub_aircraft';

create or replace function "vault"."hub_seat_hk"(char(4)) returns bytea language sql immutable parallel safe set TimeZone = 'UTC' set timezone_abbreviations = 'Default' set DateStyle = 'ISO, MDY' set IntervalStyle = 'postgres' set bytea_output = 'hex' set extra_float_digits = 1 set lc_monetary = 'C' set lc_numeric = 'C' set lc_time = 'C' set array_nulls = on set xmloption = content set xmlbinary = base64 set quote_all_identifiers = off set standard_conforming_strings = on set backslash_quote = safe_encoding set transform_null_equals = off as 'select "decode"(
  md5(nullif(
    upper(trim(cast(
      cast($1 as char(4))
      as text
    ))),
    ''''
  )),
  ''hex''
)';

comment on function "vault"."hub_seat_hk"(char(4)) is 'Hash key of seat_no in hub_seat';

create or replace view "vault"."sat_booking_current"
as
select
  "version".*,
  coalesce(
    (
      select ("status" = 'C')
      from "vault"."sts_booking" as "life"
      where "life"."booking_hk" = "version"."booking_hk"
      order by "load_dts" desc
      fetch next 1 rows only
    ),
    false
  ) as "is_live"
from "vault"."sat_booking" as "version"
where not exists (
  select 1 as "one"
  from "vault"."sat_booking" as "later"
  where (
    "later"."load_dts" > "version"."load_dts"
    and "later"."booking_hk" = "version"."booking_hk"
  )
);

comment on view "vault"."sat_booking_current" is 'The newest versions';

create or replace view "vault"."sat_booking_history"
as
select
  "version".*,
  lead("load_dts") over (
    partition by "booking_hk"
    order by "load_dts"
  ) as "load_end_dts"
from "vault"."sat_booking" as "version";

comment on view "vault"."sat_booking_history" is 'Every version, and until when';

create or replace function "vault"."sat_booking_as_of"(timestamptz) returns setof "vault"."sat_booking_current" language sql stable parallel safe as '-- of the views 7c61950fa229d2c3
select
  "version".*,
  coalesce(
    (
      select ("status" = ''C'')
      from "vault"."sts_booking" as "life"
      where (
        "life"."booking_hk" = "version"."booking_hk"
        and "life"."load_dts" <= $1
      )
      order by "load_dts" desc
      fetch next 1 rows only
    ),
    false
  ) as "is_live"
from "vault"."sat_booking" as "version"
where (
  "version"."load_dts" <= $1
  and not exists (
    select 1 as "one"
    from "vault"."sat_booking" as "later"
    where (
      "later"."load_dts" > "version"."load_dts"
      and "later"."booking_hk" = "version"."booking_hk"
      and "later"."load_dts" <= $1
    )
  )
)';

create or replace function "vault"."sat_booking_as_of"(pg_lsn) returns setof "vault"."sat_booking_current" language sql stable parallel safe as '-- of the views 7c61950fa229d2c3
select
  "version".*,
  coalesce(
    (
      select ("status" = ''C'')
      from "vault"."sts_booking" as "life"
      where (
        "life"."booking_hk" = "version"."booking_hk"
        and "life"."src_lsn" <= $1
      )
      order by "load_dts" desc
      fetch next 1 rows only
    ),
    false
  ) as "is_live"
from "vault"."sat_booking" as "version"
where (
  "version"."src_lsn" <= $1
  and not exists (
    select 1 as "one"
    from "vault"."sat_booking" as "later"
    where (
      "later"."load_dts" > "version"."load_dts"
      and "later"."booking_hk" = "version"."booking_hk"
      and "later"."src_lsn" <= $1
    )
  )
)';

create or replace view "vault"."sat_boarding_current"
as
select
  "version".*,
  coalesce(
    (
      select ("status" = 'C')
      from "vault"."sts_boarding" as "life"
      where "life"."boarding_hk" = "version"."boarding_hk"
      order by "load_dts" desc
      fetch next 1 rows only
    ),
    false
  ) as "is_live"
from "vault"."sat_boarding" as "version"
where not exists (
  select 1 as "one"
  from "vault"."sat_boarding" as "later"
  where (
    "later"."load_dts" > "version"."load_dts"
    and "later"."boarding_hk" = "version"."boarding_hk"
  )
);

comment on view "vault"."sat_boarding_current" is 'The newest versions';

create or replace view "vault"."sat_boarding_history"
as
select
  "version".*,
  lead("load_dts") over (
    partition by "boarding_hk"
    order by "load_dts"
  ) as "load_end_dts"
from "vault"."sat_boarding" as "version";

comment on view "vault"."sat_boarding_history" is 'Every version, and until when';

create or replace function "vault"."sat_boarding_as_of"(timestamptz) returns setof "vault"."sat_boarding_current" language sql stable parallel safe as '-- of the views 09eb41304f48ce70
select
  "version".*,
  coalesce(
    (
      select ("status" = ''C'')
      from "vault"."sts_boarding" as "life"
      where (
        "life"."boarding_hk" = "version"."boarding_hk"
        and "life"."load_dts" <= $1
      )
      order by "load_dts" desc
      fetch next 1 rows only
    ),
    false
  ) as "is_live"
from "vault"."sat_boarding" as "version"
where (
  "version"."load_dts" <= $1
  and not exists (
    select 1 as "one"
    from "vault"."sat_boarding" as "later"
    where (
      "later"."load_dts" > "version"."load_dts"
      and "later"."boarding_hk" = "version"."boarding_hk"
      and "later"."load_dts" <= $1
    )
  )
)';

create or replace function "vault"."sat_boarding_as_of"(pg_lsn) returns setof "vault"."sat_boarding_current" language sql stable parallel safe as '-- of the views 09eb41304f48ce70
select
  "version".*,
  coalesce(
    (
      select ("status" = ''C'')
      from "vault"."sts_boarding" as "life"
      where (
        "life"."boarding_hk" = "version"."boarding_hk"
        and "life"."src_lsn" <= $1
      )
      order by "load_dts" desc
      fetch next 1 rows only
    ),
    false
  ) as "is_live"
from "vault"."sat_boarding" as "version"
where (
  "version"."src_lsn" <= $1
  and not exists (
    select 1 as "one"
    from "vault"."sat_boarding" as "later"
    where (
      "later"."load_dts" > "version"."load_dts"
      and "later"."boarding_hk" = "version"."boarding_hk"
      and "later"."src_lsn" <= $1
    )
  )
)';

create or replace view "vault"."sat_tickets_current"
as
select
  "version".*,
  coalesce(
    (
      select ("status" = 'C')
      from "vault"."sts_ticket" as "life"
      where "life"."ticket_hk" = "version"."ticket_hk"
      order by "load_dts" desc
      fetch next 1 rows only
    ),
    false
  ) as "is_live"
from "vault"."sat_tickets" as "version"
where not exists (
  select 1 as "one"
  from "vault"."sat_tickets" as "later"
  where (
    "later"."load_dts" > "version"."load_dts"
    and "later"."ticket_hk" = "version"."ticket_hk"
  )
);

comment on view "vault"."sat_tickets_current" is 'The newest versions';

create or replace view "vault"."sat_tickets_history"
as
select
  "version".*,
  lead("load_dts") over (
    partition by "ticket_hk"
    order by "load_dts"
  ) as "load_end_dts"
from "vault"."sat_tickets" as "version";

comment on view "vault"."sat_tickets_history" is 'Every version, and until when';

create or replace function "vault"."sat_tickets_as_of"(timestamptz) returns setof "vault"."sat_tickets_current" language sql stable parallel safe as '-- of the views 1a32ce6cce4c6079
select
  "version".*,
  coalesce(
    (
      select ("status" = ''C'')
      from "vault"."sts_ticket" as "life"
      where (
        "life"."ticket_hk" = "version"."ticket_hk"
        and "life"."load_dts" <= $1
      )
      order by "load_dts" desc
      fetch next 1 rows only
    ),
    false
  ) as "is_live"
from "vault"."sat_tickets" as "version"
where (
  "version"."load_dts" <= $1
  and not exists (
    select 1 as "one"
    from "vault"."sat_tickets" as "later"
    where (
      "later"."load_dts" > "version"."load_dts"
      and "later"."ticket_hk" = "version"."ticket_hk"
      and "later"."load_dts" <= $1
    )
  )
)';

create or replace function "vault"."sat_tickets_as_of"(pg_lsn) returns setof "vault"."sat_tickets_current" language sql stable parallel safe as '-- of the views 1a32ce6cce4c6079
select
  "version".*,
  coalesce(
    (
      select ("status" = ''C'')
      from "vault"."sts_ticket" as "life"
      where (
        "life"."ticket_hk" = "version"."ticket_hk"
        and "life"."src_lsn" <= $1
      )
      order by "load_dts" desc
      fetch next 1 rows only
    ),
    false
  ) as "is_live"
from "vault"."sat_tickets" as "version"
where (
  "version"."src_lsn" <= $1
  and not exists (
    select 1 as "one"
    from "vault"."sat_tickets" as "later"
    where (
      "later"."load_dts" > "version"."load_dts"
      and "later"."ticket_hk" = "version"."ticket_hk"
      and "later"."src_lsn" <= $1
    )
  )
)';

create or replace view "vault"."sat_ticket_flight_current"
as
select
  "version".*,
  coalesce(
    (
      select "is_active"
      from "vault"."eff_ticket_is_on_flight" as "life"
      where "life"."ticket_is_on_flight_hk" = "version"."ticket_is_on_flight_hk"
      order by "load_dts" desc
      fetch next 1 rows only
    ),
    false
  ) as "is_live"
from "vault"."sat_ticket_flight" as "version"
where not exists (
  select 1 as "one"
  from "vault"."sat_ticket_flight" as "later"
  where (
    "later"."load_dts" > "version"."load_dts"
    and "later"."ticket_is_on_flight_hk" = "version"."ticket_is_on_flight_hk"
  )
);

comment on view "vault"."sat_ticket_flight_current" is 'The newest versions';

create or replace view "vault"."sat_ticket_flight_history"
as
select
  "version".*,
  lead("load_dts") over (
    partition by "ticket_is_on_flight_hk"
    order by "load_dts"
  ) as "load_end_dts"
from "vault"."sat_ticket_flight" as "version";

comment on view "vault"."sat_ticket_flight_history" is 'Every version, and until when';

create or replace function "vault"."sat_ticket_flight_as_of"(timestamptz) returns setof "vault"."sat_ticket_flight_current" language sql stable parallel safe as '-- of the views 570b54d774c299bd
select
  "version".*,
  coalesce(
    (
      select "is_active"
      from "vault"."eff_ticket_is_on_flight" as "life"
      where (
        "life"."ticket_is_on_flight_hk" = "version"."ticket_is_on_flight_hk"
        and "life"."load_dts" <= $1
      )
      order by "load_dts" desc
      fetch next 1 rows only
    ),
    false
  ) as "is_live"
from "vault"."sat_ticket_flight" as "version"
where (
  "version"."load_dts" <= $1
  and not exists (
    select 1 as "one"
    from "vault"."sat_ticket_flight" as "later"
    where (
      "later"."load_dts" > "version"."load_dts"
      and "later"."ticket_is_on_flight_hk" = "version"."ticket_is_on_flight_hk"
      and "later"."load_dts" <= $1
    )
  )
)';

create or replace function "vault"."sat_ticket_flight_as_of"(pg_lsn) returns setof "vault"."sat_ticket_flight_current" language sql stable parallel safe as '-- of the views 570b54d774c299bd
select
  "version".*,
  coalesce(
    (
      select "is_active"
      from "vault"."eff_ticket_is_on_flight" as "life"
      where (
        "life"."ticket_is_on_flight_hk" = "version"."ticket_is_on_flight_hk"
        and "life"."src_lsn" <= $1
      )
      order by "load_dts" desc
      fetch next 1 rows only
    ),
    false
  ) as "is_live"
from "vault"."sat_ticket_flight" as "version"
where (
  "version"."src_lsn" <= $1
  and not exists (
    select 1 as "one"
    from "vault"."sat_ticket_flight" as "later"
    where (
      "later"."load_dts" > "version"."load_dts"
      and "later"."ticket_is_on_flight_hk" = "version"."ticket_is_on_flight_hk"
      and "later"."src_lsn" <= $1
    )
  )
)';

create or replace view "vault"."sat_flight_current"
as
select
  "version".*,
  coalesce(
    (
      select ("status" = 'C')
      from "vault"."sts_flight" as "life"
      where "life"."flight_hk" = "version"."flight_hk"
      order by "load_dts" desc
      fetch next 1 rows only
    ),
    false
  ) as "is_live"
from "vault"."sat_flight" as "version"
where not exists (
  select 1 as "one"
  from "vault"."sat_flight" as "later"
  where (
    "later"."load_dts" > "version"."load_dts"
    and "later"."flight_hk" = "version"."flight_hk"
  )
);

comment on view "vault"."sat_flight_current" is 'The newest versions';

create or replace view "vault"."sat_flight_history"
as
select
  "version".*,
  lead("load_dts") over (
    partition by "flight_hk"
    order by "load_dts"
  ) as "load_end_dts"
from "vault"."sat_flight" as "version";

comment on view "vault"."sat_flight_history" is 'Every version, and until when';

create or replace function "vault"."sat_flight_as_of"(timestamptz) returns setof "vault"."sat_flight_current" language sql stable parallel safe as '-- of the views 1d9df4538e8149a2
select
  "version".*,
  coalesce(
    (
      select ("status" = ''C'')
      from "vault"."sts_flight" as "life"
      where (
        "life"."flight_hk" = "version"."flight_hk"
        and "life"."load_dts" <= $1
      )
      order by "load_dts" desc
      fetch next 1 rows only
    ),
    false
  ) as "is_live"
from "vault"."sat_flight" as "version"
where (
  "version"."load_dts" <= $1
  and not exists (
    select 1 as "one"
    from "vault"."sat_flight" as "later"
    where (
      "later"."load_dts" > "version"."load_dts"
      and "later"."flight_hk" = "version"."flight_hk"
      and "later"."load_dts" <= $1
    )
  )
)';

create or replace function "vault"."sat_flight_as_of"(pg_lsn) returns setof "vault"."sat_flight_current" language sql stable parallel safe as '-- of the views 1d9df4538e8149a2
select
  "version".*,
  coalesce(
    (
      select ("status" = ''C'')
      from "vault"."sts_flight" as "life"
      where (
        "life"."flight_hk" = "version"."flight_hk"
        and "life"."src_lsn" <= $1
      )
      order by "load_dts" desc
      fetch next 1 rows only
    ),
    false
  ) as "is_live"
from "vault"."sat_flight" as "version"
where (
  "version"."src_lsn" <= $1
  and not exists (
    select 1 as "one"
    from "vault"."sat_flight" as "later"
    where (
      "later"."load_dts" > "version"."load_dts"
      and "later"."flight_hk" = "version"."flight_hk"
      and "later"."src_lsn" <= $1
    )
  )
)';

create or replace view "vault"."sat_airport_current"
as
select
  "version".*,
  coalesce(
    (
      select ("status" = 'C')
      from "vault"."sts_airport" as "life"
      where "life"."airport_hk" = "version"."airport_hk"
      order by "load_dts" desc
      fetch next 1 rows only
    ),
    false
  ) as "is_live"
from "vault"."sat_airport" as "version"
where not exists (
  select 1 as "one"
  from "vault"."sat_airport" as "later"
  where (
    "later"."load_dts" > "version"."load_dts"
    and "later"."airport_hk" = "version"."airport_hk"
  )
);

comment on view "vault"."sat_airport_current" is 'The newest versions';

create or replace view "vault"."sat_airport_history"
as
select
  "version".*,
  lead("load_dts") over (
    partition by "airport_hk"
    order by "load_dts"
  ) as "load_end_dts"
from "vault"."sat_airport" as "version";

comment on view "vault"."sat_airport_history" is 'Every version, and until when';

create or replace function "vault"."sat_airport_as_of"(timestamptz) returns setof "vault"."sat_airport_current" language sql stable parallel safe as '-- of the views dab53ddd10a59b06
select
  "version".*,
  coalesce(
    (
      select ("status" = ''C'')
      from "vault"."sts_airport" as "life"
      where (
        "life"."airport_hk" = "version"."airport_hk"
        and "life"."load_dts" <= $1
      )
      order by "load_dts" desc
      fetch next 1 rows only
    ),
    false
  ) as "is_live"
from "vault"."sat_airport" as "version"
where (
  "version"."load_dts" <= $1
  and not exists (
    select 1 as "one"
    from "vault"."sat_airport" as "later"
    where (
      "later"."load_dts" > "version"."load_dts"
      and "later"."airport_hk" = "version"."airport_hk"
      and "later"."load_dts" <= $1
    )
  )
)';

create or replace function "vault"."sat_airport_as_of"(pg_lsn) returns setof "vault"."sat_airport_current" language sql stable parallel safe as '-- of the views dab53ddd10a59b06
select
  "version".*,
  coalesce(
    (
      select ("status" = ''C'')
      from "vault"."sts_airport" as "life"
      where (
        "life"."airport_hk" = "version"."airport_hk"
        and "life"."src_lsn" <= $1
      )
      order by "load_dts" desc
      fetch next 1 rows only
    ),
    false
  ) as "is_live"
from "vault"."sat_airport" as "version"
where (
  "version"."src_lsn" <= $1
  and not exists (
    select 1 as "one"
    from "vault"."sat_airport" as "later"
    where (
      "later"."load_dts" > "version"."load_dts"
      and "later"."airport_hk" = "version"."airport_hk"
      and "later"."src_lsn" <= $1
    )
  )
)';

create or replace view "vault"."sat_aircraft_current"
as
select
  "version".*,
  coalesce(
    (
      select ("status" = 'C')
      from "vault"."sts_aircraft" as "life"
      where "life"."aircraft_hk" = "version"."aircraft_hk"
      order by "load_dts" desc
      fetch next 1 rows only
    ),
    false
  ) as "is_live"
from "vault"."sat_aircraft" as "version"
where not exists (
  select 1 as "one"
  from "vault"."sat_aircraft" as "later"
  where (
    "later"."load_dts" > "version"."load_dts"
    and "later"."aircraft_hk" = "version"."aircraft_hk"
  )
);

comment on view "vault"."sat_aircraft_current" is 'The newest versions';

create or replace view "vault"."sat_aircraft_history"
as
select
  "version".*,
  lead("load_dts") over (
    partition by "aircraft_hk"
    order by "load_dts"
  ) as "load_end_dts"
from "vault"."sat_aircraft" as "version";

comment on view "vault"."sat_aircraft_history" is 'Every version, and until when';

create or replace function "vault"."sat_aircraft_as_of"(timestamptz) returns setof "vault"."sat_aircraft_current" language sql stable parallel safe as '-- of the views 78493cbcb6b8ce21
select
  "version".*,
  coalesce(
    (
      select ("status" = ''C'')
      from "vault"."sts_aircraft" as "life"
      where (
        "life"."aircraft_hk" = "version"."aircraft_hk"
        and "life"."load_dts" <= $1
      )
      order by "load_dts" desc
      fetch next 1 rows only
    ),
    false
  ) as "is_live"
from "vault"."sat_aircraft" as "version"
where (
  "version"."load_dts" <= $1
  and not exists (
    select 1 as "one"
    from "vault"."sat_aircraft" as "later"
    where (
      "later"."load_dts" > "version"."load_dts"
      and "later"."aircraft_hk" = "version"."aircraft_hk"
      and "later"."load_dts" <= $1
    )
  )
)';

create or replace function "vault"."sat_aircraft_as_of"(pg_lsn) returns setof "vault"."sat_aircraft_current" language sql stable parallel safe as '-- of the views 78493cbcb6b8ce21
select
  "version".*,
  coalesce(
    (
      select ("status" = ''C'')
      from "vault"."sts_aircraft" as "life"
      where (
        "life"."aircraft_hk" = "version"."aircraft_hk"
        and "life"."src_lsn" <= $1
      )
      order by "load_dts" desc
      fetch next 1 rows only
    ),
    false
  ) as "is_live"
from "vault"."sat_aircraft" as "version"
where (
  "version"."src_lsn" <= $1
  and not exists (
    select 1 as "one"
    from "vault"."sat_aircraft" as "later"
    where (
      "later"."load_dts" > "version"."load_dts"
      and "later"."aircraft_hk" = "version"."aircraft_hk"
      and "later"."src_lsn" <= $1
    )
  )
)';

create or replace view "vault"."sat_seat_current"
as
select
  "version".*,
  coalesce(
    (
      select ("status" = 'C')
      from "vault"."sts_seat" as "life"
      where "life"."seat_hk" = "version"."seat_hk"
      order by "load_dts" desc
      fetch next 1 rows only
    ),
    false
  ) as "is_live"
from "vault"."sat_seat" as "version"
where not exists (
  select 1 as "one"
  from "vault"."sat_seat" as "later"
  where (
    "later"."load_dts" > "version"."load_dts"
    and "later"."seat_hk" = "version"."seat_hk"
  )
);

comment on view "vault"."sat_seat_current" is 'The newest versions';

create or replace view "vault"."sat_seat_history"
as
select
  "version".*,
  lead("load_dts") over (
    partition by "seat_hk"
    order by "load_dts"
  ) as "load_end_dts"
from "vault"."sat_seat" as "version";

comment on view "vault"."sat_seat_history" is 'Every version, and until when';

create or replace function "vault"."sat_seat_as_of"(timestamptz) returns setof "vault"."sat_seat_current" language sql stable parallel safe as '-- of the views 05bb822446e569bc
select
  "version".*,
  coalesce(
    (
      select ("status" = ''C'')
      from "vault"."sts_seat" as "life"
      where (
        "life"."seat_hk" = "version"."seat_hk"
        and "life"."load_dts" <= $1
      )
      order by "load_dts" desc
      fetch next 1 rows only
    ),
    false
  ) as "is_live"
from "vault"."sat_seat" as "version"
where (
  "version"."load_dts" <= $1
  and not exists (
    select 1 as "one"
    from "vault"."sat_seat" as "later"
    where (
      "later"."load_dts" > "version"."load_dts"
      and "later"."seat_hk" = "version"."seat_hk"
      and "later"."load_dts" <= $1
    )
  )
)';

create or replace function "vault"."sat_seat_as_of"(pg_lsn) returns setof "vault"."sat_seat_current" language sql stable parallel safe as '-- of the views 05bb822446e569bc
select
  "version".*,
  coalesce(
    (
      select ("status" = ''C'')
      from "vault"."sts_seat" as "life"
      where (
        "life"."seat_hk" = "version"."seat_hk"
        and "life"."src_lsn" <= $1
      )
      order by "load_dts" desc
      fetch next 1 rows only
    ),
    false
  ) as "is_live"
from "vault"."sat_seat" as "version"
where (
  "version"."src_lsn" <= $1
  and not exists (
    select 1 as "one"
    from "vault"."sat_seat" as "later"
    where (
      "later"."load_dts" > "version"."load_dts"
      and "later"."seat_hk" = "version"."seat_hk"
      and "later"."src_lsn" <= $1
    )
  )
)';

create or replace view "vault"."lnk_ticket_include_booking_current"
as
select
  "link".*,
  "effect"."load_dts" as "open_since",
  "effect"."src_lsn"
from "vault"."lnk_ticket_include_booking" as "link"
  join "vault"."eff_ticket_include_booking" as "effect"
    on "effect"."ticket_include_booking_hk" = "link"."ticket_include_booking_hk"
where (
  "effect"."is_active"
  and not exists (
    select 1 as "one"
    from "vault"."eff_ticket_include_booking" as "later"
    where (
      "later"."load_dts" > "effect"."load_dts"
      and "later"."ticket_include_booking_hk" = "effect"."ticket_include_booking_hk"
    )
  )
);

comment on view "vault"."lnk_ticket_include_booking_current" is 'The relationships that are open';

create or replace function "vault"."lnk_ticket_include_booking_as_of"(timestamptz) returns setof "vault"."lnk_ticket_include_booking_current" language sql stable parallel safe as '-- of the views 5772edcf7f293cb6
select
  "link".*,
  "effect"."load_dts" as "open_since",
  "effect"."src_lsn"
from "vault"."lnk_ticket_include_booking" as "link"
  join "vault"."eff_ticket_include_booking" as "effect"
    on "effect"."ticket_include_booking_hk" = "link"."ticket_include_booking_hk"
where (
  "effect"."is_active"
  and "effect"."load_dts" <= $1
  and not exists (
    select 1 as "one"
    from "vault"."eff_ticket_include_booking" as "later"
    where (
      "later"."load_dts" > "effect"."load_dts"
      and "later"."ticket_include_booking_hk" = "effect"."ticket_include_booking_hk"
      and "later"."load_dts" <= $1
    )
  )
)';

create or replace function "vault"."lnk_ticket_include_booking_as_of"(pg_lsn) returns setof "vault"."lnk_ticket_include_booking_current" language sql stable parallel safe as '-- of the views 5772edcf7f293cb6
select
  "link".*,
  "effect"."load_dts" as "open_since",
  "effect"."src_lsn"
from "vault"."lnk_ticket_include_booking" as "link"
  join "vault"."eff_ticket_include_booking" as "effect"
    on "effect"."ticket_include_booking_hk" = "link"."ticket_include_booking_hk"
where (
  "effect"."is_active"
  and "effect"."src_lsn" <= $1
  and not exists (
    select 1 as "one"
    from "vault"."eff_ticket_include_booking" as "later"
    where (
      "later"."load_dts" > "effect"."load_dts"
      and "later"."ticket_include_booking_hk" = "effect"."ticket_include_booking_hk"
      and "later"."src_lsn" <= $1
    )
  )
)';

create or replace view "vault"."lnk_boarding_matched_with_ticket_current"
as
select
  "link".*,
  "effect"."load_dts" as "open_since",
  "effect"."src_lsn"
from "vault"."lnk_boarding_matched_with_ticket" as "link"
  join "vault"."eff_boarding_matched_with_ticket" as "effect"
    on "effect"."boarding_matched_with_ticket_hk" = "link"."boarding_matched_with_ticket_hk"
where (
  "effect"."is_active"
  and not exists (
    select 1 as "one"
    from "vault"."eff_boarding_matched_with_ticket" as "later"
    where (
      "later"."load_dts" > "effect"."load_dts"
      and "later"."boarding_matched_with_ticket_hk" = "effect"."boarding_matched_with_ticket_hk"
    )
  )
);

comment on view "vault"."lnk_boarding_matched_with_ticket_current" is 'The relationships that are open';

create or replace function "vault"."lnk_boarding_matched_with_ticket_as_of"(timestamptz) returns setof "vault"."lnk_boarding_matched_with_ticket_current" language sql stable parallel safe as '-- of the views 9407c3d4b391aa8d
select
  "link".*,
  "effect"."load_dts" as "open_since",
  "effect"."src_lsn"
from "vault"."lnk_boarding_matched_with_ticket" as "link"
  join "vault"."eff_boarding_matched_with_ticket" as "effect"
    on "effect"."boarding_matched_with_ticket_hk" = "link"."boarding_matched_with_ticket_hk"
where (
  "effect"."is_active"
  and "effect"."load_dts" <= $1
  and not exists (
    select 1 as "one"
    from "vault"."eff_boarding_matched_with_ticket" as "later"
    where (
      "later"."load_dts" > "effect"."load_dts"
      and "later"."boarding_matched_with_ticket_hk" = "effect"."boarding_matched_with_ticket_hk"
      and "later"."load_dts" <= $1
    )
  )
)';

create or replace function "vault"."lnk_boarding_matched_with_ticket_as_of"(pg_lsn) returns setof "vault"."lnk_boarding_matched_with_ticket_current" language sql stable parallel safe as '-- of the views 9407c3d4b391aa8d
select
  "link".*,
  "effect"."load_dts" as "open_since",
  "effect"."src_lsn"
from "vault"."lnk_boarding_matched_with_ticket" as "link"
  join "vault"."eff_boarding_matched_with_ticket" as "effect"
    on "effect"."boarding_matched_with_ticket_hk" = "link"."boarding_matched_with_ticket_hk"
where (
  "effect"."is_active"
  and "effect"."src_lsn" <= $1
  and not exists (
    select 1 as "one"
    from "vault"."eff_boarding_matched_with_ticket" as "later"
    where (
      "later"."load_dts" > "effect"."load_dts"
      and "later"."boarding_matched_with_ticket_hk" = "effect"."boarding_matched_with_ticket_hk"
      and "later"."src_lsn" <= $1
    )
  )
)';

create or replace view "vault"."lnk_ticket_is_on_flight_current"
as
select
  "link".*,
  "effect"."load_dts" as "open_since",
  "effect"."src_lsn"
from "vault"."lnk_ticket_is_on_flight" as "link"
  join "vault"."eff_ticket_is_on_flight" as "effect"
    on "effect"."ticket_is_on_flight_hk" = "link"."ticket_is_on_flight_hk"
where (
  "effect"."is_active"
  and not exists (
    select 1 as "one"
    from "vault"."eff_ticket_is_on_flight" as "later"
    where (
      "later"."load_dts" > "effect"."load_dts"
      and "later"."ticket_is_on_flight_hk" = "effect"."ticket_is_on_flight_hk"
    )
  )
);

comment on view "vault"."lnk_ticket_is_on_flight_current" is 'The relationships that are open';

create or replace function "vault"."lnk_ticket_is_on_flight_as_of"(timestamptz) returns setof "vault"."lnk_ticket_is_on_flight_current" language sql stable parallel safe as '-- of the views 01a63c9491c13b0a
select
  "link".*,
  "effect"."load_dts" as "open_since",
  "effect"."src_lsn"
from "vault"."lnk_ticket_is_on_flight" as "link"
  join "vault"."eff_ticket_is_on_flight" as "effect"
    on "effect"."ticket_is_on_flight_hk" = "link"."ticket_is_on_flight_hk"
where (
  "effect"."is_active"
  and "effect"."load_dts" <= $1
  and not exists (
    select 1 as "one"
    from "vault"."eff_ticket_is_on_flight" as "later"
    where (
      "later"."load_dts" > "effect"."load_dts"
      and "later"."ticket_is_on_flight_hk" = "effect"."ticket_is_on_flight_hk"
      and "later"."load_dts" <= $1
    )
  )
)';

create or replace function "vault"."lnk_ticket_is_on_flight_as_of"(pg_lsn) returns setof "vault"."lnk_ticket_is_on_flight_current" language sql stable parallel safe as '-- of the views 01a63c9491c13b0a
select
  "link".*,
  "effect"."load_dts" as "open_since",
  "effect"."src_lsn"
from "vault"."lnk_ticket_is_on_flight" as "link"
  join "vault"."eff_ticket_is_on_flight" as "effect"
    on "effect"."ticket_is_on_flight_hk" = "link"."ticket_is_on_flight_hk"
where (
  "effect"."is_active"
  and "effect"."src_lsn" <= $1
  and not exists (
    select 1 as "one"
    from "vault"."eff_ticket_is_on_flight" as "later"
    where (
      "later"."load_dts" > "effect"."load_dts"
      and "later"."ticket_is_on_flight_hk" = "effect"."ticket_is_on_flight_hk"
      and "later"."src_lsn" <= $1
    )
  )
)';

create or replace view "vault"."lnk_flight_departure_airport_current"
as
select
  "link".*,
  "effect"."load_dts" as "open_since",
  "effect"."src_lsn"
from "vault"."lnk_flight_departure_airport" as "link"
  join "vault"."eff_flight_departure_airport" as "effect"
    on "effect"."flight_departure_airport_hk" = "link"."flight_departure_airport_hk"
where (
  "effect"."is_active"
  and not exists (
    select 1 as "one"
    from "vault"."eff_flight_departure_airport" as "later"
    where (
      "later"."load_dts" > "effect"."load_dts"
      and "later"."flight_departure_airport_hk" = "effect"."flight_departure_airport_hk"
    )
  )
);

comment on view "vault"."lnk_flight_departure_airport_current" is 'The relationships that are open';

create or replace function "vault"."lnk_flight_departure_airport_as_of"(timestamptz) returns setof "vault"."lnk_flight_departure_airport_current" language sql stable parallel safe as '-- of the views 69caaf6a0159a857
select
  "link".*,
  "effect"."load_dts" as "open_since",
  "effect"."src_lsn"
from "vault"."lnk_flight_departure_airport" as "link"
  join "vault"."eff_flight_departure_airport" as "effect"
    on "effect"."flight_departure_airport_hk" = "link"."flight_departure_airport_hk"
where (
  "effect"."is_active"
  and "effect"."load_dts" <= $1
  and not exists (
    select 1 as "one"
    from "vault"."eff_flight_departure_airport" as "later"
    where (
      "later"."load_dts" > "effect"."load_dts"
      and "later"."flight_departure_airport_hk" = "effect"."flight_departure_airport_hk"
      and "later"."load_dts" <= $1
    )
  )
)';

create or replace function "vault"."lnk_flight_departure_airport_as_of"(pg_lsn) returns setof "vault"."lnk_flight_departure_airport_current" language sql stable parallel safe as '-- of the views 69caaf6a0159a857
select
  "link".*,
  "effect"."load_dts" as "open_since",
  "effect"."src_lsn"
from "vault"."lnk_flight_departure_airport" as "link"
  join "vault"."eff_flight_departure_airport" as "effect"
    on "effect"."flight_departure_airport_hk" = "link"."flight_departure_airport_hk"
where (
  "effect"."is_active"
  and "effect"."src_lsn" <= $1
  and not exists (
    select 1 as "one"
    from "vault"."eff_flight_departure_airport" as "later"
    where (
      "later"."load_dts" > "effect"."load_dts"
      and "later"."flight_departure_airport_hk" = "effect"."flight_departure_airport_hk"
      and "later"."src_lsn" <= $1
    )
  )
)';

create or replace view "vault"."lnk_flight_arrive_airport_current"
as
select
  "link".*,
  "effect"."load_dts" as "open_since",
  "effect"."src_lsn"
from "vault"."lnk_flight_arrive_airport" as "link"
  join "vault"."eff_flight_arrive_airport" as "effect"
    on "effect"."flight_arrive_airport_hk" = "link"."flight_arrive_airport_hk"
where (
  "effect"."is_active"
  and not exists (
    select 1 as "one"
    from "vault"."eff_flight_arrive_airport" as "later"
    where (
      "later"."load_dts" > "effect"."load_dts"
      and "later"."flight_arrive_airport_hk" = "effect"."flight_arrive_airport_hk"
    )
  )
);

comment on view "vault"."lnk_flight_arrive_airport_current" is 'The relationships that are open';

create or replace function "vault"."lnk_flight_arrive_airport_as_of"(timestamptz) returns setof "vault"."lnk_flight_arrive_airport_current" language sql stable parallel safe as '-- of the views 89e119c535b6bd40
select
  "link".*,
  "effect"."load_dts" as "open_since",
  "effect"."src_lsn"
from "vault"."lnk_flight_arrive_airport" as "link"
  join "vault"."eff_flight_arrive_airport" as "effect"
    on "effect"."flight_arrive_airport_hk" = "link"."flight_arrive_airport_hk"
where (
  "effect"."is_active"
  and "effect"."load_dts" <= $1
  and not exists (
    select 1 as "one"
    from "vault"."eff_flight_arrive_airport" as "later"
    where (
      "later"."load_dts" > "effect"."load_dts"
      and "later"."flight_arrive_airport_hk" = "effect"."flight_arrive_airport_hk"
      and "later"."load_dts" <= $1
    )
  )
)';

create or replace function "vault"."lnk_flight_arrive_airport_as_of"(pg_lsn) returns setof "vault"."lnk_flight_arrive_airport_current" language sql stable parallel safe as '-- of the views 89e119c535b6bd40
select
  "link".*,
  "effect"."load_dts" as "open_since",
  "effect"."src_lsn"
from "vault"."lnk_flight_arrive_airport" as "link"
  join "vault"."eff_flight_arrive_airport" as "effect"
    on "effect"."flight_arrive_airport_hk" = "link"."flight_arrive_airport_hk"
where (
  "effect"."is_active"
  and "effect"."src_lsn" <= $1
  and not exists (
    select 1 as "one"
    from "vault"."eff_flight_arrive_airport" as "later"
    where (
      "later"."load_dts" > "effect"."load_dts"
      and "later"."flight_arrive_airport_hk" = "effect"."flight_arrive_airport_hk"
      and "later"."src_lsn" <= $1
    )
  )
)';

create or replace view "vault"."lnk_flight_aircraft_current"
as
select
  "link".*,
  "effect"."load_dts" as "open_since",
  "effect"."src_lsn"
from "vault"."lnk_flight_aircraft" as "link"
  join "vault"."eff_flight_aircraft" as "effect"
    on "effect"."flight_aircraft_hk" = "link"."flight_aircraft_hk"
where (
  "effect"."is_active"
  and not exists (
    select 1 as "one"
    from "vault"."eff_flight_aircraft" as "later"
    where (
      "later"."load_dts" > "effect"."load_dts"
      and "later"."flight_aircraft_hk" = "effect"."flight_aircraft_hk"
    )
  )
);

comment on view "vault"."lnk_flight_aircraft_current" is 'The relationships that are open';

create or replace function "vault"."lnk_flight_aircraft_as_of"(timestamptz) returns setof "vault"."lnk_flight_aircraft_current" language sql stable parallel safe as '-- of the views 2b3b944a62b08af5
select
  "link".*,
  "effect"."load_dts" as "open_since",
  "effect"."src_lsn"
from "vault"."lnk_flight_aircraft" as "link"
  join "vault"."eff_flight_aircraft" as "effect"
    on "effect"."flight_aircraft_hk" = "link"."flight_aircraft_hk"
where (
  "effect"."is_active"
  and "effect"."load_dts" <= $1
  and not exists (
    select 1 as "one"
    from "vault"."eff_flight_aircraft" as "later"
    where (
      "later"."load_dts" > "effect"."load_dts"
      and "later"."flight_aircraft_hk" = "effect"."flight_aircraft_hk"
      and "later"."load_dts" <= $1
    )
  )
)';

create or replace function "vault"."lnk_flight_aircraft_as_of"(pg_lsn) returns setof "vault"."lnk_flight_aircraft_current" language sql stable parallel safe as '-- of the views 2b3b944a62b08af5
select
  "link".*,
  "effect"."load_dts" as "open_since",
  "effect"."src_lsn"
from "vault"."lnk_flight_aircraft" as "link"
  join "vault"."eff_flight_aircraft" as "effect"
    on "effect"."flight_aircraft_hk" = "link"."flight_aircraft_hk"
where (
  "effect"."is_active"
  and "effect"."src_lsn" <= $1
  and not exists (
    select 1 as "one"
    from "vault"."eff_flight_aircraft" as "later"
    where (
      "later"."load_dts" > "effect"."load_dts"
      and "later"."flight_aircraft_hk" = "effect"."flight_aircraft_hk"
      and "later"."src_lsn" <= $1
    )
  )
)';

create or replace view "vault"."lnk_seat_on_aircraft_current"
as
select
  "link".*,
  "effect"."load_dts" as "open_since",
  "effect"."src_lsn"
from "vault"."lnk_seat_on_aircraft" as "link"
  join "vault"."eff_seat_on_aircraft" as "effect"
    on "effect"."seat_on_aircraft_hk" = "link"."seat_on_aircraft_hk"
where (
  "effect"."is_active"
  and not exists (
    select 1 as "one"
    from "vault"."eff_seat_on_aircraft" as "later"
    where (
      "later"."load_dts" > "effect"."load_dts"
      and "later"."seat_on_aircraft_hk" = "effect"."seat_on_aircraft_hk"
    )
  )
);

comment on view "vault"."lnk_seat_on_aircraft_current" is 'The relationships that are open';

create or replace function "vault"."lnk_seat_on_aircraft_as_of"(timestamptz) returns setof "vault"."lnk_seat_on_aircraft_current" language sql stable parallel safe as '-- of the views fb57952c8b04d204
select
  "link".*,
  "effect"."load_dts" as "open_since",
  "effect"."src_lsn"
from "vault"."lnk_seat_on_aircraft" as "link"
  join "vault"."eff_seat_on_aircraft" as "effect"
    on "effect"."seat_on_aircraft_hk" = "link"."seat_on_aircraft_hk"
where (
  "effect"."is_active"
  and "effect"."load_dts" <= $1
  and not exists (
    select 1 as "one"
    from "vault"."eff_seat_on_aircraft" as "later"
    where (
      "later"."load_dts" > "effect"."load_dts"
      and "later"."seat_on_aircraft_hk" = "effect"."seat_on_aircraft_hk"
      and "later"."load_dts" <= $1
    )
  )
)';

create or replace function "vault"."lnk_seat_on_aircraft_as_of"(pg_lsn) returns setof "vault"."lnk_seat_on_aircraft_current" language sql stable parallel safe as '-- of the views fb57952c8b04d204
select
  "link".*,
  "effect"."load_dts" as "open_since",
  "effect"."src_lsn"
from "vault"."lnk_seat_on_aircraft" as "link"
  join "vault"."eff_seat_on_aircraft" as "effect"
    on "effect"."seat_on_aircraft_hk" = "link"."seat_on_aircraft_hk"
where (
  "effect"."is_active"
  and "effect"."src_lsn" <= $1
  and not exists (
    select 1 as "one"
    from "vault"."eff_seat_on_aircraft" as "later"
    where (
      "later"."load_dts" > "effect"."load_dts"
      and "later"."seat_on_aircraft_hk" = "effect"."seat_on_aircraft_hk"
      and "later"."src_lsn" <= $1
    )
  )
)';
