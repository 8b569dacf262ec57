-- public.bookings: staged once a session
create temporary table if not exists "staged public.bookings" (
  "#seq" bigint not null,
  "#live" boolean not null,
  "#load_date" timestamptz not null,
  "#lsn" pg_lsn,
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
        select row("vault"."sat_booking"."book_date", "vault"."sat_booking"."total_amount")::text as "sat_booking#image"
        from "vault"."sat_booking"
        where (
          "state"."#nth" = 1
          and "vault"."sat_booking"."booking_hk" = "state"."hub_booking#key"
        )
        order by "vault"."sat_booking"."load_dts" desc
        fetch next 1 rows only
      ) as "newest"
        on true
    where "state"."sat_booking#image" is distinct from coalesce("state"."sat_booking#image#previous", "newest"."sat_booking#image")
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

-- public.bookings: the function that finds values the vault's types refuse
create function pg_temp."check staged public.bookings"(text[]) returns table ("#line" int, "#column" int, "#message" text) language plpgsql as 'declare
  "#row" pg_temp."staged public.bookings"%rowtype;
  "#values" text[];
  "#at" int;
begin
  "#line" := 0;
  foreach "#values" slice 1 in array $1 loop
    "#line" := "#line" + 1;
    begin
      "#at" := 1; "#row"."book_ref" := "#values"[1];
      "#at" := 2; "#row"."book_date" := "#values"[2];
      "#at" := 3; "#row"."total_amount" := "#values"[3];
    exception when others then
      if left(sqlstate, 2) not in (''22'', ''23'', ''54'', ''P0'') then raise; end if;
      "#column" := "#at";
      "#message" := sqlerrm;
      return next;
    end;
  end loop;
end';

-- public.bookings: its call
select * from pg_temp."check staged public.bookings"(?::text[]);

-- public.bookings: rows that lack values
select "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint, array_to_string("#toasted", ', ')
from "staged public.bookings" as s
where "#toasted" <> '{}' and "#event" is distinct from 'e' and not exists (
  select 1 from "staged public.bookings" as later
  where later."#load_date" = s."#load_date" and later."#seq" > s."#seq" and later."book_ref" is not distinct from s."book_ref")
order by "#seq";

-- public.bookings: rows that are taken out again
delete from "staged public.bookings" where ("#seq" = ?::bigint or "#load_date" = ?::timestamptz) and "book_ref" is not distinct from ?::text::char(6);

-- public.bookings: a bisection puts the rows aside
create temporary table "cdc-vault set aside" on commit drop as table "staged public.bookings";

-- public.bookings: a bisection empties the staging table
truncate "staged public.bookings";

-- public.bookings: a bisection reads what was staged
select distinct "#seq" from "cdc-vault set aside" order by 1;

-- public.bookings: a bisection brings some rows back
insert into "staged public.bookings" select * from "cdc-vault set aside" where "#seq" between ? and ?;

-- public.bookings: a bisection reads a row's key
select "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint from "cdc-vault set aside" where "#seq" = ?;

-- public.bookings: a commit LSN that becomes known late
update "staged public.bookings" set "#lsn" = ?::pg_lsn where "#load_date" = ?::timestamptz and "#lsn" is null;

-- public.bookings: an untouched value of book_date is filled in
with "state" as (
  select *, "book_date" as "#value", 'book_date' = any("#toasted") as "#missing", row("book_ref")::text as "#row", "decode"(
  md5(nullif(
    upper(trim(cast("book_ref" as text))),
    ''
  )),
  'hex'
) as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'book_date' <> all("#toasted"))) over (partition by "book_ref" order by "#seq") as "#nth"
  from "staged public.bookings"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select v."book_date" as "#value", true as "#exists" from "vault"."sat_booking" as v
    where c."#nth" = 0 and v."booking_hk" = c."#key" order by v."load_dts" desc limit 1
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged public.bookings" as s set "book_date" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'book_date')
from "found" where s."#seq" = "found"."#seq";

-- public.bookings: an untouched value of total_amount is filled in
with "state" as (
  select *, "total_amount" as "#value", 'total_amount' = any("#toasted") as "#missing", row("book_ref")::text as "#row", "decode"(
  md5(nullif(
    upper(trim(cast("book_ref" as text))),
    ''
  )),
  'hex'
) as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'total_amount' <> all("#toasted"))) over (partition by "book_ref" order by "#seq") as "#nth"
  from "staged public.bookings"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select v."total_amount" as "#value", true as "#exists" from "vault"."sat_booking" as v
    where c."#nth" = 0 and v."booking_hk" = c."#key" order by v."load_dts" desc limit 1
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged public.bookings" as s set "total_amount" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'total_amount')
from "found" where s."#seq" = "found"."#seq";

-- public.bookings: an update of the key asks for what its insertion lacks
update "staged public.bookings" as d set "#toasted" = d."#toasted" || s."#toasted" from "staged public.bookings" as s where s."#event" = 'm' and d."#seq" = s."#seq" - 1 and not d."#live" and d."#load_date" = s."#load_date";

-- public.bookings: an update of the key hands values on
update "staged public.bookings" as s set "book_date" = case when 'book_date' = any(s."#toasted") and 'book_date' <> all(d."#toasted") then d."book_date" else s."book_date" end, "total_amount" = case when 'total_amount' = any(s."#toasted") and 'total_amount' <> all(d."#toasted") then d."total_amount" else s."total_amount" end, "#toasted" = array(select unnest(s."#toasted") intersect select unnest(d."#toasted")) from "staged public.bookings" as d where s."#event" = 'm' and d."#seq" = s."#seq" - 1 and not d."#live" and d."#load_date" = s."#load_date" and not s."#toasted" <@ d."#toasted";

-- public.bookings: an update of the key is complete
update "staged public.bookings" set "#toasted" = array(select unnest("#toasted") intersect select unnest(array['book_ref']::text[])) where not "#live" and "#toasted" && array['book_date', 'total_amount']::text[];

-- public.bookings: deletions that carry only book_date
with "state" as (
  select *, count(*) filter (where "#live") over (partition by "book_date" order by "#seq") as "#nth"
  from "staged public.bookings" where row("book_date") is not null
), "carried" as (
  select "#seq", "#nth", "book_date", not "#live" and "#toasted" && array['book_ref'] as "#lacks", first_value("book_ref") over "row" as "#book_ref"
  from "state" window "row" as (partition by "book_date", "#nth" order by "#seq")
), "wanted" as materialized (
  select * from "carried" where "#lacks"
), "candidate" as materialized (
  select w."#seq", v.* from "wanted" as w join "vault"."sat_booking" as v on v."book_date" = w."book_date" where w."#nth" = 0
), "found" as (
  select distinct on (v."#seq") v."#seq", "h"."book_ref" as "book_ref"
  from "candidate" as v join "wanted" as w on w."#seq" = v."#seq"
  join "vault"."hub_booking" as h on h."booking_hk" = v."booking_hk"
  where v."load_dts" = (select max(x."load_dts") from "vault"."sat_booking" as x where x."booking_hk" = v."booking_hk") and (select x."status" = 'C' from "vault"."sts_booking" as x where x."booking_hk" = v."booking_hk" order by x."load_dts" desc limit 1)
  order by v."#seq", v."load_dts" desc
)
update "staged public.bookings" as s set "book_ref" = case when w."#nth" > 0 then w."#book_ref" else f."book_ref" end, "#toasted" = array(select unnest(s."#toasted") except select unnest(array['book_ref']))
from "wanted" as w left join "found" as f on f."#seq" = w."#seq"
where s."#seq" = w."#seq" and (w."#nth" > 0 or f."#seq" is not null);

-- public.bookings: keys given up by updates of a row known by book_date
with "event" as (
  select "#seq", "#event", "#load_date", "#lsn", "book_ref", "book_date", "decode"(
  md5(nullif(
    upper(trim(cast("book_ref" as text))),
    ''
  )),
  'hex'
) as "#key",
    lag("#seq") over "row" as "#before", lag("#live") over "row" as "#was_live", lag("book_ref") over "row" as "#before 0"
  from "staged public.bookings" where row("book_date") is not null window "row" as (partition by "book_date" order by "#seq")
), "first" as materialized (
  select * from "event" where "#event" = 'u' and "#before" is null
), "lost" as materialized (
  select * from "first" as w where not exists (select 1 from "vault"."sat_booking" as v where v."booking_hk" = w."#key" and v."book_date" = w."book_date" and v."load_dts" = (select max(x."load_dts") from "vault"."sat_booking" as x where x."booking_hk" = v."booking_hk") and (select x."status" = 'C' from "vault"."sts_booking" as x where x."booking_hk" = v."booking_hk" order by x."load_dts" desc limit 1))
), "candidate" as materialized (
  select w."#seq" as "#of", v.* from "lost" as w join "vault"."sat_booking" as v on v."book_date" = w."book_date"
), "found" as (
  select distinct on (v."#of") v."#of", "h"."book_ref" as "book_ref"
  from "candidate" as v join "lost" as w on w."#seq" = v."#of"
  join "vault"."hub_booking" as h on h."booking_hk" = v."booking_hk"
  where v."load_dts" = (select max(x."load_dts") from "vault"."sat_booking" as x where x."booking_hk" = v."booking_hk") and (select x."status" = 'C' from "vault"."sts_booking" as x where x."booking_hk" = v."booking_hk" order by x."load_dts" desc limit 1)
  order by v."#of", v."load_dts" desc
), "ended" as (
  select "#seq", "#load_date", "#lsn", "#before 0" as "book_ref", "book_date"
  from "event" where "#event" = 'u' and "#was_live" and row("book_ref") is distinct from row("#before 0")
  union all
  select w."#seq", w."#load_date", w."#lsn", f."book_ref", w."book_date"
  from "found" as f join "lost" as w on w."#seq" = f."#of"
), "staged" as (
  insert into "staged public.bookings" ("#seq", "#live", "#load_date", "#lsn", "#event", "book_ref", "book_date")
  select "#seq" - 1, false, "#load_date", "#lsn", 'd', "book_ref", "book_date" from "ended"
)
update "staged public.bookings" as s set "#event" = case when s."#toasted" = '{}' then 'c' else 'm' end
from "ended" as e where s."#seq" = e."#seq" and s."#event" = 'u'
returning (extract(epoch from s."#load_date") * 1000000)::bigint, s."#event" = 'm';

-- public.bookings: the state at commit, by whole images
with "keyed" as (
  select "#seq", "#load_date", "#live", "#event", row("decode"(
  md5(nullif(
    upper(trim(cast("book_ref" as text))),
    ''
  )),
  'hex'
))::text as "#key", row("book_ref", "book_date", "total_amount")::text as "#image"
  from "staged public.bookings" where "#load_date" = any(?::timestamptz[])
), "reset" as (
  select *, coalesce(max("#seq") filter (where not "#live" and "#event" is null) over "key", 0) as "#reset",
    last_value("#live") over "key" as "#lives", bool_or("#live") over "key" as "#lived"
  from "keyed"
  window "key" as (partition by "#key", "#load_date" order by "#seq"
    rows between unbounded preceding and unbounded following)
), "event" as (
  select *, case when "#event" is null then first_value("#image") over (partition by "#key", "#load_date"
  order by "#event" is null desc, "#seq" desc) else "#image" end as "#row" from "reset" where "#seq" > "#reset" and not "#lives" and "#lived"
), "row" as (
  select "#key", "#load_date", "#reset", max("#seq") filter (where "#live") as "#last",
    sum(case when "#event" in ('c', 'm') then 1 when "#event" in ('d', 'e') then -1 else 0 end) as "#net",
    (array_agg("#event" order by "#seq"))[1] in ('c', 'm') is true as "#is_new"
  from "event" group by "#key", "#load_date", "#reset", "#row"
), "state" as (
  select *, not "#is_new" or "#net" < 0 as "#was_there",
    "#net" + (not "#is_new" or "#net" < 0)::integer > 0 as "#is_there"
  from "row"
), "verdict" as (
  select "#key", "#load_date", max("#last") filter (where "#is_there") as "#last",
    not bool_or("#was_there") and max("#reset") = 0 as "#is_untouched"
  from "state" group by "#key", "#load_date"
)
delete from "staged public.bookings" where "#seq" in (
  select e."#seq" from "event" as e
  join "verdict" as v on v."#key" = e."#key" and v."#load_date" = e."#load_date"
  where e."#seq" > v."#last" or v."#last" is null and v."#is_untouched")
returning row("decode"(
  md5(nullif(
    upper(trim(cast("book_ref" as text))),
    ''
  )),
  'hex'
))::text, (extract(epoch from "#load_date") * 1000000)::bigint,
  case when "#event" in ('c', 'm') then 1 when not "#live" then -1 else 0 end;

-- public.bookings: the state at commit, by book_date
with "keyed" as (
  select "#seq", "#load_date", "#live", "#event", row("decode"(
  md5(nullif(
    upper(trim(cast("book_ref" as text))),
    ''
  )),
  'hex'
))::text as "#key", row("book_date")::text as "#image"
  from "staged public.bookings" where "#load_date" = any(?::timestamptz[])
), "reset" as (
  select *, coalesce(max("#seq") filter (where not "#live" and "#event" is null) over "key", 0) as "#reset",
    last_value("#live") over "key" as "#lives", bool_or("#live") over "key" as "#lived"
  from "keyed"
  window "key" as (partition by "#key", "#load_date" order by "#seq"
    rows between unbounded preceding and unbounded following)
), "event" as (
  select *, "#image" as "#row" from "reset" where "#seq" > "#reset" and not "#lives" and "#lived"
), "row" as (
  select "#key", "#load_date", "#reset", max("#seq") filter (where "#live") as "#last",
    sum(case when "#event" in ('c', 'm') then 1 when "#event" in ('d', 'e') then -1 else 0 end) as "#net",
    (array_agg("#event" order by "#seq"))[1] in ('c', 'm') is true as "#is_new"
  from "event" group by "#key", "#load_date", "#reset", "#row"
), "state" as (
  select *, not "#is_new" or "#net" < 0 as "#was_there",
    "#net" + (not "#is_new" or "#net" < 0)::integer > 0 as "#is_there"
  from "row"
), "verdict" as (
  select "#key", "#load_date", max("#last") filter (where "#is_there") as "#last",
    not bool_or("#was_there") and max("#reset") = 0 as "#is_untouched"
  from "state" group by "#key", "#load_date"
)
delete from "staged public.bookings" where "#seq" in (
  select e."#seq" from "event" as e
  join "verdict" as v on v."#key" = e."#key" and v."#load_date" = e."#load_date"
  where e."#seq" > v."#last" or v."#last" is null and v."#is_untouched")
returning row("decode"(
  md5(nullif(
    upper(trim(cast("book_ref" as text))),
    ''
  )),
  'hex'
))::text, (extract(epoch from "#load_date") * 1000000)::bigint,
  case when "#event" in ('c', 'm') then 1 when not "#live" then -1 else 0 end;

-- public.bookings: second rows under a key
with "keyed" as (
  select "#seq", "#load_date", "#live", "#event", "#row_key", "decode"(
  md5(nullif(
    upper(trim(cast("book_ref" as text))),
    ''
  )),
  'hex'
) as "#key 0" from "staged public.bookings" where "decode"(
  md5(nullif(
    upper(trim(cast("book_ref" as text))),
    ''
  )),
  'hex'
) is not null
), "transaction" as (
  select "#key 0", "#load_date", (array_agg("#row_key" order by "#seq" desc))[1] as "#row_key",
    count(*) filter (where "#event" in ('c', 'm')) as "#created",
    count(*) filter (where not "#live") as "#deleted",
    count(*) filter (where "#live" and "#event" is null) as "#shown",
    (array_agg("#live" order by "#seq" desc))[1] as "#lives"
  from "keyed" group by "#key 0", "#load_date"
), "taken" as (
  select "#key", "#load_date", sum("#net") as "#taken"
  from unnest(?::text[], ?::timestamptz[], ?::integer[]) as t ("#key", "#load_date", "#net")
  group by "#key", "#load_date"
), "state" as (
  select t.*, coalesce("#taken", 0) as "#taken",
    lag("#lives") over (partition by "#key 0" order by t."#load_date") as "#lived"
  from "transaction" as t
  left join "taken" as k on k."#key" = row("#key 0")::text and k."#load_date" = t."#load_date"
)
select "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint
from "state" as s
where "#created" > 0 and "#created" - "#deleted" + "#taken"
    + coalesce("#lived", (select v."status" = 'C' from "vault"."sts_booking" as v where v."booking_hk" = s."#key 0" order by v."load_dts" desc limit 1), false)::integer > 1
  or "#load_date" = any(?::timestamptz[]) and "#shown" > 1 and "#deleted" = 0;

-- public.bookings: what rows without a key mention
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
    select *
    from "keyed"
    where not ("hub_booking#key" is not null)
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
  )
select (
  select count(*)
  from "new hub_booking"
  where "added"
) as "hub_booking";

-- public.bookings: a snapshot remembers what it showed
insert into "cdc_vault"."snapshot_row" (feed, source_table, snapshot, row_key)
select ?, 'public.bookings', ?, row("decode"(
  md5(nullif(
    upper(trim(cast("book_ref" as text))),
    ''
  )),
  'hex'
))::text
from "staged public.bookings"
where "#live" and "#load_date" >= ?::timestamptz and "#seq" > ?
on conflict do nothing;

-- public.bookings: a snapshot closes what it did not show
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
from live
where not exists (select 1 from "cdc_vault"."snapshot_row" as s where s.feed = ? and s.source_table = 'public.bookings' and s.snapshot = ? and s.row_key = live."#row");

-- public.tickets: staged once a session
create temporary table if not exists "staged public.tickets" (
  "#seq" bigint not null,
  "#live" boolean not null,
  "#load_date" timestamptz not null,
  "#lsn" pg_lsn,
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
        select row("vault"."sat_tickets"."passenger_id", "vault"."sat_tickets"."passenger_name", "vault"."sat_tickets"."contact_data")::text as "sat_tickets#image"
        from "vault"."sat_tickets"
        where (
          "state"."#nth" = 1
          and "vault"."sat_tickets"."ticket_hk" = "state"."hub_ticket#key"
        )
        order by "vault"."sat_tickets"."load_dts" desc
        fetch next 1 rows only
      ) as "newest"
        on true
    where "state"."sat_tickets#image" is distinct from coalesce("state"."sat_tickets#image#previous", "newest"."sat_tickets#image")
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

-- public.tickets: the function that finds values the vault's types refuse
create function pg_temp."check staged public.tickets"(text[]) returns table ("#line" int, "#column" int, "#message" text) language plpgsql as 'declare
  "#row" pg_temp."staged public.tickets"%rowtype;
  "#values" text[];
  "#at" int;
begin
  "#line" := 0;
  foreach "#values" slice 1 in array $1 loop
    "#line" := "#line" + 1;
    begin
      "#at" := 1; "#row"."ticket_no" := "#values"[1];
      "#at" := 2; "#row"."book_ref" := "#values"[2];
      "#at" := 3; "#row"."passenger_id" := "#values"[3];
      "#at" := 4; "#row"."passenger_name" := "#values"[4];
      "#at" := 5; "#row"."contact_data" := "#values"[5];
    exception when others then
      if left(sqlstate, 2) not in (''22'', ''23'', ''54'', ''P0'') then raise; end if;
      "#column" := "#at";
      "#message" := sqlerrm;
      return next;
    end;
  end loop;
end';

-- public.tickets: its call
select * from pg_temp."check staged public.tickets"(?::text[]);

-- public.tickets: rows that lack values
select "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint, array_to_string("#toasted", ', ')
from "staged public.tickets" as s
where "#toasted" <> '{}' and "#event" is distinct from 'e' and not exists (
  select 1 from "staged public.tickets" as later
  where later."#load_date" = s."#load_date" and later."#seq" > s."#seq" and later."ticket_no" is not distinct from s."ticket_no")
order by "#seq";

-- public.tickets: rows that are taken out again
delete from "staged public.tickets" where ("#seq" = ?::bigint or "#load_date" = ?::timestamptz) and "ticket_no" is not distinct from ?::text::char(13);

-- public.tickets: a bisection puts the rows aside
create temporary table "cdc-vault set aside" on commit drop as table "staged public.tickets";

-- public.tickets: a bisection empties the staging table
truncate "staged public.tickets";

-- public.tickets: a bisection reads what was staged
select distinct "#seq" from "cdc-vault set aside" order by 1;

-- public.tickets: a bisection brings some rows back
insert into "staged public.tickets" select * from "cdc-vault set aside" where "#seq" between ? and ?;

-- public.tickets: a bisection reads a row's key
select "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint from "cdc-vault set aside" where "#seq" = ?;

-- public.tickets: a commit LSN that becomes known late
update "staged public.tickets" set "#lsn" = ?::pg_lsn where "#load_date" = ?::timestamptz and "#lsn" is null;

-- public.tickets: an untouched value of passenger_id is filled in
with "state" as (
  select *, "passenger_id" as "#value", 'passenger_id' = any("#toasted") as "#missing", row("ticket_no")::text as "#row", "decode"(
  md5(nullif(
    upper(trim(cast("ticket_no" as text))),
    ''
  )),
  'hex'
) as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'passenger_id' <> all("#toasted"))) over (partition by "ticket_no" order by "#seq") as "#nth"
  from "staged public.tickets"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select v."passenger_id" as "#value", true as "#exists" from "vault"."sat_tickets" as v
    where c."#nth" = 0 and v."ticket_hk" = c."#key" order by v."load_dts" desc limit 1
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged public.tickets" as s set "passenger_id" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'passenger_id')
from "found" where s."#seq" = "found"."#seq";

-- public.tickets: an untouched value of passenger_name is filled in
with "state" as (
  select *, "passenger_name" as "#value", 'passenger_name' = any("#toasted") as "#missing", row("ticket_no")::text as "#row", "decode"(
  md5(nullif(
    upper(trim(cast("ticket_no" as text))),
    ''
  )),
  'hex'
) as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'passenger_name' <> all("#toasted"))) over (partition by "ticket_no" order by "#seq") as "#nth"
  from "staged public.tickets"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select v."passenger_name" as "#value", true as "#exists" from "vault"."sat_tickets" as v
    where c."#nth" = 0 and v."ticket_hk" = c."#key" order by v."load_dts" desc limit 1
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged public.tickets" as s set "passenger_name" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'passenger_name')
from "found" where s."#seq" = "found"."#seq";

-- public.tickets: an untouched value of contact_data is filled in
with "state" as (
  select *, "contact_data" as "#value", 'contact_data' = any("#toasted") as "#missing", row("ticket_no")::text as "#row", "decode"(
  md5(nullif(
    upper(trim(cast("ticket_no" as text))),
    ''
  )),
  'hex'
) as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'contact_data' <> all("#toasted"))) over (partition by "ticket_no" order by "#seq") as "#nth"
  from "staged public.tickets"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select v."contact_data" as "#value", true as "#exists" from "vault"."sat_tickets" as v
    where c."#nth" = 0 and v."ticket_hk" = c."#key" order by v."load_dts" desc limit 1
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged public.tickets" as s set "contact_data" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'contact_data')
from "found" where s."#seq" = "found"."#seq";

-- public.tickets: an untouched value of book_ref is filled in
with "state" as (
  select *, "book_ref" as "#value", 'book_ref' = any("#toasted") as "#missing", row("ticket_no")::text as "#row", "decode"(
  md5(nullif(
    upper(trim(cast("ticket_no" as text))),
    ''
  )),
  'hex'
) as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'book_ref' <> all("#toasted"))) over (partition by "ticket_no" order by "#seq") as "#nth"
  from "staged public.tickets"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select h."book_ref" as "#value", true as "#exists"
    from (
      select e."ticket_include_booking_hk", e."is_active" as "#open" from "vault"."eff_ticket_include_booking" as e
      where c."#nth" = 0 and e."driving_hk" = c."#key" order by e."load_dts" desc, e."is_active" desc limit 1
    ) as v join "vault"."lnk_ticket_include_booking" as l on v."#open" and l."ticket_include_booking_hk" = v."ticket_include_booking_hk" join "vault"."hub_booking" as h on h."booking_hk" = l."booking_hk"
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged public.tickets" as s set "book_ref" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'book_ref')
from "found" where s."#seq" = "found"."#seq";

-- public.tickets: an update of the key asks for what its insertion lacks
update "staged public.tickets" as d set "#toasted" = d."#toasted" || s."#toasted" from "staged public.tickets" as s where s."#event" = 'm' and d."#seq" = s."#seq" - 1 and not d."#live" and d."#load_date" = s."#load_date";

-- public.tickets: an update of the key hands values on
update "staged public.tickets" as s set "book_ref" = case when 'book_ref' = any(s."#toasted") and 'book_ref' <> all(d."#toasted") then d."book_ref" else s."book_ref" end, "passenger_id" = case when 'passenger_id' = any(s."#toasted") and 'passenger_id' <> all(d."#toasted") then d."passenger_id" else s."passenger_id" end, "passenger_name" = case when 'passenger_name' = any(s."#toasted") and 'passenger_name' <> all(d."#toasted") then d."passenger_name" else s."passenger_name" end, "contact_data" = case when 'contact_data' = any(s."#toasted") and 'contact_data' <> all(d."#toasted") then d."contact_data" else s."contact_data" end, "#toasted" = array(select unnest(s."#toasted") intersect select unnest(d."#toasted")) from "staged public.tickets" as d where s."#event" = 'm' and d."#seq" = s."#seq" - 1 and not d."#live" and d."#load_date" = s."#load_date" and not s."#toasted" <@ d."#toasted";

-- public.tickets: an update of the key is complete
update "staged public.tickets" set "#toasted" = array(select unnest("#toasted") intersect select unnest(array['ticket_no']::text[])) where not "#live" and "#toasted" && array['book_ref', 'passenger_id', 'passenger_name', 'contact_data']::text[];

-- public.tickets: deletions that carry only passenger_id
with "state" as (
  select *, count(*) filter (where "#live") over (partition by "passenger_id" order by "#seq") as "#nth"
  from "staged public.tickets" where row("passenger_id") is not null
), "carried" as (
  select "#seq", "#nth", "passenger_id", not "#live" and "#toasted" && array['ticket_no'] as "#lacks", first_value("ticket_no") over "row" as "#ticket_no"
  from "state" window "row" as (partition by "passenger_id", "#nth" order by "#seq")
), "wanted" as materialized (
  select * from "carried" where "#lacks"
), "candidate" as materialized (
  select w."#seq", v.* from "wanted" as w join "vault"."sat_tickets" as v on v."passenger_id" = w."passenger_id" where w."#nth" = 0
), "found" as (
  select distinct on (v."#seq") v."#seq", "h"."ticket_no" as "ticket_no"
  from "candidate" as v join "wanted" as w on w."#seq" = v."#seq"
  join "vault"."hub_ticket" as h on h."ticket_hk" = v."ticket_hk"
  where v."load_dts" = (select max(x."load_dts") from "vault"."sat_tickets" as x where x."ticket_hk" = v."ticket_hk") and (select x."status" = 'C' from "vault"."sts_ticket" as x where x."ticket_hk" = v."ticket_hk" order by x."load_dts" desc limit 1)
  order by v."#seq", v."load_dts" desc
)
update "staged public.tickets" as s set "ticket_no" = case when w."#nth" > 0 then w."#ticket_no" else f."ticket_no" end, "#toasted" = array(select unnest(s."#toasted") except select unnest(array['ticket_no']))
from "wanted" as w left join "found" as f on f."#seq" = w."#seq"
where s."#seq" = w."#seq" and (w."#nth" > 0 or f."#seq" is not null);

-- public.tickets: keys given up by updates of a row known by passenger_id
with "event" as (
  select "#seq", "#event", "#load_date", "#lsn", "ticket_no", "passenger_id", "decode"(
  md5(nullif(
    upper(trim(cast("ticket_no" as text))),
    ''
  )),
  'hex'
) as "#key",
    lag("#seq") over "row" as "#before", lag("#live") over "row" as "#was_live", lag("ticket_no") over "row" as "#before 0"
  from "staged public.tickets" where row("passenger_id") is not null window "row" as (partition by "passenger_id" order by "#seq")
), "first" as materialized (
  select * from "event" where "#event" = 'u' and "#before" is null
), "lost" as materialized (
  select * from "first" as w where not exists (select 1 from "vault"."sat_tickets" as v where v."ticket_hk" = w."#key" and v."passenger_id" = w."passenger_id" and v."load_dts" = (select max(x."load_dts") from "vault"."sat_tickets" as x where x."ticket_hk" = v."ticket_hk") and (select x."status" = 'C' from "vault"."sts_ticket" as x where x."ticket_hk" = v."ticket_hk" order by x."load_dts" desc limit 1))
), "candidate" as materialized (
  select w."#seq" as "#of", v.* from "lost" as w join "vault"."sat_tickets" as v on v."passenger_id" = w."passenger_id"
), "found" as (
  select distinct on (v."#of") v."#of", "h"."ticket_no" as "ticket_no"
  from "candidate" as v join "lost" as w on w."#seq" = v."#of"
  join "vault"."hub_ticket" as h on h."ticket_hk" = v."ticket_hk"
  where v."load_dts" = (select max(x."load_dts") from "vault"."sat_tickets" as x where x."ticket_hk" = v."ticket_hk") and (select x."status" = 'C' from "vault"."sts_ticket" as x where x."ticket_hk" = v."ticket_hk" order by x."load_dts" desc limit 1)
  order by v."#of", v."load_dts" desc
), "ended" as (
  select "#seq", "#load_date", "#lsn", "#before 0" as "ticket_no", "passenger_id"
  from "event" where "#event" = 'u' and "#was_live" and row("ticket_no") is distinct from row("#before 0")
  union all
  select w."#seq", w."#load_date", w."#lsn", f."ticket_no", w."passenger_id"
  from "found" as f join "lost" as w on w."#seq" = f."#of"
), "staged" as (
  insert into "staged public.tickets" ("#seq", "#live", "#load_date", "#lsn", "#event", "ticket_no", "passenger_id")
  select "#seq" - 1, false, "#load_date", "#lsn", 'd', "ticket_no", "passenger_id" from "ended"
)
update "staged public.tickets" as s set "#event" = case when s."#toasted" = '{}' then 'c' else 'm' end
from "ended" as e where s."#seq" = e."#seq" and s."#event" = 'u'
returning (extract(epoch from s."#load_date") * 1000000)::bigint, s."#event" = 'm';

-- public.tickets: the state at commit, by whole images
with "keyed" as (
  select "#seq", "#load_date", "#live", "#event", row("decode"(
  md5(nullif(
    upper(trim(cast("ticket_no" as text))),
    ''
  )),
  'hex'
))::text as "#key", row("ticket_no", "book_ref", "passenger_id", "passenger_name", "contact_data")::text as "#image"
  from "staged public.tickets" where "#load_date" = any(?::timestamptz[])
), "reset" as (
  select *, coalesce(max("#seq") filter (where not "#live" and "#event" is null) over "key", 0) as "#reset",
    last_value("#live") over "key" as "#lives", bool_or("#live") over "key" as "#lived"
  from "keyed"
  window "key" as (partition by "#key", "#load_date" order by "#seq"
    rows between unbounded preceding and unbounded following)
), "event" as (
  select *, case when "#event" is null then first_value("#image") over (partition by "#key", "#load_date"
  order by "#event" is null desc, "#seq" desc) else "#image" end as "#row" from "reset" where "#seq" > "#reset" and not "#lives" and "#lived"
), "row" as (
  select "#key", "#load_date", "#reset", max("#seq") filter (where "#live") as "#last",
    sum(case when "#event" in ('c', 'm') then 1 when "#event" in ('d', 'e') then -1 else 0 end) as "#net",
    (array_agg("#event" order by "#seq"))[1] in ('c', 'm') is true as "#is_new"
  from "event" group by "#key", "#load_date", "#reset", "#row"
), "state" as (
  select *, not "#is_new" or "#net" < 0 as "#was_there",
    "#net" + (not "#is_new" or "#net" < 0)::integer > 0 as "#is_there"
  from "row"
), "verdict" as (
  select "#key", "#load_date", max("#last") filter (where "#is_there") as "#last",
    not bool_or("#was_there") and max("#reset") = 0 as "#is_untouched"
  from "state" group by "#key", "#load_date"
)
delete from "staged public.tickets" where "#seq" in (
  select e."#seq" from "event" as e
  join "verdict" as v on v."#key" = e."#key" and v."#load_date" = e."#load_date"
  where e."#seq" > v."#last" or v."#last" is null and v."#is_untouched")
returning row("decode"(
  md5(nullif(
    upper(trim(cast("ticket_no" as text))),
    ''
  )),
  'hex'
))::text, (extract(epoch from "#load_date") * 1000000)::bigint,
  case when "#event" in ('c', 'm') then 1 when not "#live" then -1 else 0 end;

-- public.tickets: the state at commit, by book_ref
with "keyed" as (
  select "#seq", "#load_date", "#live", "#event", row("decode"(
  md5(nullif(
    upper(trim(cast("ticket_no" as text))),
    ''
  )),
  'hex'
))::text as "#key", row("book_ref")::text as "#image"
  from "staged public.tickets" where "#load_date" = any(?::timestamptz[])
), "reset" as (
  select *, coalesce(max("#seq") filter (where not "#live" and "#event" is null) over "key", 0) as "#reset",
    last_value("#live") over "key" as "#lives", bool_or("#live") over "key" as "#lived"
  from "keyed"
  window "key" as (partition by "#key", "#load_date" order by "#seq"
    rows between unbounded preceding and unbounded following)
), "event" as (
  select *, "#image" as "#row" from "reset" where "#seq" > "#reset" and not "#lives" and "#lived"
), "row" as (
  select "#key", "#load_date", "#reset", max("#seq") filter (where "#live") as "#last",
    sum(case when "#event" in ('c', 'm') then 1 when "#event" in ('d', 'e') then -1 else 0 end) as "#net",
    (array_agg("#event" order by "#seq"))[1] in ('c', 'm') is true as "#is_new"
  from "event" group by "#key", "#load_date", "#reset", "#row"
), "state" as (
  select *, not "#is_new" or "#net" < 0 as "#was_there",
    "#net" + (not "#is_new" or "#net" < 0)::integer > 0 as "#is_there"
  from "row"
), "verdict" as (
  select "#key", "#load_date", max("#last") filter (where "#is_there") as "#last",
    not bool_or("#was_there") and max("#reset") = 0 as "#is_untouched"
  from "state" group by "#key", "#load_date"
)
delete from "staged public.tickets" where "#seq" in (
  select e."#seq" from "event" as e
  join "verdict" as v on v."#key" = e."#key" and v."#load_date" = e."#load_date"
  where e."#seq" > v."#last" or v."#last" is null and v."#is_untouched")
returning row("decode"(
  md5(nullif(
    upper(trim(cast("ticket_no" as text))),
    ''
  )),
  'hex'
))::text, (extract(epoch from "#load_date") * 1000000)::bigint,
  case when "#event" in ('c', 'm') then 1 when not "#live" then -1 else 0 end;

-- public.tickets: second rows under a key
with "keyed" as (
  select "#seq", "#load_date", "#live", "#event", "#row_key", "decode"(
  md5(nullif(
    upper(trim(cast("ticket_no" as text))),
    ''
  )),
  'hex'
) as "#key 0" from "staged public.tickets" where "decode"(
  md5(nullif(
    upper(trim(cast("ticket_no" as text))),
    ''
  )),
  'hex'
) is not null
), "transaction" as (
  select "#key 0", "#load_date", (array_agg("#row_key" order by "#seq" desc))[1] as "#row_key",
    count(*) filter (where "#event" in ('c', 'm')) as "#created",
    count(*) filter (where not "#live") as "#deleted",
    count(*) filter (where "#live" and "#event" is null) as "#shown",
    (array_agg("#live" order by "#seq" desc))[1] as "#lives"
  from "keyed" group by "#key 0", "#load_date"
), "taken" as (
  select "#key", "#load_date", sum("#net") as "#taken"
  from unnest(?::text[], ?::timestamptz[], ?::integer[]) as t ("#key", "#load_date", "#net")
  group by "#key", "#load_date"
), "state" as (
  select t.*, coalesce("#taken", 0) as "#taken",
    lag("#lives") over (partition by "#key 0" order by t."#load_date") as "#lived"
  from "transaction" as t
  left join "taken" as k on k."#key" = row("#key 0")::text and k."#load_date" = t."#load_date"
)
select "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint
from "state" as s
where "#created" > 0 and "#created" - "#deleted" + "#taken"
    + coalesce("#lived", (select v."status" = 'C' from "vault"."sts_ticket" as v where v."ticket_hk" = s."#key 0" order by v."load_dts" desc limit 1), false)::integer > 1
  or "#load_date" = any(?::timestamptz[]) and "#shown" > 1 and "#deleted" = 0;

-- public.tickets: keys of one hash among the staged, lnk_ticket_include_booking
select
  'lnk_ticket_include_booking' as "target",
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
  end as "hash",
  array[
    cast(
      "decode"(
        md5(nullif(
          upper(trim(cast("ticket_no" as text))),
          ''
        )),
        'hex'
      )
      as text
    ),
    cast(
      "decode"(
        md5(nullif(
          upper(trim(cast("book_ref" as text))),
          ''
        )),
        'hex'
      )
      as text
    )
  ] as "parts",
  "#live" as "keeps",
  "#seq" as "seq",
  "#load_date" as "load_date",
  "#row_key" as "row_key",
  'public.tickets' as "source"
from "staged public.tickets"
where (
  "#row_key" is not null
  and "#live" = true
  and ((case
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
  end) is not null)
);

-- public.tickets: keys of one hash in the vault, lnk_ticket_include_booking
select
  'lnk_ticket_include_booking' as "target",
  "mention"."hash" as "hash",
  array[
    cast("vault"."lnk_ticket_include_booking"."ticket_hk" as text),
    cast("vault"."lnk_ticket_include_booking"."booking_hk" as text)
  ] as "parts",
  true as "keeps",
  0 as "seq",
  null as "load_date",
  null as "row_key",
  null as "source"
from (
  select distinct on ("hash") "hash"
  from "mention"
  where "target" = 'lnk_ticket_include_booking'
) as "mention"
  cross join "vault"."lnk_ticket_include_booking"
where "vault"."lnk_ticket_include_booking"."ticket_include_booking_hk" = "mention"."hash";

-- public.tickets: what rows without a key mention
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
    select *
    from "keyed"
    where not ("hub_ticket#key" is not null)
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
  ) as "hub_ticket";

-- public.tickets: a snapshot remembers what it showed
insert into "cdc_vault"."snapshot_row" (feed, source_table, snapshot, row_key)
select ?, 'public.tickets', ?, row("decode"(
  md5(nullif(
    upper(trim(cast("ticket_no" as text))),
    ''
  )),
  'hex'
))::text
from "staged public.tickets"
where "#live" and "#load_date" >= ?::timestamptz and "#seq" > ?
on conflict do nothing;

-- public.tickets: a snapshot closes what it did not show
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
from live
where not exists (select 1 from "cdc_vault"."snapshot_row" as s where s.feed = ? and s.source_table = 'public.tickets' and s.snapshot = ? and s.row_key = live."#row");

-- public.airports: staged once a session
create temporary table if not exists "staged public.airports" (
  "#seq" bigint not null,
  "#live" boolean not null,
  "#load_date" timestamptz not null,
  "#lsn" pg_lsn,
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
        select row(
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
    where "state"."sat_airport#image" is distinct from coalesce("state"."sat_airport#image#previous", "newest"."sat_airport#image")
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

-- public.airports: the function that finds values the vault's types refuse
create function pg_temp."check staged public.airports"(text[]) returns table ("#line" int, "#column" int, "#message" text) language plpgsql as 'declare
  "#row" pg_temp."staged public.airports"%rowtype;
  "#values" text[];
  "#at" int;
begin
  "#line" := 0;
  foreach "#values" slice 1 in array $1 loop
    "#line" := "#line" + 1;
    begin
      "#at" := 1; "#row"."airport_code" := "#values"[1];
      "#at" := 2; "#row"."airport_name" := "#values"[2];
      "#at" := 3; "#row"."city" := "#values"[3];
      "#at" := 4; "#row"."coordinates_lon" := "#values"[4];
      "#at" := 5; "#row"."coordinates_lat" := "#values"[5];
      "#at" := 6; "#row"."timezone" := "#values"[6];
    exception when others then
      if left(sqlstate, 2) not in (''22'', ''23'', ''54'', ''P0'') then raise; end if;
      "#column" := "#at";
      "#message" := sqlerrm;
      return next;
    end;
  end loop;
end';

-- public.airports: its call
select * from pg_temp."check staged public.airports"(?::text[]);

-- public.airports: rows that lack values
select "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint, array_to_string("#toasted", ', ')
from "staged public.airports" as s
where "#toasted" <> '{}' and "#event" is distinct from 'e' and not exists (
  select 1 from "staged public.airports" as later
  where later."#load_date" = s."#load_date" and later."#seq" > s."#seq" and later."airport_code" is not distinct from s."airport_code")
order by "#seq";

-- public.airports: rows that are taken out again
delete from "staged public.airports" where ("#seq" = ?::bigint or "#load_date" = ?::timestamptz) and "airport_code" is not distinct from ?::text::char(3);

-- public.airports: a bisection puts the rows aside
create temporary table "cdc-vault set aside" on commit drop as table "staged public.airports";

-- public.airports: a bisection empties the staging table
truncate "staged public.airports";

-- public.airports: a bisection reads what was staged
select distinct "#seq" from "cdc-vault set aside" order by 1;

-- public.airports: a bisection brings some rows back
insert into "staged public.airports" select * from "cdc-vault set aside" where "#seq" between ? and ?;

-- public.airports: a bisection reads a row's key
select "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint from "cdc-vault set aside" where "#seq" = ?;

-- public.airports: a commit LSN that becomes known late
update "staged public.airports" set "#lsn" = ?::pg_lsn where "#load_date" = ?::timestamptz and "#lsn" is null;

-- public.airports: an untouched value of airport_name is filled in
with "state" as (
  select *, "airport_name" as "#value", 'airport_name' = any("#toasted") as "#missing", row("airport_code")::text as "#row", "decode"(
  md5(nullif(
    upper(trim(cast("airport_code" as text))),
    ''
  )),
  'hex'
) as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'airport_name' <> all("#toasted"))) over (partition by "airport_code" order by "#seq") as "#nth"
  from "staged public.airports"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select v."airport_name" as "#value", true as "#exists" from "vault"."sat_airport" as v
    where c."#nth" = 0 and v."airport_hk" = c."#key" order by v."load_dts" desc limit 1
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged public.airports" as s set "airport_name" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'airport_name')
from "found" where s."#seq" = "found"."#seq";

-- public.airports: an untouched value of city is filled in
with "state" as (
  select *, "city" as "#value", 'city' = any("#toasted") as "#missing", row("airport_code")::text as "#row", "decode"(
  md5(nullif(
    upper(trim(cast("airport_code" as text))),
    ''
  )),
  'hex'
) as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'city' <> all("#toasted"))) over (partition by "airport_code" order by "#seq") as "#nth"
  from "staged public.airports"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select v."city" as "#value", true as "#exists" from "vault"."sat_airport" as v
    where c."#nth" = 0 and v."airport_hk" = c."#key" order by v."load_dts" desc limit 1
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged public.airports" as s set "city" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'city')
from "found" where s."#seq" = "found"."#seq";

-- public.airports: an untouched value of coordinates_lon is filled in
with "state" as (
  select *, "coordinates_lon" as "#value", 'coordinates_lon' = any("#toasted") as "#missing", row("airport_code")::text as "#row", "decode"(
  md5(nullif(
    upper(trim(cast("airport_code" as text))),
    ''
  )),
  'hex'
) as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'coordinates_lon' <> all("#toasted"))) over (partition by "airport_code" order by "#seq") as "#nth"
  from "staged public.airports"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select v."coordinates_lon" as "#value", true as "#exists" from "vault"."sat_airport" as v
    where c."#nth" = 0 and v."airport_hk" = c."#key" order by v."load_dts" desc limit 1
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged public.airports" as s set "coordinates_lon" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'coordinates_lon')
from "found" where s."#seq" = "found"."#seq";

-- public.airports: an untouched value of coordinates_lat is filled in
with "state" as (
  select *, "coordinates_lat" as "#value", 'coordinates_lat' = any("#toasted") as "#missing", row("airport_code")::text as "#row", "decode"(
  md5(nullif(
    upper(trim(cast("airport_code" as text))),
    ''
  )),
  'hex'
) as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'coordinates_lat' <> all("#toasted"))) over (partition by "airport_code" order by "#seq") as "#nth"
  from "staged public.airports"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select v."coordinates_lat" as "#value", true as "#exists" from "vault"."sat_airport" as v
    where c."#nth" = 0 and v."airport_hk" = c."#key" order by v."load_dts" desc limit 1
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged public.airports" as s set "coordinates_lat" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'coordinates_lat')
from "found" where s."#seq" = "found"."#seq";

-- public.airports: an untouched value of timezone is filled in
with "state" as (
  select *, "timezone" as "#value", 'timezone' = any("#toasted") as "#missing", row("airport_code")::text as "#row", "decode"(
  md5(nullif(
    upper(trim(cast("airport_code" as text))),
    ''
  )),
  'hex'
) as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'timezone' <> all("#toasted"))) over (partition by "airport_code" order by "#seq") as "#nth"
  from "staged public.airports"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select v."timezone" as "#value", true as "#exists" from "vault"."sat_airport" as v
    where c."#nth" = 0 and v."airport_hk" = c."#key" order by v."load_dts" desc limit 1
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged public.airports" as s set "timezone" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'timezone')
from "found" where s."#seq" = "found"."#seq";

-- public.airports: an update of the key asks for what its insertion lacks
update "staged public.airports" as d set "#toasted" = d."#toasted" || s."#toasted" from "staged public.airports" as s where s."#event" = 'm' and d."#seq" = s."#seq" - 1 and not d."#live" and d."#load_date" = s."#load_date";

-- public.airports: an update of the key hands values on
update "staged public.airports" as s set "airport_name" = case when 'airport_name' = any(s."#toasted") and 'airport_name' <> all(d."#toasted") then d."airport_name" else s."airport_name" end, "city" = case when 'city' = any(s."#toasted") and 'city' <> all(d."#toasted") then d."city" else s."city" end, "coordinates_lon" = case when 'coordinates_lon' = any(s."#toasted") and 'coordinates_lon' <> all(d."#toasted") then d."coordinates_lon" else s."coordinates_lon" end, "coordinates_lat" = case when 'coordinates_lat' = any(s."#toasted") and 'coordinates_lat' <> all(d."#toasted") then d."coordinates_lat" else s."coordinates_lat" end, "timezone" = case when 'timezone' = any(s."#toasted") and 'timezone' <> all(d."#toasted") then d."timezone" else s."timezone" end, "#toasted" = array(select unnest(s."#toasted") intersect select unnest(d."#toasted")) from "staged public.airports" as d where s."#event" = 'm' and d."#seq" = s."#seq" - 1 and not d."#live" and d."#load_date" = s."#load_date" and not s."#toasted" <@ d."#toasted";

-- public.airports: an update of the key is complete
update "staged public.airports" set "#toasted" = array(select unnest("#toasted") intersect select unnest(array['airport_code']::text[])) where not "#live" and "#toasted" && array['airport_name', 'city', 'coordinates_lon', 'coordinates_lat', 'timezone']::text[];

-- public.airports: deletions that carry only airport_name
with "state" as (
  select *, count(*) filter (where "#live") over (partition by "airport_name" order by "#seq") as "#nth"
  from "staged public.airports" where row("airport_name") is not null
), "carried" as (
  select "#seq", "#nth", "airport_name", not "#live" and "#toasted" && array['airport_code'] as "#lacks", first_value("airport_code") over "row" as "#airport_code"
  from "state" window "row" as (partition by "airport_name", "#nth" order by "#seq")
), "wanted" as materialized (
  select * from "carried" where "#lacks"
), "candidate" as materialized (
  select w."#seq", v.* from "wanted" as w join "vault"."sat_airport" as v on v."airport_name" = w."airport_name" where w."#nth" = 0
), "found" as (
  select distinct on (v."#seq") v."#seq", "h"."airport_code" as "airport_code"
  from "candidate" as v join "wanted" as w on w."#seq" = v."#seq"
  join "vault"."hub_airport" as h on h."airport_hk" = v."airport_hk"
  where v."load_dts" = (select max(x."load_dts") from "vault"."sat_airport" as x where x."airport_hk" = v."airport_hk") and (select x."status" = 'C' from "vault"."sts_airport" as x where x."airport_hk" = v."airport_hk" order by x."load_dts" desc limit 1)
  order by v."#seq", v."load_dts" desc
)
update "staged public.airports" as s set "airport_code" = case when w."#nth" > 0 then w."#airport_code" else f."airport_code" end, "#toasted" = array(select unnest(s."#toasted") except select unnest(array['airport_code']))
from "wanted" as w left join "found" as f on f."#seq" = w."#seq"
where s."#seq" = w."#seq" and (w."#nth" > 0 or f."#seq" is not null);

-- public.airports: keys given up by updates of a row known by airport_name
with "event" as (
  select "#seq", "#event", "#load_date", "#lsn", "airport_code", "airport_name", "decode"(
  md5(nullif(
    upper(trim(cast("airport_code" as text))),
    ''
  )),
  'hex'
) as "#key",
    lag("#seq") over "row" as "#before", lag("#live") over "row" as "#was_live", lag("airport_code") over "row" as "#before 0"
  from "staged public.airports" where row("airport_name") is not null window "row" as (partition by "airport_name" order by "#seq")
), "first" as materialized (
  select * from "event" where "#event" = 'u' and "#before" is null
), "lost" as materialized (
  select * from "first" as w where not exists (select 1 from "vault"."sat_airport" as v where v."airport_hk" = w."#key" and v."airport_name" = w."airport_name" and v."load_dts" = (select max(x."load_dts") from "vault"."sat_airport" as x where x."airport_hk" = v."airport_hk") and (select x."status" = 'C' from "vault"."sts_airport" as x where x."airport_hk" = v."airport_hk" order by x."load_dts" desc limit 1))
), "candidate" as materialized (
  select w."#seq" as "#of", v.* from "lost" as w join "vault"."sat_airport" as v on v."airport_name" = w."airport_name"
), "found" as (
  select distinct on (v."#of") v."#of", "h"."airport_code" as "airport_code"
  from "candidate" as v join "lost" as w on w."#seq" = v."#of"
  join "vault"."hub_airport" as h on h."airport_hk" = v."airport_hk"
  where v."load_dts" = (select max(x."load_dts") from "vault"."sat_airport" as x where x."airport_hk" = v."airport_hk") and (select x."status" = 'C' from "vault"."sts_airport" as x where x."airport_hk" = v."airport_hk" order by x."load_dts" desc limit 1)
  order by v."#of", v."load_dts" desc
), "ended" as (
  select "#seq", "#load_date", "#lsn", "#before 0" as "airport_code", "airport_name"
  from "event" where "#event" = 'u' and "#was_live" and row("airport_code") is distinct from row("#before 0")
  union all
  select w."#seq", w."#load_date", w."#lsn", f."airport_code", w."airport_name"
  from "found" as f join "lost" as w on w."#seq" = f."#of"
), "staged" as (
  insert into "staged public.airports" ("#seq", "#live", "#load_date", "#lsn", "#event", "airport_code", "airport_name")
  select "#seq" - 1, false, "#load_date", "#lsn", 'd', "airport_code", "airport_name" from "ended"
)
update "staged public.airports" as s set "#event" = case when s."#toasted" = '{}' then 'c' else 'm' end
from "ended" as e where s."#seq" = e."#seq" and s."#event" = 'u'
returning (extract(epoch from s."#load_date") * 1000000)::bigint, s."#event" = 'm';

-- public.airports: the state at commit, by whole images
with "keyed" as (
  select "#seq", "#load_date", "#live", "#event", row("decode"(
  md5(nullif(
    upper(trim(cast("airport_code" as text))),
    ''
  )),
  'hex'
))::text as "#key", row("airport_code", "airport_name", "city", "coordinates_lon", "coordinates_lat", "timezone")::text as "#image"
  from "staged public.airports" where "#load_date" = any(?::timestamptz[])
), "reset" as (
  select *, coalesce(max("#seq") filter (where not "#live" and "#event" is null) over "key", 0) as "#reset",
    last_value("#live") over "key" as "#lives", bool_or("#live") over "key" as "#lived"
  from "keyed"
  window "key" as (partition by "#key", "#load_date" order by "#seq"
    rows between unbounded preceding and unbounded following)
), "event" as (
  select *, case when "#event" is null then first_value("#image") over (partition by "#key", "#load_date"
  order by "#event" is null desc, "#seq" desc) else "#image" end as "#row" from "reset" where "#seq" > "#reset" and not "#lives" and "#lived"
), "row" as (
  select "#key", "#load_date", "#reset", max("#seq") filter (where "#live") as "#last",
    sum(case when "#event" in ('c', 'm') then 1 when "#event" in ('d', 'e') then -1 else 0 end) as "#net",
    (array_agg("#event" order by "#seq"))[1] in ('c', 'm') is true as "#is_new"
  from "event" group by "#key", "#load_date", "#reset", "#row"
), "state" as (
  select *, not "#is_new" or "#net" < 0 as "#was_there",
    "#net" + (not "#is_new" or "#net" < 0)::integer > 0 as "#is_there"
  from "row"
), "verdict" as (
  select "#key", "#load_date", max("#last") filter (where "#is_there") as "#last",
    not bool_or("#was_there") and max("#reset") = 0 as "#is_untouched"
  from "state" group by "#key", "#load_date"
)
delete from "staged public.airports" where "#seq" in (
  select e."#seq" from "event" as e
  join "verdict" as v on v."#key" = e."#key" and v."#load_date" = e."#load_date"
  where e."#seq" > v."#last" or v."#last" is null and v."#is_untouched")
returning row("decode"(
  md5(nullif(
    upper(trim(cast("airport_code" as text))),
    ''
  )),
  'hex'
))::text, (extract(epoch from "#load_date") * 1000000)::bigint,
  case when "#event" in ('c', 'm') then 1 when not "#live" then -1 else 0 end;

-- public.airports: the state at commit, by airport_name
with "keyed" as (
  select "#seq", "#load_date", "#live", "#event", row("decode"(
  md5(nullif(
    upper(trim(cast("airport_code" as text))),
    ''
  )),
  'hex'
))::text as "#key", row("airport_name")::text as "#image"
  from "staged public.airports" where "#load_date" = any(?::timestamptz[])
), "reset" as (
  select *, coalesce(max("#seq") filter (where not "#live" and "#event" is null) over "key", 0) as "#reset",
    last_value("#live") over "key" as "#lives", bool_or("#live") over "key" as "#lived"
  from "keyed"
  window "key" as (partition by "#key", "#load_date" order by "#seq"
    rows between unbounded preceding and unbounded following)
), "event" as (
  select *, "#image" as "#row" from "reset" where "#seq" > "#reset" and not "#lives" and "#lived"
), "row" as (
  select "#key", "#load_date", "#reset", max("#seq") filter (where "#live") as "#last",
    sum(case when "#event" in ('c', 'm') then 1 when "#event" in ('d', 'e') then -1 else 0 end) as "#net",
    (array_agg("#event" order by "#seq"))[1] in ('c', 'm') is true as "#is_new"
  from "event" group by "#key", "#load_date", "#reset", "#row"
), "state" as (
  select *, not "#is_new" or "#net" < 0 as "#was_there",
    "#net" + (not "#is_new" or "#net" < 0)::integer > 0 as "#is_there"
  from "row"
), "verdict" as (
  select "#key", "#load_date", max("#last") filter (where "#is_there") as "#last",
    not bool_or("#was_there") and max("#reset") = 0 as "#is_untouched"
  from "state" group by "#key", "#load_date"
)
delete from "staged public.airports" where "#seq" in (
  select e."#seq" from "event" as e
  join "verdict" as v on v."#key" = e."#key" and v."#load_date" = e."#load_date"
  where e."#seq" > v."#last" or v."#last" is null and v."#is_untouched")
returning row("decode"(
  md5(nullif(
    upper(trim(cast("airport_code" as text))),
    ''
  )),
  'hex'
))::text, (extract(epoch from "#load_date") * 1000000)::bigint,
  case when "#event" in ('c', 'm') then 1 when not "#live" then -1 else 0 end;

-- public.airports: second rows under a key
with "keyed" as (
  select "#seq", "#load_date", "#live", "#event", "#row_key", "decode"(
  md5(nullif(
    upper(trim(cast("airport_code" as text))),
    ''
  )),
  'hex'
) as "#key 0" from "staged public.airports" where "decode"(
  md5(nullif(
    upper(trim(cast("airport_code" as text))),
    ''
  )),
  'hex'
) is not null
), "transaction" as (
  select "#key 0", "#load_date", (array_agg("#row_key" order by "#seq" desc))[1] as "#row_key",
    count(*) filter (where "#event" in ('c', 'm')) as "#created",
    count(*) filter (where not "#live") as "#deleted",
    count(*) filter (where "#live" and "#event" is null) as "#shown",
    (array_agg("#live" order by "#seq" desc))[1] as "#lives"
  from "keyed" group by "#key 0", "#load_date"
), "taken" as (
  select "#key", "#load_date", sum("#net") as "#taken"
  from unnest(?::text[], ?::timestamptz[], ?::integer[]) as t ("#key", "#load_date", "#net")
  group by "#key", "#load_date"
), "state" as (
  select t.*, coalesce("#taken", 0) as "#taken",
    lag("#lives") over (partition by "#key 0" order by t."#load_date") as "#lived"
  from "transaction" as t
  left join "taken" as k on k."#key" = row("#key 0")::text and k."#load_date" = t."#load_date"
)
select "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint
from "state" as s
where "#created" > 0 and "#created" - "#deleted" + "#taken"
    + coalesce("#lived", (select v."status" = 'C' from "vault"."sts_airport" as v where v."airport_hk" = s."#key 0" order by v."load_dts" desc limit 1), false)::integer > 1
  or "#load_date" = any(?::timestamptz[]) and "#shown" > 1 and "#deleted" = 0;

-- public.airports: what rows without a key mention
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
    select *
    from "keyed"
    where not ("hub_airport#key" is not null)
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
  )
select (
  select count(*)
  from "new hub_airport"
  where "added"
) as "hub_airport";

-- public.airports: a snapshot remembers what it showed
insert into "cdc_vault"."snapshot_row" (feed, source_table, snapshot, row_key)
select ?, 'public.airports', ?, row("decode"(
  md5(nullif(
    upper(trim(cast("airport_code" as text))),
    ''
  )),
  'hex'
))::text
from "staged public.airports"
where "#live" and "#load_date" >= ?::timestamptz and "#seq" > ?
on conflict do nothing;

-- public.airports: a snapshot closes what it did not show
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
from live
where not exists (select 1 from "cdc_vault"."snapshot_row" as s where s.feed = ? and s.source_table = 'public.airports' and s.snapshot = ? and s.row_key = live."#row");

-- public.aircafts: staged once a session
create temporary table if not exists "staged public.aircafts" (
  "#seq" bigint not null,
  "#live" boolean not null,
  "#load_date" timestamptz not null,
  "#lsn" pg_lsn,
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
        select row("vault"."sat_aircraft"."model", "vault"."sat_aircraft"."range")::text as "sat_aircraft#image"
        from "vault"."sat_aircraft"
        where (
          "state"."#nth" = 1
          and "vault"."sat_aircraft"."aircraft_hk" = "state"."hub_aircraft#key"
        )
        order by "vault"."sat_aircraft"."load_dts" desc
        fetch next 1 rows only
      ) as "newest"
        on true
    where "state"."sat_aircraft#image" is distinct from coalesce("state"."sat_aircraft#image#previous", "newest"."sat_aircraft#image")
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

-- public.aircafts: the function that finds values the vault's types refuse
create function pg_temp."check staged public.aircafts"(text[]) returns table ("#line" int, "#column" int, "#message" text) language plpgsql as 'declare
  "#row" pg_temp."staged public.aircafts"%rowtype;
  "#values" text[];
  "#at" int;
begin
  "#line" := 0;
  foreach "#values" slice 1 in array $1 loop
    "#line" := "#line" + 1;
    begin
      "#at" := 1; "#row"."aircraft_code" := "#values"[1];
      "#at" := 2; "#row"."model" := "#values"[2];
      "#at" := 3; "#row"."range" := "#values"[3];
    exception when others then
      if left(sqlstate, 2) not in (''22'', ''23'', ''54'', ''P0'') then raise; end if;
      "#column" := "#at";
      "#message" := sqlerrm;
      return next;
    end;
  end loop;
end';

-- public.aircafts: its call
select * from pg_temp."check staged public.aircafts"(?::text[]);

-- public.aircafts: rows that lack values
select "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint, array_to_string("#toasted", ', ')
from "staged public.aircafts" as s
where "#toasted" <> '{}' and "#event" is distinct from 'e' and not exists (
  select 1 from "staged public.aircafts" as later
  where later."#load_date" = s."#load_date" and later."#seq" > s."#seq" and later."aircraft_code" is not distinct from s."aircraft_code")
order by "#seq";

-- public.aircafts: rows that are taken out again
delete from "staged public.aircafts" where ("#seq" = ?::bigint or "#load_date" = ?::timestamptz) and "aircraft_code" is not distinct from ?::text::char(3);

-- public.aircafts: a bisection puts the rows aside
create temporary table "cdc-vault set aside" on commit drop as table "staged public.aircafts";

-- public.aircafts: a bisection empties the staging table
truncate "staged public.aircafts";

-- public.aircafts: a bisection reads what was staged
select distinct "#seq" from "cdc-vault set aside" order by 1;

-- public.aircafts: a bisection brings some rows back
insert into "staged public.aircafts" select * from "cdc-vault set aside" where "#seq" between ? and ?;

-- public.aircafts: a bisection reads a row's key
select "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint from "cdc-vault set aside" where "#seq" = ?;

-- public.aircafts: a commit LSN that becomes known late
update "staged public.aircafts" set "#lsn" = ?::pg_lsn where "#load_date" = ?::timestamptz and "#lsn" is null;

-- public.aircafts: an untouched value of model is filled in
with "state" as (
  select *, "model" as "#value", 'model' = any("#toasted") as "#missing", row("aircraft_code")::text as "#row", "decode"(
  md5(nullif(
    upper(trim(cast("aircraft_code" as text))),
    ''
  )),
  'hex'
) as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'model' <> all("#toasted"))) over (partition by "aircraft_code" order by "#seq") as "#nth"
  from "staged public.aircafts"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select v."model" as "#value", true as "#exists" from "vault"."sat_aircraft" as v
    where c."#nth" = 0 and v."aircraft_hk" = c."#key" order by v."load_dts" desc limit 1
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged public.aircafts" as s set "model" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'model')
from "found" where s."#seq" = "found"."#seq";

-- public.aircafts: an untouched value of range is filled in
with "state" as (
  select *, "range" as "#value", 'range' = any("#toasted") as "#missing", row("aircraft_code")::text as "#row", "decode"(
  md5(nullif(
    upper(trim(cast("aircraft_code" as text))),
    ''
  )),
  'hex'
) as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'range' <> all("#toasted"))) over (partition by "aircraft_code" order by "#seq") as "#nth"
  from "staged public.aircafts"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select v."range" as "#value", true as "#exists" from "vault"."sat_aircraft" as v
    where c."#nth" = 0 and v."aircraft_hk" = c."#key" order by v."load_dts" desc limit 1
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged public.aircafts" as s set "range" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'range')
from "found" where s."#seq" = "found"."#seq";

-- public.aircafts: an update of the key asks for what its insertion lacks
update "staged public.aircafts" as d set "#toasted" = d."#toasted" || s."#toasted" from "staged public.aircafts" as s where s."#event" = 'm' and d."#seq" = s."#seq" - 1 and not d."#live" and d."#load_date" = s."#load_date";

-- public.aircafts: an update of the key hands values on
update "staged public.aircafts" as s set "model" = case when 'model' = any(s."#toasted") and 'model' <> all(d."#toasted") then d."model" else s."model" end, "range" = case when 'range' = any(s."#toasted") and 'range' <> all(d."#toasted") then d."range" else s."range" end, "#toasted" = array(select unnest(s."#toasted") intersect select unnest(d."#toasted")) from "staged public.aircafts" as d where s."#event" = 'm' and d."#seq" = s."#seq" - 1 and not d."#live" and d."#load_date" = s."#load_date" and not s."#toasted" <@ d."#toasted";

-- public.aircafts: an update of the key is complete
update "staged public.aircafts" set "#toasted" = array(select unnest("#toasted") intersect select unnest(array['aircraft_code']::text[])) where not "#live" and "#toasted" && array['model', 'range']::text[];

-- public.aircafts: deletions that carry only model
with "state" as (
  select *, count(*) filter (where "#live") over (partition by "model" order by "#seq") as "#nth"
  from "staged public.aircafts" where row("model") is not null
), "carried" as (
  select "#seq", "#nth", "model", not "#live" and "#toasted" && array['aircraft_code'] as "#lacks", first_value("aircraft_code") over "row" as "#aircraft_code"
  from "state" window "row" as (partition by "model", "#nth" order by "#seq")
), "wanted" as materialized (
  select * from "carried" where "#lacks"
), "candidate" as materialized (
  select w."#seq", v.* from "wanted" as w join "vault"."sat_aircraft" as v on v."model" = w."model" where w."#nth" = 0
), "found" as (
  select distinct on (v."#seq") v."#seq", "h"."aircraft_code" as "aircraft_code"
  from "candidate" as v join "wanted" as w on w."#seq" = v."#seq"
  join "vault"."hub_aircraft" as h on h."aircraft_hk" = v."aircraft_hk"
  where v."load_dts" = (select max(x."load_dts") from "vault"."sat_aircraft" as x where x."aircraft_hk" = v."aircraft_hk") and (select x."status" = 'C' from "vault"."sts_aircraft" as x where x."aircraft_hk" = v."aircraft_hk" order by x."load_dts" desc limit 1)
  order by v."#seq", v."load_dts" desc
)
update "staged public.aircafts" as s set "aircraft_code" = case when w."#nth" > 0 then w."#aircraft_code" else f."aircraft_code" end, "#toasted" = array(select unnest(s."#toasted") except select unnest(array['aircraft_code']))
from "wanted" as w left join "found" as f on f."#seq" = w."#seq"
where s."#seq" = w."#seq" and (w."#nth" > 0 or f."#seq" is not null);

-- public.aircafts: keys given up by updates of a row known by model
with "event" as (
  select "#seq", "#event", "#load_date", "#lsn", "aircraft_code", "model", "decode"(
  md5(nullif(
    upper(trim(cast("aircraft_code" as text))),
    ''
  )),
  'hex'
) as "#key",
    lag("#seq") over "row" as "#before", lag("#live") over "row" as "#was_live", lag("aircraft_code") over "row" as "#before 0"
  from "staged public.aircafts" where row("model") is not null window "row" as (partition by "model" order by "#seq")
), "first" as materialized (
  select * from "event" where "#event" = 'u' and "#before" is null
), "lost" as materialized (
  select * from "first" as w where not exists (select 1 from "vault"."sat_aircraft" as v where v."aircraft_hk" = w."#key" and v."model" = w."model" and v."load_dts" = (select max(x."load_dts") from "vault"."sat_aircraft" as x where x."aircraft_hk" = v."aircraft_hk") and (select x."status" = 'C' from "vault"."sts_aircraft" as x where x."aircraft_hk" = v."aircraft_hk" order by x."load_dts" desc limit 1))
), "candidate" as materialized (
  select w."#seq" as "#of", v.* from "lost" as w join "vault"."sat_aircraft" as v on v."model" = w."model"
), "found" as (
  select distinct on (v."#of") v."#of", "h"."aircraft_code" as "aircraft_code"
  from "candidate" as v join "lost" as w on w."#seq" = v."#of"
  join "vault"."hub_aircraft" as h on h."aircraft_hk" = v."aircraft_hk"
  where v."load_dts" = (select max(x."load_dts") from "vault"."sat_aircraft" as x where x."aircraft_hk" = v."aircraft_hk") and (select x."status" = 'C' from "vault"."sts_aircraft" as x where x."aircraft_hk" = v."aircraft_hk" order by x."load_dts" desc limit 1)
  order by v."#of", v."load_dts" desc
), "ended" as (
  select "#seq", "#load_date", "#lsn", "#before 0" as "aircraft_code", "model"
  from "event" where "#event" = 'u' and "#was_live" and row("aircraft_code") is distinct from row("#before 0")
  union all
  select w."#seq", w."#load_date", w."#lsn", f."aircraft_code", w."model"
  from "found" as f join "lost" as w on w."#seq" = f."#of"
), "staged" as (
  insert into "staged public.aircafts" ("#seq", "#live", "#load_date", "#lsn", "#event", "aircraft_code", "model")
  select "#seq" - 1, false, "#load_date", "#lsn", 'd', "aircraft_code", "model" from "ended"
)
update "staged public.aircafts" as s set "#event" = case when s."#toasted" = '{}' then 'c' else 'm' end
from "ended" as e where s."#seq" = e."#seq" and s."#event" = 'u'
returning (extract(epoch from s."#load_date") * 1000000)::bigint, s."#event" = 'm';

-- public.aircafts: the state at commit, by whole images
with "keyed" as (
  select "#seq", "#load_date", "#live", "#event", row("decode"(
  md5(nullif(
    upper(trim(cast("aircraft_code" as text))),
    ''
  )),
  'hex'
))::text as "#key", row("aircraft_code", "model", "range")::text as "#image"
  from "staged public.aircafts" where "#load_date" = any(?::timestamptz[])
), "reset" as (
  select *, coalesce(max("#seq") filter (where not "#live" and "#event" is null) over "key", 0) as "#reset",
    last_value("#live") over "key" as "#lives", bool_or("#live") over "key" as "#lived"
  from "keyed"
  window "key" as (partition by "#key", "#load_date" order by "#seq"
    rows between unbounded preceding and unbounded following)
), "event" as (
  select *, case when "#event" is null then first_value("#image") over (partition by "#key", "#load_date"
  order by "#event" is null desc, "#seq" desc) else "#image" end as "#row" from "reset" where "#seq" > "#reset" and not "#lives" and "#lived"
), "row" as (
  select "#key", "#load_date", "#reset", max("#seq") filter (where "#live") as "#last",
    sum(case when "#event" in ('c', 'm') then 1 when "#event" in ('d', 'e') then -1 else 0 end) as "#net",
    (array_agg("#event" order by "#seq"))[1] in ('c', 'm') is true as "#is_new"
  from "event" group by "#key", "#load_date", "#reset", "#row"
), "state" as (
  select *, not "#is_new" or "#net" < 0 as "#was_there",
    "#net" + (not "#is_new" or "#net" < 0)::integer > 0 as "#is_there"
  from "row"
), "verdict" as (
  select "#key", "#load_date", max("#last") filter (where "#is_there") as "#last",
    not bool_or("#was_there") and max("#reset") = 0 as "#is_untouched"
  from "state" group by "#key", "#load_date"
)
delete from "staged public.aircafts" where "#seq" in (
  select e."#seq" from "event" as e
  join "verdict" as v on v."#key" = e."#key" and v."#load_date" = e."#load_date"
  where e."#seq" > v."#last" or v."#last" is null and v."#is_untouched")
returning row("decode"(
  md5(nullif(
    upper(trim(cast("aircraft_code" as text))),
    ''
  )),
  'hex'
))::text, (extract(epoch from "#load_date") * 1000000)::bigint,
  case when "#event" in ('c', 'm') then 1 when not "#live" then -1 else 0 end;

-- public.aircafts: the state at commit, by model
with "keyed" as (
  select "#seq", "#load_date", "#live", "#event", row("decode"(
  md5(nullif(
    upper(trim(cast("aircraft_code" as text))),
    ''
  )),
  'hex'
))::text as "#key", row("model")::text as "#image"
  from "staged public.aircafts" where "#load_date" = any(?::timestamptz[])
), "reset" as (
  select *, coalesce(max("#seq") filter (where not "#live" and "#event" is null) over "key", 0) as "#reset",
    last_value("#live") over "key" as "#lives", bool_or("#live") over "key" as "#lived"
  from "keyed"
  window "key" as (partition by "#key", "#load_date" order by "#seq"
    rows between unbounded preceding and unbounded following)
), "event" as (
  select *, "#image" as "#row" from "reset" where "#seq" > "#reset" and not "#lives" and "#lived"
), "row" as (
  select "#key", "#load_date", "#reset", max("#seq") filter (where "#live") as "#last",
    sum(case when "#event" in ('c', 'm') then 1 when "#event" in ('d', 'e') then -1 else 0 end) as "#net",
    (array_agg("#event" order by "#seq"))[1] in ('c', 'm') is true as "#is_new"
  from "event" group by "#key", "#load_date", "#reset", "#row"
), "state" as (
  select *, not "#is_new" or "#net" < 0 as "#was_there",
    "#net" + (not "#is_new" or "#net" < 0)::integer > 0 as "#is_there"
  from "row"
), "verdict" as (
  select "#key", "#load_date", max("#last") filter (where "#is_there") as "#last",
    not bool_or("#was_there") and max("#reset") = 0 as "#is_untouched"
  from "state" group by "#key", "#load_date"
)
delete from "staged public.aircafts" where "#seq" in (
  select e."#seq" from "event" as e
  join "verdict" as v on v."#key" = e."#key" and v."#load_date" = e."#load_date"
  where e."#seq" > v."#last" or v."#last" is null and v."#is_untouched")
returning row("decode"(
  md5(nullif(
    upper(trim(cast("aircraft_code" as text))),
    ''
  )),
  'hex'
))::text, (extract(epoch from "#load_date") * 1000000)::bigint,
  case when "#event" in ('c', 'm') then 1 when not "#live" then -1 else 0 end;

-- public.aircafts: second rows under a key
with "keyed" as (
  select "#seq", "#load_date", "#live", "#event", "#row_key", "decode"(
  md5(nullif(
    upper(trim(cast("aircraft_code" as text))),
    ''
  )),
  'hex'
) as "#key 0" from "staged public.aircafts" where "decode"(
  md5(nullif(
    upper(trim(cast("aircraft_code" as text))),
    ''
  )),
  'hex'
) is not null
), "transaction" as (
  select "#key 0", "#load_date", (array_agg("#row_key" order by "#seq" desc))[1] as "#row_key",
    count(*) filter (where "#event" in ('c', 'm')) as "#created",
    count(*) filter (where not "#live") as "#deleted",
    count(*) filter (where "#live" and "#event" is null) as "#shown",
    (array_agg("#live" order by "#seq" desc))[1] as "#lives"
  from "keyed" group by "#key 0", "#load_date"
), "taken" as (
  select "#key", "#load_date", sum("#net") as "#taken"
  from unnest(?::text[], ?::timestamptz[], ?::integer[]) as t ("#key", "#load_date", "#net")
  group by "#key", "#load_date"
), "state" as (
  select t.*, coalesce("#taken", 0) as "#taken",
    lag("#lives") over (partition by "#key 0" order by t."#load_date") as "#lived"
  from "transaction" as t
  left join "taken" as k on k."#key" = row("#key 0")::text and k."#load_date" = t."#load_date"
)
select "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint
from "state" as s
where "#created" > 0 and "#created" - "#deleted" + "#taken"
    + coalesce("#lived", (select v."status" = 'C' from "vault"."sts_aircraft" as v where v."aircraft_hk" = s."#key 0" order by v."load_dts" desc limit 1), false)::integer > 1
  or "#load_date" = any(?::timestamptz[]) and "#shown" > 1 and "#deleted" = 0;

-- public.aircafts: what rows without a key mention
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
    select *
    from "keyed"
    where not ("hub_aircraft#key" is not null)
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
  )
select (
  select count(*)
  from "new hub_aircraft"
  where "added"
) as "hub_aircraft";

-- public.aircafts: a snapshot remembers what it showed
insert into "cdc_vault"."snapshot_row" (feed, source_table, snapshot, row_key)
select ?, 'public.aircafts', ?, row("decode"(
  md5(nullif(
    upper(trim(cast("aircraft_code" as text))),
    ''
  )),
  'hex'
))::text
from "staged public.aircafts"
where "#live" and "#load_date" >= ?::timestamptz and "#seq" > ?
on conflict do nothing;

-- public.aircafts: a snapshot closes what it did not show
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
from live
where not exists (select 1 from "cdc_vault"."snapshot_row" as s where s.feed = ? and s.source_table = 'public.aircafts' and s.snapshot = ? and s.row_key = live."#row");

-- public.seats: staged once a session
create temporary table if not exists "staged public.seats" (
  "#seq" bigint not null,
  "#live" boolean not null,
  "#load_date" timestamptz not null,
  "#lsn" pg_lsn,
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
        select row("vault"."sat_seat"."fare_conditions")::text as "sat_seat#image"
        from "vault"."sat_seat"
        where (
          "state"."#nth" = 1
          and "vault"."sat_seat"."seat_hk" = "state"."hub_seat#key"
        )
        order by "vault"."sat_seat"."load_dts" desc
        fetch next 1 rows only
      ) as "newest"
        on true
    where "state"."sat_seat#image" is distinct from coalesce("state"."sat_seat#image#previous", "newest"."sat_seat#image")
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

-- public.seats: the function that finds values the vault's types refuse
create function pg_temp."check staged public.seats"(text[]) returns table ("#line" int, "#column" int, "#message" text) language plpgsql as 'declare
  "#row" pg_temp."staged public.seats"%rowtype;
  "#values" text[];
  "#at" int;
begin
  "#line" := 0;
  foreach "#values" slice 1 in array $1 loop
    "#line" := "#line" + 1;
    begin
      "#at" := 1; "#row"."seat_no" := "#values"[1];
      "#at" := 2; "#row"."aircraft_code" := "#values"[2];
      "#at" := 3; "#row"."fare_conditions" := "#values"[3];
    exception when others then
      if left(sqlstate, 2) not in (''22'', ''23'', ''54'', ''P0'') then raise; end if;
      "#column" := "#at";
      "#message" := sqlerrm;
      return next;
    end;
  end loop;
end';

-- public.seats: its call
select * from pg_temp."check staged public.seats"(?::text[]);

-- public.seats: rows that lack values
select "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint, array_to_string("#toasted", ', ')
from "staged public.seats" as s
where "#toasted" <> '{}' and "#event" is distinct from 'e' and not exists (
  select 1 from "staged public.seats" as later
  where later."#load_date" = s."#load_date" and later."#seq" > s."#seq" and later."seat_no" is not distinct from s."seat_no")
order by "#seq";

-- public.seats: rows that are taken out again
delete from "staged public.seats" where ("#seq" = ?::bigint or "#load_date" = ?::timestamptz) and "seat_no" is not distinct from ?::text::char(4);

-- public.seats: a bisection puts the rows aside
create temporary table "cdc-vault set aside" on commit drop as table "staged public.seats";

-- public.seats: a bisection empties the staging table
truncate "staged public.seats";

-- public.seats: a bisection reads what was staged
select distinct "#seq" from "cdc-vault set aside" order by 1;

-- public.seats: a bisection brings some rows back
insert into "staged public.seats" select * from "cdc-vault set aside" where "#seq" between ? and ?;

-- public.seats: a bisection reads a row's key
select "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint from "cdc-vault set aside" where "#seq" = ?;

-- public.seats: a commit LSN that becomes known late
update "staged public.seats" set "#lsn" = ?::pg_lsn where "#load_date" = ?::timestamptz and "#lsn" is null;

-- public.seats: an untouched value of fare_conditions is filled in
with "state" as (
  select *, "fare_conditions" as "#value", 'fare_conditions' = any("#toasted") as "#missing", row("seat_no")::text as "#row", "decode"(
  md5(nullif(
    upper(trim(cast("seat_no" as text))),
    ''
  )),
  'hex'
) as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'fare_conditions' <> all("#toasted"))) over (partition by "seat_no" order by "#seq") as "#nth"
  from "staged public.seats"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select v."fare_conditions" as "#value", true as "#exists" from "vault"."sat_seat" as v
    where c."#nth" = 0 and v."seat_hk" = c."#key" order by v."load_dts" desc limit 1
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged public.seats" as s set "fare_conditions" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'fare_conditions')
from "found" where s."#seq" = "found"."#seq";

-- public.seats: an untouched value of aircraft_code is filled in
with "state" as (
  select *, "aircraft_code" as "#value", 'aircraft_code' = any("#toasted") as "#missing", row("seat_no")::text as "#row", "decode"(
  md5(nullif(
    upper(trim(cast("seat_no" as text))),
    ''
  )),
  'hex'
) as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'aircraft_code' <> all("#toasted"))) over (partition by "seat_no" order by "#seq") as "#nth"
  from "staged public.seats"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select h."aircraft_code" as "#value", true as "#exists"
    from (
      select e."seat_on_aircraft_hk", e."is_active" as "#open" from "vault"."eff_seat_on_aircraft" as e
      where c."#nth" = 0 and e."driving_hk" = c."#key" order by e."load_dts" desc, e."is_active" desc limit 1
    ) as v join "vault"."lnk_seat_on_aircraft" as l on v."#open" and l."seat_on_aircraft_hk" = v."seat_on_aircraft_hk" join "vault"."hub_aircraft" as h on h."aircraft_hk" = l."aircraft_hk"
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged public.seats" as s set "aircraft_code" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'aircraft_code')
from "found" where s."#seq" = "found"."#seq";

-- public.seats: an update of the key asks for what its insertion lacks
update "staged public.seats" as d set "#toasted" = d."#toasted" || s."#toasted" from "staged public.seats" as s where s."#event" = 'm' and d."#seq" = s."#seq" - 1 and not d."#live" and d."#load_date" = s."#load_date";

-- public.seats: an update of the key hands values on
update "staged public.seats" as s set "aircraft_code" = case when 'aircraft_code' = any(s."#toasted") and 'aircraft_code' <> all(d."#toasted") then d."aircraft_code" else s."aircraft_code" end, "fare_conditions" = case when 'fare_conditions' = any(s."#toasted") and 'fare_conditions' <> all(d."#toasted") then d."fare_conditions" else s."fare_conditions" end, "#toasted" = array(select unnest(s."#toasted") intersect select unnest(d."#toasted")) from "staged public.seats" as d where s."#event" = 'm' and d."#seq" = s."#seq" - 1 and not d."#live" and d."#load_date" = s."#load_date" and not s."#toasted" <@ d."#toasted";

-- public.seats: an update of the key is complete
update "staged public.seats" set "#toasted" = array(select unnest("#toasted") intersect select unnest(array['seat_no']::text[])) where not "#live" and "#toasted" && array['aircraft_code', 'fare_conditions']::text[];

-- public.seats: deletions that carry only fare_conditions
with "state" as (
  select *, count(*) filter (where "#live") over (partition by "fare_conditions" order by "#seq") as "#nth"
  from "staged public.seats" where row("fare_conditions") is not null
), "carried" as (
  select "#seq", "#nth", "fare_conditions", not "#live" and "#toasted" && array['seat_no'] as "#lacks", first_value("seat_no") over "row" as "#seat_no"
  from "state" window "row" as (partition by "fare_conditions", "#nth" order by "#seq")
), "wanted" as materialized (
  select * from "carried" where "#lacks"
), "candidate" as materialized (
  select w."#seq", v.* from "wanted" as w join "vault"."sat_seat" as v on v."fare_conditions" = w."fare_conditions" where w."#nth" = 0
), "found" as (
  select distinct on (v."#seq") v."#seq", "h"."seat_no" as "seat_no"
  from "candidate" as v join "wanted" as w on w."#seq" = v."#seq"
  join "vault"."hub_seat" as h on h."seat_hk" = v."seat_hk"
  where v."load_dts" = (select max(x."load_dts") from "vault"."sat_seat" as x where x."seat_hk" = v."seat_hk") and (select x."status" = 'C' from "vault"."sts_seat" as x where x."seat_hk" = v."seat_hk" order by x."load_dts" desc limit 1)
  order by v."#seq", v."load_dts" desc
)
update "staged public.seats" as s set "seat_no" = case when w."#nth" > 0 then w."#seat_no" else f."seat_no" end, "#toasted" = array(select unnest(s."#toasted") except select unnest(array['seat_no']))
from "wanted" as w left join "found" as f on f."#seq" = w."#seq"
where s."#seq" = w."#seq" and (w."#nth" > 0 or f."#seq" is not null);

-- public.seats: keys given up by updates of a row known by fare_conditions
with "event" as (
  select "#seq", "#event", "#load_date", "#lsn", "seat_no", "fare_conditions", "decode"(
  md5(nullif(
    upper(trim(cast("seat_no" as text))),
    ''
  )),
  'hex'
) as "#key",
    lag("#seq") over "row" as "#before", lag("#live") over "row" as "#was_live", lag("seat_no") over "row" as "#before 0"
  from "staged public.seats" where row("fare_conditions") is not null window "row" as (partition by "fare_conditions" order by "#seq")
), "first" as materialized (
  select * from "event" where "#event" = 'u' and "#before" is null
), "lost" as materialized (
  select * from "first" as w where not exists (select 1 from "vault"."sat_seat" as v where v."seat_hk" = w."#key" and v."fare_conditions" = w."fare_conditions" and v."load_dts" = (select max(x."load_dts") from "vault"."sat_seat" as x where x."seat_hk" = v."seat_hk") and (select x."status" = 'C' from "vault"."sts_seat" as x where x."seat_hk" = v."seat_hk" order by x."load_dts" desc limit 1))
), "candidate" as materialized (
  select w."#seq" as "#of", v.* from "lost" as w join "vault"."sat_seat" as v on v."fare_conditions" = w."fare_conditions"
), "found" as (
  select distinct on (v."#of") v."#of", "h"."seat_no" as "seat_no"
  from "candidate" as v join "lost" as w on w."#seq" = v."#of"
  join "vault"."hub_seat" as h on h."seat_hk" = v."seat_hk"
  where v."load_dts" = (select max(x."load_dts") from "vault"."sat_seat" as x where x."seat_hk" = v."seat_hk") and (select x."status" = 'C' from "vault"."sts_seat" as x where x."seat_hk" = v."seat_hk" order by x."load_dts" desc limit 1)
  order by v."#of", v."load_dts" desc
), "ended" as (
  select "#seq", "#load_date", "#lsn", "#before 0" as "seat_no", "fare_conditions"
  from "event" where "#event" = 'u' and "#was_live" and row("seat_no") is distinct from row("#before 0")
  union all
  select w."#seq", w."#load_date", w."#lsn", f."seat_no", w."fare_conditions"
  from "found" as f join "lost" as w on w."#seq" = f."#of"
), "staged" as (
  insert into "staged public.seats" ("#seq", "#live", "#load_date", "#lsn", "#event", "seat_no", "fare_conditions")
  select "#seq" - 1, false, "#load_date", "#lsn", 'd', "seat_no", "fare_conditions" from "ended"
)
update "staged public.seats" as s set "#event" = case when s."#toasted" = '{}' then 'c' else 'm' end
from "ended" as e where s."#seq" = e."#seq" and s."#event" = 'u'
returning (extract(epoch from s."#load_date") * 1000000)::bigint, s."#event" = 'm';

-- public.seats: the state at commit, by whole images
with "keyed" as (
  select "#seq", "#load_date", "#live", "#event", row("decode"(
  md5(nullif(
    upper(trim(cast("seat_no" as text))),
    ''
  )),
  'hex'
))::text as "#key", row("seat_no", "aircraft_code", "fare_conditions")::text as "#image"
  from "staged public.seats" where "#load_date" = any(?::timestamptz[])
), "reset" as (
  select *, coalesce(max("#seq") filter (where not "#live" and "#event" is null) over "key", 0) as "#reset",
    last_value("#live") over "key" as "#lives", bool_or("#live") over "key" as "#lived"
  from "keyed"
  window "key" as (partition by "#key", "#load_date" order by "#seq"
    rows between unbounded preceding and unbounded following)
), "event" as (
  select *, case when "#event" is null then first_value("#image") over (partition by "#key", "#load_date"
  order by "#event" is null desc, "#seq" desc) else "#image" end as "#row" from "reset" where "#seq" > "#reset" and not "#lives" and "#lived"
), "row" as (
  select "#key", "#load_date", "#reset", max("#seq") filter (where "#live") as "#last",
    sum(case when "#event" in ('c', 'm') then 1 when "#event" in ('d', 'e') then -1 else 0 end) as "#net",
    (array_agg("#event" order by "#seq"))[1] in ('c', 'm') is true as "#is_new"
  from "event" group by "#key", "#load_date", "#reset", "#row"
), "state" as (
  select *, not "#is_new" or "#net" < 0 as "#was_there",
    "#net" + (not "#is_new" or "#net" < 0)::integer > 0 as "#is_there"
  from "row"
), "verdict" as (
  select "#key", "#load_date", max("#last") filter (where "#is_there") as "#last",
    not bool_or("#was_there") and max("#reset") = 0 as "#is_untouched"
  from "state" group by "#key", "#load_date"
)
delete from "staged public.seats" where "#seq" in (
  select e."#seq" from "event" as e
  join "verdict" as v on v."#key" = e."#key" and v."#load_date" = e."#load_date"
  where e."#seq" > v."#last" or v."#last" is null and v."#is_untouched")
returning row("decode"(
  md5(nullif(
    upper(trim(cast("seat_no" as text))),
    ''
  )),
  'hex'
))::text, (extract(epoch from "#load_date") * 1000000)::bigint,
  case when "#event" in ('c', 'm') then 1 when not "#live" then -1 else 0 end;

-- public.seats: the state at commit, by aircraft_code
with "keyed" as (
  select "#seq", "#load_date", "#live", "#event", row("decode"(
  md5(nullif(
    upper(trim(cast("seat_no" as text))),
    ''
  )),
  'hex'
))::text as "#key", row("aircraft_code")::text as "#image"
  from "staged public.seats" where "#load_date" = any(?::timestamptz[])
), "reset" as (
  select *, coalesce(max("#seq") filter (where not "#live" and "#event" is null) over "key", 0) as "#reset",
    last_value("#live") over "key" as "#lives", bool_or("#live") over "key" as "#lived"
  from "keyed"
  window "key" as (partition by "#key", "#load_date" order by "#seq"
    rows between unbounded preceding and unbounded following)
), "event" as (
  select *, "#image" as "#row" from "reset" where "#seq" > "#reset" and not "#lives" and "#lived"
), "row" as (
  select "#key", "#load_date", "#reset", max("#seq") filter (where "#live") as "#last",
    sum(case when "#event" in ('c', 'm') then 1 when "#event" in ('d', 'e') then -1 else 0 end) as "#net",
    (array_agg("#event" order by "#seq"))[1] in ('c', 'm') is true as "#is_new"
  from "event" group by "#key", "#load_date", "#reset", "#row"
), "state" as (
  select *, not "#is_new" or "#net" < 0 as "#was_there",
    "#net" + (not "#is_new" or "#net" < 0)::integer > 0 as "#is_there"
  from "row"
), "verdict" as (
  select "#key", "#load_date", max("#last") filter (where "#is_there") as "#last",
    not bool_or("#was_there") and max("#reset") = 0 as "#is_untouched"
  from "state" group by "#key", "#load_date"
)
delete from "staged public.seats" where "#seq" in (
  select e."#seq" from "event" as e
  join "verdict" as v on v."#key" = e."#key" and v."#load_date" = e."#load_date"
  where e."#seq" > v."#last" or v."#last" is null and v."#is_untouched")
returning row("decode"(
  md5(nullif(
    upper(trim(cast("seat_no" as text))),
    ''
  )),
  'hex'
))::text, (extract(epoch from "#load_date") * 1000000)::bigint,
  case when "#event" in ('c', 'm') then 1 when not "#live" then -1 else 0 end;

-- public.seats: second rows under a key
with "keyed" as (
  select "#seq", "#load_date", "#live", "#event", "#row_key", "decode"(
  md5(nullif(
    upper(trim(cast("seat_no" as text))),
    ''
  )),
  'hex'
) as "#key 0" from "staged public.seats" where "decode"(
  md5(nullif(
    upper(trim(cast("seat_no" as text))),
    ''
  )),
  'hex'
) is not null
), "transaction" as (
  select "#key 0", "#load_date", (array_agg("#row_key" order by "#seq" desc))[1] as "#row_key",
    count(*) filter (where "#event" in ('c', 'm')) as "#created",
    count(*) filter (where not "#live") as "#deleted",
    count(*) filter (where "#live" and "#event" is null) as "#shown",
    (array_agg("#live" order by "#seq" desc))[1] as "#lives"
  from "keyed" group by "#key 0", "#load_date"
), "taken" as (
  select "#key", "#load_date", sum("#net") as "#taken"
  from unnest(?::text[], ?::timestamptz[], ?::integer[]) as t ("#key", "#load_date", "#net")
  group by "#key", "#load_date"
), "state" as (
  select t.*, coalesce("#taken", 0) as "#taken",
    lag("#lives") over (partition by "#key 0" order by t."#load_date") as "#lived"
  from "transaction" as t
  left join "taken" as k on k."#key" = row("#key 0")::text and k."#load_date" = t."#load_date"
)
select "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint
from "state" as s
where "#created" > 0 and "#created" - "#deleted" + "#taken"
    + coalesce("#lived", (select v."status" = 'C' from "vault"."sts_seat" as v where v."seat_hk" = s."#key 0" order by v."load_dts" desc limit 1), false)::integer > 1
  or "#load_date" = any(?::timestamptz[]) and "#shown" > 1 and "#deleted" = 0;

-- public.seats: keys of one hash among the staged, lnk_seat_on_aircraft
select
  'lnk_seat_on_aircraft' as "target",
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
  end as "hash",
  array[
    cast(
      "decode"(
        md5(nullif(
          upper(trim(cast("seat_no" as text))),
          ''
        )),
        'hex'
      )
      as text
    ),
    cast(
      "decode"(
        md5(nullif(
          upper(trim(cast("aircraft_code" as text))),
          ''
        )),
        'hex'
      )
      as text
    )
  ] as "parts",
  "#live" as "keeps",
  "#seq" as "seq",
  "#load_date" as "load_date",
  "#row_key" as "row_key",
  'public.seats' as "source"
from "staged public.seats"
where (
  "#row_key" is not null
  and "#live" = true
  and ((case
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
  end) is not null)
);

-- public.seats: keys of one hash in the vault, lnk_seat_on_aircraft
select
  'lnk_seat_on_aircraft' as "target",
  "mention"."hash" as "hash",
  array[
    cast("vault"."lnk_seat_on_aircraft"."seat_hk" as text),
    cast("vault"."lnk_seat_on_aircraft"."aircraft_hk" as text)
  ] as "parts",
  true as "keeps",
  0 as "seq",
  null as "load_date",
  null as "row_key",
  null as "source"
from (
  select distinct on ("hash") "hash"
  from "mention"
  where "target" = 'lnk_seat_on_aircraft'
) as "mention"
  cross join "vault"."lnk_seat_on_aircraft"
where "vault"."lnk_seat_on_aircraft"."seat_on_aircraft_hk" = "mention"."hash";

-- public.seats: what rows without a key mention
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
    select *
    from "keyed"
    where not ("hub_seat#key" is not null)
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
  ) as "hub_seat";

-- public.seats: a snapshot remembers what it showed
insert into "cdc_vault"."snapshot_row" (feed, source_table, snapshot, row_key)
select ?, 'public.seats', ?, row("decode"(
  md5(nullif(
    upper(trim(cast("seat_no" as text))),
    ''
  )),
  'hex'
))::text
from "staged public.seats"
where "#live" and "#load_date" >= ?::timestamptz and "#seq" > ?
on conflict do nothing;

-- public.seats: a snapshot closes what it did not show
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
from live
where not exists (select 1 from "cdc_vault"."snapshot_row" as s where s.feed = ? and s.source_table = 'public.seats' and s.snapshot = ? and s.row_key = live."#row");

-- public.flights: staged once a session
create temporary table if not exists "staged public.flights" (
  "#seq" bigint not null,
  "#live" boolean not null,
  "#load_date" timestamptz not null,
  "#lsn" pg_lsn,
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
        select row(
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
    where "state"."sat_flight#image" is distinct from coalesce("state"."sat_flight#image#previous", "newest"."sat_flight#image")
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

-- public.flights: the function that finds values the vault's types refuse
create function pg_temp."check staged public.flights"(text[]) returns table ("#line" int, "#column" int, "#message" text) language plpgsql as 'declare
  "#row" pg_temp."staged public.flights"%rowtype;
  "#values" text[];
  "#at" int;
begin
  "#line" := 0;
  foreach "#values" slice 1 in array $1 loop
    "#line" := "#line" + 1;
    begin
      "#at" := 1; "#row"."flight_id" := "#values"[1];
      "#at" := 2; "#row"."departure_airport" := "#values"[2];
      "#at" := 3; "#row"."arrival_airport" := "#values"[3];
      "#at" := 4; "#row"."aircraft_code" := "#values"[4];
      "#at" := 5; "#row"."flight_no" := "#values"[5];
      "#at" := 6; "#row"."scheduled_departure" := "#values"[6];
      "#at" := 7; "#row"."scheduled_arrival" := "#values"[7];
      "#at" := 8; "#row"."status" := "#values"[8];
      "#at" := 9; "#row"."actual_departure" := "#values"[9];
      "#at" := 10; "#row"."actual_arrival" := "#values"[10];
    exception when others then
      if left(sqlstate, 2) not in (''22'', ''23'', ''54'', ''P0'') then raise; end if;
      "#column" := "#at";
      "#message" := sqlerrm;
      return next;
    end;
  end loop;
end';

-- public.flights: its call
select * from pg_temp."check staged public.flights"(?::text[]);

-- public.flights: rows that lack values
select "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint, array_to_string("#toasted", ', ')
from "staged public.flights" as s
where "#toasted" <> '{}' and "#event" is distinct from 'e' and not exists (
  select 1 from "staged public.flights" as later
  where later."#load_date" = s."#load_date" and later."#seq" > s."#seq" and later."flight_id" is not distinct from s."flight_id")
order by "#seq";

-- public.flights: rows that are taken out again
delete from "staged public.flights" where ("#seq" = ?::bigint or "#load_date" = ?::timestamptz) and "flight_id" is not distinct from ?::text::integer;

-- public.flights: a bisection puts the rows aside
create temporary table "cdc-vault set aside" on commit drop as table "staged public.flights";

-- public.flights: a bisection empties the staging table
truncate "staged public.flights";

-- public.flights: a bisection reads what was staged
select distinct "#seq" from "cdc-vault set aside" order by 1;

-- public.flights: a bisection brings some rows back
insert into "staged public.flights" select * from "cdc-vault set aside" where "#seq" between ? and ?;

-- public.flights: a bisection reads a row's key
select "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint from "cdc-vault set aside" where "#seq" = ?;

-- public.flights: a commit LSN that becomes known late
update "staged public.flights" set "#lsn" = ?::pg_lsn where "#load_date" = ?::timestamptz and "#lsn" is null;

-- public.flights: an untouched value of flight_no is filled in
with "state" as (
  select *, "flight_no" as "#value", 'flight_no' = any("#toasted") as "#missing", row("flight_id")::text as "#row", "decode"(
  md5(nullif(
    upper(trim(cast("flight_id" as text))),
    ''
  )),
  'hex'
) as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'flight_no' <> all("#toasted"))) over (partition by "flight_id" order by "#seq") as "#nth"
  from "staged public.flights"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select v."flight_no" as "#value", true as "#exists" from "vault"."sat_flight" as v
    where c."#nth" = 0 and v."flight_hk" = c."#key" order by v."load_dts" desc limit 1
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged public.flights" as s set "flight_no" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'flight_no')
from "found" where s."#seq" = "found"."#seq";

-- public.flights: an untouched value of scheduled_departure is filled in
with "state" as (
  select *, "scheduled_departure" as "#value", 'scheduled_departure' = any("#toasted") as "#missing", row("flight_id")::text as "#row", "decode"(
  md5(nullif(
    upper(trim(cast("flight_id" as text))),
    ''
  )),
  'hex'
) as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'scheduled_departure' <> all("#toasted"))) over (partition by "flight_id" order by "#seq") as "#nth"
  from "staged public.flights"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select v."scheduled_departure" as "#value", true as "#exists" from "vault"."sat_flight" as v
    where c."#nth" = 0 and v."flight_hk" = c."#key" order by v."load_dts" desc limit 1
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged public.flights" as s set "scheduled_departure" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'scheduled_departure')
from "found" where s."#seq" = "found"."#seq";

-- public.flights: an untouched value of scheduled_arrival is filled in
with "state" as (
  select *, "scheduled_arrival" as "#value", 'scheduled_arrival' = any("#toasted") as "#missing", row("flight_id")::text as "#row", "decode"(
  md5(nullif(
    upper(trim(cast("flight_id" as text))),
    ''
  )),
  'hex'
) as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'scheduled_arrival' <> all("#toasted"))) over (partition by "flight_id" order by "#seq") as "#nth"
  from "staged public.flights"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select v."scheduled_arrival" as "#value", true as "#exists" from "vault"."sat_flight" as v
    where c."#nth" = 0 and v."flight_hk" = c."#key" order by v."load_dts" desc limit 1
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged public.flights" as s set "scheduled_arrival" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'scheduled_arrival')
from "found" where s."#seq" = "found"."#seq";

-- public.flights: an untouched value of status is filled in
with "state" as (
  select *, "status" as "#value", 'status' = any("#toasted") as "#missing", row("flight_id")::text as "#row", "decode"(
  md5(nullif(
    upper(trim(cast("flight_id" as text))),
    ''
  )),
  'hex'
) as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'status' <> all("#toasted"))) over (partition by "flight_id" order by "#seq") as "#nth"
  from "staged public.flights"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select v."status" as "#value", true as "#exists" from "vault"."sat_flight" as v
    where c."#nth" = 0 and v."flight_hk" = c."#key" order by v."load_dts" desc limit 1
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged public.flights" as s set "status" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'status')
from "found" where s."#seq" = "found"."#seq";

-- public.flights: an untouched value of actual_departure is filled in
with "state" as (
  select *, "actual_departure" as "#value", 'actual_departure' = any("#toasted") as "#missing", row("flight_id")::text as "#row", "decode"(
  md5(nullif(
    upper(trim(cast("flight_id" as text))),
    ''
  )),
  'hex'
) as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'actual_departure' <> all("#toasted"))) over (partition by "flight_id" order by "#seq") as "#nth"
  from "staged public.flights"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select v."actual_departure" as "#value", true as "#exists" from "vault"."sat_flight" as v
    where c."#nth" = 0 and v."flight_hk" = c."#key" order by v."load_dts" desc limit 1
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged public.flights" as s set "actual_departure" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'actual_departure')
from "found" where s."#seq" = "found"."#seq";

-- public.flights: an untouched value of actual_arrival is filled in
with "state" as (
  select *, "actual_arrival" as "#value", 'actual_arrival' = any("#toasted") as "#missing", row("flight_id")::text as "#row", "decode"(
  md5(nullif(
    upper(trim(cast("flight_id" as text))),
    ''
  )),
  'hex'
) as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'actual_arrival' <> all("#toasted"))) over (partition by "flight_id" order by "#seq") as "#nth"
  from "staged public.flights"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select v."actual_arrival" as "#value", true as "#exists" from "vault"."sat_flight" as v
    where c."#nth" = 0 and v."flight_hk" = c."#key" order by v."load_dts" desc limit 1
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged public.flights" as s set "actual_arrival" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'actual_arrival')
from "found" where s."#seq" = "found"."#seq";

-- public.flights: an untouched value of departure_airport is filled in
with "state" as (
  select *, "departure_airport" as "#value", 'departure_airport' = any("#toasted") as "#missing", row("flight_id")::text as "#row", "decode"(
  md5(nullif(
    upper(trim(cast("flight_id" as text))),
    ''
  )),
  'hex'
) as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'departure_airport' <> all("#toasted"))) over (partition by "flight_id" order by "#seq") as "#nth"
  from "staged public.flights"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select h."airport_code" as "#value", true as "#exists"
    from (
      select e."flight_departure_airport_hk", e."is_active" as "#open" from "vault"."eff_flight_departure_airport" as e
      where c."#nth" = 0 and e."driving_hk" = c."#key" order by e."load_dts" desc, e."is_active" desc limit 1
    ) as v join "vault"."lnk_flight_departure_airport" as l on v."#open" and l."flight_departure_airport_hk" = v."flight_departure_airport_hk" join "vault"."hub_airport" as h on h."airport_hk" = l."departure_airport_hk"
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged public.flights" as s set "departure_airport" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'departure_airport')
from "found" where s."#seq" = "found"."#seq";

-- public.flights: an untouched value of arrival_airport is filled in
with "state" as (
  select *, "arrival_airport" as "#value", 'arrival_airport' = any("#toasted") as "#missing", row("flight_id")::text as "#row", "decode"(
  md5(nullif(
    upper(trim(cast("flight_id" as text))),
    ''
  )),
  'hex'
) as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'arrival_airport' <> all("#toasted"))) over (partition by "flight_id" order by "#seq") as "#nth"
  from "staged public.flights"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select h."airport_code" as "#value", true as "#exists"
    from (
      select e."flight_arrive_airport_hk", e."is_active" as "#open" from "vault"."eff_flight_arrive_airport" as e
      where c."#nth" = 0 and e."driving_hk" = c."#key" order by e."load_dts" desc, e."is_active" desc limit 1
    ) as v join "vault"."lnk_flight_arrive_airport" as l on v."#open" and l."flight_arrive_airport_hk" = v."flight_arrive_airport_hk" join "vault"."hub_airport" as h on h."airport_hk" = l."arrival_airport_hk"
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged public.flights" as s set "arrival_airport" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'arrival_airport')
from "found" where s."#seq" = "found"."#seq";

-- public.flights: an untouched value of aircraft_code is filled in
with "state" as (
  select *, "aircraft_code" as "#value", 'aircraft_code' = any("#toasted") as "#missing", row("flight_id")::text as "#row", "decode"(
  md5(nullif(
    upper(trim(cast("flight_id" as text))),
    ''
  )),
  'hex'
) as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'aircraft_code' <> all("#toasted"))) over (partition by "flight_id" order by "#seq") as "#nth"
  from "staged public.flights"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select h."aircraft_code" as "#value", true as "#exists"
    from (
      select e."flight_aircraft_hk", e."is_active" as "#open" from "vault"."eff_flight_aircraft" as e
      where c."#nth" = 0 and e."driving_hk" = c."#key" order by e."load_dts" desc, e."is_active" desc limit 1
    ) as v join "vault"."lnk_flight_aircraft" as l on v."#open" and l."flight_aircraft_hk" = v."flight_aircraft_hk" join "vault"."hub_aircraft" as h on h."aircraft_hk" = l."aircraft_hk"
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged public.flights" as s set "aircraft_code" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'aircraft_code')
from "found" where s."#seq" = "found"."#seq";

-- public.flights: an update of the key asks for what its insertion lacks
update "staged public.flights" as d set "#toasted" = d."#toasted" || s."#toasted" from "staged public.flights" as s where s."#event" = 'm' and d."#seq" = s."#seq" - 1 and not d."#live" and d."#load_date" = s."#load_date";

-- public.flights: an update of the key hands values on
update "staged public.flights" as s set "departure_airport" = case when 'departure_airport' = any(s."#toasted") and 'departure_airport' <> all(d."#toasted") then d."departure_airport" else s."departure_airport" end, "arrival_airport" = case when 'arrival_airport' = any(s."#toasted") and 'arrival_airport' <> all(d."#toasted") then d."arrival_airport" else s."arrival_airport" end, "aircraft_code" = case when 'aircraft_code' = any(s."#toasted") and 'aircraft_code' <> all(d."#toasted") then d."aircraft_code" else s."aircraft_code" end, "flight_no" = case when 'flight_no' = any(s."#toasted") and 'flight_no' <> all(d."#toasted") then d."flight_no" else s."flight_no" end, "scheduled_departure" = case when 'scheduled_departure' = any(s."#toasted") and 'scheduled_departure' <> all(d."#toasted") then d."scheduled_departure" else s."scheduled_departure" end, "scheduled_arrival" = case when 'scheduled_arrival' = any(s."#toasted") and 'scheduled_arrival' <> all(d."#toasted") then d."scheduled_arrival" else s."scheduled_arrival" end, "status" = case when 'status' = any(s."#toasted") and 'status' <> all(d."#toasted") then d."status" else s."status" end, "actual_departure" = case when 'actual_departure' = any(s."#toasted") and 'actual_departure' <> all(d."#toasted") then d."actual_departure" else s."actual_departure" end, "actual_arrival" = case when 'actual_arrival' = any(s."#toasted") and 'actual_arrival' <> all(d."#toasted") then d."actual_arrival" else s."actual_arrival" end, "#toasted" = array(select unnest(s."#toasted") intersect select unnest(d."#toasted")) from "staged public.flights" as d where s."#event" = 'm' and d."#seq" = s."#seq" - 1 and not d."#live" and d."#load_date" = s."#load_date" and not s."#toasted" <@ d."#toasted";

-- public.flights: an update of the key is complete
update "staged public.flights" set "#toasted" = array(select unnest("#toasted") intersect select unnest(array['flight_id']::text[])) where not "#live" and "#toasted" && array['departure_airport', 'arrival_airport', 'aircraft_code', 'flight_no', 'scheduled_departure', 'scheduled_arrival', 'status', 'actual_departure', 'actual_arrival']::text[];

-- public.flights: deletions that carry only flight_no
with "state" as (
  select *, count(*) filter (where "#live") over (partition by "flight_no" order by "#seq") as "#nth"
  from "staged public.flights" where row("flight_no") is not null
), "carried" as (
  select "#seq", "#nth", "flight_no", not "#live" and "#toasted" && array['flight_id'] as "#lacks", first_value("flight_id") over "row" as "#flight_id"
  from "state" window "row" as (partition by "flight_no", "#nth" order by "#seq")
), "wanted" as materialized (
  select * from "carried" where "#lacks"
), "candidate" as materialized (
  select w."#seq", v.* from "wanted" as w join "vault"."sat_flight" as v on v."flight_no" = w."flight_no" where w."#nth" = 0
), "found" as (
  select distinct on (v."#seq") v."#seq", "h"."flight_id" as "flight_id"
  from "candidate" as v join "wanted" as w on w."#seq" = v."#seq"
  join "vault"."hub_flight" as h on h."flight_hk" = v."flight_hk"
  where v."load_dts" = (select max(x."load_dts") from "vault"."sat_flight" as x where x."flight_hk" = v."flight_hk") and (select x."status" = 'C' from "vault"."sts_flight" as x where x."flight_hk" = v."flight_hk" order by x."load_dts" desc limit 1)
  order by v."#seq", v."load_dts" desc
)
update "staged public.flights" as s set "flight_id" = case when w."#nth" > 0 then w."#flight_id" else f."flight_id" end, "#toasted" = array(select unnest(s."#toasted") except select unnest(array['flight_id']))
from "wanted" as w left join "found" as f on f."#seq" = w."#seq"
where s."#seq" = w."#seq" and (w."#nth" > 0 or f."#seq" is not null);

-- public.flights: keys given up by updates of a row known by flight_no
with "event" as (
  select "#seq", "#event", "#load_date", "#lsn", "flight_id", "flight_no", "decode"(
  md5(nullif(
    upper(trim(cast("flight_id" as text))),
    ''
  )),
  'hex'
) as "#key",
    lag("#seq") over "row" as "#before", lag("#live") over "row" as "#was_live", lag("flight_id") over "row" as "#before 0"
  from "staged public.flights" where row("flight_no") is not null window "row" as (partition by "flight_no" order by "#seq")
), "first" as materialized (
  select * from "event" where "#event" = 'u' and "#before" is null
), "lost" as materialized (
  select * from "first" as w where not exists (select 1 from "vault"."sat_flight" as v where v."flight_hk" = w."#key" and v."flight_no" = w."flight_no" and v."load_dts" = (select max(x."load_dts") from "vault"."sat_flight" as x where x."flight_hk" = v."flight_hk") and (select x."status" = 'C' from "vault"."sts_flight" as x where x."flight_hk" = v."flight_hk" order by x."load_dts" desc limit 1))
), "candidate" as materialized (
  select w."#seq" as "#of", v.* from "lost" as w join "vault"."sat_flight" as v on v."flight_no" = w."flight_no"
), "found" as (
  select distinct on (v."#of") v."#of", "h"."flight_id" as "flight_id"
  from "candidate" as v join "lost" as w on w."#seq" = v."#of"
  join "vault"."hub_flight" as h on h."flight_hk" = v."flight_hk"
  where v."load_dts" = (select max(x."load_dts") from "vault"."sat_flight" as x where x."flight_hk" = v."flight_hk") and (select x."status" = 'C' from "vault"."sts_flight" as x where x."flight_hk" = v."flight_hk" order by x."load_dts" desc limit 1)
  order by v."#of", v."load_dts" desc
), "ended" as (
  select "#seq", "#load_date", "#lsn", "#before 0" as "flight_id", "flight_no"
  from "event" where "#event" = 'u' and "#was_live" and row("flight_id") is distinct from row("#before 0")
  union all
  select w."#seq", w."#load_date", w."#lsn", f."flight_id", w."flight_no"
  from "found" as f join "lost" as w on w."#seq" = f."#of"
), "staged" as (
  insert into "staged public.flights" ("#seq", "#live", "#load_date", "#lsn", "#event", "flight_id", "flight_no")
  select "#seq" - 1, false, "#load_date", "#lsn", 'd', "flight_id", "flight_no" from "ended"
)
update "staged public.flights" as s set "#event" = case when s."#toasted" = '{}' then 'c' else 'm' end
from "ended" as e where s."#seq" = e."#seq" and s."#event" = 'u'
returning (extract(epoch from s."#load_date") * 1000000)::bigint, s."#event" = 'm';

-- public.flights: the state at commit, by whole images
with "keyed" as (
  select "#seq", "#load_date", "#live", "#event", row("decode"(
  md5(nullif(
    upper(trim(cast("flight_id" as text))),
    ''
  )),
  'hex'
))::text as "#key", row("flight_id", "departure_airport", "arrival_airport", "aircraft_code", "flight_no", "scheduled_departure", "scheduled_arrival", "status", "actual_departure", "actual_arrival")::text as "#image"
  from "staged public.flights" where "#load_date" = any(?::timestamptz[])
), "reset" as (
  select *, coalesce(max("#seq") filter (where not "#live" and "#event" is null) over "key", 0) as "#reset",
    last_value("#live") over "key" as "#lives", bool_or("#live") over "key" as "#lived"
  from "keyed"
  window "key" as (partition by "#key", "#load_date" order by "#seq"
    rows between unbounded preceding and unbounded following)
), "event" as (
  select *, case when "#event" is null then first_value("#image") over (partition by "#key", "#load_date"
  order by "#event" is null desc, "#seq" desc) else "#image" end as "#row" from "reset" where "#seq" > "#reset" and not "#lives" and "#lived"
), "row" as (
  select "#key", "#load_date", "#reset", max("#seq") filter (where "#live") as "#last",
    sum(case when "#event" in ('c', 'm') then 1 when "#event" in ('d', 'e') then -1 else 0 end) as "#net",
    (array_agg("#event" order by "#seq"))[1] in ('c', 'm') is true as "#is_new"
  from "event" group by "#key", "#load_date", "#reset", "#row"
), "state" as (
  select *, not "#is_new" or "#net" < 0 as "#was_there",
    "#net" + (not "#is_new" or "#net" < 0)::integer > 0 as "#is_there"
  from "row"
), "verdict" as (
  select "#key", "#load_date", max("#last") filter (where "#is_there") as "#last",
    not bool_or("#was_there") and max("#reset") = 0 as "#is_untouched"
  from "state" group by "#key", "#load_date"
)
delete from "staged public.flights" where "#seq" in (
  select e."#seq" from "event" as e
  join "verdict" as v on v."#key" = e."#key" and v."#load_date" = e."#load_date"
  where e."#seq" > v."#last" or v."#last" is null and v."#is_untouched")
returning row("decode"(
  md5(nullif(
    upper(trim(cast("flight_id" as text))),
    ''
  )),
  'hex'
))::text, (extract(epoch from "#load_date") * 1000000)::bigint,
  case when "#event" in ('c', 'm') then 1 when not "#live" then -1 else 0 end;

-- public.flights: the state at commit, by departure_airport
with "keyed" as (
  select "#seq", "#load_date", "#live", "#event", row("decode"(
  md5(nullif(
    upper(trim(cast("flight_id" as text))),
    ''
  )),
  'hex'
))::text as "#key", row("departure_airport")::text as "#image"
  from "staged public.flights" where "#load_date" = any(?::timestamptz[])
), "reset" as (
  select *, coalesce(max("#seq") filter (where not "#live" and "#event" is null) over "key", 0) as "#reset",
    last_value("#live") over "key" as "#lives", bool_or("#live") over "key" as "#lived"
  from "keyed"
  window "key" as (partition by "#key", "#load_date" order by "#seq"
    rows between unbounded preceding and unbounded following)
), "event" as (
  select *, "#image" as "#row" from "reset" where "#seq" > "#reset" and not "#lives" and "#lived"
), "row" as (
  select "#key", "#load_date", "#reset", max("#seq") filter (where "#live") as "#last",
    sum(case when "#event" in ('c', 'm') then 1 when "#event" in ('d', 'e') then -1 else 0 end) as "#net",
    (array_agg("#event" order by "#seq"))[1] in ('c', 'm') is true as "#is_new"
  from "event" group by "#key", "#load_date", "#reset", "#row"
), "state" as (
  select *, not "#is_new" or "#net" < 0 as "#was_there",
    "#net" + (not "#is_new" or "#net" < 0)::integer > 0 as "#is_there"
  from "row"
), "verdict" as (
  select "#key", "#load_date", max("#last") filter (where "#is_there") as "#last",
    not bool_or("#was_there") and max("#reset") = 0 as "#is_untouched"
  from "state" group by "#key", "#load_date"
)
delete from "staged public.flights" where "#seq" in (
  select e."#seq" from "event" as e
  join "verdict" as v on v."#key" = e."#key" and v."#load_date" = e."#load_date"
  where e."#seq" > v."#last" or v."#last" is null and v."#is_untouched")
returning row("decode"(
  md5(nullif(
    upper(trim(cast("flight_id" as text))),
    ''
  )),
  'hex'
))::text, (extract(epoch from "#load_date") * 1000000)::bigint,
  case when "#event" in ('c', 'm') then 1 when not "#live" then -1 else 0 end;

-- public.flights: second rows under a key
with "keyed" as (
  select "#seq", "#load_date", "#live", "#event", "#row_key", "decode"(
  md5(nullif(
    upper(trim(cast("flight_id" as text))),
    ''
  )),
  'hex'
) as "#key 0" from "staged public.flights" where "decode"(
  md5(nullif(
    upper(trim(cast("flight_id" as text))),
    ''
  )),
  'hex'
) is not null
), "transaction" as (
  select "#key 0", "#load_date", (array_agg("#row_key" order by "#seq" desc))[1] as "#row_key",
    count(*) filter (where "#event" in ('c', 'm')) as "#created",
    count(*) filter (where not "#live") as "#deleted",
    count(*) filter (where "#live" and "#event" is null) as "#shown",
    (array_agg("#live" order by "#seq" desc))[1] as "#lives"
  from "keyed" group by "#key 0", "#load_date"
), "taken" as (
  select "#key", "#load_date", sum("#net") as "#taken"
  from unnest(?::text[], ?::timestamptz[], ?::integer[]) as t ("#key", "#load_date", "#net")
  group by "#key", "#load_date"
), "state" as (
  select t.*, coalesce("#taken", 0) as "#taken",
    lag("#lives") over (partition by "#key 0" order by t."#load_date") as "#lived"
  from "transaction" as t
  left join "taken" as k on k."#key" = row("#key 0")::text and k."#load_date" = t."#load_date"
)
select "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint
from "state" as s
where "#created" > 0 and "#created" - "#deleted" + "#taken"
    + coalesce("#lived", (select v."status" = 'C' from "vault"."sts_flight" as v where v."flight_hk" = s."#key 0" order by v."load_dts" desc limit 1), false)::integer > 1
  or "#load_date" = any(?::timestamptz[]) and "#shown" > 1 and "#deleted" = 0;

-- public.flights: keys of one hash among the staged, lnk_flight_departure_airport
select
  'lnk_flight_departure_airport' as "target",
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
  end as "hash",
  array[
    cast(
      "decode"(
        md5(nullif(
          upper(trim(cast("flight_id" as text))),
          ''
        )),
        'hex'
      )
      as text
    ),
    cast(
      "decode"(
        md5(nullif(
          upper(trim(cast("departure_airport" as text))),
          ''
        )),
        'hex'
      )
      as text
    )
  ] as "parts",
  "#live" as "keeps",
  "#seq" as "seq",
  "#load_date" as "load_date",
  "#row_key" as "row_key",
  'public.flights' as "source"
from "staged public.flights"
where (
  "#row_key" is not null
  and "#live" = true
  and ((case
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
  end) is not null)
);

-- public.flights: keys of one hash in the vault, lnk_flight_departure_airport
select
  'lnk_flight_departure_airport' as "target",
  "mention"."hash" as "hash",
  array[
    cast("vault"."lnk_flight_departure_airport"."flight_hk" as text),
    cast("vault"."lnk_flight_departure_airport"."departure_airport_hk" as text)
  ] as "parts",
  true as "keeps",
  0 as "seq",
  null as "load_date",
  null as "row_key",
  null as "source"
from (
  select distinct on ("hash") "hash"
  from "mention"
  where "target" = 'lnk_flight_departure_airport'
) as "mention"
  cross join "vault"."lnk_flight_departure_airport"
where "vault"."lnk_flight_departure_airport"."flight_departure_airport_hk" = "mention"."hash";

-- public.flights: keys of one hash among the staged, lnk_flight_arrive_airport
select
  'lnk_flight_arrive_airport' as "target",
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
  end as "hash",
  array[
    cast(
      "decode"(
        md5(nullif(
          upper(trim(cast("flight_id" as text))),
          ''
        )),
        'hex'
      )
      as text
    ),
    cast(
      "decode"(
        md5(nullif(
          upper(trim(cast("arrival_airport" as text))),
          ''
        )),
        'hex'
      )
      as text
    )
  ] as "parts",
  "#live" as "keeps",
  "#seq" as "seq",
  "#load_date" as "load_date",
  "#row_key" as "row_key",
  'public.flights' as "source"
from "staged public.flights"
where (
  "#row_key" is not null
  and "#live" = true
  and ((case
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
  end) is not null)
);

-- public.flights: keys of one hash in the vault, lnk_flight_arrive_airport
select
  'lnk_flight_arrive_airport' as "target",
  "mention"."hash" as "hash",
  array[
    cast("vault"."lnk_flight_arrive_airport"."flight_hk" as text),
    cast("vault"."lnk_flight_arrive_airport"."arrival_airport_hk" as text)
  ] as "parts",
  true as "keeps",
  0 as "seq",
  null as "load_date",
  null as "row_key",
  null as "source"
from (
  select distinct on ("hash") "hash"
  from "mention"
  where "target" = 'lnk_flight_arrive_airport'
) as "mention"
  cross join "vault"."lnk_flight_arrive_airport"
where "vault"."lnk_flight_arrive_airport"."flight_arrive_airport_hk" = "mention"."hash";

-- public.flights: keys of one hash among the staged, lnk_flight_aircraft
select
  'lnk_flight_aircraft' as "target",
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
  end as "hash",
  array[
    cast(
      "decode"(
        md5(nullif(
          upper(trim(cast("flight_id" as text))),
          ''
        )),
        'hex'
      )
      as text
    ),
    cast(
      "decode"(
        md5(nullif(
          upper(trim(cast("aircraft_code" as text))),
          ''
        )),
        'hex'
      )
      as text
    )
  ] as "parts",
  "#live" as "keeps",
  "#seq" as "seq",
  "#load_date" as "load_date",
  "#row_key" as "row_key",
  'public.flights' as "source"
from "staged public.flights"
where (
  "#row_key" is not null
  and "#live" = true
  and ((case
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
  end) is not null)
);

-- public.flights: keys of one hash in the vault, lnk_flight_aircraft
select
  'lnk_flight_aircraft' as "target",
  "mention"."hash" as "hash",
  array[
    cast("vault"."lnk_flight_aircraft"."flight_hk" as text),
    cast("vault"."lnk_flight_aircraft"."aircraft_hk" as text)
  ] as "parts",
  true as "keeps",
  0 as "seq",
  null as "load_date",
  null as "row_key",
  null as "source"
from (
  select distinct on ("hash") "hash"
  from "mention"
  where "target" = 'lnk_flight_aircraft'
) as "mention"
  cross join "vault"."lnk_flight_aircraft"
where "vault"."lnk_flight_aircraft"."flight_aircraft_hk" = "mention"."hash";

-- public.flights: what rows without a key mention
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
    select *
    from "keyed"
    where not ("hub_flight#key" is not null)
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
  ) as "hub_flight";

-- public.flights: a snapshot remembers what it showed
insert into "cdc_vault"."snapshot_row" (feed, source_table, snapshot, row_key)
select ?, 'public.flights', ?, row("decode"(
  md5(nullif(
    upper(trim(cast("flight_id" as text))),
    ''
  )),
  'hex'
))::text
from "staged public.flights"
where "#live" and "#load_date" >= ?::timestamptz and "#seq" > ?
on conflict do nothing;

-- public.flights: a snapshot closes what it did not show
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
from live
where not exists (select 1 from "cdc_vault"."snapshot_row" as s where s.feed = ? and s.source_table = 'public.flights' and s.snapshot = ? and s.row_key = live."#row");

-- public.ticket_flights: staged once a session
create temporary table if not exists "staged public.ticket_flights" (
  "#seq" bigint not null,
  "#live" boolean not null,
  "#load_date" timestamptz not null,
  "#lsn" pg_lsn,
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
        select row("vault"."sat_ticket_flight"."fare_conditions", "vault"."sat_ticket_flight"."amount")::text as "sat_ticket_flight#image"
        from "vault"."sat_ticket_flight"
        where (
          "state"."#nth" = 1
          and "vault"."sat_ticket_flight"."ticket_is_on_flight_hk" = "state"."lnk_ticket_is_on_flight#key"
        )
        order by "vault"."sat_ticket_flight"."load_dts" desc
        fetch next 1 rows only
      ) as "newest"
        on true
    where "state"."sat_ticket_flight#image" is distinct from coalesce("state"."sat_ticket_flight#image#previous", "newest"."sat_ticket_flight#image")
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

-- public.ticket_flights: the function that finds values the vault's types refuse
create function pg_temp."check staged public.ticket_flights"(text[]) returns table ("#line" int, "#column" int, "#message" text) language plpgsql as 'declare
  "#row" pg_temp."staged public.ticket_flights"%rowtype;
  "#values" text[];
  "#at" int;
begin
  "#line" := 0;
  foreach "#values" slice 1 in array $1 loop
    "#line" := "#line" + 1;
    begin
      "#at" := 1; "#row"."ticket_no" := "#values"[1];
      "#at" := 2; "#row"."flight_id" := "#values"[2];
      "#at" := 3; "#row"."fare_conditions" := "#values"[3];
      "#at" := 4; "#row"."amount" := "#values"[4];
    exception when others then
      if left(sqlstate, 2) not in (''22'', ''23'', ''54'', ''P0'') then raise; end if;
      "#column" := "#at";
      "#message" := sqlerrm;
      return next;
    end;
  end loop;
end';

-- public.ticket_flights: its call
select * from pg_temp."check staged public.ticket_flights"(?::text[]);

-- public.ticket_flights: rows that lack values
select "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint, array_to_string("#toasted", ', ')
from "staged public.ticket_flights" as s
where "#toasted" <> '{}' and "#event" is distinct from 'e' and not exists (
  select 1 from "staged public.ticket_flights" as later
  where later."#load_date" = s."#load_date" and later."#seq" > s."#seq" and later."ticket_no" is not distinct from s."ticket_no" and later."flight_id" is not distinct from s."flight_id")
order by "#seq";

-- public.ticket_flights: rows that are taken out again
delete from "staged public.ticket_flights" where ("#seq" = ?::bigint or "#load_date" = ?::timestamptz) and "ticket_no" is not distinct from ?::text::char(13) and "flight_id" is not distinct from ?::text::integer;

-- public.ticket_flights: a bisection puts the rows aside
create temporary table "cdc-vault set aside" on commit drop as table "staged public.ticket_flights";

-- public.ticket_flights: a bisection empties the staging table
truncate "staged public.ticket_flights";

-- public.ticket_flights: a bisection reads what was staged
select distinct "#seq" from "cdc-vault set aside" order by 1;

-- public.ticket_flights: a bisection brings some rows back
insert into "staged public.ticket_flights" select * from "cdc-vault set aside" where "#seq" between ? and ?;

-- public.ticket_flights: a bisection reads a row's key
select "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint from "cdc-vault set aside" where "#seq" = ?;

-- public.ticket_flights: a commit LSN that becomes known late
update "staged public.ticket_flights" set "#lsn" = ?::pg_lsn where "#load_date" = ?::timestamptz and "#lsn" is null;

-- public.ticket_flights: an untouched value of fare_conditions is filled in
with "state" as (
  select *, "fare_conditions" as "#value", 'fare_conditions' = any("#toasted") as "#missing", row("ticket_no", "flight_id")::text as "#row", case
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
end as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'fare_conditions' <> all("#toasted"))) over (partition by "ticket_no", "flight_id" order by "#seq") as "#nth"
  from "staged public.ticket_flights"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select v."fare_conditions" as "#value", true as "#exists" from "vault"."sat_ticket_flight" as v
    where c."#nth" = 0 and v."ticket_is_on_flight_hk" = c."#key" order by v."load_dts" desc limit 1
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged public.ticket_flights" as s set "fare_conditions" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'fare_conditions')
from "found" where s."#seq" = "found"."#seq";

-- public.ticket_flights: an untouched value of amount is filled in
with "state" as (
  select *, "amount" as "#value", 'amount' = any("#toasted") as "#missing", row("ticket_no", "flight_id")::text as "#row", case
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
end as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'amount' <> all("#toasted"))) over (partition by "ticket_no", "flight_id" order by "#seq") as "#nth"
  from "staged public.ticket_flights"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select v."amount" as "#value", true as "#exists" from "vault"."sat_ticket_flight" as v
    where c."#nth" = 0 and v."ticket_is_on_flight_hk" = c."#key" order by v."load_dts" desc limit 1
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged public.ticket_flights" as s set "amount" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'amount')
from "found" where s."#seq" = "found"."#seq";

-- public.ticket_flights: an update of the key asks for what its insertion lacks
update "staged public.ticket_flights" as d set "#toasted" = d."#toasted" || s."#toasted" from "staged public.ticket_flights" as s where s."#event" = 'm' and d."#seq" = s."#seq" - 1 and not d."#live" and d."#load_date" = s."#load_date";

-- public.ticket_flights: an update of the key hands values on
update "staged public.ticket_flights" as s set "fare_conditions" = case when 'fare_conditions' = any(s."#toasted") and 'fare_conditions' <> all(d."#toasted") then d."fare_conditions" else s."fare_conditions" end, "amount" = case when 'amount' = any(s."#toasted") and 'amount' <> all(d."#toasted") then d."amount" else s."amount" end, "#toasted" = array(select unnest(s."#toasted") intersect select unnest(d."#toasted")) from "staged public.ticket_flights" as d where s."#event" = 'm' and d."#seq" = s."#seq" - 1 and not d."#live" and d."#load_date" = s."#load_date" and not s."#toasted" <@ d."#toasted";

-- public.ticket_flights: an update of the key is complete
update "staged public.ticket_flights" set "#toasted" = array(select unnest("#toasted") intersect select unnest(array['ticket_no', 'flight_id']::text[])) where not "#live" and "#toasted" && array['fare_conditions', 'amount']::text[];

-- public.ticket_flights: deletions that carry only fare_conditions
with "state" as (
  select *, count(*) filter (where "#live") over (partition by "fare_conditions" order by "#seq") as "#nth"
  from "staged public.ticket_flights" where row("fare_conditions") is not null
), "carried" as (
  select "#seq", "#nth", "fare_conditions", not "#live" and "#toasted" && array['ticket_no', 'flight_id'] as "#lacks", first_value("ticket_no") over "row" as "#ticket_no", first_value("flight_id") over "row" as "#flight_id"
  from "state" window "row" as (partition by "fare_conditions", "#nth" order by "#seq")
), "wanted" as materialized (
  select * from "carried" where "#lacks"
), "candidate" as materialized (
  select w."#seq", v.* from "wanted" as w join "vault"."sat_ticket_flight" as v on v."fare_conditions" = w."fare_conditions" where w."#nth" = 0
), "found" as (
  select distinct on (v."#seq") v."#seq", "h ticket"."ticket_no" as "ticket_no", "h flight"."flight_id" as "flight_id"
  from "candidate" as v join "wanted" as w on w."#seq" = v."#seq"
  join "vault"."lnk_ticket_is_on_flight" as l on l."ticket_is_on_flight_hk" = v."ticket_is_on_flight_hk"
  join "vault"."hub_ticket" as "h ticket" on "h ticket"."ticket_hk" = l."ticket_hk"
  join "vault"."hub_flight" as "h flight" on "h flight"."flight_hk" = l."flight_hk"
  where v."load_dts" = (select max(x."load_dts") from "vault"."sat_ticket_flight" as x where x."ticket_is_on_flight_hk" = v."ticket_is_on_flight_hk") and (select x."is_active" from "vault"."eff_ticket_is_on_flight" as x where x."ticket_is_on_flight_hk" = v."ticket_is_on_flight_hk" order by x."load_dts" desc limit 1)
  order by v."#seq", v."load_dts" desc
)
update "staged public.ticket_flights" as s set "ticket_no" = case when w."#nth" > 0 then w."#ticket_no" else f."ticket_no" end, "flight_id" = case when w."#nth" > 0 then w."#flight_id" else f."flight_id" end, "#toasted" = array(select unnest(s."#toasted") except select unnest(array['ticket_no', 'flight_id']))
from "wanted" as w left join "found" as f on f."#seq" = w."#seq"
where s."#seq" = w."#seq" and (w."#nth" > 0 or f."#seq" is not null);

-- public.ticket_flights: keys given up by updates of a row known by fare_conditions
with "event" as (
  select "#seq", "#event", "#load_date", "#lsn", "ticket_no", "flight_id", "fare_conditions", case
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
end as "#key",
    lag("#seq") over "row" as "#before", lag("#live") over "row" as "#was_live", lag("ticket_no") over "row" as "#before 0", lag("flight_id") over "row" as "#before 1"
  from "staged public.ticket_flights" where row("fare_conditions") is not null window "row" as (partition by "fare_conditions" order by "#seq")
), "first" as materialized (
  select * from "event" where "#event" = 'u' and "#before" is null
), "lost" as materialized (
  select * from "first" as w where not exists (select 1 from "vault"."sat_ticket_flight" as v where v."ticket_is_on_flight_hk" = w."#key" and v."fare_conditions" = w."fare_conditions" and v."load_dts" = (select max(x."load_dts") from "vault"."sat_ticket_flight" as x where x."ticket_is_on_flight_hk" = v."ticket_is_on_flight_hk") and (select x."is_active" from "vault"."eff_ticket_is_on_flight" as x where x."ticket_is_on_flight_hk" = v."ticket_is_on_flight_hk" order by x."load_dts" desc limit 1))
), "candidate" as materialized (
  select w."#seq" as "#of", v.* from "lost" as w join "vault"."sat_ticket_flight" as v on v."fare_conditions" = w."fare_conditions"
), "found" as (
  select distinct on (v."#of") v."#of", "h ticket"."ticket_no" as "ticket_no", "h flight"."flight_id" as "flight_id"
  from "candidate" as v join "lost" as w on w."#seq" = v."#of"
  join "vault"."lnk_ticket_is_on_flight" as l on l."ticket_is_on_flight_hk" = v."ticket_is_on_flight_hk"
  join "vault"."hub_ticket" as "h ticket" on "h ticket"."ticket_hk" = l."ticket_hk"
  join "vault"."hub_flight" as "h flight" on "h flight"."flight_hk" = l."flight_hk"
  where v."load_dts" = (select max(x."load_dts") from "vault"."sat_ticket_flight" as x where x."ticket_is_on_flight_hk" = v."ticket_is_on_flight_hk") and (select x."is_active" from "vault"."eff_ticket_is_on_flight" as x where x."ticket_is_on_flight_hk" = v."ticket_is_on_flight_hk" order by x."load_dts" desc limit 1)
  order by v."#of", v."load_dts" desc
), "ended" as (
  select "#seq", "#load_date", "#lsn", "#before 0" as "ticket_no", "#before 1" as "flight_id", "fare_conditions"
  from "event" where "#event" = 'u' and "#was_live" and row("ticket_no", "flight_id") is distinct from row("#before 0", "#before 1")
  union all
  select w."#seq", w."#load_date", w."#lsn", f."ticket_no", f."flight_id", w."fare_conditions"
  from "found" as f join "lost" as w on w."#seq" = f."#of"
), "staged" as (
  insert into "staged public.ticket_flights" ("#seq", "#live", "#load_date", "#lsn", "#event", "ticket_no", "flight_id", "fare_conditions")
  select "#seq" - 1, false, "#load_date", "#lsn", 'd', "ticket_no", "flight_id", "fare_conditions" from "ended"
)
update "staged public.ticket_flights" as s set "#event" = case when s."#toasted" = '{}' then 'c' else 'm' end
from "ended" as e where s."#seq" = e."#seq" and s."#event" = 'u'
returning (extract(epoch from s."#load_date") * 1000000)::bigint, s."#event" = 'm';

-- public.ticket_flights: the state at commit, by whole images
with "keyed" as (
  select "#seq", "#load_date", "#live", "#event", row(case
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
end)::text as "#key", row("ticket_no", "flight_id", "fare_conditions", "amount")::text as "#image"
  from "staged public.ticket_flights" where "#load_date" = any(?::timestamptz[])
), "reset" as (
  select *, coalesce(max("#seq") filter (where not "#live" and "#event" is null) over "key", 0) as "#reset",
    last_value("#live") over "key" as "#lives", bool_or("#live") over "key" as "#lived"
  from "keyed"
  window "key" as (partition by "#key", "#load_date" order by "#seq"
    rows between unbounded preceding and unbounded following)
), "event" as (
  select *, case when "#event" is null then first_value("#image") over (partition by "#key", "#load_date"
  order by "#event" is null desc, "#seq" desc) else "#image" end as "#row" from "reset" where "#seq" > "#reset" and not "#lives" and "#lived"
), "row" as (
  select "#key", "#load_date", "#reset", max("#seq") filter (where "#live") as "#last",
    sum(case when "#event" in ('c', 'm') then 1 when "#event" in ('d', 'e') then -1 else 0 end) as "#net",
    (array_agg("#event" order by "#seq"))[1] in ('c', 'm') is true as "#is_new"
  from "event" group by "#key", "#load_date", "#reset", "#row"
), "state" as (
  select *, not "#is_new" or "#net" < 0 as "#was_there",
    "#net" + (not "#is_new" or "#net" < 0)::integer > 0 as "#is_there"
  from "row"
), "verdict" as (
  select "#key", "#load_date", max("#last") filter (where "#is_there") as "#last",
    not bool_or("#was_there") and max("#reset") = 0 as "#is_untouched"
  from "state" group by "#key", "#load_date"
)
delete from "staged public.ticket_flights" where "#seq" in (
  select e."#seq" from "event" as e
  join "verdict" as v on v."#key" = e."#key" and v."#load_date" = e."#load_date"
  where e."#seq" > v."#last" or v."#last" is null and v."#is_untouched")
returning row(case
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
end)::text, (extract(epoch from "#load_date") * 1000000)::bigint,
  case when "#event" in ('c', 'm') then 1 when not "#live" then -1 else 0 end;

-- public.ticket_flights: the state at commit, by fare_conditions
with "keyed" as (
  select "#seq", "#load_date", "#live", "#event", row(case
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
end)::text as "#key", row("fare_conditions")::text as "#image"
  from "staged public.ticket_flights" where "#load_date" = any(?::timestamptz[])
), "reset" as (
  select *, coalesce(max("#seq") filter (where not "#live" and "#event" is null) over "key", 0) as "#reset",
    last_value("#live") over "key" as "#lives", bool_or("#live") over "key" as "#lived"
  from "keyed"
  window "key" as (partition by "#key", "#load_date" order by "#seq"
    rows between unbounded preceding and unbounded following)
), "event" as (
  select *, "#image" as "#row" from "reset" where "#seq" > "#reset" and not "#lives" and "#lived"
), "row" as (
  select "#key", "#load_date", "#reset", max("#seq") filter (where "#live") as "#last",
    sum(case when "#event" in ('c', 'm') then 1 when "#event" in ('d', 'e') then -1 else 0 end) as "#net",
    (array_agg("#event" order by "#seq"))[1] in ('c', 'm') is true as "#is_new"
  from "event" group by "#key", "#load_date", "#reset", "#row"
), "state" as (
  select *, not "#is_new" or "#net" < 0 as "#was_there",
    "#net" + (not "#is_new" or "#net" < 0)::integer > 0 as "#is_there"
  from "row"
), "verdict" as (
  select "#key", "#load_date", max("#last") filter (where "#is_there") as "#last",
    not bool_or("#was_there") and max("#reset") = 0 as "#is_untouched"
  from "state" group by "#key", "#load_date"
)
delete from "staged public.ticket_flights" where "#seq" in (
  select e."#seq" from "event" as e
  join "verdict" as v on v."#key" = e."#key" and v."#load_date" = e."#load_date"
  where e."#seq" > v."#last" or v."#last" is null and v."#is_untouched")
returning row(case
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
end)::text, (extract(epoch from "#load_date") * 1000000)::bigint,
  case when "#event" in ('c', 'm') then 1 when not "#live" then -1 else 0 end;

-- public.ticket_flights: second rows under a key
with "keyed" as (
  select "#seq", "#load_date", "#live", "#event", "#row_key", case
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
end as "#key 0" from "staged public.ticket_flights" where case
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
end is not null
), "transaction" as (
  select "#key 0", "#load_date", (array_agg("#row_key" order by "#seq" desc))[1] as "#row_key",
    count(*) filter (where "#event" in ('c', 'm')) as "#created",
    count(*) filter (where not "#live") as "#deleted",
    count(*) filter (where "#live" and "#event" is null) as "#shown",
    (array_agg("#live" order by "#seq" desc))[1] as "#lives"
  from "keyed" group by "#key 0", "#load_date"
), "taken" as (
  select "#key", "#load_date", sum("#net") as "#taken"
  from unnest(?::text[], ?::timestamptz[], ?::integer[]) as t ("#key", "#load_date", "#net")
  group by "#key", "#load_date"
), "state" as (
  select t.*, coalesce("#taken", 0) as "#taken",
    lag("#lives") over (partition by "#key 0" order by t."#load_date") as "#lived"
  from "transaction" as t
  left join "taken" as k on k."#key" = row("#key 0")::text and k."#load_date" = t."#load_date"
)
select "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint
from "state" as s
where "#created" > 0 and "#created" - "#deleted" + "#taken"
    + coalesce("#lived", (select v."is_active" from "vault"."eff_ticket_is_on_flight" as v where v."ticket_is_on_flight_hk" = s."#key 0" order by v."load_dts" desc limit 1), false)::integer > 1
  or "#load_date" = any(?::timestamptz[]) and "#shown" > 1 and "#deleted" = 0;

-- public.ticket_flights: keys of one hash among the staged, lnk_ticket_is_on_flight
select
  'lnk_ticket_is_on_flight' as "target",
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
  end as "hash",
  array[
    cast(
      "decode"(
        md5(nullif(
          upper(trim(cast("ticket_no" as text))),
          ''
        )),
        'hex'
      )
      as text
    ),
    cast(
      "decode"(
        md5(nullif(
          upper(trim(cast("flight_id" as text))),
          ''
        )),
        'hex'
      )
      as text
    )
  ] as "parts",
  "#live" as "keeps",
  "#seq" as "seq",
  "#load_date" as "load_date",
  "#row_key" as "row_key",
  'public.ticket_flights' as "source"
from "staged public.ticket_flights"
where (
  "#row_key" is not null
  and ((case
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
  end) is not null)
);

-- public.ticket_flights: keys of one hash in the vault, lnk_ticket_is_on_flight
select
  'lnk_ticket_is_on_flight' as "target",
  "mention"."hash" as "hash",
  array[
    cast("vault"."lnk_ticket_is_on_flight"."ticket_hk" as text),
    cast("vault"."lnk_ticket_is_on_flight"."flight_hk" as text)
  ] as "parts",
  true as "keeps",
  0 as "seq",
  null as "load_date",
  null as "row_key",
  null as "source"
from (
  select distinct on ("hash") "hash"
  from "mention"
  where "target" = 'lnk_ticket_is_on_flight'
) as "mention"
  cross join "vault"."lnk_ticket_is_on_flight"
where "vault"."lnk_ticket_is_on_flight"."ticket_is_on_flight_hk" = "mention"."hash";

-- public.ticket_flights: keys of one hash among the staged, the driving key of lnk_ticket_is_on_flight
select
  'the driving key of lnk_ticket_is_on_flight' as "target",
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
  ) as "hash",
  array[
    cast(
      "decode"(
        md5(nullif(
          upper(trim(cast("ticket_no" as text))),
          ''
        )),
        'hex'
      )
      as text
    ),
    cast(
      "decode"(
        md5(nullif(
          upper(trim(cast("flight_id" as text))),
          ''
        )),
        'hex'
      )
      as text
    )
  ] as "parts",
  "#live" as "keeps",
  "#seq" as "seq",
  "#load_date" as "load_date",
  "#row_key" as "row_key",
  'public.ticket_flights' as "source"
from "staged public.ticket_flights"
where (
  "#row_key" is not null
  and (("decode"(
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
  )) is not null)
);

-- public.ticket_flights: keys of one hash in the vault, the driving key of lnk_ticket_is_on_flight
select
  'the driving key of lnk_ticket_is_on_flight' as "target",
  "mention"."hash" as "hash",
  array[
    cast("vault"."lnk_ticket_is_on_flight"."ticket_hk" as text),
    cast("vault"."lnk_ticket_is_on_flight"."flight_hk" as text)
  ] as "parts",
  true as "keeps",
  0 as "seq",
  null as "load_date",
  null as "row_key",
  null as "source"
from (
  select distinct on ("hash") "hash"
  from "mention"
  where "target" = 'the driving key of lnk_ticket_is_on_flight'
) as "mention"
  cross join (
    lateral (
      select "vault"."eff_ticket_is_on_flight"."ticket_is_on_flight_hk" as "link"
      from "vault"."eff_ticket_is_on_flight"
      where "vault"."eff_ticket_is_on_flight"."driving_hk" = "mention"."hash"
      fetch next 1 rows only
    ) as "one"
      join "vault"."lnk_ticket_is_on_flight"
        on "vault"."lnk_ticket_is_on_flight"."ticket_is_on_flight_hk" = "one"."link"
  );

-- public.ticket_flights: what rows without a key mention
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
    select *
    from "keyed"
    where not ("lnk_ticket_is_on_flight#key" is not null)
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
  ) as "hub_ticket";

-- public.ticket_flights: a snapshot remembers what it showed
insert into "cdc_vault"."snapshot_row" (feed, source_table, snapshot, row_key)
select ?, 'public.ticket_flights', ?, row(case
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
end)::text
from "staged public.ticket_flights"
where "#live" and "#load_date" >= ?::timestamptz and "#seq" > ?
on conflict do nothing;

-- public.ticket_flights: a snapshot closes what it did not show
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
from live
where not exists (select 1 from "cdc_vault"."snapshot_row" as s where s.feed = ? and s.source_table = 'public.ticket_flights' and s.snapshot = ? and s.row_key = live."#row");

-- public.boarding_passes: staged once a session
create temporary table if not exists "staged public.boarding_passes" (
  "#seq" bigint not null,
  "#live" boolean not null,
  "#load_date" timestamptz not null,
  "#lsn" pg_lsn,
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
        select row("vault"."sat_boarding"."boarding_no", "vault"."sat_boarding"."seat_no")::text as "sat_boarding#image"
        from "vault"."sat_boarding"
        where (
          "state"."#nth" = 1
          and "vault"."sat_boarding"."boarding_hk" = "state"."hub_boarding#key"
        )
        order by "vault"."sat_boarding"."load_dts" desc
        fetch next 1 rows only
      ) as "newest"
        on true
    where "state"."sat_boarding#image" is distinct from coalesce("state"."sat_boarding#image#previous", "newest"."sat_boarding#image")
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

-- public.boarding_passes: the function that finds values the vault's types refuse
create function pg_temp."check staged public.boarding_passes"(text[]) returns table ("#line" int, "#column" int, "#message" text) language plpgsql as 'declare
  "#row" pg_temp."staged public.boarding_passes"%rowtype;
  "#values" text[];
  "#at" int;
begin
  "#line" := 0;
  foreach "#values" slice 1 in array $1 loop
    "#line" := "#line" + 1;
    begin
      "#at" := 1; "#row"."ticket_no" := "#values"[1];
      "#at" := 2; "#row"."flight_id" := "#values"[2];
      "#at" := 3; "#row"."boarding_no" := "#values"[3];
      "#at" := 4; "#row"."seat_no" := "#values"[4];
    exception when others then
      if left(sqlstate, 2) not in (''22'', ''23'', ''54'', ''P0'') then raise; end if;
      "#column" := "#at";
      "#message" := sqlerrm;
      return next;
    end;
  end loop;
end';

-- public.boarding_passes: its call
select * from pg_temp."check staged public.boarding_passes"(?::text[]);

-- public.boarding_passes: rows that lack values
select "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint, array_to_string("#toasted", ', ')
from "staged public.boarding_passes" as s
where "#toasted" <> '{}' and "#event" is distinct from 'e' and not exists (
  select 1 from "staged public.boarding_passes" as later
  where later."#load_date" = s."#load_date" and later."#seq" > s."#seq" and later."ticket_no" is not distinct from s."ticket_no" and later."flight_id" is not distinct from s."flight_id")
order by "#seq";

-- public.boarding_passes: rows that are taken out again
delete from "staged public.boarding_passes" where ("#seq" = ?::bigint or "#load_date" = ?::timestamptz) and "ticket_no" is not distinct from ?::text::char(13) and "flight_id" is not distinct from ?::text::integer;

-- public.boarding_passes: a bisection puts the rows aside
create temporary table "cdc-vault set aside" on commit drop as table "staged public.boarding_passes";

-- public.boarding_passes: a bisection empties the staging table
truncate "staged public.boarding_passes";

-- public.boarding_passes: a bisection reads what was staged
select distinct "#seq" from "cdc-vault set aside" order by 1;

-- public.boarding_passes: a bisection brings some rows back
insert into "staged public.boarding_passes" select * from "cdc-vault set aside" where "#seq" between ? and ?;

-- public.boarding_passes: a bisection reads a row's key
select "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint from "cdc-vault set aside" where "#seq" = ?;

-- public.boarding_passes: a commit LSN that becomes known late
update "staged public.boarding_passes" set "#lsn" = ?::pg_lsn where "#load_date" = ?::timestamptz and "#lsn" is null;

-- public.boarding_passes: an untouched value of boarding_no is filled in
with "state" as (
  select *, "boarding_no" as "#value", 'boarding_no' = any("#toasted") as "#missing", row("ticket_no", "flight_id")::text as "#row", "decode"(
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
) as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'boarding_no' <> all("#toasted"))) over (partition by "ticket_no", "flight_id" order by "#seq") as "#nth"
  from "staged public.boarding_passes"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select v."boarding_no" as "#value", true as "#exists" from "vault"."sat_boarding" as v
    where c."#nth" = 0 and v."boarding_hk" = c."#key" order by v."load_dts" desc limit 1
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged public.boarding_passes" as s set "boarding_no" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'boarding_no')
from "found" where s."#seq" = "found"."#seq";

-- public.boarding_passes: an untouched value of seat_no is filled in
with "state" as (
  select *, "seat_no" as "#value", 'seat_no' = any("#toasted") as "#missing", row("ticket_no", "flight_id")::text as "#row", "decode"(
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
) as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'seat_no' <> all("#toasted"))) over (partition by "ticket_no", "flight_id" order by "#seq") as "#nth"
  from "staged public.boarding_passes"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select v."seat_no" as "#value", true as "#exists" from "vault"."sat_boarding" as v
    where c."#nth" = 0 and v."boarding_hk" = c."#key" order by v."load_dts" desc limit 1
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged public.boarding_passes" as s set "seat_no" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'seat_no')
from "found" where s."#seq" = "found"."#seq";

-- public.boarding_passes: an untouched value of ticket_no is filled in
with "state" as (
  select *, "ticket_no" as "#value", 'ticket_no' = any("#toasted") as "#missing", row("ticket_no", "flight_id")::text as "#row", "decode"(
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
) as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'ticket_no' <> all("#toasted"))) over (partition by "ticket_no", "flight_id" order by "#seq") as "#nth"
  from "staged public.boarding_passes"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select h."ticket_no" as "#value", true as "#exists"
    from (
      select e."boarding_matched_with_ticket_hk", e."is_active" as "#open" from "vault"."eff_boarding_matched_with_ticket" as e
      where c."#nth" = 0 and e."driving_hk" = c."#key" order by e."load_dts" desc, e."is_active" desc limit 1
    ) as v join "vault"."lnk_boarding_matched_with_ticket" as l on v."#open" and l."boarding_matched_with_ticket_hk" = v."boarding_matched_with_ticket_hk" join "vault"."hub_ticket" as h on h."ticket_hk" = l."ticket_hk"
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged public.boarding_passes" as s set "ticket_no" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'ticket_no')
from "found" where s."#seq" = "found"."#seq";

-- public.boarding_passes: an update of the key asks for what its insertion lacks
update "staged public.boarding_passes" as d set "#toasted" = d."#toasted" || s."#toasted" from "staged public.boarding_passes" as s where s."#event" = 'm' and d."#seq" = s."#seq" - 1 and not d."#live" and d."#load_date" = s."#load_date";

-- public.boarding_passes: an update of the key hands values on
update "staged public.boarding_passes" as s set "boarding_no" = case when 'boarding_no' = any(s."#toasted") and 'boarding_no' <> all(d."#toasted") then d."boarding_no" else s."boarding_no" end, "seat_no" = case when 'seat_no' = any(s."#toasted") and 'seat_no' <> all(d."#toasted") then d."seat_no" else s."seat_no" end, "#toasted" = array(select unnest(s."#toasted") intersect select unnest(d."#toasted")) from "staged public.boarding_passes" as d where s."#event" = 'm' and d."#seq" = s."#seq" - 1 and not d."#live" and d."#load_date" = s."#load_date" and not s."#toasted" <@ d."#toasted";

-- public.boarding_passes: an update of the key is complete
update "staged public.boarding_passes" set "#toasted" = array(select unnest("#toasted") intersect select unnest(array['ticket_no', 'flight_id']::text[])) where not "#live" and "#toasted" && array['boarding_no', 'seat_no']::text[];

-- public.boarding_passes: deletions that carry only boarding_no
with "state" as (
  select *, count(*) filter (where "#live") over (partition by "boarding_no" order by "#seq") as "#nth"
  from "staged public.boarding_passes" where row("boarding_no") is not null
), "carried" as (
  select "#seq", "#nth", "boarding_no", not "#live" and "#toasted" && array['ticket_no', 'flight_id'] as "#lacks", first_value("ticket_no") over "row" as "#ticket_no", first_value("flight_id") over "row" as "#flight_id"
  from "state" window "row" as (partition by "boarding_no", "#nth" order by "#seq")
), "wanted" as materialized (
  select * from "carried" where "#lacks"
), "candidate" as materialized (
  select w."#seq", v.* from "wanted" as w join "vault"."sat_boarding" as v on v."boarding_no" = w."boarding_no" where w."#nth" = 0
), "found" as (
  select distinct on (v."#seq") v."#seq", "h"."ticket_no" as "ticket_no", "h"."flight_id" as "flight_id"
  from "candidate" as v join "wanted" as w on w."#seq" = v."#seq"
  join "vault"."hub_boarding" as h on h."boarding_hk" = v."boarding_hk"
  where v."load_dts" = (select max(x."load_dts") from "vault"."sat_boarding" as x where x."boarding_hk" = v."boarding_hk") and (select x."status" = 'C' from "vault"."sts_boarding" as x where x."boarding_hk" = v."boarding_hk" order by x."load_dts" desc limit 1)
  order by v."#seq", v."load_dts" desc
)
update "staged public.boarding_passes" as s set "ticket_no" = case when w."#nth" > 0 then w."#ticket_no" else f."ticket_no" end, "flight_id" = case when w."#nth" > 0 then w."#flight_id" else f."flight_id" end, "#toasted" = array(select unnest(s."#toasted") except select unnest(array['ticket_no', 'flight_id']))
from "wanted" as w left join "found" as f on f."#seq" = w."#seq"
where s."#seq" = w."#seq" and (w."#nth" > 0 or f."#seq" is not null);

-- public.boarding_passes: keys given up by updates of a row known by boarding_no
with "event" as (
  select "#seq", "#event", "#load_date", "#lsn", "ticket_no", "flight_id", "boarding_no", "decode"(
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
) as "#key",
    lag("#seq") over "row" as "#before", lag("#live") over "row" as "#was_live", lag("ticket_no") over "row" as "#before 0", lag("flight_id") over "row" as "#before 1"
  from "staged public.boarding_passes" where row("boarding_no") is not null window "row" as (partition by "boarding_no" order by "#seq")
), "first" as materialized (
  select * from "event" where "#event" = 'u' and "#before" is null
), "lost" as materialized (
  select * from "first" as w where not exists (select 1 from "vault"."sat_boarding" as v where v."boarding_hk" = w."#key" and v."boarding_no" = w."boarding_no" and v."load_dts" = (select max(x."load_dts") from "vault"."sat_boarding" as x where x."boarding_hk" = v."boarding_hk") and (select x."status" = 'C' from "vault"."sts_boarding" as x where x."boarding_hk" = v."boarding_hk" order by x."load_dts" desc limit 1))
), "candidate" as materialized (
  select w."#seq" as "#of", v.* from "lost" as w join "vault"."sat_boarding" as v on v."boarding_no" = w."boarding_no"
), "found" as (
  select distinct on (v."#of") v."#of", "h"."ticket_no" as "ticket_no", "h"."flight_id" as "flight_id"
  from "candidate" as v join "lost" as w on w."#seq" = v."#of"
  join "vault"."hub_boarding" as h on h."boarding_hk" = v."boarding_hk"
  where v."load_dts" = (select max(x."load_dts") from "vault"."sat_boarding" as x where x."boarding_hk" = v."boarding_hk") and (select x."status" = 'C' from "vault"."sts_boarding" as x where x."boarding_hk" = v."boarding_hk" order by x."load_dts" desc limit 1)
  order by v."#of", v."load_dts" desc
), "ended" as (
  select "#seq", "#load_date", "#lsn", "#before 0" as "ticket_no", "#before 1" as "flight_id", "boarding_no"
  from "event" where "#event" = 'u' and "#was_live" and row("ticket_no", "flight_id") is distinct from row("#before 0", "#before 1")
  union all
  select w."#seq", w."#load_date", w."#lsn", f."ticket_no", f."flight_id", w."boarding_no"
  from "found" as f join "lost" as w on w."#seq" = f."#of"
), "staged" as (
  insert into "staged public.boarding_passes" ("#seq", "#live", "#load_date", "#lsn", "#event", "ticket_no", "flight_id", "boarding_no")
  select "#seq" - 1, false, "#load_date", "#lsn", 'd', "ticket_no", "flight_id", "boarding_no" from "ended"
)
update "staged public.boarding_passes" as s set "#event" = case when s."#toasted" = '{}' then 'c' else 'm' end
from "ended" as e where s."#seq" = e."#seq" and s."#event" = 'u'
returning (extract(epoch from s."#load_date") * 1000000)::bigint, s."#event" = 'm';

-- public.boarding_passes: the state at commit, by whole images
with "keyed" as (
  select "#seq", "#load_date", "#live", "#event", row("decode"(
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
))::text as "#key", row("ticket_no", "flight_id", "boarding_no", "seat_no")::text as "#image"
  from "staged public.boarding_passes" where "#load_date" = any(?::timestamptz[])
), "reset" as (
  select *, coalesce(max("#seq") filter (where not "#live" and "#event" is null) over "key", 0) as "#reset",
    last_value("#live") over "key" as "#lives", bool_or("#live") over "key" as "#lived"
  from "keyed"
  window "key" as (partition by "#key", "#load_date" order by "#seq"
    rows between unbounded preceding and unbounded following)
), "event" as (
  select *, case when "#event" is null then first_value("#image") over (partition by "#key", "#load_date"
  order by "#event" is null desc, "#seq" desc) else "#image" end as "#row" from "reset" where "#seq" > "#reset" and not "#lives" and "#lived"
), "row" as (
  select "#key", "#load_date", "#reset", max("#seq") filter (where "#live") as "#last",
    sum(case when "#event" in ('c', 'm') then 1 when "#event" in ('d', 'e') then -1 else 0 end) as "#net",
    (array_agg("#event" order by "#seq"))[1] in ('c', 'm') is true as "#is_new"
  from "event" group by "#key", "#load_date", "#reset", "#row"
), "state" as (
  select *, not "#is_new" or "#net" < 0 as "#was_there",
    "#net" + (not "#is_new" or "#net" < 0)::integer > 0 as "#is_there"
  from "row"
), "verdict" as (
  select "#key", "#load_date", max("#last") filter (where "#is_there") as "#last",
    not bool_or("#was_there") and max("#reset") = 0 as "#is_untouched"
  from "state" group by "#key", "#load_date"
)
delete from "staged public.boarding_passes" where "#seq" in (
  select e."#seq" from "event" as e
  join "verdict" as v on v."#key" = e."#key" and v."#load_date" = e."#load_date"
  where e."#seq" > v."#last" or v."#last" is null and v."#is_untouched")
returning row("decode"(
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
))::text, (extract(epoch from "#load_date") * 1000000)::bigint,
  case when "#event" in ('c', 'm') then 1 when not "#live" then -1 else 0 end;

-- public.boarding_passes: the state at commit, by boarding_no
with "keyed" as (
  select "#seq", "#load_date", "#live", "#event", row("decode"(
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
))::text as "#key", row("boarding_no")::text as "#image"
  from "staged public.boarding_passes" where "#load_date" = any(?::timestamptz[])
), "reset" as (
  select *, coalesce(max("#seq") filter (where not "#live" and "#event" is null) over "key", 0) as "#reset",
    last_value("#live") over "key" as "#lives", bool_or("#live") over "key" as "#lived"
  from "keyed"
  window "key" as (partition by "#key", "#load_date" order by "#seq"
    rows between unbounded preceding and unbounded following)
), "event" as (
  select *, "#image" as "#row" from "reset" where "#seq" > "#reset" and not "#lives" and "#lived"
), "row" as (
  select "#key", "#load_date", "#reset", max("#seq") filter (where "#live") as "#last",
    sum(case when "#event" in ('c', 'm') then 1 when "#event" in ('d', 'e') then -1 else 0 end) as "#net",
    (array_agg("#event" order by "#seq"))[1] in ('c', 'm') is true as "#is_new"
  from "event" group by "#key", "#load_date", "#reset", "#row"
), "state" as (
  select *, not "#is_new" or "#net" < 0 as "#was_there",
    "#net" + (not "#is_new" or "#net" < 0)::integer > 0 as "#is_there"
  from "row"
), "verdict" as (
  select "#key", "#load_date", max("#last") filter (where "#is_there") as "#last",
    not bool_or("#was_there") and max("#reset") = 0 as "#is_untouched"
  from "state" group by "#key", "#load_date"
)
delete from "staged public.boarding_passes" where "#seq" in (
  select e."#seq" from "event" as e
  join "verdict" as v on v."#key" = e."#key" and v."#load_date" = e."#load_date"
  where e."#seq" > v."#last" or v."#last" is null and v."#is_untouched")
returning row("decode"(
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
))::text, (extract(epoch from "#load_date") * 1000000)::bigint,
  case when "#event" in ('c', 'm') then 1 when not "#live" then -1 else 0 end;

-- public.boarding_passes: second rows under a key
with "keyed" as (
  select "#seq", "#load_date", "#live", "#event", "#row_key", "decode"(
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
) as "#key 0" from "staged public.boarding_passes" where "decode"(
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
), "transaction" as (
  select "#key 0", "#load_date", (array_agg("#row_key" order by "#seq" desc))[1] as "#row_key",
    count(*) filter (where "#event" in ('c', 'm')) as "#created",
    count(*) filter (where not "#live") as "#deleted",
    count(*) filter (where "#live" and "#event" is null) as "#shown",
    (array_agg("#live" order by "#seq" desc))[1] as "#lives"
  from "keyed" group by "#key 0", "#load_date"
), "taken" as (
  select "#key", "#load_date", sum("#net") as "#taken"
  from unnest(?::text[], ?::timestamptz[], ?::integer[]) as t ("#key", "#load_date", "#net")
  group by "#key", "#load_date"
), "state" as (
  select t.*, coalesce("#taken", 0) as "#taken",
    lag("#lives") over (partition by "#key 0" order by t."#load_date") as "#lived"
  from "transaction" as t
  left join "taken" as k on k."#key" = row("#key 0")::text and k."#load_date" = t."#load_date"
)
select "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint
from "state" as s
where "#created" > 0 and "#created" - "#deleted" + "#taken"
    + coalesce("#lived", (select v."status" = 'C' from "vault"."sts_boarding" as v where v."boarding_hk" = s."#key 0" order by v."load_dts" desc limit 1), false)::integer > 1
  or "#load_date" = any(?::timestamptz[]) and "#shown" > 1 and "#deleted" = 0;

-- public.boarding_passes: keys of one hash among the staged, hub_boarding
select
  'hub_boarding' as "target",
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
  ) as "hash",
  array[
    nullif(
      upper(trim(cast("ticket_no" as text))),
      ''
    ),
    nullif(
      upper(trim(cast("flight_id" as text))),
      ''
    )
  ] as "parts",
  "#live" as "keeps",
  "#seq" as "seq",
  "#load_date" as "load_date",
  "#row_key" as "row_key",
  'public.boarding_passes' as "source"
from "staged public.boarding_passes"
where (
  "#row_key" is not null
  and (("decode"(
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
  )) is not null)
);

-- public.boarding_passes: keys of one hash in the vault, hub_boarding
select
  'hub_boarding' as "target",
  "mention"."hash" as "hash",
  array[
    nullif(
      upper(trim(cast("vault"."hub_boarding"."ticket_no" as text))),
      ''
    ),
    nullif(
      upper(trim(cast("vault"."hub_boarding"."flight_id" as text))),
      ''
    )
  ] as "parts",
  true as "keeps",
  0 as "seq",
  null as "load_date",
  null as "row_key",
  null as "source"
from (
  select distinct on ("hash") "hash"
  from "mention"
  where "target" = 'hub_boarding'
) as "mention"
  cross join "vault"."hub_boarding"
where "vault"."hub_boarding"."boarding_hk" = "mention"."hash";

-- public.boarding_passes: keys of one hash among the staged, lnk_boarding_matched_with_ticket
select
  'lnk_boarding_matched_with_ticket' as "target",
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
  end as "hash",
  array[
    cast(
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
      )
      as text
    ),
    cast(
      "decode"(
        md5(nullif(
          upper(trim(cast("ticket_no" as text))),
          ''
        )),
        'hex'
      )
      as text
    )
  ] as "parts",
  "#live" as "keeps",
  "#seq" as "seq",
  "#load_date" as "load_date",
  "#row_key" as "row_key",
  'public.boarding_passes' as "source"
from "staged public.boarding_passes"
where (
  "#row_key" is not null
  and "#live" = true
  and ((case
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
  end) is not null)
);

-- public.boarding_passes: keys of one hash in the vault, lnk_boarding_matched_with_ticket
select
  'lnk_boarding_matched_with_ticket' as "target",
  "mention"."hash" as "hash",
  array[
    cast("vault"."lnk_boarding_matched_with_ticket"."boarding_hk" as text),
    cast("vault"."lnk_boarding_matched_with_ticket"."ticket_hk" as text)
  ] as "parts",
  true as "keeps",
  0 as "seq",
  null as "load_date",
  null as "row_key",
  null as "source"
from (
  select distinct on ("hash") "hash"
  from "mention"
  where "target" = 'lnk_boarding_matched_with_ticket'
) as "mention"
  cross join "vault"."lnk_boarding_matched_with_ticket"
where "vault"."lnk_boarding_matched_with_ticket"."boarding_matched_with_ticket_hk" = "mention"."hash";

-- public.boarding_passes: what rows without a key mention
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
    select *
    from "keyed"
    where not ("hub_boarding#key" is not null)
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
  ) as "hub_ticket";

-- public.boarding_passes: a snapshot remembers what it showed
insert into "cdc_vault"."snapshot_row" (feed, source_table, snapshot, row_key)
select ?, 'public.boarding_passes', ?, row("decode"(
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
))::text
from "staged public.boarding_passes"
where "#live" and "#load_date" >= ?::timestamptz and "#seq" > ?
on conflict do nothing;

-- public.boarding_passes: a snapshot closes what it did not show
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
from live
where not exists (select 1 from "cdc_vault"."snapshot_row" as s where s.feed = ? and s.source_table = 'public.boarding_passes' and s.snapshot = ? and s.row_key = live."#row");
