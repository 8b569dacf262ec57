create table cdc_vault.process (
  installation text not null,
  process text not null,
  version text not null,
  started_at timestamptz not null,
  stages jsonb not null,
  seen_at timestamptz not null default clock_timestamp(),
  primary key (installation, process)
);
comment on table cdc_vault.process is
  'The services that run, and what their stages do: so each of them, and cdc-vault status, shows them all';
create table cdc_vault.event (
  id bigint generated always as identity primary key,
  installation text not null,
  at timestamptz not null,
  what text not null,
  who text,
  tone text not null
);
create index event_at on cdc_vault.event (installation, at);
comment on table cdc_vault.event is 'What happened to an installation, and who asked for it; for 90 days';
create table cdc_vault.status_minute (
  installation text not null,
  minute timestamptz not null,
  captured double precision,
  loaded double precision,
  lag_seconds double precision,
  health text not null,
  primary key (installation, minute)
);
comment on table cdc_vault.status_minute is 'The state of an installation by the minute; for 32 days';
