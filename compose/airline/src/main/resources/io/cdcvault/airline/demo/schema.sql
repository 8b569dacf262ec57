create table bookings (
    book_ref char(6) primary key,
    book_date timestamptz not null,
    total_amount numeric(10, 2) not null
);

create table tickets (
    ticket_no char(13) primary key,
    book_ref char(6) not null references bookings,
    passenger_id varchar(20) not null,
    passenger_name text not null,
    contact_data jsonb
);

create table airports (
    airport_code char(3) primary key,
    airport_name text not null,
    city text not null,
    coordinates_lon double precision not null,
    coordinates_lat double precision not null,
    timezone text not null
);

-- The name is the predecessor's, and so are the topics and consumers that carry it.
create table aircafts (
    aircraft_code char(3) primary key,
    model jsonb not null,
    range integer not null
);

create table seats (
    seat_no char(4) primary key,
    aircraft_code char(3) not null references aircafts,
    fare_conditions varchar(10) not null
);

create table flights (
    flight_id serial primary key,
    flight_no char(6) not null,
    scheduled_departure timestamptz not null,
    scheduled_arrival timestamptz not null,
    departure_airport char(3) not null references airports,
    arrival_airport char(3) not null references airports,
    status varchar(20) not null,
    aircraft_code char(3) not null references aircafts,
    actual_departure timestamptz,
    actual_arrival timestamptz
);

create table ticket_flights (
    ticket_no char(13) not null references tickets,
    flight_id integer not null references flights,
    fare_conditions numeric(12, 2) not null,
    amount numeric(10, 2) not null,
    primary key (ticket_no, flight_id)
);

-- No primary key, as at the predecessor: published updates need the whole old row instead.
create table boarding_passes (
    ticket_no char(13) not null,
    flight_id integer not null,
    boarding_no integer not null,
    seat_no varchar(4) not null,
    foreign key (ticket_no, flight_id) references ticket_flights
);

alter table boarding_passes replica identity full;

create index on tickets (book_ref);
create index on boarding_passes (ticket_no, flight_id);

create publication cdc_vault for table
    bookings, tickets, airports, aircafts, seats, flights, ticket_flights, boarding_passes;
