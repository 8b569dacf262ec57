-- public.bookings: staged once a session
create temporary table if not exists "staged public.bookings" (
  "#seq" bigint not null,
  "#live" boolean not null,
  "#load_date" timestamptz not null,
  "#lsn" pg_lsn not null,
  "#toasted" text[] not null default '{}',
  "#row_key" text,
  "#event" "char",
  "book_ref" char(6),
  "book_date" timestamptz,
  "total_amount" numeric(10,2)
) on commit delete rows;

-- every batch: changes are copied in as typed values
copy "staged public.bookings" from stdin;

-- every batch: one statement into hub_booking, sat_booking, sts_booking
with
  "keyed" as materialized (
    select
      *,
      "decode"(
        md5(nullif(
          upper(trim(cast("book_ref" as text))),
          ''
        )),
        'hex'
      ) as "hub_booking#key",
      "decode"(
        md5(((coalesce(
          nullif(
            upper(trim(cast("book_date" as text))),
            ''
          ),
          '^^'
        ) || '||') || coalesce(
          nullif(
            upper(trim(cast("total_amount" as text))),
            ''
          ),
          '^^'
        ))),
        'hex'
      ) as "sat_booking#diff",
      row("book_date", "total_amount")::text as "sat_booking#image"
    from "staged public.bookings"
  ),
  "changes" as (
    select distinct on ("hub_booking#key", "#load_date") *
    from "keyed"
    where "hub_booking#key" is not null
    order by "hub_booking#key", "#load_date", "#seq" desc
  ),
  "new hub_booking" as (
    insert into "vault"."hub_booking" ("booking_hk", "book_ref", "load_dts", "rec_src")
    select distinct on ("mention"."booking_hk") "mention"."booking_hk", "mention"."book_ref", "mention"."#load_date", 'postgres.public'
    from (
      select
        "hub_booking#key" as "booking_hk",
        "book_ref" as "book_ref",
        "#load_date"
      from "changes"
      where (
        "#live"
        and "hub_booking#key" is not null
      )
    ) as "mention"
    where not exists (
      select 1 as "one"
      from "vault"."hub_booking"
      where (
        "vault"."hub_booking"."booking_hk" = "mention"."booking_hk"
        and not (("mention"."#load_date", 'postgres.public') < ("vault"."hub_booking"."load_dts", "vault"."hub_booking"."rec_src"))
      )
    )
    order by "mention"."booking_hk", "mention"."#load_date", "mention"."book_ref" asc
    on conflict ("booking_hk")
    do update
    set
      "book_ref" = excluded."book_ref",
      "load_dts" = excluded."load_dts",
      "rec_src" = excluded."rec_src"
    where (
      excluded."load_dts",
      excluded."rec_src"
    ) < ("vault"."hub_booking"."load_dts", "vault"."hub_booking"."rec_src")
    returning xmax = 0 as "added"
  ),
  "new sat_booking" as (
    insert into "vault"."sat_booking" (
      "booking_hk",
      "load_dts",
      "hash_diff",
      "rec_src",
      "src_lsn",
      "book_date",
      "total_amount"
    )
    select
      "state"."hub_booking#key",
      "state"."#load_date",
      "state"."sat_booking#diff",
      'postgres.public',
      "state"."#lsn",
      "state"."book_date#value",
      "state"."total_amount#value"
    from (
      select
        "hub_booking#key",
        "#load_date",
        "#lsn",
        "#live",
        "sat_booking#diff",
        "sat_booking#image",
        "book_date" as "book_date#value",
        "total_amount" as "total_amount#value",
        lag("sat_booking#diff") over (
          partition by "hub_booking#key"
          order by "#load_date"
        ) as "sat_booking#diff#previous",
        lag("sat_booking#image") over (
          partition by "hub_booking#key"
          order by "#load_date"
        ) as "sat_booking#image#previous",
        row_number() over (
          partition by "hub_booking#key"
          order by "#load_date"
        ) as "#nth"
      from "changes"
      where (
        "hub_booking#key" is not null
        and "#live" = true
      )
    ) as "state"
      left outer join lateral (
        select
          "vault"."sat_booking"."hash_diff" as "hash_diff",
          row("vault"."sat_booking"."book_date", "vault"."sat_booking"."total_amount")::text as "sat_booking#image"
        from "vault"."sat_booking"
        where (
          "state"."#nth" = 1
          and "vault"."sat_booking"."booking_hk" = "state"."hub_booking#key"
        )
        order by "vault"."sat_booking"."load_dts" desc
        fetch next 1 rows only
      ) as "newest"
        on true
    where (
      "state"."sat_booking#diff" is distinct from coalesce("state"."sat_booking#diff#previous", "newest"."hash_diff")
      or "state"."sat_booking#image" is distinct from coalesce("state"."sat_booking#image#previous", "newest"."sat_booking#image")
    )
    returning true as "added"
  ),
  "new sts_booking" as (
    insert into "vault"."sts_booking" ("booking_hk", "load_dts", "status", "src_lsn")
    select
      "state"."#key",
      "state"."#load_date",
      case
        when "state"."#live" = true then 'C'
        else 'D'
      end,
      "state"."#lsn"
    from (
      select
        "hub_booking#key" as "#key",
        "#load_date",
        "#lsn",
        "#live",
        lag("#live") over (
          partition by "hub_booking#key"
          order by "#load_date"
        ) as "#was_live"
      from "changes"
    ) as "state"
      left outer join lateral (
        select "status"
        from "vault"."sts_booking"
        where (
          "state"."#was_live" is null
          and "vault"."sts_booking"."booking_hk" = "state"."#key"
        )
        order by "vault"."sts_booking"."load_dts" desc
        fetch next 1 rows only
      ) as "newest"
        on true
    where "state"."#live" <> coalesce(
      "state"."#was_live",
      ("newest"."status" = 'C'),
      false
    )
    returning true as "added"
  )
select
  (
    select count(*)
    from "new hub_booking"
    where "added"
  ) as "hub_booking",
  (
    select count(*)
    from "new sat_booking"
    where "added"
  ) as "sat_booking",
  (
    select count(*)
    from "new sts_booking"
    where "added"
  ) as "sts_booking";

-- a truncate stages the deletion of every row
with live as materialized (select *, row("decode"(
  md5(nullif(
    upper(trim(cast("book_ref" as text))),
    ''
  )),
  'hex'
))::text as "#row" from (select "vault"."hub_booking"."book_ref" as "book_ref"
from "vault"."hub_booking"
where (
  select "vault"."sts_booking"."status"
  from "vault"."sts_booking"
  where "vault"."sts_booking"."booking_hk" = "vault"."hub_booking"."booking_hk"
  order by "vault"."sts_booking"."load_dts" desc
  fetch next 1 rows only
) = 'C'
union
select "book_ref"
from "staged public.bookings") as known)
insert into "staged public.bookings" ("#seq", "#live", "#load_date", "#lsn", "book_ref")
select ?::bigint, false, ?::timestamptz, ?::pg_lsn, live."book_ref"
from live;

-- public.tickets: staged once a session
create temporary table if not exists "staged public.tickets" (
  "#seq" bigint not null,
  "#live" boolean not null,
  "#load_date" timestamptz not null,
  "#lsn" pg_lsn not null,
  "#toasted" text[] not null default '{}',
  "#row_key" text,
  "#event" "char",
  "ticket_no" char(13),
  "book_ref" char(6),
  "passenger_id" varchar(20),
  "passenger_name" text,
  "contact_data" jsonb
) on commit delete rows;

-- every batch: changes are copied in as typed values
copy "staged public.tickets" from stdin;

-- every batch: one statement into hub_booking, hub_ticket, lnk_ticket_include_booking, sat_tickets, sts_ticket, eff_ticket_include_booking
with
  "keyed" as materialized (
    select
      *,
      "decode"(
        md5(nullif(
          upper(trim(cast("ticket_no" as text))),
          ''
        )),
        'hex'
      ) as "hub_ticket#key",
      "decode"(
        md5(nullif(
          upper(trim(cast("book_ref" as text))),
          ''
        )),
        'hex'
      ) as "hub_booking#key",
      case
        when (
          "decode"(
            md5(nullif(
              upper(trim(cast("ticket_no" as text))),
              ''
            )),
            'hex'
          ) is not null
          and "decode"(
            md5(nullif(
              upper(trim(cast("book_ref" as text))),
              ''
            )),
            'hex'
          ) is not null
        ) then "decode"(
          md5(nullif(
            ((coalesce(
              nullif(
                upper(trim(cast("ticket_no" as text))),
                ''
              ),
              '^^'
            ) || '||') || coalesce(
              nullif(
                upper(trim(cast("book_ref" as text))),
                ''
              ),
              '^^'
            )),
            '^^||^^'
          )),
          'hex'
        )
      end as "lnk_ticket_include_booking#key",
      "decode"(
        md5(nullif(
          upper(trim(cast("ticket_no" as text))),
          ''
        )),
        'hex'
      ) as "lnk_ticket_include_booking#driving",
      "decode"(
        md5(((((coalesce(
          nullif(
            upper(trim(cast("contact_data" as text))),
            ''
          ),
          '^^'
        ) || '||') || coalesce(
          nullif(
            upper(trim(cast("passenger_id" as text))),
            ''
          ),
          '^^'
        )) || '||') || coalesce(
          nullif(
            upper(trim(cast("passenger_name" as text))),
            ''
          ),
          '^^'
        ))),
        'hex'
      ) as "sat_tickets#diff",
      row("passenger_id", "passenger_name", "contact_data")::text as "sat_tickets#image"
    from "staged public.tickets"
  ),
  "changes" as (
    select distinct on ("hub_ticket#key", "#load_date") *
    from "keyed"
    where "hub_ticket#key" is not null
    order by "hub_ticket#key", "#load_date", "#seq" desc
  ),
  "new hub_booking" as (
    insert into "vault"."hub_booking" ("booking_hk", "book_ref", "load_dts", "rec_src")
    select distinct on ("mention"."booking_hk") "mention"."booking_hk", "mention"."book_ref", "mention"."#load_date", 'postgres.public'
    from (
      select
        "hub_booking#key" as "booking_hk",
        "book_ref" as "book_ref",
        "#load_date"
      from "changes"
      where (
        "#live"
        and "hub_booking#key" is not null
      )
    ) as "mention"
    where not exists (
      select 1 as "one"
      from "vault"."hub_booking"
      where (
        "vault"."hub_booking"."booking_hk" = "mention"."booking_hk"
        and not (("mention"."#load_date", 'postgres.public') < ("vault"."hub_booking"."load_dts", "vault"."hub_booking"."rec_src"))
      )
    )
    order by "mention"."booking_hk", "mention"."#load_date", "mention"."book_ref" asc
    on conflict ("booking_hk")
    do update
    set
      "book_ref" = excluded."book_ref",
      "load_dts" = excluded."load_dts",
      "rec_src" = excluded."rec_src"
    where (
      excluded."load_dts",
      excluded."rec_src"
    ) < ("vault"."hub_booking"."load_dts", "vault"."hub_booking"."rec_src")
    returning xmax = 0 as "added"
  ),
  "new hub_ticket" as (
    insert into "vault"."hub_ticket" ("ticket_hk", "ticket_no", "load_dts", "rec_src")
    select distinct on ("mention"."ticket_hk") "mention"."ticket_hk", "mention"."ticket_no", "mention"."#load_date", 'postgres.public'
    from (
      select
        "hub_ticket#key" as "ticket_hk",
        "ticket_no" as "ticket_no",
        "#load_date"
      from "changes"
      where (
        "#live"
        and "hub_ticket#key" is not null
      )
    ) as "mention"
    where not exists (
      select 1 as "one"
      from "vault"."hub_ticket"
      where (
        "vault"."hub_ticket"."ticket_hk" = "mention"."ticket_hk"
        and not (("mention"."#load_date", 'postgres.public') < ("vault"."hub_ticket"."load_dts", "vault"."hub_ticket"."rec_src"))
      )
    )
    order by "mention"."ticket_hk", "mention"."#load_date", "mention"."ticket_no" asc
    on conflict ("ticket_hk")
    do update
    set
      "ticket_no" = excluded."ticket_no",
      "load_dts" = excluded."load_dts",
      "rec_src" = excluded."rec_src"
    where (
      excluded."load_dts",
      excluded."rec_src"
    ) < ("vault"."hub_ticket"."load_dts", "vault"."hub_ticket"."rec_src")
    returning xmax = 0 as "added"
  ),
  "new lnk_ticket_include_booking" as (
    insert into "vault"."lnk_ticket_include_booking" (
      "ticket_include_booking_hk",
      "ticket_hk",
      "booking_hk",
      "load_dts",
      "rec_src"
    )
    select distinct on ("mention"."ticket_include_booking_hk")
      "mention"."ticket_include_booking_hk",
      "mention"."ticket_hk",
      "mention"."booking_hk",
      "mention"."#load_date",
      'postgres.public'
    from (
      select
        "lnk_ticket_include_booking#key" as "ticket_include_booking_hk",
        "hub_ticket#key" as "ticket_hk",
        "hub_booking#key" as "booking_hk",
        "#load_date"
      from "changes"
      where (
        "#live"
        and "lnk_ticket_include_booking#key" is not null
      )
    ) as "mention"
    where not exists (
      select 1 as "one"
      from "vault"."lnk_ticket_include_booking"
      where (
        "vault"."lnk_ticket_include_booking"."ticket_include_booking_hk" = "mention"."ticket_include_booking_hk"
        and not (("mention"."#load_date", 'postgres.public') < ("vault"."lnk_ticket_include_booking"."load_dts", "vault"."lnk_ticket_include_booking"."rec_src"))
      )
    )
    order by "mention"."ticket_include_booking_hk", "mention"."#load_date", "mention"."ticket_hk" asc, "mention"."booking_hk" asc
    on conflict ("ticket_include_booking_hk")
    do update
    set
      "ticket_hk" = excluded."ticket_hk",
      "booking_hk" = excluded."booking_hk",
      "load_dts" = excluded."load_dts",
      "rec_src" = excluded."rec_src"
    where (
      excluded."load_dts",
      excluded."rec_src"
    ) < ("vault"."lnk_ticket_include_booking"."load_dts", "vault"."lnk_ticket_include_booking"."rec_src")
    returning xmax = 0 as "added"
  ),
  "new sat_tickets" as (
    insert into "vault"."sat_tickets" (
      "ticket_hk",
      "load_dts",
      "hash_diff",
      "rec_src",
      "src_lsn",
      "passenger_id",
      "passenger_name",
      "contact_data"
    )
    select
      "state"."hub_ticket#key",
      "state"."#load_date",
      "state"."sat_tickets#diff",
      'postgres.public',
      "state"."#lsn",
      "state"."passenger_id#value",
      "state"."passenger_name#value",
      "state"."contact_data#value"
    from (
      select
        "hub_ticket#key",
        "#load_date",
        "#lsn",
        "#live",
        "sat_tickets#diff",
        "sat_tickets#image",
        "passenger_id" as "passenger_id#value",
        "passenger_name" as "passenger_name#value",
        "contact_data" as "contact_data#value",
        lag("sat_tickets#diff") over (
          partition by "hub_ticket#key"
          order by "#load_date"
        ) as "sat_tickets#diff#previous",
        lag("sat_tickets#image") over (
          partition by "hub_ticket#key"
          order by "#load_date"
        ) as "sat_tickets#image#previous",
        row_number() over (
          partition by "hub_ticket#key"
          order by "#load_date"
        ) as "#nth"
      from "changes"
      where (
        "hub_ticket#key" is not null
        and "#live" = true
      )
    ) as "state"
      left outer join lateral (
        select
          "vault"."sat_tickets"."hash_diff" as "hash_diff",
          row("vault"."sat_tickets"."passenger_id", "vault"."sat_tickets"."passenger_name", "vault"."sat_tickets"."contact_data")::text as "sat_tickets#image"
        from "vault"."sat_tickets"
        where (
          "state"."#nth" = 1
          and "vault"."sat_tickets"."ticket_hk" = "state"."hub_ticket#key"
        )
        order by "vault"."sat_tickets"."load_dts" desc
        fetch next 1 rows only
      ) as "newest"
        on true
    where (
      "state"."sat_tickets#diff" is distinct from coalesce("state"."sat_tickets#diff#previous", "newest"."hash_diff")
      or "state"."sat_tickets#image" is distinct from coalesce("state"."sat_tickets#image#previous", "newest"."sat_tickets#image")
    )
    returning true as "added"
  ),
  "new sts_ticket" as (
    insert into "vault"."sts_ticket" ("ticket_hk", "load_dts", "status", "src_lsn")
    select
      "state"."#key",
      "state"."#load_date",
      case
        when "state"."#live" = true then 'C'
        else 'D'
      end,
      "state"."#lsn"
    from (
      select
        "hub_ticket#key" as "#key",
        "#load_date",
        "#lsn",
        "#live",
        lag("#live") over (
          partition by "hub_ticket#key"
          order by "#load_date"
        ) as "#was_live"
      from "changes"
    ) as "state"
      left outer join lateral (
        select "status"
        from "vault"."sts_ticket"
        where (
          "state"."#was_live" is null
          and "vault"."sts_ticket"."ticket_hk" = "state"."#key"
        )
        order by "vault"."sts_ticket"."load_dts" desc
        fetch next 1 rows only
      ) as "newest"
        on true
    where "state"."#live" <> coalesce(
      "state"."#was_live",
      ("newest"."status" = 'C'),
      false
    )
    returning true as "added"
  ),
  "new eff_ticket_include_booking" as (
    insert into "vault"."eff_ticket_include_booking" (
      "ticket_include_booking_hk",
      "load_dts",
      "is_active",
      "driving_hk",
      "src_lsn"
    )
    select
      "event"."link",
      "state"."#load_date",
      "event"."opens",
      "state"."#driving",
      "state"."#lsn"
    from (
      select
        "lnk_ticket_include_booking#driving" as "#driving",
        "#load_date",
        "#lsn",
        case
          when "#live" = true then "lnk_ticket_include_booking#key"
        end as "#link",
        lag(case
          when "#live" = true then "lnk_ticket_include_booking#key"
        end) over (
          partition by "lnk_ticket_include_booking#driving"
          order by "#load_date"
        ) as "#link_before",
        row_number() over (
          partition by "lnk_ticket_include_booking#driving"
          order by "#load_date"
        ) as "#nth"
      from "changes"
      where "lnk_ticket_include_booking#driving" is not null
    ) as "state"
      left outer join lateral (
        select case
          when "vault"."eff_ticket_include_booking"."is_active" = true then "vault"."eff_ticket_include_booking"."ticket_include_booking_hk"
        end as "#link"
        from "vault"."eff_ticket_include_booking"
        where (
          "state"."#nth" = 1
          and "vault"."eff_ticket_include_booking"."driving_hk" = "state"."#driving"
        )
        order by "vault"."eff_ticket_include_booking"."load_dts" desc, "vault"."eff_ticket_include_booking"."is_active" desc
        fetch next 1 rows only
      ) as "newest"
        on true
      cross join lateral (
        values
          (
            case
              when "state"."#nth" = 1 then "newest"."#link"
              else "state"."#link_before"
            end,
            false
          ),
          ("state"."#link", true)
      ) as "event" ("link", "opens")
    where (
      "state"."#link" is distinct from case
        when "state"."#nth" = 1 then "newest"."#link"
        else "state"."#link_before"
      end
      and "event"."link" is not null
    )
    returning true as "added"
  )
select
  (
    select count(*)
    from "new hub_booking"
    where "added"
  ) as "hub_booking",
  (
    select count(*)
    from "new hub_ticket"
    where "added"
  ) as "hub_ticket",
  (
    select count(*)
    from "new lnk_ticket_include_booking"
    where "added"
  ) as "lnk_ticket_include_booking",
  (
    select count(*)
    from "new sat_tickets"
    where "added"
  ) as "sat_tickets",
  (
    select count(*)
    from "new sts_ticket"
    where "added"
  ) as "sts_ticket",
  (
    select count(*)
    from "new eff_ticket_include_booking"
    where "added"
  ) as "eff_ticket_include_booking";

-- a truncate stages the deletion of every row
with live as materialized (select *, row("decode"(
  md5(nullif(
    upper(trim(cast("ticket_no" as text))),
    ''
  )),
  'hex'
))::text as "#row" from (select "vault"."hub_ticket"."ticket_no" as "ticket_no"
from "vault"."hub_ticket"
where (
  select "vault"."sts_ticket"."status"
  from "vault"."sts_ticket"
  where "vault"."sts_ticket"."ticket_hk" = "vault"."hub_ticket"."ticket_hk"
  order by "vault"."sts_ticket"."load_dts" desc
  fetch next 1 rows only
) = 'C'
union
select "ticket_no"
from "staged public.tickets") as known)
insert into "staged public.tickets" ("#seq", "#live", "#load_date", "#lsn", "ticket_no")
select ?::bigint, false, ?::timestamptz, ?::pg_lsn, live."ticket_no"
from live;

-- public.airports: staged once a session
create temporary table if not exists "staged public.airports" (
  "#seq" bigint not null,
  "#live" boolean not null,
  "#load_date" timestamptz not null,
  "#lsn" pg_lsn not null,
  "#toasted" text[] not null default '{}',
  "#row_key" text,
  "#event" "char",
  "airport_code" char(3),
  "airport_name" text,
  "city" text,
  "coordinates_lon" float8,
  "coordinates_lat" float8,
  "timezone" text
) on commit delete rows;

-- every batch: changes are copied in as typed values
copy "staged public.airports" from stdin;

-- every batch: one statement into hub_airport, sat_airport, sts_airport
with
  "keyed" as materialized (
    select
      *,
      "decode"(
        md5(nullif(
          upper(trim(cast("airport_code" as text))),
          ''
        )),
        'hex'
      ) as "hub_airport#key",
      "decode"(
        md5(((((((((coalesce(
          nullif(
            upper(trim(cast("airport_name" as text))),
            ''
          ),
          '^^'
        ) || '||') || coalesce(
          nullif(
            upper(trim(cast("city" as text))),
            ''
          ),
          '^^'
        )) || '||') || coalesce(
          nullif(
            upper(trim(cast("coordinates_lat" as text))),
            ''
          ),
          '^^'
        )) || '||') || coalesce(
          nullif(
            upper(trim(cast("coordinates_lon" as text))),
            ''
          ),
          '^^'
        )) || '||') || coalesce(
          nullif(
            upper(trim(cast("timezone" as text))),
            ''
          ),
          '^^'
        ))),
        'hex'
      ) as "sat_airport#diff",
      row(
        "airport_name",
        "city",
        "coordinates_lon",
        "coordinates_lat",
        "timezone"
      )::text as "sat_airport#image"
    from "staged public.airports"
  ),
  "changes" as (
    select distinct on ("hub_airport#key", "#load_date") *
    from "keyed"
    where "hub_airport#key" is not null
    order by "hub_airport#key", "#load_date", "#seq" desc
  ),
  "new hub_airport" as (
    insert into "vault"."hub_airport" ("airport_hk", "airport_code", "load_dts", "rec_src")
    select distinct on ("mention"."airport_hk") "mention"."airport_hk", "mention"."airport_code", "mention"."#load_date", 'postgres.public'
    from (
      select
        "hub_airport#key" as "airport_hk",
        "airport_code" as "airport_code",
        "#load_date"
      from "changes"
      where (
        "#live"
        and "hub_airport#key" is not null
      )
    ) as "mention"
    where not exists (
      select 1 as "one"
      from "vault"."hub_airport"
      where (
        "vault"."hub_airport"."airport_hk" = "mention"."airport_hk"
        and not (("mention"."#load_date", 'postgres.public') < ("vault"."hub_airport"."load_dts", "vault"."hub_airport"."rec_src"))
      )
    )
    order by "mention"."airport_hk", "mention"."#load_date", "mention"."airport_code" asc
    on conflict ("airport_hk")
    do update
    set
      "airport_code" = excluded."airport_code",
      "load_dts" = excluded."load_dts",
      "rec_src" = excluded."rec_src"
    where (
      excluded."load_dts",
      excluded."rec_src"
    ) < ("vault"."hub_airport"."load_dts", "vault"."hub_airport"."rec_src")
    returning xmax = 0 as "added"
  ),
  "new sat_airport" as (
    insert into "vault"."sat_airport" (
      "airport_hk",
      "load_dts",
      "hash_diff",
      "rec_src",
      "src_lsn",
      "airport_name",
      "city",
      "coordinates_lon",
      "coordinates_lat",
      "timezone"
    )
    select
      "state"."hub_airport#key",
      "state"."#load_date",
      "state"."sat_airport#diff",
      'postgres.public',
      "state"."#lsn",
      "state"."airport_name#value",
      "state"."city#value",
      "state"."coordinates_lon#value",
      "state"."coordinates_lat#value",
      "state"."timezone#value"
    from (
      select
        "hub_airport#key",
        "#load_date",
        "#lsn",
        "#live",
        "sat_airport#diff",
        "sat_airport#image",
        "airport_name" as "airport_name#value",
        "city" as "city#value",
        "coordinates_lon" as "coordinates_lon#value",
        "coordinates_lat" as "coordinates_lat#value",
        "timezone" as "timezone#value",
        lag("sat_airport#diff") over (
          partition by "hub_airport#key"
          order by "#load_date"
        ) as "sat_airport#diff#previous",
        lag("sat_airport#image") over (
          partition by "hub_airport#key"
          order by "#load_date"
        ) as "sat_airport#image#previous",
        row_number() over (
          partition by "hub_airport#key"
          order by "#load_date"
        ) as "#nth"
      from "changes"
      where (
        "hub_airport#key" is not null
        and "#live" = true
      )
    ) as "state"
      left outer join lateral (
        select
          "vault"."sat_airport"."hash_diff" as "hash_diff",
          row(
            "vault"."sat_airport"."airport_name",
            "vault"."sat_airport"."city",
            "vault"."sat_airport"."coordinates_lon",
            "vault"."sat_airport"."coordinates_lat",
            "vault"."sat_airport"."timezone"
          )::text as "sat_airport#image"
        from "vault"."sat_airport"
        where (
          "state"."#nth" = 1
          and "vault"."sat_airport"."airport_hk" = "state"."hub_airport#key"
        )
        order by "vault"."sat_airport"."load_dts" desc
        fetch next 1 rows only
      ) as "newest"
        on true
    where (
      "state"."sat_airport#diff" is distinct from coalesce("state"."sat_airport#diff#previous", "newest"."hash_diff")
      or "state"."sat_airport#image" is distinct from coalesce("state"."sat_airport#image#previous", "newest"."sat_airport#image")
    )
    returning true as "added"
  ),
  "new sts_airport" as (
    insert into "vault"."sts_airport" ("airport_hk", "load_dts", "status", "src_lsn")
    select
      "state"."#key",
      "state"."#load_date",
      case
        when "state"."#live" = true then 'C'
        else 'D'
      end,
      "state"."#lsn"
    from (
      select
        "hub_airport#key" as "#key",
        "#load_date",
        "#lsn",
        "#live",
        lag("#live") over (
          partition by "hub_airport#key"
          order by "#load_date"
        ) as "#was_live"
      from "changes"
    ) as "state"
      left outer join lateral (
        select "status"
        from "vault"."sts_airport"
        where (
          "state"."#was_live" is null
          and "vault"."sts_airport"."airport_hk" = "state"."#key"
        )
        order by "vault"."sts_airport"."load_dts" desc
        fetch next 1 rows only
      ) as "newest"
        on true
    where "state"."#live" <> coalesce(
      "state"."#was_live",
      ("newest"."status" = 'C'),
      false
    )
    returning true as "added"
  )
select
  (
    select count(*)
    from "new hub_airport"
    where "added"
  ) as "hub_airport",
  (
    select count(*)
    from "new sat_airport"
    where "added"
  ) as "sat_airport",
  (
    select count(*)
    from "new sts_airport"
    where "added"
  ) as "sts_airport";

-- a truncate stages the deletion of every row
with live as materialized (select *, row("decode"(
  md5(nullif(
    upper(trim(cast("airport_code" as text))),
    ''
  )),
  'hex'
))::text as "#row" from (select "vault"."hub_airport"."airport_code" as "airport_code"
from "vault"."hub_airport"
where (
  select "vault"."sts_airport"."status"
  from "vault"."sts_airport"
  where "vault"."sts_airport"."airport_hk" = "vault"."hub_airport"."airport_hk"
  order by "vault"."sts_airport"."load_dts" desc
  fetch next 1 rows only
) = 'C'
union
select "airport_code"
from "staged public.airports") as known)
insert into "staged public.airports" ("#seq", "#live", "#load_date", "#lsn", "airport_code")
select ?::bigint, false, ?::timestamptz, ?::pg_lsn, live."airport_code"
from live;

-- public.aircafts: staged once a session
create temporary table if not exists "staged public.aircafts" (
  "#seq" bigint not null,
  "#live" boolean not null,
  "#load_date" timestamptz not null,
  "#lsn" pg_lsn not null,
  "#toasted" text[] not null default '{}',
  "#row_key" text,
  "#event" "char",
  "aircraft_code" char(3),
  "model" jsonb,
  "range" integer
) on commit delete rows;

-- every batch: changes are copied in as typed values
copy "staged public.aircafts" from stdin;

-- every batch: one statement into hub_aircraft, sat_aircraft, sts_aircraft
with
  "keyed" as materialized (
    select
      *,
      "decode"(
        md5(nullif(
          upper(trim(cast("aircraft_code" as text))),
          ''
        )),
        'hex'
      ) as "hub_aircraft#key",
      "decode"(
        md5(((coalesce(
          nullif(
            upper(trim(cast("model" as text))),
            ''
          ),
          '^^'
        ) || '||') || coalesce(
          nullif(
            upper(trim(cast("range" as text))),
            ''
          ),
          '^^'
        ))),
        'hex'
      ) as "sat_aircraft#diff",
      row("model", "range")::text as "sat_aircraft#image"
    from "staged public.aircafts"
  ),
  "changes" as (
    select distinct on ("hub_aircraft#key", "#load_date") *
    from "keyed"
    where "hub_aircraft#key" is not null
    order by "hub_aircraft#key", "#load_date", "#seq" desc
  ),
  "new hub_aircraft" as (
    insert into "vault"."hub_aircraft" ("aircraft_hk", "aircraft_code", "load_dts", "rec_src")
    select distinct on ("mention"."aircraft_hk") "mention"."aircraft_hk", "mention"."aircraft_code", "mention"."#load_date", 'postgres.public'
    from (
      select
        "hub_aircraft#key" as "aircraft_hk",
        "aircraft_code" as "aircraft_code",
        "#load_date"
      from "changes"
      where (
        "#live"
        and "hub_aircraft#key" is not null
      )
    ) as "mention"
    where not exists (
      select 1 as "one"
      from "vault"."hub_aircraft"
      where (
        "vault"."hub_aircraft"."aircraft_hk" = "mention"."aircraft_hk"
        and not (("mention"."#load_date", 'postgres.public') < ("vault"."hub_aircraft"."load_dts", "vault"."hub_aircraft"."rec_src"))
      )
    )
    order by "mention"."aircraft_hk", "mention"."#load_date", "mention"."aircraft_code" asc
    on conflict ("aircraft_hk")
    do update
    set
      "aircraft_code" = excluded."aircraft_code",
      "load_dts" = excluded."load_dts",
      "rec_src" = excluded."rec_src"
    where (
      excluded."load_dts",
      excluded."rec_src"
    ) < ("vault"."hub_aircraft"."load_dts", "vault"."hub_aircraft"."rec_src")
    returning xmax = 0 as "added"
  ),
  "new sat_aircraft" as (
    insert into "vault"."sat_aircraft" (
      "aircraft_hk",
      "load_dts",
      "hash_diff",
      "rec_src",
      "src_lsn",
      "model",
      "range"
    )
    select
      "state"."hub_aircraft#key",
      "state"."#load_date",
      "state"."sat_aircraft#diff",
      'postgres.public',
      "state"."#lsn",
      "state"."model#value",
      "state"."range#value"
    from (
      select
        "hub_aircraft#key",
        "#load_date",
        "#lsn",
        "#live",
        "sat_aircraft#diff",
        "sat_aircraft#image",
        "model" as "model#value",
        "range" as "range#value",
        lag("sat_aircraft#diff") over (
          partition by "hub_aircraft#key"
          order by "#load_date"
        ) as "sat_aircraft#diff#previous",
        lag("sat_aircraft#image") over (
          partition by "hub_aircraft#key"
          order by "#load_date"
        ) as "sat_aircraft#image#previous",
        row_number() over (
          partition by "hub_aircraft#key"
          order by "#load_date"
        ) as "#nth"
      from "changes"
      where (
        "hub_aircraft#key" is not null
        and "#live" = true
      )
    ) as "state"
      left outer join lateral (
        select
          "vault"."sat_aircraft"."hash_diff" as "hash_diff",
          row("vault"."sat_aircraft"."model", "vault"."sat_aircraft"."range")::text as "sat_aircraft#image"
        from "vault"."sat_aircraft"
        where (
          "state"."#nth" = 1
          and "vault"."sat_aircraft"."aircraft_hk" = "state"."hub_aircraft#key"
        )
        order by "vault"."sat_aircraft"."load_dts" desc
        fetch next 1 rows only
      ) as "newest"
        on true
    where (
      "state"."sat_aircraft#diff" is distinct from coalesce("state"."sat_aircraft#diff#previous", "newest"."hash_diff")
      or "state"."sat_aircraft#image" is distinct from coalesce("state"."sat_aircraft#image#previous", "newest"."sat_aircraft#image")
    )
    returning true as "added"
  ),
  "new sts_aircraft" as (
    insert into "vault"."sts_aircraft" ("aircraft_hk", "load_dts", "status", "src_lsn")
    select
      "state"."#key",
      "state"."#load_date",
      case
        when "state"."#live" = true then 'C'
        else 'D'
      end,
      "state"."#lsn"
    from (
      select
        "hub_aircraft#key" as "#key",
        "#load_date",
        "#lsn",
        "#live",
        lag("#live") over (
          partition by "hub_aircraft#key"
          order by "#load_date"
        ) as "#was_live"
      from "changes"
    ) as "state"
      left outer join lateral (
        select "status"
        from "vault"."sts_aircraft"
        where (
          "state"."#was_live" is null
          and "vault"."sts_aircraft"."aircraft_hk" = "state"."#key"
        )
        order by "vault"."sts_aircraft"."load_dts" desc
        fetch next 1 rows only
      ) as "newest"
        on true
    where "state"."#live" <> coalesce(
      "state"."#was_live",
      ("newest"."status" = 'C'),
      false
    )
    returning true as "added"
  )
select
  (
    select count(*)
    from "new hub_aircraft"
    where "added"
  ) as "hub_aircraft",
  (
    select count(*)
    from "new sat_aircraft"
    where "added"
  ) as "sat_aircraft",
  (
    select count(*)
    from "new sts_aircraft"
    where "added"
  ) as "sts_aircraft";

-- a truncate stages the deletion of every row
with live as materialized (select *, row("decode"(
  md5(nullif(
    upper(trim(cast("aircraft_code" as text))),
    ''
  )),
  'hex'
))::text as "#row" from (select "vault"."hub_aircraft"."aircraft_code" as "aircraft_code"
from "vault"."hub_aircraft"
where (
  select "vault"."sts_aircraft"."status"
  from "vault"."sts_aircraft"
  where "vault"."sts_aircraft"."aircraft_hk" = "vault"."hub_aircraft"."aircraft_hk"
  order by "vault"."sts_aircraft"."load_dts" desc
  fetch next 1 rows only
) = 'C'
union
select "aircraft_code"
from "staged public.aircafts") as known)
insert into "staged public.aircafts" ("#seq", "#live", "#load_date", "#lsn", "aircraft_code")
select ?::bigint, false, ?::timestamptz, ?::pg_lsn, live."aircraft_code"
from live;

-- public.seats: staged once a session
create temporary table if not exists "staged public.seats" (
  "#seq" bigint not null,
  "#live" boolean not null,
  "#load_date" timestamptz not null,
  "#lsn" pg_lsn not null,
  "#toasted" text[] not null default '{}',
  "#row_key" text,
  "#event" "char",
  "seat_no" char(4),
  "aircraft_code" char(3),
  "fare_conditions" varchar(10)
) on commit delete rows;

-- every batch: changes are copied in as typed values
copy "staged public.seats" from stdin;

-- every batch: one statement into hub_aircraft, hub_seat, lnk_seat_on_aircraft, sat_seat, sts_seat, eff_seat_on_aircraft
with
  "keyed" as materialized (
    select
      *,
      "decode"(
        md5(nullif(
          upper(trim(cast("seat_no" as text))),
          ''
        )),
        'hex'
      ) as "hub_seat#key",
      "decode"(
        md5(nullif(
          upper(trim(cast("aircraft_code" as text))),
          ''
        )),
        'hex'
      ) as "hub_aircraft#key",
      case
        when (
          "decode"(
            md5(nullif(
              upper(trim(cast("seat_no" as text))),
              ''
            )),
            'hex'
          ) is not null
          and "decode"(
            md5(nullif(
              upper(trim(cast("aircraft_code" as text))),
              ''
            )),
            'hex'
          ) is not null
        ) then "decode"(
          md5(nullif(
            ((coalesce(
              nullif(
                upper(trim(cast("seat_no" as text))),
                ''
              ),
              '^^'
            ) || '||') || coalesce(
              nullif(
                upper(trim(cast("aircraft_code" as text))),
                ''
              ),
              '^^'
            )),
            '^^||^^'
          )),
          'hex'
        )
      end as "lnk_seat_on_aircraft#key",
      "decode"(
        md5(nullif(
          upper(trim(cast("seat_no" as text))),
          ''
        )),
        'hex'
      ) as "lnk_seat_on_aircraft#driving",
      "decode"(
        md5(coalesce(
          nullif(
            upper(trim(cast("fare_conditions" as text))),
            ''
          ),
          '^^'
        )),
        'hex'
      ) as "sat_seat#diff",
      row("fare_conditions")::text as "sat_seat#image"
    from "staged public.seats"
  ),
  "changes" as (
    select distinct on ("hub_seat#key", "#load_date") *
    from "keyed"
    where "hub_seat#key" is not null
    order by "hub_seat#key", "#load_date", "#seq" desc
  ),
  "new hub_aircraft" as (
    insert into "vault"."hub_aircraft" ("aircraft_hk", "aircraft_code", "load_dts", "rec_src")
    select distinct on ("mention"."aircraft_hk") "mention"."aircraft_hk", "mention"."aircraft_code", "mention"."#load_date", 'postgres.public'
    from (
      select
        "hub_aircraft#key" as "aircraft_hk",
        "aircraft_code" as "aircraft_code",
        "#load_date"
      from "changes"
      where (
        "#live"
        and "hub_aircraft#key" is not null
      )
    ) as "mention"
    where not exists (
      select 1 as "one"
      from "vault"."hub_aircraft"
      where (
        "vault"."hub_aircraft"."aircraft_hk" = "mention"."aircraft_hk"
        and not (("mention"."#load_date", 'postgres.public') < ("vault"."hub_aircraft"."load_dts", "vault"."hub_aircraft"."rec_src"))
      )
    )
    order by "mention"."aircraft_hk", "mention"."#load_date", "mention"."aircraft_code" asc
    on conflict ("aircraft_hk")
    do update
    set
      "aircraft_code" = excluded."aircraft_code",
      "load_dts" = excluded."load_dts",
      "rec_src" = excluded."rec_src"
    where (
      excluded."load_dts",
      excluded."rec_src"
    ) < ("vault"."hub_aircraft"."load_dts", "vault"."hub_aircraft"."rec_src")
    returning xmax = 0 as "added"
  ),
  "new hub_seat" as (
    insert into "vault"."hub_seat" ("seat_hk", "seat_no", "load_dts", "rec_src")
    select distinct on ("mention"."seat_hk") "mention"."seat_hk", "mention"."seat_no", "mention"."#load_date", 'postgres.public'
    from (
      select
        "hub_seat#key" as "seat_hk",
        "seat_no" as "seat_no",
        "#load_date"
      from "changes"
      where (
        "#live"
        and "hub_seat#key" is not null
      )
    ) as "mention"
    where not exists (
      select 1 as "one"
      from "vault"."hub_seat"
      where (
        "vault"."hub_seat"."seat_hk" = "mention"."seat_hk"
        and not (("mention"."#load_date", 'postgres.public') < ("vault"."hub_seat"."load_dts", "vault"."hub_seat"."rec_src"))
      )
    )
    order by "mention"."seat_hk", "mention"."#load_date", "mention"."seat_no" asc
    on conflict ("seat_hk")
    do update
    set
      "seat_no" = excluded."seat_no",
      "load_dts" = excluded."load_dts",
      "rec_src" = excluded."rec_src"
    where (
      excluded."load_dts",
      excluded."rec_src"
    ) < ("vault"."hub_seat"."load_dts", "vault"."hub_seat"."rec_src")
    returning xmax = 0 as "added"
  ),
  "new lnk_seat_on_aircraft" as (
    insert into "vault"."lnk_seat_on_aircraft" (
      "seat_on_aircraft_hk",
      "seat_hk",
      "aircraft_hk",
      "load_dts",
      "rec_src"
    )
    select distinct on ("mention"."seat_on_aircraft_hk")
      "mention"."seat_on_aircraft_hk",
      "mention"."seat_hk",
      "mention"."aircraft_hk",
      "mention"."#load_date",
      'postgres.public'
    from (
      select
        "lnk_seat_on_aircraft#key" as "seat_on_aircraft_hk",
        "hub_seat#key" as "seat_hk",
        "hub_aircraft#key" as "aircraft_hk",
        "#load_date"
      from "changes"
      where (
        "#live"
        and "lnk_seat_on_aircraft#key" is not null
      )
    ) as "mention"
    where not exists (
      select 1 as "one"
      from "vault"."lnk_seat_on_aircraft"
      where (
        "vault"."lnk_seat_on_aircraft"."seat_on_aircraft_hk" = "mention"."seat_on_aircraft_hk"
        and not (("mention"."#load_date", 'postgres.public') < ("vault"."lnk_seat_on_aircraft"."load_dts", "vault"."lnk_seat_on_aircraft"."rec_src"))
      )
    )
    order by "mention"."seat_on_aircraft_hk", "mention"."#load_date", "mention"."seat_hk" asc, "mention"."aircraft_hk" asc
    on conflict ("seat_on_aircraft_hk")
    do update
    set
      "seat_hk" = excluded."seat_hk",
      "aircraft_hk" = excluded."aircraft_hk",
      "load_dts" = excluded."load_dts",
      "rec_src" = excluded."rec_src"
    where (
      excluded."load_dts",
      excluded."rec_src"
    ) < ("vault"."lnk_seat_on_aircraft"."load_dts", "vault"."lnk_seat_on_aircraft"."rec_src")
    returning xmax = 0 as "added"
  ),
  "new sat_seat" as (
    insert into "vault"."sat_seat" (
      "seat_hk",
      "load_dts",
      "hash_diff",
      "rec_src",
      "src_lsn",
      "fare_conditions"
    )
    select
      "state"."hub_seat#key",
      "state"."#load_date",
      "state"."sat_seat#diff",
      'postgres.public',
      "state"."#lsn",
      "state"."fare_conditions#value"
    from (
      select
        "hub_seat#key",
        "#load_date",
        "#lsn",
        "#live",
        "sat_seat#diff",
        "sat_seat#image",
        "fare_conditions" as "fare_conditions#value",
        lag("sat_seat#diff") over (
          partition by "hub_seat#key"
          order by "#load_date"
        ) as "sat_seat#diff#previous",
        lag("sat_seat#image") over (
          partition by "hub_seat#key"
          order by "#load_date"
        ) as "sat_seat#image#previous",
        row_number() over (
          partition by "hub_seat#key"
          order by "#load_date"
        ) as "#nth"
      from "changes"
      where (
        "hub_seat#key" is not null
        and "#live" = true
      )
    ) as "state"
      left outer join lateral (
        select
          "vault"."sat_seat"."hash_diff" as "hash_diff",
          row("vault"."sat_seat"."fare_conditions")::text as "sat_seat#image"
        from "vault"."sat_seat"
        where (
          "state"."#nth" = 1
          and "vault"."sat_seat"."seat_hk" = "state"."hub_seat#key"
        )
        order by "vault"."sat_seat"."load_dts" desc
        fetch next 1 rows only
      ) as "newest"
        on true
    where (
      "state"."sat_seat#diff" is distinct from coalesce("state"."sat_seat#diff#previous", "newest"."hash_diff")
      or "state"."sat_seat#image" is distinct from coalesce("state"."sat_seat#image#previous", "newest"."sat_seat#image")
    )
    returning true as "added"
  ),
  "new sts_seat" as (
    insert into "vault"."sts_seat" ("seat_hk", "load_dts", "status", "src_lsn")
    select
      "state"."#key",
      "state"."#load_date",
      case
        when "state"."#live" = true then 'C'
        else 'D'
      end,
      "state"."#lsn"
    from (
      select
        "hub_seat#key" as "#key",
        "#load_date",
        "#lsn",
        "#live",
        lag("#live") over (
          partition by "hub_seat#key"
          order by "#load_date"
        ) as "#was_live"
      from "changes"
    ) as "state"
      left outer join lateral (
        select "status"
        from "vault"."sts_seat"
        where (
          "state"."#was_live" is null
          and "vault"."sts_seat"."seat_hk" = "state"."#key"
        )
        order by "vault"."sts_seat"."load_dts" desc
        fetch next 1 rows only
      ) as "newest"
        on true
    where "state"."#live" <> coalesce(
      "state"."#was_live",
      ("newest"."status" = 'C'),
      false
    )
    returning true as "added"
  ),
  "new eff_seat_on_aircraft" as (
    insert into "vault"."eff_seat_on_aircraft" (
      "seat_on_aircraft_hk",
      "load_dts",
      "is_active",
      "driving_hk",
      "src_lsn"
    )
    select
      "event"."link",
      "state"."#load_date",
      "event"."opens",
      "state"."#driving",
      "state"."#lsn"
    from (
      select
        "lnk_seat_on_aircraft#driving" as "#driving",
        "#load_date",
        "#lsn",
        case
          when "#live" = true then "lnk_seat_on_aircraft#key"
        end as "#link",
        lag(case
          when "#live" = true then "lnk_seat_on_aircraft#key"
        end) over (
          partition by "lnk_seat_on_aircraft#driving"
          order by "#load_date"
        ) as "#link_before",
        row_number() over (
          partition by "lnk_seat_on_aircraft#driving"
          order by "#load_date"
        ) as "#nth"
      from "changes"
      where "lnk_seat_on_aircraft#driving" is not null
    ) as "state"
      left outer join lateral (
        select case
          when "vault"."eff_seat_on_aircraft"."is_active" = true then "vault"."eff_seat_on_aircraft"."seat_on_aircraft_hk"
        end as "#link"
        from "vault"."eff_seat_on_aircraft"
        where (
          "state"."#nth" = 1
          and "vault"."eff_seat_on_aircraft"."driving_hk" = "state"."#driving"
        )
        order by "vault"."eff_seat_on_aircraft"."load_dts" desc, "vault"."eff_seat_on_aircraft"."is_active" desc
        fetch next 1 rows only
      ) as "newest"
        on true
      cross join lateral (
        values
          (
            case
              when "state"."#nth" = 1 then "newest"."#link"
              else "state"."#link_before"
            end,
            false
          ),
          ("state"."#link", true)
      ) as "event" ("link", "opens")
    where (
      "state"."#link" is distinct from case
        when "state"."#nth" = 1 then "newest"."#link"
        else "state"."#link_before"
      end
      and "event"."link" is not null
    )
    returning true as "added"
  )
select
  (
    select count(*)
    from "new hub_aircraft"
    where "added"
  ) as "hub_aircraft",
  (
    select count(*)
    from "new hub_seat"
    where "added"
  ) as "hub_seat",
  (
    select count(*)
    from "new lnk_seat_on_aircraft"
    where "added"
  ) as "lnk_seat_on_aircraft",
  (
    select count(*)
    from "new sat_seat"
    where "added"
  ) as "sat_seat",
  (
    select count(*)
    from "new sts_seat"
    where "added"
  ) as "sts_seat",
  (
    select count(*)
    from "new eff_seat_on_aircraft"
    where "added"
  ) as "eff_seat_on_aircraft";

-- a truncate stages the deletion of every row
with live as materialized (select *, row("decode"(
  md5(nullif(
    upper(trim(cast("seat_no" as text))),
    ''
  )),
  'hex'
))::text as "#row" from (select "vault"."hub_seat"."seat_no" as "seat_no"
from "vault"."hub_seat"
where (
  select "vault"."sts_seat"."status"
  from "vault"."sts_seat"
  where "vault"."sts_seat"."seat_hk" = "vault"."hub_seat"."seat_hk"
  order by "vault"."sts_seat"."load_dts" desc
  fetch next 1 rows only
) = 'C'
union
select "seat_no"
from "staged public.seats") as known)
insert into "staged public.seats" ("#seq", "#live", "#load_date", "#lsn", "seat_no")
select ?::bigint, false, ?::timestamptz, ?::pg_lsn, live."seat_no"
from live;

-- public.flights: staged once a session
create temporary table if not exists "staged public.flights" (
  "#seq" bigint not null,
  "#live" boolean not null,
  "#load_date" timestamptz not null,
  "#lsn" pg_lsn not null,
  "#toasted" text[] not null default '{}',
  "#row_key" text,
  "#event" "char",
  "flight_id" integer,
  "departure_airport" char(3),
  "arrival_airport" char(3),
  "aircraft_code" char(3),
  "flight_no" char(6),
  "scheduled_departure" timestamptz,
  "scheduled_arrival" timestamptz,
  "status" varchar(20),
  "actual_departure" timestamptz,
  "actual_arrival" timestamptz
) on commit delete rows;

-- every batch: changes are copied in as typed values
copy "staged public.flights" from stdin;

-- every batch: one statement into hub_aircraft, hub_airport, hub_flight, lnk_flight_aircraft, lnk_flight_arrive_airport, lnk_flight_departure_airport, sat_flight, sts_flight, eff_flight_departure_airport, eff_flight_arrive_airport, eff_flight_aircraft
with
  "keyed" as materialized (
    select
      *,
      "decode"(
        md5(nullif(
          upper(trim(cast("flight_id" as text))),
          ''
        )),
        'hex'
      ) as "hub_flight#key",
      "decode"(
        md5(nullif(
          upper(trim(cast("departure_airport" as text))),
          ''
        )),
        'hex'
      ) as "departure_airport#key",
      "decode"(
        md5(nullif(
          upper(trim(cast("arrival_airport" as text))),
          ''
        )),
        'hex'
      ) as "arrival_airport#key",
      "decode"(
        md5(nullif(
          upper(trim(cast("aircraft_code" as text))),
          ''
        )),
        'hex'
      ) as "hub_aircraft#key",
      case
        when (
          "decode"(
            md5(nullif(
              upper(trim(cast("flight_id" as text))),
              ''
            )),
            'hex'
          ) is not null
          and "decode"(
            md5(nullif(
              upper(trim(cast("departure_airport" as text))),
              ''
            )),
            'hex'
          ) is not null
        ) then "decode"(
          md5(nullif(
            ((coalesce(
              nullif(
                upper(trim(cast("flight_id" as text))),
                ''
              ),
              '^^'
            ) || '||') || coalesce(
              nullif(
                upper(trim(cast("departure_airport" as text))),
                ''
              ),
              '^^'
            )),
            '^^||^^'
          )),
          'hex'
        )
      end as "lnk_flight_departure_airport#key",
      "decode"(
        md5(nullif(
          upper(trim(cast("flight_id" as text))),
          ''
        )),
        'hex'
      ) as "lnk_flight_departure_airport#driving",
      case
        when (
          "decode"(
            md5(nullif(
              upper(trim(cast("flight_id" as text))),
              ''
            )),
            'hex'
          ) is not null
          and "decode"(
            md5(nullif(
              upper(trim(cast("arrival_airport" as text))),
              ''
            )),
            'hex'
          ) is not null
        ) then "decode"(
          md5(nullif(
            ((coalesce(
              nullif(
                upper(trim(cast("flight_id" as text))),
                ''
              ),
              '^^'
            ) || '||') || coalesce(
              nullif(
                upper(trim(cast("arrival_airport" as text))),
                ''
              ),
              '^^'
            )),
            '^^||^^'
          )),
          'hex'
        )
      end as "lnk_flight_arrive_airport#key",
      "decode"(
        md5(nullif(
          upper(trim(cast("flight_id" as text))),
          ''
        )),
        'hex'
      ) as "lnk_flight_arrive_airport#driving",
      case
        when (
          "decode"(
            md5(nullif(
              upper(trim(cast("flight_id" as text))),
              ''
            )),
            'hex'
          ) is not null
          and "decode"(
            md5(nullif(
              upper(trim(cast("aircraft_code" as text))),
              ''
            )),
            'hex'
          ) is not null
        ) then "decode"(
          md5(nullif(
            ((coalesce(
              nullif(
                upper(trim(cast("flight_id" as text))),
                ''
              ),
              '^^'
            ) || '||') || coalesce(
              nullif(
                upper(trim(cast("aircraft_code" as text))),
                ''
              ),
              '^^'
            )),
            '^^||^^'
          )),
          'hex'
        )
      end as "lnk_flight_aircraft#key",
      "decode"(
        md5(nullif(
          upper(trim(cast("flight_id" as text))),
          ''
        )),
        'hex'
      ) as "lnk_flight_aircraft#driving",
      "decode"(
        md5(((((((((((coalesce(
          nullif(
            upper(trim(cast("actual_arrival" as text))),
            ''
          ),
          '^^'
        ) || '||') || coalesce(
          nullif(
            upper(trim(cast("actual_departure" as text))),
            ''
          ),
          '^^'
        )) || '||') || coalesce(
          nullif(
            upper(trim(cast("flight_no" as text))),
            ''
          ),
          '^^'
        )) || '||') || coalesce(
          nullif(
            upper(trim(cast("scheduled_arrival" as text))),
            ''
          ),
          '^^'
        )) || '||') || coalesce(
          nullif(
            upper(trim(cast("scheduled_departure" as text))),
            ''
          ),
          '^^'
        )) || '||') || coalesce(
          nullif(
            upper(trim(cast("status" as text))),
            ''
          ),
          '^^'
        ))),
        'hex'
      ) as "sat_flight#diff",
      row(
        "flight_no",
        "scheduled_departure",
        "scheduled_arrival",
        "status",
        "actual_departure",
        "actual_arrival"
      )::text as "sat_flight#image"
    from "staged public.flights"
  ),
  "changes" as (
    select distinct on ("hub_flight#key", "#load_date") *
    from "keyed"
    where "hub_flight#key" is not null
    order by "hub_flight#key", "#load_date", "#seq" desc
  ),
  "new hub_aircraft" as (
    insert into "vault"."hub_aircraft" ("aircraft_hk", "aircraft_code", "load_dts", "rec_src")
    select distinct on ("mention"."aircraft_hk") "mention"."aircraft_hk", "mention"."aircraft_code", "mention"."#load_date", 'postgres.public'
    from (
      select
        "hub_aircraft#key" as "aircraft_hk",
        "aircraft_code" as "aircraft_code",
        "#load_date"
      from "changes"
      where (
        "#live"
        and "hub_aircraft#key" is not null
      )
    ) as "mention"
    where not exists (
      select 1 as "one"
      from "vault"."hub_aircraft"
      where (
        "vault"."hub_aircraft"."aircraft_hk" = "mention"."aircraft_hk"
        and not (("mention"."#load_date", 'postgres.public') < ("vault"."hub_aircraft"."load_dts", "vault"."hub_aircraft"."rec_src"))
      )
    )
    order by "mention"."aircraft_hk", "mention"."#load_date", "mention"."aircraft_code" asc
    on conflict ("aircraft_hk")
    do update
    set
      "aircraft_code" = excluded."aircraft_code",
      "load_dts" = excluded."load_dts",
      "rec_src" = excluded."rec_src"
    where (
      excluded."load_dts",
      excluded."rec_src"
    ) < ("vault"."hub_aircraft"."load_dts", "vault"."hub_aircraft"."rec_src")
    returning xmax = 0 as "added"
  ),
  "new hub_airport" as (
    insert into "vault"."hub_airport" ("airport_hk", "airport_code", "load_dts", "rec_src")
    select distinct on ("mention"."airport_hk") "mention"."airport_hk", "mention"."airport_code", "mention"."#load_date", 'postgres.public'
    from (
      select
        "departure_airport#key" as "airport_hk",
        "departure_airport" as "airport_code",
        "#load_date"
      from "changes"
      where (
        "#live"
        and "departure_airport#key" is not null
      )
      union all
      select
        "arrival_airport#key" as "airport_hk",
        "arrival_airport" as "airport_code",
        "#load_date"
      from "changes"
      where (
        "#live"
        and "arrival_airport#key" is not null
      )
    ) as "mention"
    where not exists (
      select 1 as "one"
      from "vault"."hub_airport"
      where (
        "vault"."hub_airport"."airport_hk" = "mention"."airport_hk"
        and not (("mention"."#load_date", 'postgres.public') < ("vault"."hub_airport"."load_dts", "vault"."hub_airport"."rec_src"))
      )
    )
    order by "mention"."airport_hk", "mention"."#load_date", "mention"."airport_code" asc
    on conflict ("airport_hk")
    do update
    set
      "airport_code" = excluded."airport_code",
      "load_dts" = excluded."load_dts",
      "rec_src" = excluded."rec_src"
    where (
      excluded."load_dts",
      excluded."rec_src"
    ) < ("vault"."hub_airport"."load_dts", "vault"."hub_airport"."rec_src")
    returning xmax = 0 as "added"
  ),
  "new hub_flight" as (
    insert into "vault"."hub_flight" ("flight_hk", "flight_id", "load_dts", "rec_src")
    select distinct on ("mention"."flight_hk") "mention"."flight_hk", "mention"."flight_id", "mention"."#load_date", 'postgres.public'
    from (
      select
        "hub_flight#key" as "flight_hk",
        "flight_id" as "flight_id",
        "#load_date"
      from "changes"
      where (
        "#live"
        and "hub_flight#key" is not null
      )
    ) as "mention"
    where not exists (
      select 1 as "one"
      from "vault"."hub_flight"
      where (
        "vault"."hub_flight"."flight_hk" = "mention"."flight_hk"
        and not (("mention"."#load_date", 'postgres.public') < ("vault"."hub_flight"."load_dts", "vault"."hub_flight"."rec_src"))
      )
    )
    order by "mention"."flight_hk", "mention"."#load_date", "mention"."flight_id" asc
    on conflict ("flight_hk")
    do update
    set
      "flight_id" = excluded."flight_id",
      "load_dts" = excluded."load_dts",
      "rec_src" = excluded."rec_src"
    where (
      excluded."load_dts",
      excluded."rec_src"
    ) < ("vault"."hub_flight"."load_dts", "vault"."hub_flight"."rec_src")
    returning xmax = 0 as "added"
  ),
  "new lnk_flight_aircraft" as (
    insert into "vault"."lnk_flight_aircraft" (
      "flight_aircraft_hk",
      "flight_hk",
      "aircraft_hk",
      "load_dts",
      "rec_src"
    )
    select distinct on ("mention"."flight_aircraft_hk")
      "mention"."flight_aircraft_hk",
      "mention"."flight_hk",
      "mention"."aircraft_hk",
      "mention"."#load_date",
      'postgres.public'
    from (
      select
        "lnk_flight_aircraft#key" as "flight_aircraft_hk",
        "hub_flight#key" as "flight_hk",
        "hub_aircraft#key" as "aircraft_hk",
        "#load_date"
      from "changes"
      where (
        "#live"
        and "lnk_flight_aircraft#key" is not null
      )
    ) as "mention"
    where not exists (
      select 1 as "one"
      from "vault"."lnk_flight_aircraft"
      where (
        "vault"."lnk_flight_aircraft"."flight_aircraft_hk" = "mention"."flight_aircraft_hk"
        and not (("mention"."#load_date", 'postgres.public') < ("vault"."lnk_flight_aircraft"."load_dts", "vault"."lnk_flight_aircraft"."rec_src"))
      )
    )
    order by "mention"."flight_aircraft_hk", "mention"."#load_date", "mention"."flight_hk" asc, "mention"."aircraft_hk" asc
    on conflict ("flight_aircraft_hk")
    do update
    set
      "flight_hk" = excluded."flight_hk",
      "aircraft_hk" = excluded."aircraft_hk",
      "load_dts" = excluded."load_dts",
      "rec_src" = excluded."rec_src"
    where (
      excluded."load_dts",
      excluded."rec_src"
    ) < ("vault"."lnk_flight_aircraft"."load_dts", "vault"."lnk_flight_aircraft"."rec_src")
    returning xmax = 0 as "added"
  ),
  "new lnk_flight_arrive_airport" as (
    insert into "vault"."lnk_flight_arrive_airport" (
      "flight_arrive_airport_hk",
      "flight_hk",
      "arrival_airport_hk",
      "load_dts",
      "rec_src"
    )
    select distinct on ("mention"."flight_arrive_airport_hk")
      "mention"."flight_arrive_airport_hk",
      "mention"."flight_hk",
      "mention"."arrival_airport_hk",
      "mention"."#load_date",
      'postgres.public'
    from (
      select
        "lnk_flight_arrive_airport#key" as "flight_arrive_airport_hk",
        "hub_flight#key" as "flight_hk",
        "arrival_airport#key" as "arrival_airport_hk",
        "#load_date"
      from "changes"
      where (
        "#live"
        and "lnk_flight_arrive_airport#key" is not null
      )
    ) as "mention"
    where not exists (
      select 1 as "one"
      from "vault"."lnk_flight_arrive_airport"
      where (
        "vault"."lnk_flight_arrive_airport"."flight_arrive_airport_hk" = "mention"."flight_arrive_airport_hk"
        and not (("mention"."#load_date", 'postgres.public') < ("vault"."lnk_flight_arrive_airport"."load_dts", "vault"."lnk_flight_arrive_airport"."rec_src"))
      )
    )
    order by "mention"."flight_arrive_airport_hk", "mention"."#load_date", "mention"."flight_hk" asc, "mention"."arrival_airport_hk" asc
    on conflict ("flight_arrive_airport_hk")
    do update
    set
      "flight_hk" = excluded."flight_hk",
      "arrival_airport_hk" = excluded."arrival_airport_hk",
      "load_dts" = excluded."load_dts",
      "rec_src" = excluded."rec_src"
    where (
      excluded."load_dts",
      excluded."rec_src"
    ) < ("vault"."lnk_flight_arrive_airport"."load_dts", "vault"."lnk_flight_arrive_airport"."rec_src")
    returning xmax = 0 as "added"
  ),
  "new lnk_flight_departure_airport" as (
    insert into "vault"."lnk_flight_departure_airport" (
      "flight_departure_airport_hk",
      "flight_hk",
      "departure_airport_hk",
      "load_dts",
      "rec_src"
    )
    select distinct on ("mention"."flight_departure_airport_hk")
      "mention"."flight_departure_airport_hk",
      "mention"."flight_hk",
      "mention"."departure_airport_hk",
      "mention"."#load_date",
      'postgres.public'
    from (
      select
        "lnk_flight_departure_airport#key" as "flight_departure_airport_hk",
        "hub_flight#key" as "flight_hk",
        "departure_airport#key" as "departure_airport_hk",
        "#load_date"
      from "changes"
      where (
        "#live"
        and "lnk_flight_departure_airport#key" is not null
      )
    ) as "mention"
    where not exists (
      select 1 as "one"
      from "vault"."lnk_flight_departure_airport"
      where (
        "vault"."lnk_flight_departure_airport"."flight_departure_airport_hk" = "mention"."flight_departure_airport_hk"
        and not (("mention"."#load_date", 'postgres.public') < ("vault"."lnk_flight_departure_airport"."load_dts", "vault"."lnk_flight_departure_airport"."rec_src"))
      )
    )
    order by "mention"."flight_departure_airport_hk", "mention"."#load_date", "mention"."flight_hk" asc, "mention"."departure_airport_hk" asc
    on conflict ("flight_departure_airport_hk")
    do update
    set
      "flight_hk" = excluded."flight_hk",
      "departure_airport_hk" = excluded."departure_airport_hk",
      "load_dts" = excluded."load_dts",
      "rec_src" = excluded."rec_src"
    where (
      excluded."load_dts",
      excluded."rec_src"
    ) < ("vault"."lnk_flight_departure_airport"."load_dts", "vault"."lnk_flight_departure_airport"."rec_src")
    returning xmax = 0 as "added"
  ),
  "new sat_flight" as (
    insert into "vault"."sat_flight" (
      "flight_hk",
      "load_dts",
      "hash_diff",
      "rec_src",
      "src_lsn",
      "flight_no",
      "scheduled_departure",
      "scheduled_arrival",
      "status",
      "actual_departure",
      "actual_arrival"
    )
    select
      "state"."hub_flight#key",
      "state"."#load_date",
      "state"."sat_flight#diff",
      'postgres.public',
      "state"."#lsn",
      "state"."flight_no#value",
      "state"."scheduled_departure#value",
      "state"."scheduled_arrival#value",
      "state"."status#value",
      "state"."actual_departure#value",
      "state"."actual_arrival#value"
    from (
      select
        "hub_flight#key",
        "#load_date",
        "#lsn",
        "#live",
        "sat_flight#diff",
        "sat_flight#image",
        "flight_no" as "flight_no#value",
        "scheduled_departure" as "scheduled_departure#value",
        "scheduled_arrival" as "scheduled_arrival#value",
        "status" as "status#value",
        "actual_departure" as "actual_departure#value",
        "actual_arrival" as "actual_arrival#value",
        lag("sat_flight#diff") over (
          partition by "hub_flight#key"
          order by "#load_date"
        ) as "sat_flight#diff#previous",
        lag("sat_flight#image") over (
          partition by "hub_flight#key"
          order by "#load_date"
        ) as "sat_flight#image#previous",
        row_number() over (
          partition by "hub_flight#key"
          order by "#load_date"
        ) as "#nth"
      from "changes"
      where (
        "hub_flight#key" is not null
        and "#live" = true
      )
    ) as "state"
      left outer join lateral (
        select
          "vault"."sat_flight"."hash_diff" as "hash_diff",
          row(
            "vault"."sat_flight"."flight_no",
            "vault"."sat_flight"."scheduled_departure",
            "vault"."sat_flight"."scheduled_arrival",
            "vault"."sat_flight"."status",
            "vault"."sat_flight"."actual_departure",
            "vault"."sat_flight"."actual_arrival"
          )::text as "sat_flight#image"
        from "vault"."sat_flight"
        where (
          "state"."#nth" = 1
          and "vault"."sat_flight"."flight_hk" = "state"."hub_flight#key"
        )
        order by "vault"."sat_flight"."load_dts" desc
        fetch next 1 rows only
      ) as "newest"
        on true
    where (
      "state"."sat_flight#diff" is distinct from coalesce("state"."sat_flight#diff#previous", "newest"."hash_diff")
      or "state"."sat_flight#image" is distinct from coalesce("state"."sat_flight#image#previous", "newest"."sat_flight#image")
    )
    returning true as "added"
  ),
  "new sts_flight" as (
    insert into "vault"."sts_flight" ("flight_hk", "load_dts", "status", "src_lsn")
    select
      "state"."#key",
      "state"."#load_date",
      case
        when "state"."#live" = true then 'C'
        else 'D'
      end,
      "state"."#lsn"
    from (
      select
        "hub_flight#key" as "#key",
        "#load_date",
        "#lsn",
        "#live",
        lag("#live") over (
          partition by "hub_flight#key"
          order by "#load_date"
        ) as "#was_live"
      from "changes"
    ) as "state"
      left outer join lateral (
        select "status"
        from "vault"."sts_flight"
        where (
          "state"."#was_live" is null
          and "vault"."sts_flight"."flight_hk" = "state"."#key"
        )
        order by "vault"."sts_flight"."load_dts" desc
        fetch next 1 rows only
      ) as "newest"
        on true
    where "state"."#live" <> coalesce(
      "state"."#was_live",
      ("newest"."status" = 'C'),
      false
    )
    returning true as "added"
  ),
  "new eff_flight_departure_airport" as (
    insert into "vault"."eff_flight_departure_airport" (
      "flight_departure_airport_hk",
      "load_dts",
      "is_active",
      "driving_hk",
      "src_lsn"
    )
    select
      "event"."link",
      "state"."#load_date",
      "event"."opens",
      "state"."#driving",
      "state"."#lsn"
    from (
      select
        "lnk_flight_departure_airport#driving" as "#driving",
        "#load_date",
        "#lsn",
        case
          when "#live" = true then "lnk_flight_departure_airport#key"
        end as "#link",
        lag(case
          when "#live" = true then "lnk_flight_departure_airport#key"
        end) over (
          partition by "lnk_flight_departure_airport#driving"
          order by "#load_date"
        ) as "#link_before",
        row_number() over (
          partition by "lnk_flight_departure_airport#driving"
          order by "#load_date"
        ) as "#nth"
      from "changes"
      where "lnk_flight_departure_airport#driving" is not null
    ) as "state"
      left outer join lateral (
        select case
          when "vault"."eff_flight_departure_airport"."is_active" = true then "vault"."eff_flight_departure_airport"."flight_departure_airport_hk"
        end as "#link"
        from "vault"."eff_flight_departure_airport"
        where (
          "state"."#nth" = 1
          and "vault"."eff_flight_departure_airport"."driving_hk" = "state"."#driving"
        )
        order by "vault"."eff_flight_departure_airport"."load_dts" desc, "vault"."eff_flight_departure_airport"."is_active" desc
        fetch next 1 rows only
      ) as "newest"
        on true
      cross join lateral (
        values
          (
            case
              when "state"."#nth" = 1 then "newest"."#link"
              else "state"."#link_before"
            end,
            false
          ),
          ("state"."#link", true)
      ) as "event" ("link", "opens")
    where (
      "state"."#link" is distinct from case
        when "state"."#nth" = 1 then "newest"."#link"
        else "state"."#link_before"
      end
      and "event"."link" is not null
    )
    returning true as "added"
  ),
  "new eff_flight_arrive_airport" as (
    insert into "vault"."eff_flight_arrive_airport" (
      "flight_arrive_airport_hk",
      "load_dts",
      "is_active",
      "driving_hk",
      "src_lsn"
    )
    select
      "event"."link",
      "state"."#load_date",
      "event"."opens",
      "state"."#driving",
      "state"."#lsn"
    from (
      select
        "lnk_flight_arrive_airport#driving" as "#driving",
        "#load_date",
        "#lsn",
        case
          when "#live" = true then "lnk_flight_arrive_airport#key"
        end as "#link",
        lag(case
          when "#live" = true then "lnk_flight_arrive_airport#key"
        end) over (
          partition by "lnk_flight_arrive_airport#driving"
          order by "#load_date"
        ) as "#link_before",
        row_number() over (
          partition by "lnk_flight_arrive_airport#driving"
          order by "#load_date"
        ) as "#nth"
      from "changes"
      where "lnk_flight_arrive_airport#driving" is not null
    ) as "state"
      left outer join lateral (
        select case
          when "vault"."eff_flight_arrive_airport"."is_active" = true then "vault"."eff_flight_arrive_airport"."flight_arrive_airport_hk"
        end as "#link"
        from "vault"."eff_flight_arrive_airport"
        where (
          "state"."#nth" = 1
          and "vault"."eff_flight_arrive_airport"."driving_hk" = "state"."#driving"
        )
        order by "vault"."eff_flight_arrive_airport"."load_dts" desc, "vault"."eff_flight_arrive_airport"."is_active" desc
        fetch next 1 rows only
      ) as "newest"
        on true
      cross join lateral (
        values
          (
            case
              when "state"."#nth" = 1 then "newest"."#link"
              else "state"."#link_before"
            end,
            false
          ),
          ("state"."#link", true)
      ) as "event" ("link", "opens")
    where (
      "state"."#link" is distinct from case
        when "state"."#nth" = 1 then "newest"."#link"
        else "state"."#link_before"
      end
      and "event"."link" is not null
    )
    returning true as "added"
  ),
  "new eff_flight_aircraft" as (
    insert into "vault"."eff_flight_aircraft" (
      "flight_aircraft_hk",
      "load_dts",
      "is_active",
      "driving_hk",
      "src_lsn"
    )
    select
      "event"."link",
      "state"."#load_date",
      "event"."opens",
      "state"."#driving",
      "state"."#lsn"
    from (
      select
        "lnk_flight_aircraft#driving" as "#driving",
        "#load_date",
        "#lsn",
        case
          when "#live" = true then "lnk_flight_aircraft#key"
        end as "#link",
        lag(case
          when "#live" = true then "lnk_flight_aircraft#key"
        end) over (
          partition by "lnk_flight_aircraft#driving"
          order by "#load_date"
        ) as "#link_before",
        row_number() over (
          partition by "lnk_flight_aircraft#driving"
          order by "#load_date"
        ) as "#nth"
      from "changes"
      where "lnk_flight_aircraft#driving" is not null
    ) as "state"
      left outer join lateral (
        select case
          when "vault"."eff_flight_aircraft"."is_active" = true then "vault"."eff_flight_aircraft"."flight_aircraft_hk"
        end as "#link"
        from "vault"."eff_flight_aircraft"
        where (
          "state"."#nth" = 1
          and "vault"."eff_flight_aircraft"."driving_hk" = "state"."#driving"
        )
        order by "vault"."eff_flight_aircraft"."load_dts" desc, "vault"."eff_flight_aircraft"."is_active" desc
        fetch next 1 rows only
      ) as "newest"
        on true
      cross join lateral (
        values
          (
            case
              when "state"."#nth" = 1 then "newest"."#link"
              else "state"."#link_before"
            end,
            false
          ),
          ("state"."#link", true)
      ) as "event" ("link", "opens")
    where (
      "state"."#link" is distinct from case
        when "state"."#nth" = 1 then "newest"."#link"
        else "state"."#link_before"
      end
      and "event"."link" is not null
    )
    returning true as "added"
  )
select
  (
    select count(*)
    from "new hub_aircraft"
    where "added"
  ) as "hub_aircraft",
  (
    select count(*)
    from "new hub_airport"
    where "added"
  ) as "hub_airport",
  (
    select count(*)
    from "new hub_flight"
    where "added"
  ) as "hub_flight",
  (
    select count(*)
    from "new lnk_flight_aircraft"
    where "added"
  ) as "lnk_flight_aircraft",
  (
    select count(*)
    from "new lnk_flight_arrive_airport"
    where "added"
  ) as "lnk_flight_arrive_airport",
  (
    select count(*)
    from "new lnk_flight_departure_airport"
    where "added"
  ) as "lnk_flight_departure_airport",
  (
    select count(*)
    from "new sat_flight"
    where "added"
  ) as "sat_flight",
  (
    select count(*)
    from "new sts_flight"
    where "added"
  ) as "sts_flight",
  (
    select count(*)
    from "new eff_flight_departure_airport"
    where "added"
  ) as "eff_flight_departure_airport",
  (
    select count(*)
    from "new eff_flight_arrive_airport"
    where "added"
  ) as "eff_flight_arrive_airport",
  (
    select count(*)
    from "new eff_flight_aircraft"
    where "added"
  ) as "eff_flight_aircraft";

-- a truncate stages the deletion of every row
with live as materialized (select *, row("decode"(
  md5(nullif(
    upper(trim(cast("flight_id" as text))),
    ''
  )),
  'hex'
))::text as "#row" from (select "vault"."hub_flight"."flight_id" as "flight_id"
from "vault"."hub_flight"
where (
  select "vault"."sts_flight"."status"
  from "vault"."sts_flight"
  where "vault"."sts_flight"."flight_hk" = "vault"."hub_flight"."flight_hk"
  order by "vault"."sts_flight"."load_dts" desc
  fetch next 1 rows only
) = 'C'
union
select "flight_id"
from "staged public.flights") as known)
insert into "staged public.flights" ("#seq", "#live", "#load_date", "#lsn", "flight_id")
select ?::bigint, false, ?::timestamptz, ?::pg_lsn, live."flight_id"
from live;

-- public.ticket_flights: staged once a session
create temporary table if not exists "staged public.ticket_flights" (
  "#seq" bigint not null,
  "#live" boolean not null,
  "#load_date" timestamptz not null,
  "#lsn" pg_lsn not null,
  "#toasted" text[] not null default '{}',
  "#row_key" text,
  "#event" "char",
  "ticket_no" char(13),
  "flight_id" integer,
  "fare_conditions" numeric(12,2),
  "amount" numeric(10,2)
) on commit delete rows;

-- every batch: changes are copied in as typed values
copy "staged public.ticket_flights" from stdin;

-- every batch: one statement into hub_flight, hub_ticket, lnk_ticket_is_on_flight, sat_ticket_flight, eff_ticket_is_on_flight
with
  "keyed" as materialized (
    select
      *,
      "decode"(
        md5(nullif(
          upper(trim(cast("ticket_no" as text))),
          ''
        )),
        'hex'
      ) as "hub_ticket#key",
      "decode"(
        md5(nullif(
          upper(trim(cast("flight_id" as text))),
          ''
        )),
        'hex'
      ) as "hub_flight#key",
      case
        when (
          "decode"(
            md5(nullif(
              upper(trim(cast("ticket_no" as text))),
              ''
            )),
            'hex'
          ) is not null
          and "decode"(
            md5(nullif(
              upper(trim(cast("flight_id" as text))),
              ''
            )),
            'hex'
          ) is not null
        ) then "decode"(
          md5(nullif(
            ((coalesce(
              nullif(
                upper(trim(cast("ticket_no" as text))),
                ''
              ),
              '^^'
            ) || '||') || coalesce(
              nullif(
                upper(trim(cast("flight_id" as text))),
                ''
              ),
              '^^'
            )),
            '^^||^^'
          )),
          'hex'
        )
      end as "lnk_ticket_is_on_flight#key",
      "decode"(
        md5(nullif(
          ((coalesce(
            nullif(
              upper(trim(cast("ticket_no" as text))),
              ''
            ),
            '^^'
          ) || '||') || coalesce(
            nullif(
              upper(trim(cast("flight_id" as text))),
              ''
            ),
            '^^'
          )),
          '^^||^^'
        )),
        'hex'
      ) as "lnk_ticket_is_on_flight#driving",
      "decode"(
        md5(((coalesce(
          nullif(
            upper(trim(cast("amount" as text))),
            ''
          ),
          '^^'
        ) || '||') || coalesce(
          nullif(
            upper(trim(cast("fare_conditions" as text))),
            ''
          ),
          '^^'
        ))),
        'hex'
      ) as "sat_ticket_flight#diff",
      row("fare_conditions", "amount")::text as "sat_ticket_flight#image"
    from "staged public.ticket_flights"
  ),
  "changes" as (
    select distinct on ("lnk_ticket_is_on_flight#key", "#load_date") *
    from "keyed"
    where "lnk_ticket_is_on_flight#key" is not null
    order by "lnk_ticket_is_on_flight#key", "#load_date", "#seq" desc
  ),
  "new hub_flight" as (
    insert into "vault"."hub_flight" ("flight_hk", "flight_id", "load_dts", "rec_src")
    select distinct on ("mention"."flight_hk") "mention"."flight_hk", "mention"."flight_id", "mention"."#load_date", 'postgres.public'
    from (
      select
        "hub_flight#key" as "flight_hk",
        "flight_id" as "flight_id",
        "#load_date"
      from "changes"
      where (
        "#live"
        and "hub_flight#key" is not null
      )
    ) as "mention"
    where not exists (
      select 1 as "one"
      from "vault"."hub_flight"
      where (
        "vault"."hub_flight"."flight_hk" = "mention"."flight_hk"
        and not (("mention"."#load_date", 'postgres.public') < ("vault"."hub_flight"."load_dts", "vault"."hub_flight"."rec_src"))
      )
    )
    order by "mention"."flight_hk", "mention"."#load_date", "mention"."flight_id" asc
    on conflict ("flight_hk")
    do update
    set
      "flight_id" = excluded."flight_id",
      "load_dts" = excluded."load_dts",
      "rec_src" = excluded."rec_src"
    where (
      excluded."load_dts",
      excluded."rec_src"
    ) < ("vault"."hub_flight"."load_dts", "vault"."hub_flight"."rec_src")
    returning xmax = 0 as "added"
  ),
  "new hub_ticket" as (
    insert into "vault"."hub_ticket" ("ticket_hk", "ticket_no", "load_dts", "rec_src")
    select distinct on ("mention"."ticket_hk") "mention"."ticket_hk", "mention"."ticket_no", "mention"."#load_date", 'postgres.public'
    from (
      select
        "hub_ticket#key" as "ticket_hk",
        "ticket_no" as "ticket_no",
        "#load_date"
      from "changes"
      where (
        "#live"
        and "hub_ticket#key" is not null
      )
    ) as "mention"
    where not exists (
      select 1 as "one"
      from "vault"."hub_ticket"
      where (
        "vault"."hub_ticket"."ticket_hk" = "mention"."ticket_hk"
        and not (("mention"."#load_date", 'postgres.public') < ("vault"."hub_ticket"."load_dts", "vault"."hub_ticket"."rec_src"))
      )
    )
    order by "mention"."ticket_hk", "mention"."#load_date", "mention"."ticket_no" asc
    on conflict ("ticket_hk")
    do update
    set
      "ticket_no" = excluded."ticket_no",
      "load_dts" = excluded."load_dts",
      "rec_src" = excluded."rec_src"
    where (
      excluded."load_dts",
      excluded."rec_src"
    ) < ("vault"."hub_ticket"."load_dts", "vault"."hub_ticket"."rec_src")
    returning xmax = 0 as "added"
  ),
  "new lnk_ticket_is_on_flight" as (
    insert into "vault"."lnk_ticket_is_on_flight" (
      "ticket_is_on_flight_hk",
      "ticket_hk",
      "flight_hk",
      "load_dts",
      "rec_src"
    )
    select distinct on ("mention"."ticket_is_on_flight_hk")
      "mention"."ticket_is_on_flight_hk",
      "mention"."ticket_hk",
      "mention"."flight_hk",
      "mention"."#load_date",
      'postgres.public'
    from (
      select
        "lnk_ticket_is_on_flight#key" as "ticket_is_on_flight_hk",
        "hub_ticket#key" as "ticket_hk",
        "hub_flight#key" as "flight_hk",
        "#load_date"
      from "changes"
      where (
        "#live"
        and "lnk_ticket_is_on_flight#key" is not null
      )
    ) as "mention"
    where not exists (
      select 1 as "one"
      from "vault"."lnk_ticket_is_on_flight"
      where (
        "vault"."lnk_ticket_is_on_flight"."ticket_is_on_flight_hk" = "mention"."ticket_is_on_flight_hk"
        and not (("mention"."#load_date", 'postgres.public') < ("vault"."lnk_ticket_is_on_flight"."load_dts", "vault"."lnk_ticket_is_on_flight"."rec_src"))
      )
    )
    order by "mention"."ticket_is_on_flight_hk", "mention"."#load_date", "mention"."ticket_hk" asc, "mention"."flight_hk" asc
    on conflict ("ticket_is_on_flight_hk")
    do update
    set
      "ticket_hk" = excluded."ticket_hk",
      "flight_hk" = excluded."flight_hk",
      "load_dts" = excluded."load_dts",
      "rec_src" = excluded."rec_src"
    where (
      excluded."load_dts",
      excluded."rec_src"
    ) < ("vault"."lnk_ticket_is_on_flight"."load_dts", "vault"."lnk_ticket_is_on_flight"."rec_src")
    returning xmax = 0 as "added"
  ),
  "new sat_ticket_flight" as (
    insert into "vault"."sat_ticket_flight" (
      "ticket_is_on_flight_hk",
      "load_dts",
      "hash_diff",
      "rec_src",
      "src_lsn",
      "fare_conditions",
      "amount"
    )
    select
      "state"."lnk_ticket_is_on_flight#key",
      "state"."#load_date",
      "state"."sat_ticket_flight#diff",
      'postgres.public',
      "state"."#lsn",
      "state"."fare_conditions#value",
      "state"."amount#value"
    from (
      select
        "lnk_ticket_is_on_flight#key",
        "#load_date",
        "#lsn",
        "#live",
        "sat_ticket_flight#diff",
        "sat_ticket_flight#image",
        "fare_conditions" as "fare_conditions#value",
        "amount" as "amount#value",
        lag("sat_ticket_flight#diff") over (
          partition by "lnk_ticket_is_on_flight#key"
          order by "#load_date"
        ) as "sat_ticket_flight#diff#previous",
        lag("sat_ticket_flight#image") over (
          partition by "lnk_ticket_is_on_flight#key"
          order by "#load_date"
        ) as "sat_ticket_flight#image#previous",
        row_number() over (
          partition by "lnk_ticket_is_on_flight#key"
          order by "#load_date"
        ) as "#nth"
      from "changes"
      where (
        "lnk_ticket_is_on_flight#key" is not null
        and "#live" = true
      )
    ) as "state"
      left outer join lateral (
        select
          "vault"."sat_ticket_flight"."hash_diff" as "hash_diff",
          row("vault"."sat_ticket_flight"."fare_conditions", "vault"."sat_ticket_flight"."amount")::text as "sat_ticket_flight#image"
        from "vault"."sat_ticket_flight"
        where (
          "state"."#nth" = 1
          and "vault"."sat_ticket_flight"."ticket_is_on_flight_hk" = "state"."lnk_ticket_is_on_flight#key"
        )
        order by "vault"."sat_ticket_flight"."load_dts" desc
        fetch next 1 rows only
      ) as "newest"
        on true
    where (
      "state"."sat_ticket_flight#diff" is distinct from coalesce("state"."sat_ticket_flight#diff#previous", "newest"."hash_diff")
      or "state"."sat_ticket_flight#image" is distinct from coalesce("state"."sat_ticket_flight#image#previous", "newest"."sat_ticket_flight#image")
    )
    returning true as "added"
  ),
  "new eff_ticket_is_on_flight" as (
    insert into "vault"."eff_ticket_is_on_flight" (
      "ticket_is_on_flight_hk",
      "load_dts",
      "is_active",
      "driving_hk",
      "src_lsn"
    )
    select
      "event"."link",
      "state"."#load_date",
      "event"."opens",
      "state"."#driving",
      "state"."#lsn"
    from (
      select
        "lnk_ticket_is_on_flight#driving" as "#driving",
        "#load_date",
        "#lsn",
        case
          when "#live" = true then "lnk_ticket_is_on_flight#key"
        end as "#link",
        lag(case
          when "#live" = true then "lnk_ticket_is_on_flight#key"
        end) over (
          partition by "lnk_ticket_is_on_flight#driving"
          order by "#load_date"
        ) as "#link_before",
        row_number() over (
          partition by "lnk_ticket_is_on_flight#driving"
          order by "#load_date"
        ) as "#nth"
      from "changes"
      where "lnk_ticket_is_on_flight#driving" is not null
    ) as "state"
      left outer join lateral (
        select case
          when "vault"."eff_ticket_is_on_flight"."is_active" = true then "vault"."eff_ticket_is_on_flight"."ticket_is_on_flight_hk"
        end as "#link"
        from "vault"."eff_ticket_is_on_flight"
        where (
          "state"."#nth" = 1
          and "vault"."eff_ticket_is_on_flight"."driving_hk" = "state"."#driving"
        )
        order by "vault"."eff_ticket_is_on_flight"."load_dts" desc, "vault"."eff_ticket_is_on_flight"."is_active" desc
        fetch next 1 rows only
      ) as "newest"
        on true
      cross join lateral (
        values
          (
            case
              when "state"."#nth" = 1 then "newest"."#link"
              else "state"."#link_before"
            end,
            false
          ),
          ("state"."#link", true)
      ) as "event" ("link", "opens")
    where (
      "state"."#link" is distinct from case
        when "state"."#nth" = 1 then "newest"."#link"
        else "state"."#link_before"
      end
      and "event"."link" is not null
    )
    returning true as "added"
  )
select
  (
    select count(*)
    from "new hub_flight"
    where "added"
  ) as "hub_flight",
  (
    select count(*)
    from "new hub_ticket"
    where "added"
  ) as "hub_ticket",
  (
    select count(*)
    from "new lnk_ticket_is_on_flight"
    where "added"
  ) as "lnk_ticket_is_on_flight",
  (
    select count(*)
    from "new sat_ticket_flight"
    where "added"
  ) as "sat_ticket_flight",
  (
    select count(*)
    from "new eff_ticket_is_on_flight"
    where "added"
  ) as "eff_ticket_is_on_flight";

-- a truncate stages the deletion of every row
with live as materialized (select *, row(case
  when (
    "decode"(
      md5(nullif(
        upper(trim(cast("ticket_no" as text))),
        ''
      )),
      'hex'
    ) is not null
    and "decode"(
      md5(nullif(
        upper(trim(cast("flight_id" as text))),
        ''
      )),
      'hex'
    ) is not null
  ) then "decode"(
    md5(nullif(
      ((coalesce(
        nullif(
          upper(trim(cast("ticket_no" as text))),
          ''
        ),
        '^^'
      ) || '||') || coalesce(
        nullif(
          upper(trim(cast("flight_id" as text))),
          ''
        ),
        '^^'
      )),
      '^^||^^'
    )),
    'hex'
  )
end)::text as "#row" from (select
  "as ticket"."ticket_no" as "ticket_no",
  "as flight"."flight_id" as "flight_id"
from "vault"."lnk_ticket_is_on_flight"
  join "vault"."hub_ticket" as "as ticket"
    on "as ticket"."ticket_hk" = "vault"."lnk_ticket_is_on_flight"."ticket_hk"
  join "vault"."hub_flight" as "as flight"
    on "as flight"."flight_hk" = "vault"."lnk_ticket_is_on_flight"."flight_hk"
where (
  select "vault"."eff_ticket_is_on_flight"."is_active"
  from "vault"."eff_ticket_is_on_flight"
  where "vault"."eff_ticket_is_on_flight"."ticket_is_on_flight_hk" = "vault"."lnk_ticket_is_on_flight"."ticket_is_on_flight_hk"
  order by "vault"."eff_ticket_is_on_flight"."load_dts" desc
  fetch next 1 rows only
) = true
union
select "ticket_no", "flight_id"
from "staged public.ticket_flights") as known)
insert into "staged public.ticket_flights" ("#seq", "#live", "#load_date", "#lsn", "ticket_no", "flight_id")
select ?::bigint, false, ?::timestamptz, ?::pg_lsn, live."ticket_no", live."flight_id"
from live;

-- public.boarding_passes: staged once a session
create temporary table if not exists "staged public.boarding_passes" (
  "#seq" bigint not null,
  "#live" boolean not null,
  "#load_date" timestamptz not null,
  "#lsn" pg_lsn not null,
  "#toasted" text[] not null default '{}',
  "#row_key" text,
  "#event" "char",
  "ticket_no" char(13),
  "flight_id" integer,
  "boarding_no" integer,
  "seat_no" varchar(4)
) on commit delete rows;

-- every batch: changes are copied in as typed values
copy "staged public.boarding_passes" from stdin;

-- every batch: one statement into hub_boarding, hub_flight, hub_ticket, lnk_boarding_matched_with_ticket, sat_boarding, sts_boarding, eff_boarding_matched_with_ticket
with
  "keyed" as materialized (
    select
      *,
      "decode"(
        md5(nullif(
          ((coalesce(
            nullif(
              upper(trim(cast("ticket_no" as text))),
              ''
            ),
            '^^'
          ) || '||') || coalesce(
            nullif(
              upper(trim(cast("flight_id" as text))),
              ''
            ),
            '^^'
          )),
          '^^||^^'
        )),
        'hex'
      ) as "hub_boarding#key",
      "decode"(
        md5(nullif(
          upper(trim(cast("ticket_no" as text))),
          ''
        )),
        'hex'
      ) as "hub_ticket#key",
      "decode"(
        md5(nullif(
          upper(trim(cast("flight_id" as text))),
          ''
        )),
        'hex'
      ) as "hub_flight#key",
      case
        when (
          "decode"(
            md5(nullif(
              ((coalesce(
                nullif(
                  upper(trim(cast("ticket_no" as text))),
                  ''
                ),
                '^^'
              ) || '||') || coalesce(
                nullif(
                  upper(trim(cast("flight_id" as text))),
                  ''
                ),
                '^^'
              )),
              '^^||^^'
            )),
            'hex'
          ) is not null
          and "decode"(
            md5(nullif(
              upper(trim(cast("ticket_no" as text))),
              ''
            )),
            'hex'
          ) is not null
        ) then "decode"(
          md5(nullif(
            ((((coalesce(
              nullif(
                upper(trim(cast("ticket_no" as text))),
                ''
              ),
              '^^'
            ) || '||') || coalesce(
              nullif(
                upper(trim(cast("flight_id" as text))),
                ''
              ),
              '^^'
            )) || '||') || coalesce(
              nullif(
                upper(trim(cast("ticket_no" as text))),
                ''
              ),
              '^^'
            )),
            '^^||^^||^^'
          )),
          'hex'
        )
      end as "lnk_boarding_matched_with_ticket#key",
      "decode"(
        md5(nullif(
          ((coalesce(
            nullif(
              upper(trim(cast("ticket_no" as text))),
              ''
            ),
            '^^'
          ) || '||') || coalesce(
            nullif(
              upper(trim(cast("flight_id" as text))),
              ''
            ),
            '^^'
          )),
          '^^||^^'
        )),
        'hex'
      ) as "lnk_boarding_matched_with_ticket#driving",
      "decode"(
        md5(((coalesce(
          nullif(
            upper(trim(cast("boarding_no" as text))),
            ''
          ),
          '^^'
        ) || '||') || coalesce(
          nullif(
            upper(trim(cast("seat_no" as text))),
            ''
          ),
          '^^'
        ))),
        'hex'
      ) as "sat_boarding#diff",
      row("boarding_no", "seat_no")::text as "sat_boarding#image"
    from "staged public.boarding_passes"
  ),
  "changes" as (
    select distinct on ("hub_boarding#key", "#load_date") *
    from "keyed"
    where "hub_boarding#key" is not null
    order by "hub_boarding#key", "#load_date", "#seq" desc
  ),
  "new hub_boarding" as (
    insert into "vault"."hub_boarding" (
      "boarding_hk",
      "ticket_no",
      "flight_id",
      "load_dts",
      "rec_src"
    )
    select distinct on ("mention"."boarding_hk")
      "mention"."boarding_hk",
      "mention"."ticket_no",
      "mention"."flight_id",
      "mention"."#load_date",
      'postgres.public'
    from (
      select
        "hub_boarding#key" as "boarding_hk",
        "ticket_no" as "ticket_no",
        "flight_id" as "flight_id",
        "#load_date"
      from "changes"
      where (
        "#live"
        and "hub_boarding#key" is not null
      )
    ) as "mention"
    where not exists (
      select 1 as "one"
      from "vault"."hub_boarding"
      where (
        "vault"."hub_boarding"."boarding_hk" = "mention"."boarding_hk"
        and not (("mention"."#load_date", 'postgres.public') < ("vault"."hub_boarding"."load_dts", "vault"."hub_boarding"."rec_src"))
      )
    )
    order by "mention"."boarding_hk", "mention"."#load_date", "mention"."ticket_no" asc, "mention"."flight_id" asc
    on conflict ("boarding_hk")
    do update
    set
      "ticket_no" = excluded."ticket_no",
      "flight_id" = excluded."flight_id",
      "load_dts" = excluded."load_dts",
      "rec_src" = excluded."rec_src"
    where (
      excluded."load_dts",
      excluded."rec_src"
    ) < ("vault"."hub_boarding"."load_dts", "vault"."hub_boarding"."rec_src")
    returning xmax = 0 as "added"
  ),
  "new hub_flight" as (
    insert into "vault"."hub_flight" ("flight_hk", "flight_id", "load_dts", "rec_src")
    select distinct on ("mention"."flight_hk") "mention"."flight_hk", "mention"."flight_id", "mention"."#load_date", 'postgres.public'
    from (
      select
        "hub_flight#key" as "flight_hk",
        "flight_id" as "flight_id",
        "#load_date"
      from "changes"
      where (
        "#live"
        and "hub_flight#key" is not null
      )
    ) as "mention"
    where not exists (
      select 1 as "one"
      from "vault"."hub_flight"
      where (
        "vault"."hub_flight"."flight_hk" = "mention"."flight_hk"
        and not (("mention"."#load_date", 'postgres.public') < ("vault"."hub_flight"."load_dts", "vault"."hub_flight"."rec_src"))
      )
    )
    order by "mention"."flight_hk", "mention"."#load_date", "mention"."flight_id" asc
    on conflict ("flight_hk")
    do update
    set
      "flight_id" = excluded."flight_id",
      "load_dts" = excluded."load_dts",
      "rec_src" = excluded."rec_src"
    where (
      excluded."load_dts",
      excluded."rec_src"
    ) < ("vault"."hub_flight"."load_dts", "vault"."hub_flight"."rec_src")
    returning xmax = 0 as "added"
  ),
  "new hub_ticket" as (
    insert into "vault"."hub_ticket" ("ticket_hk", "ticket_no", "load_dts", "rec_src")
    select distinct on ("mention"."ticket_hk") "mention"."ticket_hk", "mention"."ticket_no", "mention"."#load_date", 'postgres.public'
    from (
      select
        "hub_ticket#key" as "ticket_hk",
        "ticket_no" as "ticket_no",
        "#load_date"
      from "changes"
      where (
        "#live"
        and "hub_ticket#key" is not null
      )
    ) as "mention"
    where not exists (
      select 1 as "one"
      from "vault"."hub_ticket"
      where (
        "vault"."hub_ticket"."ticket_hk" = "mention"."ticket_hk"
        and not (("mention"."#load_date", 'postgres.public') < ("vault"."hub_ticket"."load_dts", "vault"."hub_ticket"."rec_src"))
      )
    )
    order by "mention"."ticket_hk", "mention"."#load_date", "mention"."ticket_no" asc
    on conflict ("ticket_hk")
    do update
    set
      "ticket_no" = excluded."ticket_no",
      "load_dts" = excluded."load_dts",
      "rec_src" = excluded."rec_src"
    where (
      excluded."load_dts",
      excluded."rec_src"
    ) < ("vault"."hub_ticket"."load_dts", "vault"."hub_ticket"."rec_src")
    returning xmax = 0 as "added"
  ),
  "new lnk_boarding_matched_with_ticket" as (
    insert into "vault"."lnk_boarding_matched_with_ticket" (
      "boarding_matched_with_ticket_hk",
      "boarding_hk",
      "ticket_hk",
      "load_dts",
      "rec_src"
    )
    select distinct on ("mention"."boarding_matched_with_ticket_hk")
      "mention"."boarding_matched_with_ticket_hk",
      "mention"."boarding_hk",
      "mention"."ticket_hk",
      "mention"."#load_date",
      'postgres.public'
    from (
      select
        "lnk_boarding_matched_with_ticket#key" as "boarding_matched_with_ticket_hk",
        "hub_boarding#key" as "boarding_hk",
        "hub_ticket#key" as "ticket_hk",
        "#load_date"
      from "changes"
      where (
        "#live"
        and "lnk_boarding_matched_with_ticket#key" is not null
      )
    ) as "mention"
    where not exists (
      select 1 as "one"
      from "vault"."lnk_boarding_matched_with_ticket"
      where (
        "vault"."lnk_boarding_matched_with_ticket"."boarding_matched_with_ticket_hk" = "mention"."boarding_matched_with_ticket_hk"
        and not (("mention"."#load_date", 'postgres.public') < ("vault"."lnk_boarding_matched_with_ticket"."load_dts", "vault"."lnk_boarding_matched_with_ticket"."rec_src"))
      )
    )
    order by "mention"."boarding_matched_with_ticket_hk", "mention"."#load_date", "mention"."boarding_hk" asc, "mention"."ticket_hk" asc
    on conflict ("boarding_matched_with_ticket_hk")
    do update
    set
      "boarding_hk" = excluded."boarding_hk",
      "ticket_hk" = excluded."ticket_hk",
      "load_dts" = excluded."load_dts",
      "rec_src" = excluded."rec_src"
    where (
      excluded."load_dts",
      excluded."rec_src"
    ) < ("vault"."lnk_boarding_matched_with_ticket"."load_dts", "vault"."lnk_boarding_matched_with_ticket"."rec_src")
    returning xmax = 0 as "added"
  ),
  "new sat_boarding" as (
    insert into "vault"."sat_boarding" (
      "boarding_hk",
      "load_dts",
      "hash_diff",
      "rec_src",
      "src_lsn",
      "boarding_no",
      "seat_no"
    )
    select
      "state"."hub_boarding#key",
      "state"."#load_date",
      "state"."sat_boarding#diff",
      'postgres.public',
      "state"."#lsn",
      "state"."boarding_no#value",
      "state"."seat_no#value"
    from (
      select
        "hub_boarding#key",
        "#load_date",
        "#lsn",
        "#live",
        "sat_boarding#diff",
        "sat_boarding#image",
        "boarding_no" as "boarding_no#value",
        "seat_no" as "seat_no#value",
        lag("sat_boarding#diff") over (
          partition by "hub_boarding#key"
          order by "#load_date"
        ) as "sat_boarding#diff#previous",
        lag("sat_boarding#image") over (
          partition by "hub_boarding#key"
          order by "#load_date"
        ) as "sat_boarding#image#previous",
        row_number() over (
          partition by "hub_boarding#key"
          order by "#load_date"
        ) as "#nth"
      from "changes"
      where (
        "hub_boarding#key" is not null
        and "#live" = true
      )
    ) as "state"
      left outer join lateral (
        select
          "vault"."sat_boarding"."hash_diff" as "hash_diff",
          row("vault"."sat_boarding"."boarding_no", "vault"."sat_boarding"."seat_no")::text as "sat_boarding#image"
        from "vault"."sat_boarding"
        where (
          "state"."#nth" = 1
          and "vault"."sat_boarding"."boarding_hk" = "state"."hub_boarding#key"
        )
        order by "vault"."sat_boarding"."load_dts" desc
        fetch next 1 rows only
      ) as "newest"
        on true
    where (
      "state"."sat_boarding#diff" is distinct from coalesce("state"."sat_boarding#diff#previous", "newest"."hash_diff")
      or "state"."sat_boarding#image" is distinct from coalesce("state"."sat_boarding#image#previous", "newest"."sat_boarding#image")
    )
    returning true as "added"
  ),
  "new sts_boarding" as (
    insert into "vault"."sts_boarding" ("boarding_hk", "load_dts", "status", "src_lsn")
    select
      "state"."#key",
      "state"."#load_date",
      case
        when "state"."#live" = true then 'C'
        else 'D'
      end,
      "state"."#lsn"
    from (
      select
        "hub_boarding#key" as "#key",
        "#load_date",
        "#lsn",
        "#live",
        lag("#live") over (
          partition by "hub_boarding#key"
          order by "#load_date"
        ) as "#was_live"
      from "changes"
    ) as "state"
      left outer join lateral (
        select "status"
        from "vault"."sts_boarding"
        where (
          "state"."#was_live" is null
          and "vault"."sts_boarding"."boarding_hk" = "state"."#key"
        )
        order by "vault"."sts_boarding"."load_dts" desc
        fetch next 1 rows only
      ) as "newest"
        on true
    where "state"."#live" <> coalesce(
      "state"."#was_live",
      ("newest"."status" = 'C'),
      false
    )
    returning true as "added"
  ),
  "new eff_boarding_matched_with_ticket" as (
    insert into "vault"."eff_boarding_matched_with_ticket" (
      "boarding_matched_with_ticket_hk",
      "load_dts",
      "is_active",
      "driving_hk",
      "src_lsn"
    )
    select
      "event"."link",
      "state"."#load_date",
      "event"."opens",
      "state"."#driving",
      "state"."#lsn"
    from (
      select
        "lnk_boarding_matched_with_ticket#driving" as "#driving",
        "#load_date",
        "#lsn",
        case
          when "#live" = true then "lnk_boarding_matched_with_ticket#key"
        end as "#link",
        lag(case
          when "#live" = true then "lnk_boarding_matched_with_ticket#key"
        end) over (
          partition by "lnk_boarding_matched_with_ticket#driving"
          order by "#load_date"
        ) as "#link_before",
        row_number() over (
          partition by "lnk_boarding_matched_with_ticket#driving"
          order by "#load_date"
        ) as "#nth"
      from "changes"
      where "lnk_boarding_matched_with_ticket#driving" is not null
    ) as "state"
      left outer join lateral (
        select case
          when "vault"."eff_boarding_matched_with_ticket"."is_active" = true then "vault"."eff_boarding_matched_with_ticket"."boarding_matched_with_ticket_hk"
        end as "#link"
        from "vault"."eff_boarding_matched_with_ticket"
        where (
          "state"."#nth" = 1
          and "vault"."eff_boarding_matched_with_ticket"."driving_hk" = "state"."#driving"
        )
        order by "vault"."eff_boarding_matched_with_ticket"."load_dts" desc, "vault"."eff_boarding_matched_with_ticket"."is_active" desc
        fetch next 1 rows only
      ) as "newest"
        on true
      cross join lateral (
        values
          (
            case
              when "state"."#nth" = 1 then "newest"."#link"
              else "state"."#link_before"
            end,
            false
          ),
          ("state"."#link", true)
      ) as "event" ("link", "opens")
    where (
      "state"."#link" is distinct from case
        when "state"."#nth" = 1 then "newest"."#link"
        else "state"."#link_before"
      end
      and "event"."link" is not null
    )
    returning true as "added"
  )
select
  (
    select count(*)
    from "new hub_boarding"
    where "added"
  ) as "hub_boarding",
  (
    select count(*)
    from "new hub_flight"
    where "added"
  ) as "hub_flight",
  (
    select count(*)
    from "new hub_ticket"
    where "added"
  ) as "hub_ticket",
  (
    select count(*)
    from "new lnk_boarding_matched_with_ticket"
    where "added"
  ) as "lnk_boarding_matched_with_ticket",
  (
    select count(*)
    from "new sat_boarding"
    where "added"
  ) as "sat_boarding",
  (
    select count(*)
    from "new sts_boarding"
    where "added"
  ) as "sts_boarding",
  (
    select count(*)
    from "new eff_boarding_matched_with_ticket"
    where "added"
  ) as "eff_boarding_matched_with_ticket";

-- a truncate stages the deletion of every row
with live as materialized (select *, row("decode"(
  md5(nullif(
    ((coalesce(
      nullif(
        upper(trim(cast("ticket_no" as text))),
        ''
      ),
      '^^'
    ) || '||') || coalesce(
      nullif(
        upper(trim(cast("flight_id" as text))),
        ''
      ),
      '^^'
    )),
    '^^||^^'
  )),
  'hex'
))::text as "#row" from (select
  "vault"."hub_boarding"."ticket_no" as "ticket_no",
  "vault"."hub_boarding"."flight_id" as "flight_id"
from "vault"."hub_boarding"
where (
  select "vault"."sts_boarding"."status"
  from "vault"."sts_boarding"
  where "vault"."sts_boarding"."boarding_hk" = "vault"."hub_boarding"."boarding_hk"
  order by "vault"."sts_boarding"."load_dts" desc
  fetch next 1 rows only
) = 'C'
union
select "ticket_no", "flight_id"
from "staged public.boarding_passes") as known)
insert into "staged public.boarding_passes" ("#seq", "#live", "#load_date", "#lsn", "ticket_no", "flight_id")
select ?::bigint, false, ?::timestamptz, ?::pg_lsn, live."ticket_no", live."flight_id"
from live;
