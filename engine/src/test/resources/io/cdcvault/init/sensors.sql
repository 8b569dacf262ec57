create schema plant;
create type plant.unit as enum ('celsius', 'bar', 'volt');
create type plant.position as (x real, y real);
create domain plant.percent as numeric(5,2) check (value between 0 and 100);
create domain plant.share as plant.percent;
create domain plant.mood as plant.unit;
create type plant.floatspan as range (subtype = float8);

create table plant.sites (id uuid default gen_random_uuid() primary key, iata char(3), name text, place point);
create table plant.sensors (
  serial_no varchar(30) primary key,
  site_id uuid not null references plant.sites,
  unit plant.unit not null,
  spot plant.position,
  limits int4range,
  calibrated plant.floatspan,
  spans int8multirange,
  load plant.share,
  moods plant.mood[],
  channels integer[],
  names varchar(20)[],
  address inet,
  pace interval,
  firmware bit(8),
  firmware_of regclass,
  doubled integer generated always as (lower(limits) * 2) virtual);
create table plant.readings (
  serial_no varchar(30) not null references plant.sensors,
  at timestamptz(3) not null,
  value double precision,
  quality plant.percent,
  raw bytea,
  primary key (serial_no, at)) partition by range (at);
create table plant.readings_2025 partition of plant.readings for values from ('2025-01-01') to ('2026-01-01');
create table plant.readings_2026 partition of plant.readings for values from ('2026-01-01') to ('2027-01-01')
  partition by list (serial_no);
create table plant.readings_2026_rest partition of plant.readings_2026 default;
create table plant.alarms (reading_no varchar(30), reading_at timestamptz(3), level integer, primary key (reading_no, reading_at),
  foreign key (reading_no, reading_at) references plant.readings);
create table plant.logs (id bigint primary key, message text);
create table plant.door_logs (door text, primary key (id)) inherits (plant.logs);
create table plant.loose_logs (note text) inherits (plant.logs);
create table plant.bookings (
  room integer, during tstzrange not null, guest text, primary key (room, during) deferrable);
create table plant.quotas (name text, slot integer, amount integer, unique (name, slot));
create table plant.shifts (name text not null, day date not null, crew text, unique (name, day));
alter table plant.shifts replica identity full;
create table plant.badges (id integer primary key, badge_no text not null, holder text);
create unique index badges_by_no on plant.badges (badge_no);
alter table plant.badges replica identity using index badges_by_no;
create table plant.secrets (id integer primary key, note text);
alter table plant.secrets enable row level security;
create foreign data wrapper elsewhere;
create server far foreign data wrapper elsewhere;
create foreign table plant.far_readings (id integer) server far;
