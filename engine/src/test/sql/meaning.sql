-- shop.customers: staged once a session
create temporary table if not exists "staged shop.customers" (
  "#seq" bigint not null,
  "#live" boolean not null,
  "#load_date" timestamptz not null,
  "#lsn" pg_lsn,
  "#toasted" text[] not null default '{}',
  "#row_key" text,
  "#event" "char",
  "customer_no" text,
  "'crm'" char(3) default 'crm',
  "id" bigint,
  "parent_id" bigint,
  "name" text
) on commit delete rows;

-- every batch: changes are copied in as typed values
copy "staged shop.customers" ("#seq", "#live", "#load_date", "#lsn", "#toasted", "#row_key", "#event", "customer_no", "id", "parent_id", "name") from stdin;

-- every batch: one statement into hub_customer, sat_customer, sts_customer
with
  "keyed" as materialized (
    select
      *,
      case
        when "decode"(
          md5(((cast(
            char_length(cast("customer_no" as text))
            as varchar
          ) || ':') || cast("customer_no" as text))),
          'hex'
        ) is not null then "decode"(
          md5(nullif(
            (coalesce(
              ((cast(
                char_length(cast("customer_no" as text))
                as varchar
              ) || ':') || cast("customer_no" as text)),
              '-'
            ) || coalesce(
              ((cast(
                char_length(cast("'crm'" as text))
                as varchar
              ) || ':') || cast("'crm'" as text)),
              '-'
            )),
            '--'
          )),
          'hex'
        )
      end as "hub_customer#key",
      "decode"(
        md5(((coalesce(
          ((cast(
            char_length(cast("id" as text))
            as varchar
          ) || ':') || cast("id" as text)),
          '-'
        ) || coalesce(
          ((cast(
            char_length(cast("name" as text))
            as varchar
          ) || ':') || cast("name" as text)),
          '-'
        )) || coalesce(
          ((cast(
            char_length(cast("parent_id" as text))
            as varchar
          ) || ':') || cast("parent_id" as text)),
          '-'
        ))),
        'hex'
      ) as "sat_customer#diff",
      row("id", "parent_id", "name")::text as "sat_customer#image"
    from "staged shop.customers"
  ),
  "changes" as (
    select distinct on ("hub_customer#key", "#load_date") *
    from "keyed"
    where "hub_customer#key" is not null
    order by "hub_customer#key", "#load_date", "#seq" desc
  ),
  "new hub_customer" as (
    insert into "vault"."hub_customer" (
      "customer_hk",
      "customer_no",
      "bkcc",
      "load_dts",
      "rec_src"
    )
    select distinct on ("mention"."customer_hk")
      "mention"."customer_hk",
      "mention"."customer_no",
      "mention"."bkcc",
      "mention"."#load_date",
      'shop'
    from (
      select
        "hub_customer#key" as "customer_hk",
        "customer_no" as "customer_no",
        "'crm'" as "bkcc",
        "#load_date"
      from "changes"
      where (
        "#live"
        and "hub_customer#key" is not null
      )
    ) as "mention"
    where not exists (
      select 1 as "one"
      from "vault"."hub_customer"
      where (
        "vault"."hub_customer"."customer_hk" = "mention"."customer_hk"
        and not (("mention"."#load_date", 'shop') < ("vault"."hub_customer"."load_dts", "vault"."hub_customer"."rec_src"))
      )
    )
    order by "mention"."customer_hk", "mention"."#load_date", "mention"."customer_no" asc, "mention"."bkcc" asc
    on conflict ("customer_hk")
    do update
    set
      "customer_no" = excluded."customer_no",
      "bkcc" = excluded."bkcc",
      "load_dts" = excluded."load_dts",
      "rec_src" = excluded."rec_src"
    where (
      excluded."load_dts",
      excluded."rec_src"
    ) < ("vault"."hub_customer"."load_dts", "vault"."hub_customer"."rec_src")
    returning xmax = 0 as "added"
  ),
  "new sat_customer" as (
    insert into "vault"."sat_customer" (
      "customer_hk",
      "load_dts",
      "hash_diff",
      "rec_src",
      "src_lsn",
      "id",
      "parent_id",
      "name"
    )
    select
      "state"."hub_customer#key",
      "state"."#load_date",
      "state"."sat_customer#diff",
      'shop',
      "state"."#lsn",
      "state"."id#value",
      "state"."parent_id#value",
      "state"."name#value"
    from (
      select
        "hub_customer#key",
        "#load_date",
        "#lsn",
        "#live",
        "sat_customer#diff",
        "sat_customer#image",
        "id" as "id#value",
        "parent_id" as "parent_id#value",
        "name" as "name#value",
        lag("sat_customer#image") over (
          partition by "hub_customer#key"
          order by "#load_date"
        ) as "sat_customer#image#previous",
        row_number() over (
          partition by "hub_customer#key"
          order by "#load_date"
        ) as "#nth"
      from "changes"
      where (
        "hub_customer#key" is not null
        and "#live" = true
      )
    ) as "state"
      left outer join lateral (
        select row("vault"."sat_customer"."id", "vault"."sat_customer"."parent_id", "vault"."sat_customer"."name")::text as "sat_customer#image"
        from "vault"."sat_customer"
        where (
          "state"."#nth" = 1
          and "vault"."sat_customer"."customer_hk" = "state"."hub_customer#key"
        )
        order by "vault"."sat_customer"."load_dts" desc
        fetch next 1 rows only
      ) as "newest"
        on true
    where "state"."sat_customer#image" is distinct from coalesce("state"."sat_customer#image#previous", "newest"."sat_customer#image")
    returning true as "added"
  ),
  "new sts_customer" as (
    insert into "vault"."sts_customer" ("customer_hk", "load_dts", "status", "src_lsn")
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
        "hub_customer#key" as "#key",
        "#load_date",
        "#lsn",
        "#live",
        lag("#live") over (
          partition by "hub_customer#key"
          order by "#load_date"
        ) as "#was_live"
      from "changes"
    ) as "state"
      left outer join lateral (
        select "status"
        from "vault"."sts_customer"
        where (
          "state"."#was_live" is null
          and "vault"."sts_customer"."customer_hk" = "state"."#key"
        )
        order by "vault"."sts_customer"."load_dts" desc
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
    from "new hub_customer"
    where "added"
  ) as "hub_customer",
  (
    select count(*)
    from "new sat_customer"
    where "added"
  ) as "sat_customer",
  (
    select count(*)
    from "new sts_customer"
    where "added"
  ) as "sts_customer";

-- a truncate stages the deletion of every row
with live as materialized (select *, row(case
  when "decode"(
    md5(((cast(
      char_length(cast("customer_no" as text))
      as varchar
    ) || ':') || cast("customer_no" as text))),
    'hex'
  ) is not null then "decode"(
    md5(nullif(
      (coalesce(
        ((cast(
          char_length(cast("customer_no" as text))
          as varchar
        ) || ':') || cast("customer_no" as text)),
        '-'
      ) || coalesce(
        ((cast(
          char_length(cast("'crm'" as text))
          as varchar
        ) || ':') || cast("'crm'" as text)),
        '-'
      )),
      '--'
    )),
    'hex'
  )
end)::text as "#row" from (select
  "vault"."hub_customer"."customer_no" as "customer_no",
  "vault"."hub_customer"."bkcc" as "'crm'"
from "vault"."hub_customer"
where (
  select "vault"."sts_customer"."status"
  from "vault"."sts_customer"
  where "vault"."sts_customer"."customer_hk" = "vault"."hub_customer"."customer_hk"
  order by "vault"."sts_customer"."load_dts" desc
  fetch next 1 rows only
) = 'C'
union
select "customer_no", "'crm'"
from "staged shop.customers") as known)
insert into "staged shop.customers" ("#seq", "#live", "#load_date", "#lsn", "customer_no", "'crm'")
select ?::bigint, false, ?::timestamptz, ?::pg_lsn, live."customer_no", live."'crm'"
from live;

-- every batch, after all tables: one statement into lnk_customer_parent, eff_customer_parent
with "own" as (
  select case
  when "decode"(
    md5(((cast(
      char_length(cast("customer_no" as text))
      as varchar
    ) || ':') || cast("customer_no" as text))),
    'hex'
  ) is not null then "decode"(
    md5(nullif(
      (coalesce(
        ((cast(
          char_length(cast("customer_no" as text))
          as varchar
        ) || ':') || cast("customer_no" as text)),
        '-'
      ) || coalesce(
        ((cast(
          char_length(cast("'crm'" as text))
          as varchar
        ) || ':') || cast("'crm'" as text)),
        '-'
      )),
      '--'
    )),
    'hex'
  )
end as "key", min("#load_date") as "from", (array_agg("#lsn" order by "#load_date"))[1] as "lsn"
  from "staged shop.customers" group by 1
), "target 0" as (
  select case
  when "decode"(
    md5(((cast(
      char_length(cast("customer_no" as text))
      as varchar
    ) || ':') || cast("customer_no" as text))),
    'hex'
  ) is not null then "decode"(
    md5(nullif(
      (coalesce(
        ((cast(
          char_length(cast("customer_no" as text))
          as varchar
        ) || ':') || cast("customer_no" as text)),
        '-'
      ) || coalesce(
        ((cast(
          char_length(cast("'crm'" as text))
          as varchar
        ) || ':') || cast("'crm'" as text)),
        '-'
      )),
      '--'
    )),
    'hex'
  )
end as "key", min("#load_date") as "from", (array_agg("#lsn" order by "#load_date"))[1] as "lsn"
  from "staged shop.customers" group by 1
), "moved 0" as materialized (
  select v."#0", min(t."from") as "from", (array_agg(t."lsn" order by t."from"))[1] as "lsn"
  from "target 0" as t join lateral (
    select x."id" as "#0" from "vault"."sat_customer" as x where x."customer_hk" = t."key" and (x."load_dts" >= t."from" or x."load_dts" = (
      select max(y."load_dts") from "vault"."sat_customer" as y where y."customer_hk" = t."key" and y."load_dts" < t."from"))
  ) as v on true
  where exists (select from "vault"."sts_customer" as l where l."customer_hk" = t."key" and l."load_dts" >= t."from")
    or exists (select from "vault"."sat_customer" as x where x."customer_hk" = t."key" and x."load_dts" >= t."from"
      and row(x."id")::text is distinct from (select row(y."id")::text from "vault"."sat_customer" as y
        where y."customer_hk" = t."key" and y."load_dts" < x."load_dts" order by y."load_dts" desc limit 1))
  group by v."#0"
), "affected" as materialized (
  select "key", min("from") as "from", (array_agg("lsn" order by "from"))[1] as "lsn" from (
    select "key", "from", "lsn" from "own" where "key" is not null union all
    select s."customer_hk", v."from", v."lsn" from "moved 0" as v join "vault"."sat_customer" as s on s."parent_id" = v."#0"
  ) as "each" group by "key"
), "moment" as materialized (
  select a."key", a."from", m."at", max(m."lsn") as "lsn"
  from "affected" as a cross join lateral (
    select a."from" as "at", a."lsn" as "lsn"
    union all select x."load_dts" as "at", x."src_lsn" as "lsn" from "vault"."sts_customer" as x
    where x."customer_hk" = a."key" and x."load_dts" >= a."from"
    union all select x."load_dts" as "at", x."src_lsn" as "lsn" from "vault"."sat_customer" as x
    where x."customer_hk" = a."key" and x."load_dts" >= a."from"
    union all select t."at", t."lsn" from (
      select distinct x."parent_id" as "#0" from "vault"."sat_customer" as x where x."customer_hk" = a."key" and (x."load_dts" >= a."from"
        or x."load_dts" = (select max(y."load_dts") from "vault"."sat_customer" as y
          where y."customer_hk" = a."key" and y."load_dts" < a."from"))
    ) as v join lateral (
      select distinct c."customer_hk" as "hub" from "vault"."sat_customer" as c where c."id" = v."#0"
    ) as c on true join lateral (
      select x."load_dts" as "at", x."src_lsn" as "lsn" from "vault"."sat_customer" as x
      where x."customer_hk" = c."hub" and x."load_dts" >= a."from"
      union all select x."load_dts", x."src_lsn" from "vault"."sts_customer" as x
      where x."customer_hk" = c."hub" and x."load_dts" >= a."from"
    ) as t on true
  ) as m group by a."key", a."from", m."at"
), "state" as (
  select m.*, case when (select l."status" = 'C' from "vault"."sts_customer" as l
    where l."customer_hk" = m."key" and l."load_dts" <= m."at" order by l."load_dts" desc limit 1) and "end 0"."customer_hk" is not null then "decode"(
  md5(nullif(
    (((coalesce(
      ((cast(
        char_length(cast("own"."customer_no" as text))
        as varchar
      ) || ':') || cast("own"."customer_no" as text)),
      '-'
    ) || coalesce(
      ((cast(
        char_length(cast("own"."bkcc" as text))
        as varchar
      ) || ':') || cast("own"."bkcc" as text)),
      '-'
    )) || coalesce(
      ((cast(
        char_length(cast("end 0"."customer_no" as text))
        as varchar
      ) || ':') || cast("end 0"."customer_no" as text)),
      '-'
    )) || coalesce(
      ((cast(
        char_length(cast("end 0"."bkcc" as text))
        as varchar
      ) || ':') || cast("end 0"."bkcc" as text)),
      '-'
    )),
    '----'
  )),
  'hex'
) end as "link", "own"."customer_hk" as "#0", "end 0"."customer_hk" as "#1"
  from "moment" as m
  join "vault"."hub_customer" as "own" on "own"."customer_hk" = m."key"
left join lateral (
  select h.* from (
    select x."parent_id" as "#0" from "vault"."sat_customer" as x
    where x."customer_hk" = m."key" and x."load_dts" <= m."at" order by x."load_dts" desc limit 1
  ) as v join lateral (
    select distinct c."customer_hk" from "vault"."sat_customer" as c where c."id" = v."#0"
  ) as c on true join "vault"."hub_customer" as h on h."customer_hk" = c."customer_hk"
  where (select row(x."id") = row(v."#0") from "vault"."sat_customer" as x
      where x."customer_hk" = c."customer_hk" and x."load_dts" <= m."at" order by x."load_dts" desc limit 1)
    and (select l."status" = 'C' from "vault"."sts_customer" as l
      where l."customer_hk" = c."customer_hk" and l."load_dts" <= m."at" order by l."load_dts" desc limit 1)
  order by h."customer_hk" limit 1
) as "end 0" on true
), "change" as (
  select *, case when row_number() over "of" > 1 then lag("link") over "of" else (
    select case when e."is_active" then e."customer_parent_hk" end from "vault"."eff_customer_parent" as e
    where e."driving_hk" = "state"."key" and e."load_dts" < "state"."from"
    order by e."load_dts" desc, e."is_active" desc limit 1) end as "before"
  from "state" window "of" as (partition by "key" order by "at")
), "wanted" as materialized (
  select c."key", c."at", c."lsn", e."link", e."opens"
  from "change" as c cross join lateral (values (c."before", false), (c."link", true)) as e ("link", "opens")
  where c."link" is distinct from c."before" and e."link" is not null
), "surplus" as (
  delete from "vault"."eff_customer_parent" as e using "affected" as a
  where e."driving_hk" = a."key" and e."load_dts" >= a."from" and not exists (
    select from "wanted" as w where w."link" = e."customer_parent_hk" and w."at" = e."load_dts")
  returning e."customer_parent_hk" as "link"
), "found" as (
  insert into "vault"."lnk_customer_parent" as l ("customer_parent_hk", "customer_hk", "parent_hk", "load_dts", "rec_src")
  select distinct on ("link") "link", "#0", "#1", "at", 'shop' from "change"
  where "link" is distinct from "before" and "link" is not null order by "link", "at"
  on conflict ("customer_parent_hk") do update set "load_dts" = excluded."load_dts"
  where excluded."load_dts" < l."load_dts"
  returning xmax = 0 as "added"
), "moved" as (
  insert into "vault"."eff_customer_parent" as e ("customer_parent_hk", "load_dts", "is_active", "driving_hk", "src_lsn")
  select "link", "at", "opens", "key", "lsn" from "wanted"
  on conflict ("customer_parent_hk", "load_dts") do update set "is_active" = excluded."is_active"
  where e."is_active" <> excluded."is_active"
  returning xmax = 0 as "added"
)
select (select count(*) from "found" where "added"),
  (select count(*) from "moved" where "added") - (select count(*) from "surplus"),
  (select array_agg(distinct "link") from "surplus");

-- where it took back what was known worse: links that never were
with "never" as (
  delete from "vault"."lnk_customer_parent" as l where l."customer_parent_hk" = any(?)
    and not exists (select from "vault"."eff_customer_parent" as e where e."customer_parent_hk" = l."customer_parent_hk")
  returning true
), "later" as (
  update "vault"."lnk_customer_parent" as l set "load_dts" = e."first" from (
    select "customer_parent_hk", min("load_dts") as "first" from "vault"."eff_customer_parent" where "customer_parent_hk" = any(?) group by 1
  ) as e where e."customer_parent_hk" = l."customer_parent_hk" and l."load_dts" <> e."first"
)
select count(*) from "never";

-- shop.customers: before the first load, 'crm'
select cast('crm' as char(3));

-- shop.customers: the function that finds values the vault's types refuse
create function pg_temp."check staged shop.customers"(text[]) returns table ("#line" int, "#column" int, "#message" text) language plpgsql as 'declare
  "#row" pg_temp."staged shop.customers"%rowtype;
  "#values" text[];
  "#at" int;
begin
  "#line" := 0;
  foreach "#values" slice 1 in array $1 loop
    "#line" := "#line" + 1;
    begin
      "#at" := 1; "#row"."customer_no" := "#values"[1];
      "#at" := 2; "#row"."id" := "#values"[2];
      "#at" := 3; "#row"."parent_id" := "#values"[3];
      "#at" := 4; "#row"."name" := "#values"[4];
    exception when others then
      if left(sqlstate, 2) not in (''22'', ''23'', ''54'', ''P0'') then raise; end if;
      "#column" := "#at";
      "#message" := sqlerrm;
      return next;
    end;
  end loop;
end';

-- shop.customers: its call
select * from pg_temp."check staged shop.customers"(?::text[]);

-- shop.customers: rows that lack values
select "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint, array_to_string("#toasted", ', ')
from "staged shop.customers" as s
where "#toasted" <> '{}' and "#event" is distinct from 'e' and not exists (
  select 1 from "staged shop.customers" as later
  where later."#load_date" = s."#load_date" and later."#seq" > s."#seq" and later."customer_no" is not distinct from s."customer_no" and later."'crm'" is not distinct from s."'crm'")
order by "#seq";

-- shop.customers: rows that are taken out again
delete from "staged shop.customers" where ("#seq" = ?::bigint or "#load_date" = ?::timestamptz) and "customer_no" is not distinct from ?::text::text;

-- shop.customers: a bisection puts the rows aside
create temporary table "cdc-vault set aside" on commit drop as table "staged shop.customers";

-- shop.customers: a bisection empties the staging table
truncate "staged shop.customers";

-- shop.customers: a bisection reads what was staged
select distinct "#seq" from "cdc-vault set aside" order by 1;

-- shop.customers: a bisection brings some rows back
insert into "staged shop.customers" ("#seq", "#live", "#load_date", "#lsn", "#toasted", "#row_key", "#event", "customer_no", "'crm'", "id", "parent_id", "name") select "#seq", "#live", "#load_date", "#lsn", "#toasted", "#row_key", "#event", "customer_no", "'crm'", "id", "parent_id", "name" from "cdc-vault set aside" where "#seq" between ? and ?;

-- shop.customers: a bisection reads a row's key
select "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint from "cdc-vault set aside" where "#seq" = ?;

-- shop.customers: a commit LSN that becomes known late
update "staged shop.customers" set "#lsn" = ?::pg_lsn where "#load_date" = ?::timestamptz and "#lsn" is null;

-- shop.customers: an untouched value of id is filled in
with "state" as (
  select *, "id" as "#value", 'id' = any("#toasted") as "#missing", row("customer_no", "'crm'")::text as "#row", case
  when "decode"(
    md5(((cast(
      char_length(cast("customer_no" as text))
      as varchar
    ) || ':') || cast("customer_no" as text))),
    'hex'
  ) is not null then "decode"(
    md5(nullif(
      (coalesce(
        ((cast(
          char_length(cast("customer_no" as text))
          as varchar
        ) || ':') || cast("customer_no" as text)),
        '-'
      ) || coalesce(
        ((cast(
          char_length(cast("'crm'" as text))
          as varchar
        ) || ':') || cast("'crm'" as text)),
        '-'
      )),
      '--'
    )),
    'hex'
  )
end as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'id' <> all("#toasted"))) over (partition by "customer_no", "'crm'" order by "#seq") as "#nth"
  from "staged shop.customers"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select v."id" as "#value", true as "#exists" from "vault"."sat_customer" as v
    where c."#nth" = 0 and v."customer_hk" = c."#key" order by v."load_dts" desc limit 1
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged shop.customers" as s set "id" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'id')
from "found" where s."#seq" = "found"."#seq";

-- shop.customers: an untouched value of parent_id is filled in
with "state" as (
  select *, "parent_id" as "#value", 'parent_id' = any("#toasted") as "#missing", row("customer_no", "'crm'")::text as "#row", case
  when "decode"(
    md5(((cast(
      char_length(cast("customer_no" as text))
      as varchar
    ) || ':') || cast("customer_no" as text))),
    'hex'
  ) is not null then "decode"(
    md5(nullif(
      (coalesce(
        ((cast(
          char_length(cast("customer_no" as text))
          as varchar
        ) || ':') || cast("customer_no" as text)),
        '-'
      ) || coalesce(
        ((cast(
          char_length(cast("'crm'" as text))
          as varchar
        ) || ':') || cast("'crm'" as text)),
        '-'
      )),
      '--'
    )),
    'hex'
  )
end as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'parent_id' <> all("#toasted"))) over (partition by "customer_no", "'crm'" order by "#seq") as "#nth"
  from "staged shop.customers"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select v."parent_id" as "#value", true as "#exists" from "vault"."sat_customer" as v
    where c."#nth" = 0 and v."customer_hk" = c."#key" order by v."load_dts" desc limit 1
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged shop.customers" as s set "parent_id" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'parent_id')
from "found" where s."#seq" = "found"."#seq";

-- shop.customers: an untouched value of name is filled in
with "state" as (
  select *, "name" as "#value", 'name' = any("#toasted") as "#missing", row("customer_no", "'crm'")::text as "#row", case
  when "decode"(
    md5(((cast(
      char_length(cast("customer_no" as text))
      as varchar
    ) || ':') || cast("customer_no" as text))),
    'hex'
  ) is not null then "decode"(
    md5(nullif(
      (coalesce(
        ((cast(
          char_length(cast("customer_no" as text))
          as varchar
        ) || ':') || cast("customer_no" as text)),
        '-'
      ) || coalesce(
        ((cast(
          char_length(cast("'crm'" as text))
          as varchar
        ) || ':') || cast("'crm'" as text)),
        '-'
      )),
      '--'
    )),
    'hex'
  )
end as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'name' <> all("#toasted"))) over (partition by "customer_no", "'crm'" order by "#seq") as "#nth"
  from "staged shop.customers"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select v."name" as "#value", true as "#exists" from "vault"."sat_customer" as v
    where c."#nth" = 0 and v."customer_hk" = c."#key" order by v."load_dts" desc limit 1
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged shop.customers" as s set "name" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'name')
from "found" where s."#seq" = "found"."#seq";

-- shop.customers: an update of the key asks for what its insertion lacks
update "staged shop.customers" as d set "#toasted" = d."#toasted" || s."#toasted" from "staged shop.customers" as s where s."#event" = 'm' and d."#seq" = s."#seq" - 1 and not d."#live" and d."#load_date" = s."#load_date";

-- shop.customers: an update of the key hands values on
update "staged shop.customers" as s set "id" = case when 'id' = any(s."#toasted") and 'id' <> all(d."#toasted") then d."id" else s."id" end, "parent_id" = case when 'parent_id' = any(s."#toasted") and 'parent_id' <> all(d."#toasted") then d."parent_id" else s."parent_id" end, "name" = case when 'name' = any(s."#toasted") and 'name' <> all(d."#toasted") then d."name" else s."name" end, "#toasted" = array(select unnest(s."#toasted") intersect select unnest(d."#toasted")) from "staged shop.customers" as d where s."#event" = 'm' and d."#seq" = s."#seq" - 1 and not d."#live" and d."#load_date" = s."#load_date" and not s."#toasted" <@ d."#toasted";

-- shop.customers: an update of the key is complete
update "staged shop.customers" set "#toasted" = array(select unnest("#toasted") intersect select unnest(array['customer_no', '''crm''']::text[])) where not "#live" and "#toasted" && array['id', 'parent_id', 'name']::text[];

-- shop.customers: deletions that carry only id
with "state" as (
  select *, count(*) filter (where "#live") over (partition by "id" order by "#seq") as "#nth"
  from "staged shop.customers" where row("id") is not null
), "carried" as (
  select "#seq", "#nth", "id", not "#live" and "#toasted" && array['customer_no'] as "#lacks", first_value("customer_no") over "row" as "#customer_no"
  from "state" window "row" as (partition by "id", "#nth" order by "#seq")
), "wanted" as materialized (
  select * from "carried" where "#lacks"
), "candidate" as materialized (
  select w."#seq", v.* from "wanted" as w join "vault"."sat_customer" as v on v."id" = w."id" where w."#nth" = 0
), "found" as (
  select distinct on (v."#seq") v."#seq", "h"."customer_no" as "customer_no"
  from "candidate" as v join "wanted" as w on w."#seq" = v."#seq"
  join "vault"."hub_customer" as h on h."customer_hk" = v."customer_hk"
  where v."load_dts" = (select max(x."load_dts") from "vault"."sat_customer" as x where x."customer_hk" = v."customer_hk") and (select x."status" = 'C' from "vault"."sts_customer" as x where x."customer_hk" = v."customer_hk" order by x."load_dts" desc limit 1)
  order by v."#seq", v."load_dts" desc
)
update "staged shop.customers" as s set "customer_no" = case when w."#nth" > 0 then w."#customer_no" else f."customer_no" end, "#toasted" = array(select unnest(s."#toasted") except select unnest(array['customer_no']))
from "wanted" as w left join "found" as f on f."#seq" = w."#seq"
where s."#seq" = w."#seq" and (w."#nth" > 0 or f."#seq" is not null);

-- shop.customers: keys given up by updates of a row known by id
with "event" as (
  select "#seq", "#event", "#load_date", "#lsn", "customer_no", "'crm'", "id", case
  when "decode"(
    md5(((cast(
      char_length(cast("customer_no" as text))
      as varchar
    ) || ':') || cast("customer_no" as text))),
    'hex'
  ) is not null then "decode"(
    md5(nullif(
      (coalesce(
        ((cast(
          char_length(cast("customer_no" as text))
          as varchar
        ) || ':') || cast("customer_no" as text)),
        '-'
      ) || coalesce(
        ((cast(
          char_length(cast("'crm'" as text))
          as varchar
        ) || ':') || cast("'crm'" as text)),
        '-'
      )),
      '--'
    )),
    'hex'
  )
end as "#key",
    lag("#seq") over "row" as "#before", lag("#live") over "row" as "#was_live", lag("customer_no") over "row" as "#before 0", lag("'crm'") over "row" as "#before 1"
  from "staged shop.customers" where row("id") is not null window "row" as (partition by "id" order by "#seq")
), "first" as materialized (
  select * from "event" where "#event" = 'u' and "#before" is null
), "lost" as materialized (
  select * from "first" as w where not exists (select 1 from "vault"."sat_customer" as v where v."customer_hk" = w."#key" and v."id" = w."id" and v."load_dts" = (select max(x."load_dts") from "vault"."sat_customer" as x where x."customer_hk" = v."customer_hk") and (select x."status" = 'C' from "vault"."sts_customer" as x where x."customer_hk" = v."customer_hk" order by x."load_dts" desc limit 1))
), "candidate" as materialized (
  select w."#seq" as "#of", v.* from "lost" as w join "vault"."sat_customer" as v on v."id" = w."id"
), "found" as (
  select distinct on (v."#of") v."#of", "h"."customer_no" as "customer_no", "h"."bkcc" as "'crm'"
  from "candidate" as v join "lost" as w on w."#seq" = v."#of"
  join "vault"."hub_customer" as h on h."customer_hk" = v."customer_hk"
  where v."load_dts" = (select max(x."load_dts") from "vault"."sat_customer" as x where x."customer_hk" = v."customer_hk") and (select x."status" = 'C' from "vault"."sts_customer" as x where x."customer_hk" = v."customer_hk" order by x."load_dts" desc limit 1)
  order by v."#of", v."load_dts" desc
), "ended" as (
  select "#seq", "#load_date", "#lsn", "#before 0" as "customer_no", "#before 1" as "'crm'", "id"
  from "event" where "#event" = 'u' and "#was_live" and row("customer_no", "'crm'") is distinct from row("#before 0", "#before 1")
  union all
  select w."#seq", w."#load_date", w."#lsn", f."customer_no", f."'crm'", w."id"
  from "found" as f join "lost" as w on w."#seq" = f."#of"
), "staged" as (
  insert into "staged shop.customers" ("#seq", "#live", "#load_date", "#lsn", "#event", "customer_no", "'crm'", "id")
  select "#seq" - 1, false, "#load_date", "#lsn", 'd', "customer_no", "'crm'", "id" from "ended"
)
update "staged shop.customers" as s set "#event" = case when s."#toasted" = '{}' then 'c' else 'm' end
from "ended" as e where s."#seq" = e."#seq" and s."#event" = 'u'
returning (extract(epoch from s."#load_date") * 1000000)::bigint, s."#event" = 'm';

-- shop.customers: the state at commit, by whole images
with "keyed" as (
  select "#seq", "#load_date", "#live", "#event", row(case
  when "decode"(
    md5(((cast(
      char_length(cast("customer_no" as text))
      as varchar
    ) || ':') || cast("customer_no" as text))),
    'hex'
  ) is not null then "decode"(
    md5(nullif(
      (coalesce(
        ((cast(
          char_length(cast("customer_no" as text))
          as varchar
        ) || ':') || cast("customer_no" as text)),
        '-'
      ) || coalesce(
        ((cast(
          char_length(cast("'crm'" as text))
          as varchar
        ) || ':') || cast("'crm'" as text)),
        '-'
      )),
      '--'
    )),
    'hex'
  )
end)::text as "#key", row("customer_no", "id", "parent_id", "name")::text as "#image"
  from "staged shop.customers" where "#load_date" = any(?::timestamptz[])
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
delete from "staged shop.customers" where "#seq" in (
  select e."#seq" from "event" as e
  join "verdict" as v on v."#key" = e."#key" and v."#load_date" = e."#load_date"
  where e."#seq" > v."#last" or v."#last" is null and v."#is_untouched")
returning row(case
  when "decode"(
    md5(((cast(
      char_length(cast("customer_no" as text))
      as varchar
    ) || ':') || cast("customer_no" as text))),
    'hex'
  ) is not null then "decode"(
    md5(nullif(
      (coalesce(
        ((cast(
          char_length(cast("customer_no" as text))
          as varchar
        ) || ':') || cast("customer_no" as text)),
        '-'
      ) || coalesce(
        ((cast(
          char_length(cast("'crm'" as text))
          as varchar
        ) || ':') || cast("'crm'" as text)),
        '-'
      )),
      '--'
    )),
    'hex'
  )
end)::text, (extract(epoch from "#load_date") * 1000000)::bigint,
  case when "#event" in ('c', 'm') then 1 when not "#live" then -1 else 0 end;

-- shop.customers: the state at commit, by id
with "keyed" as (
  select "#seq", "#load_date", "#live", "#event", row(case
  when "decode"(
    md5(((cast(
      char_length(cast("customer_no" as text))
      as varchar
    ) || ':') || cast("customer_no" as text))),
    'hex'
  ) is not null then "decode"(
    md5(nullif(
      (coalesce(
        ((cast(
          char_length(cast("customer_no" as text))
          as varchar
        ) || ':') || cast("customer_no" as text)),
        '-'
      ) || coalesce(
        ((cast(
          char_length(cast("'crm'" as text))
          as varchar
        ) || ':') || cast("'crm'" as text)),
        '-'
      )),
      '--'
    )),
    'hex'
  )
end)::text as "#key", row("id")::text as "#image"
  from "staged shop.customers" where "#load_date" = any(?::timestamptz[])
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
delete from "staged shop.customers" where "#seq" in (
  select e."#seq" from "event" as e
  join "verdict" as v on v."#key" = e."#key" and v."#load_date" = e."#load_date"
  where e."#seq" > v."#last" or v."#last" is null and v."#is_untouched")
returning row(case
  when "decode"(
    md5(((cast(
      char_length(cast("customer_no" as text))
      as varchar
    ) || ':') || cast("customer_no" as text))),
    'hex'
  ) is not null then "decode"(
    md5(nullif(
      (coalesce(
        ((cast(
          char_length(cast("customer_no" as text))
          as varchar
        ) || ':') || cast("customer_no" as text)),
        '-'
      ) || coalesce(
        ((cast(
          char_length(cast("'crm'" as text))
          as varchar
        ) || ':') || cast("'crm'" as text)),
        '-'
      )),
      '--'
    )),
    'hex'
  )
end)::text, (extract(epoch from "#load_date") * 1000000)::bigint,
  case when "#event" in ('c', 'm') then 1 when not "#live" then -1 else 0 end;

-- shop.customers: second rows under a key
with "keyed" as (
  select "#seq", "#load_date", "#live", "#event", "#row_key", case
  when "decode"(
    md5(((cast(
      char_length(cast("customer_no" as text))
      as varchar
    ) || ':') || cast("customer_no" as text))),
    'hex'
  ) is not null then "decode"(
    md5(nullif(
      (coalesce(
        ((cast(
          char_length(cast("customer_no" as text))
          as varchar
        ) || ':') || cast("customer_no" as text)),
        '-'
      ) || coalesce(
        ((cast(
          char_length(cast("'crm'" as text))
          as varchar
        ) || ':') || cast("'crm'" as text)),
        '-'
      )),
      '--'
    )),
    'hex'
  )
end as "#key 0" from "staged shop.customers" where case
  when "decode"(
    md5(((cast(
      char_length(cast("customer_no" as text))
      as varchar
    ) || ':') || cast("customer_no" as text))),
    'hex'
  ) is not null then "decode"(
    md5(nullif(
      (coalesce(
        ((cast(
          char_length(cast("customer_no" as text))
          as varchar
        ) || ':') || cast("customer_no" as text)),
        '-'
      ) || coalesce(
        ((cast(
          char_length(cast("'crm'" as text))
          as varchar
        ) || ':') || cast("'crm'" as text)),
        '-'
      )),
      '--'
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
    + coalesce("#lived", (select v."status" = 'C' from "vault"."sts_customer" as v where v."customer_hk" = s."#key 0" order by v."load_dts" desc limit 1), false)::integer > 1
  or "#load_date" = any(?::timestamptz[]) and "#shown" > 1 and "#deleted" = 0;

-- shop.customers: keys of one hash among the staged, hub_customer
select
  'hub_customer' as "target",
  case
    when "decode"(
      md5(((cast(
        char_length(cast("customer_no" as text))
        as varchar
      ) || ':') || cast("customer_no" as text))),
      'hex'
    ) is not null then "decode"(
      md5(nullif(
        (coalesce(
          ((cast(
            char_length(cast("customer_no" as text))
            as varchar
          ) || ':') || cast("customer_no" as text)),
          '-'
        ) || coalesce(
          ((cast(
            char_length(cast("'crm'" as text))
            as varchar
          ) || ':') || cast("'crm'" as text)),
          '-'
        )),
        '--'
      )),
      'hex'
    )
  end as "hash",
  array[
    cast("customer_no" as text),
    cast("'crm'" as text)
  ] as "parts",
  "#live" as "keeps",
  "#seq" as "seq",
  "#load_date" as "load_date",
  "#row_key" as "row_key",
  'shop.customers' as "source"
from "staged shop.customers"
where (
  "#row_key" is not null
  and ((case
    when "decode"(
      md5(((cast(
        char_length(cast("customer_no" as text))
        as varchar
      ) || ':') || cast("customer_no" as text))),
      'hex'
    ) is not null then "decode"(
      md5(nullif(
        (coalesce(
          ((cast(
            char_length(cast("customer_no" as text))
            as varchar
          ) || ':') || cast("customer_no" as text)),
          '-'
        ) || coalesce(
          ((cast(
            char_length(cast("'crm'" as text))
            as varchar
          ) || ':') || cast("'crm'" as text)),
          '-'
        )),
        '--'
      )),
      'hex'
    )
  end) is not null)
);

-- shop.customers: keys of one hash in the vault, hub_customer
select
  'hub_customer' as "target",
  "mention"."hash" as "hash",
  array[
    cast("vault"."hub_customer"."customer_no" as text),
    cast("vault"."hub_customer"."bkcc" as text)
  ] as "parts",
  true as "keeps",
  0 as "seq",
  null as "load_date",
  null as "row_key",
  null as "source"
from (
  select distinct on ("hash") "hash"
  from "mention"
  where "target" = 'hub_customer'
) as "mention"
  cross join "vault"."hub_customer"
where "vault"."hub_customer"."customer_hk" = "mention"."hash";

-- shop.customers: what rows without a key mention
with
  "keyed" as materialized (
    select
      *,
      case
        when "decode"(
          md5(((cast(
            char_length(cast("customer_no" as text))
            as varchar
          ) || ':') || cast("customer_no" as text))),
          'hex'
        ) is not null then "decode"(
          md5(nullif(
            (coalesce(
              ((cast(
                char_length(cast("customer_no" as text))
                as varchar
              ) || ':') || cast("customer_no" as text)),
              '-'
            ) || coalesce(
              ((cast(
                char_length(cast("'crm'" as text))
                as varchar
              ) || ':') || cast("'crm'" as text)),
              '-'
            )),
            '--'
          )),
          'hex'
        )
      end as "hub_customer#key",
      "decode"(
        md5(((coalesce(
          ((cast(
            char_length(cast("id" as text))
            as varchar
          ) || ':') || cast("id" as text)),
          '-'
        ) || coalesce(
          ((cast(
            char_length(cast("name" as text))
            as varchar
          ) || ':') || cast("name" as text)),
          '-'
        )) || coalesce(
          ((cast(
            char_length(cast("parent_id" as text))
            as varchar
          ) || ':') || cast("parent_id" as text)),
          '-'
        ))),
        'hex'
      ) as "sat_customer#diff",
      row("id", "parent_id", "name")::text as "sat_customer#image"
    from "staged shop.customers"
  ),
  "changes" as (
    select *
    from "keyed"
    where not ("hub_customer#key" is not null)
  ),
  "new hub_customer" as (
    insert into "vault"."hub_customer" (
      "customer_hk",
      "customer_no",
      "bkcc",
      "load_dts",
      "rec_src"
    )
    select distinct on ("mention"."customer_hk")
      "mention"."customer_hk",
      "mention"."customer_no",
      "mention"."bkcc",
      "mention"."#load_date",
      'shop'
    from (
      select
        "hub_customer#key" as "customer_hk",
        "customer_no" as "customer_no",
        "'crm'" as "bkcc",
        "#load_date"
      from "changes"
      where (
        "#live"
        and "hub_customer#key" is not null
      )
    ) as "mention"
    where not exists (
      select 1 as "one"
      from "vault"."hub_customer"
      where (
        "vault"."hub_customer"."customer_hk" = "mention"."customer_hk"
        and not (("mention"."#load_date", 'shop') < ("vault"."hub_customer"."load_dts", "vault"."hub_customer"."rec_src"))
      )
    )
    order by "mention"."customer_hk", "mention"."#load_date", "mention"."customer_no" asc, "mention"."bkcc" asc
    on conflict ("customer_hk")
    do update
    set
      "customer_no" = excluded."customer_no",
      "bkcc" = excluded."bkcc",
      "load_dts" = excluded."load_dts",
      "rec_src" = excluded."rec_src"
    where (
      excluded."load_dts",
      excluded."rec_src"
    ) < ("vault"."hub_customer"."load_dts", "vault"."hub_customer"."rec_src")
    returning xmax = 0 as "added"
  )
select (
  select count(*)
  from "new hub_customer"
  where "added"
) as "hub_customer";

-- shop.customers: a snapshot remembers what it showed
insert into "cdc_vault"."snapshot_row" (feed, source_table, snapshot, row_key)
select ?, 'shop.customers', ?, row(case
  when "decode"(
    md5(((cast(
      char_length(cast("customer_no" as text))
      as varchar
    ) || ':') || cast("customer_no" as text))),
    'hex'
  ) is not null then "decode"(
    md5(nullif(
      (coalesce(
        ((cast(
          char_length(cast("customer_no" as text))
          as varchar
        ) || ':') || cast("customer_no" as text)),
        '-'
      ) || coalesce(
        ((cast(
          char_length(cast("'crm'" as text))
          as varchar
        ) || ':') || cast("'crm'" as text)),
        '-'
      )),
      '--'
    )),
    'hex'
  )
end)::text
from "staged shop.customers"
where "#live" and "#load_date" >= ?::timestamptz and "#seq" > ?
on conflict do nothing;

-- shop.customers: a snapshot closes what it did not show
with live as materialized (select *, row(case
  when "decode"(
    md5(((cast(
      char_length(cast("customer_no" as text))
      as varchar
    ) || ':') || cast("customer_no" as text))),
    'hex'
  ) is not null then "decode"(
    md5(nullif(
      (coalesce(
        ((cast(
          char_length(cast("customer_no" as text))
          as varchar
        ) || ':') || cast("customer_no" as text)),
        '-'
      ) || coalesce(
        ((cast(
          char_length(cast("'crm'" as text))
          as varchar
        ) || ':') || cast("'crm'" as text)),
        '-'
      )),
      '--'
    )),
    'hex'
  )
end)::text as "#row" from (select
  "vault"."hub_customer"."customer_no" as "customer_no",
  "vault"."hub_customer"."bkcc" as "'crm'"
from "vault"."hub_customer"
where (
  select "vault"."sts_customer"."status"
  from "vault"."sts_customer"
  where "vault"."sts_customer"."customer_hk" = "vault"."hub_customer"."customer_hk"
  order by "vault"."sts_customer"."load_dts" desc
  fetch next 1 rows only
) = 'C'
union
select "customer_no", "'crm'"
from "staged shop.customers") as known)
insert into "staged shop.customers" ("#seq", "#live", "#load_date", "#lsn", "customer_no", "'crm'")
select ?::bigint, false, ?::timestamptz, ?::pg_lsn, live."customer_no", live."'crm'"
from live
where not exists (select 1 from "cdc_vault"."snapshot_row" as s where s.feed = ? and s.source_table = 'shop.customers' and s.snapshot = ? and s.row_key = live."#row");

-- shop.orders: staged once a session
create temporary table if not exists "staged shop.orders" (
  "#seq" bigint not null,
  "#live" boolean not null,
  "#load_date" timestamptz not null,
  "#lsn" pg_lsn,
  "#toasted" text[] not null default '{}',
  "#row_key" text,
  "#event" "char",
  "code" text,
  "price" numeric,
  "quantity" integer,
  "note" text,
  "order_no" text,
  "(split_part(code, '-', 1))" varchar(3) generated always as (case when "#live" and not "#toasted" && array['code']::text[] then (split_part(code, '-', 1)) end) stored,
  "system" text,
  "id" bigint,
  "customer_id" integer,
  "(price * quantity)" numeric(10,2) generated always as (case when "#live" and not "#toasted" && array['price', 'quantity']::text[] then (price * quantity) end) stored,
  "note as varchar(2000)" varchar(2000),
  "(char_length(note))" integer generated always as (case when "#live" and not "#toasted" && array['note']::text[] then (char_length(note)) end) stored
) on commit delete rows;

-- every batch: changes are copied in as typed values
copy "staged shop.orders" ("#seq", "#live", "#load_date", "#lsn", "#toasted", "#row_key", "#event", "code", "price", "quantity", "note", "order_no", "system", "id", "customer_id", "note as varchar(2000)") from stdin;

-- every batch: one statement into hub_order, hub_region, lnk_order_region, sat_order, sts_order, eff_order_region
with
  "keyed" as materialized (
    select
      *,
      "decode"(
        md5(((cast(
          char_length(cast("order_no" as text))
          as varchar
        ) || ':') || cast("order_no" as text))),
        'hex'
      ) as "hub_order#key",
      "decode"(
        md5(((cast(
          char_length(cast("(split_part(code, '-', 1))" as text))
          as varchar
        ) || ':') || cast("(split_part(code, '-', 1))" as text))),
        'hex'
      ) as "hub_region#key",
      case
        when (
          "decode"(
            md5(((cast(
              char_length(cast("order_no" as text))
              as varchar
            ) || ':') || cast("order_no" as text))),
            'hex'
          ) is not null
          and "decode"(
            md5(((cast(
              char_length(cast("(split_part(code, '-', 1))" as text))
              as varchar
            ) || ':') || cast("(split_part(code, '-', 1))" as text))),
            'hex'
          ) is not null
        ) then "decode"(
          md5(nullif(
            (coalesce(
              ((cast(
                char_length(cast("order_no" as text))
                as varchar
              ) || ':') || cast("order_no" as text)),
              '-'
            ) || coalesce(
              ((cast(
                char_length(cast("(split_part(code, '-', 1))" as text))
                as varchar
              ) || ':') || cast("(split_part(code, '-', 1))" as text)),
              '-'
            )),
            '--'
          )),
          'hex'
        )
      end as "lnk_order_region#key",
      "decode"(
        md5(((cast(
          char_length(cast("order_no" as text))
          as varchar
        ) || ':') || cast("order_no" as text))),
        'hex'
      ) as "lnk_order_region#driving",
      "decode"(
        md5(((((coalesce(
          ((cast(
            char_length(cast("customer_id" as text))
            as varchar
          ) || ':') || cast("customer_id" as text)),
          '-'
        ) || coalesce(
          ((cast(
            char_length(cast("id" as text))
            as varchar
          ) || ':') || cast("id" as text)),
          '-'
        )) || coalesce(
          ((cast(
            char_length(cast("note as varchar(2000)" as text))
            as varchar
          ) || ':') || cast("note as varchar(2000)" as text)),
          '-'
        )) || coalesce(
          ((cast(
            char_length(cast("(char_length(note))" as text))
            as varchar
          ) || ':') || cast("(char_length(note))" as text)),
          '-'
        )) || coalesce(
          ((cast(
            char_length(cast("(price * quantity)" as text))
            as varchar
          ) || ':') || cast("(price * quantity)" as text)),
          '-'
        ))),
        'hex'
      ) as "sat_order#diff",
      row(
        "id",
        "customer_id",
        "(price * quantity)",
        "note as varchar(2000)",
        "(char_length(note))"
      )::text as "sat_order#image"
    from "staged shop.orders"
  ),
  "changes" as (
    select distinct on ("hub_order#key", "#load_date") *
    from "keyed"
    where "hub_order#key" is not null
    order by "hub_order#key", "#load_date", "#seq" desc
  ),
  "new hub_order" as (
    insert into "vault"."hub_order" ("order_hk", "order_no", "load_dts", "rec_src")
    select distinct on ("mention"."order_hk") "mention"."order_hk", "mention"."order_no", "mention"."#load_date", "mention"."#source"
    from (
      select
        "hub_order#key" as "order_hk",
        "order_no" as "order_no",
        "#load_date",
        coalesce(nullif("system", ''), 'shop') as "#source"
      from "changes"
      where (
        "#live"
        and "hub_order#key" is not null
      )
    ) as "mention"
    where not exists (
      select 1 as "one"
      from "vault"."hub_order"
      where (
        "vault"."hub_order"."order_hk" = "mention"."order_hk"
        and not (("mention"."#load_date", "mention"."#source") < ("vault"."hub_order"."load_dts", "vault"."hub_order"."rec_src"))
      )
    )
    order by "mention"."order_hk", "mention"."#load_date", "mention"."#source", "mention"."order_no" asc
    on conflict ("order_hk")
    do update
    set
      "order_no" = excluded."order_no",
      "load_dts" = excluded."load_dts",
      "rec_src" = excluded."rec_src"
    where (
      excluded."load_dts",
      excluded."rec_src"
    ) < ("vault"."hub_order"."load_dts", "vault"."hub_order"."rec_src")
    returning xmax = 0 as "added"
  ),
  "new hub_region" as (
    insert into "vault"."hub_region" ("region_hk", "region", "load_dts", "rec_src")
    select distinct on ("mention"."region_hk") "mention"."region_hk", "mention"."region", "mention"."#load_date", "mention"."#source"
    from (
      select
        "hub_region#key" as "region_hk",
        "(split_part(code, '-', 1))" as "region",
        "#load_date",
        coalesce(nullif("system", ''), 'shop') as "#source"
      from "changes"
      where (
        "#live"
        and "hub_region#key" is not null
      )
    ) as "mention"
    where not exists (
      select 1 as "one"
      from "vault"."hub_region"
      where (
        "vault"."hub_region"."region_hk" = "mention"."region_hk"
        and not (("mention"."#load_date", "mention"."#source") < ("vault"."hub_region"."load_dts", "vault"."hub_region"."rec_src"))
      )
    )
    order by "mention"."region_hk", "mention"."#load_date", "mention"."#source", "mention"."region" asc
    on conflict ("region_hk")
    do update
    set
      "region" = excluded."region",
      "load_dts" = excluded."load_dts",
      "rec_src" = excluded."rec_src"
    where (
      excluded."load_dts",
      excluded."rec_src"
    ) < ("vault"."hub_region"."load_dts", "vault"."hub_region"."rec_src")
    returning xmax = 0 as "added"
  ),
  "new lnk_order_region" as (
    insert into "vault"."lnk_order_region" (
      "order_region_hk",
      "order_hk",
      "region_hk",
      "load_dts",
      "rec_src"
    )
    select distinct on ("mention"."order_region_hk")
      "mention"."order_region_hk",
      "mention"."order_hk",
      "mention"."region_hk",
      "mention"."#load_date",
      "mention"."#source"
    from (
      select
        "lnk_order_region#key" as "order_region_hk",
        "hub_order#key" as "order_hk",
        "hub_region#key" as "region_hk",
        "#load_date",
        coalesce(nullif("system", ''), 'shop') as "#source"
      from "changes"
      where (
        "#live"
        and "lnk_order_region#key" is not null
      )
    ) as "mention"
    where not exists (
      select 1 as "one"
      from "vault"."lnk_order_region"
      where (
        "vault"."lnk_order_region"."order_region_hk" = "mention"."order_region_hk"
        and not (("mention"."#load_date", "mention"."#source") < ("vault"."lnk_order_region"."load_dts", "vault"."lnk_order_region"."rec_src"))
      )
    )
    order by
      "mention"."order_region_hk",
      "mention"."#load_date",
      "mention"."#source",
      "mention"."order_hk" asc,
      "mention"."region_hk" asc
    on conflict ("order_region_hk")
    do update
    set
      "order_hk" = excluded."order_hk",
      "region_hk" = excluded."region_hk",
      "load_dts" = excluded."load_dts",
      "rec_src" = excluded."rec_src"
    where (
      excluded."load_dts",
      excluded."rec_src"
    ) < ("vault"."lnk_order_region"."load_dts", "vault"."lnk_order_region"."rec_src")
    returning xmax = 0 as "added"
  ),
  "new sat_order" as (
    insert into "vault"."sat_order" (
      "order_hk",
      "load_dts",
      "hash_diff",
      "rec_src",
      "src_lsn",
      "id",
      "customer_id",
      "total",
      "note",
      "note_length"
    )
    select
      "state"."hub_order#key",
      "state"."#load_date",
      "state"."sat_order#diff",
      "state"."#source",
      "state"."#lsn",
      "state"."id#value",
      "state"."customer_id#value",
      "state"."total#value",
      "state"."note#value",
      "state"."note_length#value"
    from (
      select
        "hub_order#key",
        "#load_date",
        "#lsn",
        "#live",
        "sat_order#diff",
        "sat_order#image",
        coalesce(nullif("system", ''), 'shop') as "#source",
        "id" as "id#value",
        "customer_id" as "customer_id#value",
        "(price * quantity)" as "total#value",
        "note as varchar(2000)" as "note#value",
        "(char_length(note))" as "note_length#value",
        lag("sat_order#image") over (
          partition by "hub_order#key"
          order by "#load_date"
        ) as "sat_order#image#previous",
        row_number() over (
          partition by "hub_order#key"
          order by "#load_date"
        ) as "#nth"
      from "changes"
      where (
        "hub_order#key" is not null
        and "#live" = true
      )
    ) as "state"
      left outer join lateral (
        select row(
          "vault"."sat_order"."id",
          "vault"."sat_order"."customer_id",
          "vault"."sat_order"."total",
          "vault"."sat_order"."note",
          "vault"."sat_order"."note_length"
        )::text as "sat_order#image"
        from "vault"."sat_order"
        where (
          "state"."#nth" = 1
          and "vault"."sat_order"."order_hk" = "state"."hub_order#key"
        )
        order by "vault"."sat_order"."load_dts" desc
        fetch next 1 rows only
      ) as "newest"
        on true
    where "state"."sat_order#image" is distinct from coalesce("state"."sat_order#image#previous", "newest"."sat_order#image")
    returning true as "added"
  ),
  "new sts_order" as (
    insert into "vault"."sts_order" ("order_hk", "load_dts", "status", "src_lsn")
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
        "hub_order#key" as "#key",
        "#load_date",
        "#lsn",
        "#live",
        lag("#live") over (
          partition by "hub_order#key"
          order by "#load_date"
        ) as "#was_live"
      from "changes"
    ) as "state"
      left outer join lateral (
        select "status"
        from "vault"."sts_order"
        where (
          "state"."#was_live" is null
          and "vault"."sts_order"."order_hk" = "state"."#key"
        )
        order by "vault"."sts_order"."load_dts" desc
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
  "new eff_order_region" as (
    insert into "vault"."eff_order_region" (
      "order_region_hk",
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
        "lnk_order_region#driving" as "#driving",
        "#load_date",
        "#lsn",
        case
          when "#live" = true then "lnk_order_region#key"
        end as "#link",
        lag(case
          when "#live" = true then "lnk_order_region#key"
        end) over (
          partition by "lnk_order_region#driving"
          order by "#load_date"
        ) as "#link_before",
        row_number() over (
          partition by "lnk_order_region#driving"
          order by "#load_date"
        ) as "#nth"
      from "changes"
      where "lnk_order_region#driving" is not null
    ) as "state"
      left outer join lateral (
        select case
          when "vault"."eff_order_region"."is_active" = true then "vault"."eff_order_region"."order_region_hk"
        end as "#link"
        from "vault"."eff_order_region"
        where (
          "state"."#nth" = 1
          and "vault"."eff_order_region"."driving_hk" = "state"."#driving"
        )
        order by "vault"."eff_order_region"."load_dts" desc, "vault"."eff_order_region"."is_active" desc
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
    from "new hub_order"
    where "added"
  ) as "hub_order",
  (
    select count(*)
    from "new hub_region"
    where "added"
  ) as "hub_region",
  (
    select count(*)
    from "new lnk_order_region"
    where "added"
  ) as "lnk_order_region",
  (
    select count(*)
    from "new sat_order"
    where "added"
  ) as "sat_order",
  (
    select count(*)
    from "new sts_order"
    where "added"
  ) as "sts_order",
  (
    select count(*)
    from "new eff_order_region"
    where "added"
  ) as "eff_order_region";

-- a truncate stages the deletion of every row
with live as materialized (select *, row("decode"(
  md5(((cast(
    char_length(cast("order_no" as text))
    as varchar
  ) || ':') || cast("order_no" as text))),
  'hex'
))::text as "#row" from (select "vault"."hub_order"."order_no" as "order_no"
from "vault"."hub_order"
where (
  select "vault"."sts_order"."status"
  from "vault"."sts_order"
  where "vault"."sts_order"."order_hk" = "vault"."hub_order"."order_hk"
  order by "vault"."sts_order"."load_dts" desc
  fetch next 1 rows only
) = 'C'
union
select "order_no"
from "staged shop.orders") as known)
insert into "staged shop.orders" ("#seq", "#live", "#load_date", "#lsn", "order_no")
select ?::bigint, false, ?::timestamptz, ?::pg_lsn, live."order_no"
from live;

-- every batch, after all tables: one statement into lnk_order_customer, eff_order_customer
with "own" as (
  select "decode"(
  md5(((cast(
    char_length(cast("order_no" as text))
    as varchar
  ) || ':') || cast("order_no" as text))),
  'hex'
) as "key", min("#load_date") as "from", (array_agg("#lsn" order by "#load_date"))[1] as "lsn"
  from "staged shop.orders" group by 1
), "target 0" as (
  select case
  when "decode"(
    md5(((cast(
      char_length(cast("customer_no" as text))
      as varchar
    ) || ':') || cast("customer_no" as text))),
    'hex'
  ) is not null then "decode"(
    md5(nullif(
      (coalesce(
        ((cast(
          char_length(cast("customer_no" as text))
          as varchar
        ) || ':') || cast("customer_no" as text)),
        '-'
      ) || coalesce(
        ((cast(
          char_length(cast("'crm'" as text))
          as varchar
        ) || ':') || cast("'crm'" as text)),
        '-'
      )),
      '--'
    )),
    'hex'
  )
end as "key", min("#load_date") as "from", (array_agg("#lsn" order by "#load_date"))[1] as "lsn"
  from "staged shop.customers" group by 1
), "moved 0" as materialized (
  select v."#0", min(t."from") as "from", (array_agg(t."lsn" order by t."from"))[1] as "lsn"
  from "target 0" as t join lateral (
    select x."id" as "#0" from "vault"."sat_customer" as x where x."customer_hk" = t."key" and (x."load_dts" >= t."from" or x."load_dts" = (
      select max(y."load_dts") from "vault"."sat_customer" as y where y."customer_hk" = t."key" and y."load_dts" < t."from"))
  ) as v on true
  where exists (select from "vault"."sts_customer" as l where l."customer_hk" = t."key" and l."load_dts" >= t."from")
    or exists (select from "vault"."sat_customer" as x where x."customer_hk" = t."key" and x."load_dts" >= t."from"
      and row(x."id")::text is distinct from (select row(y."id")::text from "vault"."sat_customer" as y
        where y."customer_hk" = t."key" and y."load_dts" < x."load_dts" order by y."load_dts" desc limit 1))
  group by v."#0"
), "affected" as materialized (
  select "key", min("from") as "from", (array_agg("lsn" order by "from"))[1] as "lsn" from (
    select "key", "from", "lsn" from "own" where "key" is not null union all
    select s."order_hk", v."from", v."lsn" from "moved 0" as v join "vault"."sat_order" as s on s."customer_id" = v."#0"
  ) as "each" group by "key"
), "moment" as materialized (
  select a."key", a."from", m."at", max(m."lsn") as "lsn"
  from "affected" as a cross join lateral (
    select a."from" as "at", a."lsn" as "lsn"
    union all select x."load_dts" as "at", x."src_lsn" as "lsn" from "vault"."sts_order" as x
    where x."order_hk" = a."key" and x."load_dts" >= a."from"
    union all select x."load_dts" as "at", x."src_lsn" as "lsn" from "vault"."sat_order" as x
    where x."order_hk" = a."key" and x."load_dts" >= a."from"
    union all select t."at", t."lsn" from (
      select distinct x."customer_id" as "#0" from "vault"."sat_order" as x where x."order_hk" = a."key" and (x."load_dts" >= a."from"
        or x."load_dts" = (select max(y."load_dts") from "vault"."sat_order" as y
          where y."order_hk" = a."key" and y."load_dts" < a."from"))
    ) as v join lateral (
      select distinct c."customer_hk" as "hub" from "vault"."sat_customer" as c where c."id" = v."#0"
    ) as c on true join lateral (
      select x."load_dts" as "at", x."src_lsn" as "lsn" from "vault"."sat_customer" as x
      where x."customer_hk" = c."hub" and x."load_dts" >= a."from"
      union all select x."load_dts", x."src_lsn" from "vault"."sts_customer" as x
      where x."customer_hk" = c."hub" and x."load_dts" >= a."from"
    ) as t on true
  ) as m group by a."key", a."from", m."at"
), "state" as (
  select m.*, case when (select l."status" = 'C' from "vault"."sts_order" as l
    where l."order_hk" = m."key" and l."load_dts" <= m."at" order by l."load_dts" desc limit 1) and "end 0"."customer_hk" is not null then "decode"(
  md5(nullif(
    ((coalesce(
      ((cast(
        char_length(cast("own"."order_no" as text))
        as varchar
      ) || ':') || cast("own"."order_no" as text)),
      '-'
    ) || coalesce(
      ((cast(
        char_length(cast("end 0"."customer_no" as text))
        as varchar
      ) || ':') || cast("end 0"."customer_no" as text)),
      '-'
    )) || coalesce(
      ((cast(
        char_length(cast("end 0"."bkcc" as text))
        as varchar
      ) || ':') || cast("end 0"."bkcc" as text)),
      '-'
    )),
    '---'
  )),
  'hex'
) end as "link", "own"."order_hk" as "#0", "end 0"."customer_hk" as "#1"
  from "moment" as m
  join "vault"."hub_order" as "own" on "own"."order_hk" = m."key"
left join lateral (
  select h.* from (
    select x."customer_id" as "#0" from "vault"."sat_order" as x
    where x."order_hk" = m."key" and x."load_dts" <= m."at" order by x."load_dts" desc limit 1
  ) as v join lateral (
    select distinct c."customer_hk" from "vault"."sat_customer" as c where c."id" = v."#0"
  ) as c on true join "vault"."hub_customer" as h on h."customer_hk" = c."customer_hk"
  where (select row(x."id") = row(v."#0") from "vault"."sat_customer" as x
      where x."customer_hk" = c."customer_hk" and x."load_dts" <= m."at" order by x."load_dts" desc limit 1)
    and (select l."status" = 'C' from "vault"."sts_customer" as l
      where l."customer_hk" = c."customer_hk" and l."load_dts" <= m."at" order by l."load_dts" desc limit 1)
  order by h."customer_hk" limit 1
) as "end 0" on true
), "change" as (
  select *, case when row_number() over "of" > 1 then lag("link") over "of" else (
    select case when e."is_active" then e."order_customer_hk" end from "vault"."eff_order_customer" as e
    where e."driving_hk" = "state"."key" and e."load_dts" < "state"."from"
    order by e."load_dts" desc, e."is_active" desc limit 1) end as "before"
  from "state" window "of" as (partition by "key" order by "at")
), "wanted" as materialized (
  select c."key", c."at", c."lsn", e."link", e."opens"
  from "change" as c cross join lateral (values (c."before", false), (c."link", true)) as e ("link", "opens")
  where c."link" is distinct from c."before" and e."link" is not null
), "surplus" as (
  delete from "vault"."eff_order_customer" as e using "affected" as a
  where e."driving_hk" = a."key" and e."load_dts" >= a."from" and not exists (
    select from "wanted" as w where w."link" = e."order_customer_hk" and w."at" = e."load_dts")
  returning e."order_customer_hk" as "link"
), "found" as (
  insert into "vault"."lnk_order_customer" as l ("order_customer_hk", "order_hk", "customer_hk", "load_dts", "rec_src")
  select distinct on ("link") "link", "#0", "#1", "at", 'shop' from "change"
  where "link" is distinct from "before" and "link" is not null order by "link", "at"
  on conflict ("order_customer_hk") do update set "load_dts" = excluded."load_dts"
  where excluded."load_dts" < l."load_dts"
  returning xmax = 0 as "added"
), "moved" as (
  insert into "vault"."eff_order_customer" as e ("order_customer_hk", "load_dts", "is_active", "driving_hk", "src_lsn")
  select "link", "at", "opens", "key", "lsn" from "wanted"
  on conflict ("order_customer_hk", "load_dts") do update set "is_active" = excluded."is_active"
  where e."is_active" <> excluded."is_active"
  returning xmax = 0 as "added"
)
select (select count(*) from "found" where "added"),
  (select count(*) from "moved" where "added") - (select count(*) from "surplus"),
  (select array_agg(distinct "link") from "surplus");

-- where it took back what was known worse: links that never were
with "never" as (
  delete from "vault"."lnk_order_customer" as l where l."order_customer_hk" = any(?)
    and not exists (select from "vault"."eff_order_customer" as e where e."order_customer_hk" = l."order_customer_hk")
  returning true
), "later" as (
  update "vault"."lnk_order_customer" as l set "load_dts" = e."first" from (
    select "order_customer_hk", min("load_dts") as "first" from "vault"."eff_order_customer" where "order_customer_hk" = any(?) group by 1
  ) as e where e."order_customer_hk" = l."order_customer_hk" and l."load_dts" <> e."first"
)
select count(*) from "never";

-- shop.orders: before the first load, (split_part(code, '-', 1))
create temporary table "cdc-vault probe" ("code" text, "#value" varchar(3) generated always as (split_part(code, '-', 1)) stored);
drop table "cdc-vault probe";

-- shop.orders: before the first load, (price * quantity)
create temporary table "cdc-vault probe" ("price" numeric, "quantity" integer, "#value" numeric(10,2) generated always as (price * quantity) stored);
drop table "cdc-vault probe";

-- shop.orders: before the first load, (char_length(note))
create temporary table "cdc-vault probe" ("note" text, "#value" integer generated always as (char_length(note)) stored);
drop table "cdc-vault probe";

-- shop.orders: rows that lack a value of an expression that fails
select "#seq", "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint from "staged shop.orders" where ? = any("#toasted") and "#row_key" is not null order by 1;

-- shop.orders: the function that finds values the vault's types refuse
create function pg_temp."check staged shop.orders"(text[]) returns table ("#line" int, "#column" int, "#message" text) language plpgsql as 'declare
  "#row" pg_temp."staged shop.orders"%rowtype;
  "#values" text[];
  "#at" int;
begin
  "#line" := 0;
  foreach "#values" slice 1 in array $1 loop
    "#line" := "#line" + 1;
    begin
      "#at" := 1; "#row"."code" := "#values"[1];
      "#at" := 2; "#row"."price" := "#values"[2];
      "#at" := 3; "#row"."quantity" := "#values"[3];
      "#at" := 4; "#row"."note" := "#values"[4];
      "#at" := 5; "#row"."order_no" := "#values"[5];
      "#at" := 6; "#row"."system" := "#values"[6];
      "#at" := 7; "#row"."id" := "#values"[7];
      "#at" := 8; "#row"."customer_id" := "#values"[8];
      "#at" := 9; "#row"."note as varchar(2000)" := "#values"[9];
      "#at" := 10; if "#values"[10] is not null then "#row"."(split_part(code, ''-'', 1))" := (select split_part(code, ''-'', 1) from (select "#row"."code" as "code") as "#of"); end if;
      "#at" := 11; if "#values"[10] is not null then "#row"."(price * quantity)" := (select price * quantity from (select "#row"."price" as "price", "#row"."quantity" as "quantity") as "#of"); end if;
      "#at" := 12; if "#values"[10] is not null then "#row"."(char_length(note))" := (select char_length(note) from (select "#row"."note" as "note") as "#of"); end if;
    exception when others then
      if left(sqlstate, 2) not in (''22'', ''23'', ''54'', ''P0'') then raise; end if;
      "#column" := "#at";
      "#message" := sqlerrm;
      return next;
    end;
  end loop;
end';

-- shop.orders: its call
select * from pg_temp."check staged shop.orders"(?::text[]);

-- shop.orders: rows that lack values
select "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint, array_to_string("#toasted", ', ')
from "staged shop.orders" as s
where "#toasted" <> '{}' and "#event" is distinct from 'e' and not exists (
  select 1 from "staged shop.orders" as later
  where later."#load_date" = s."#load_date" and later."#seq" > s."#seq" and later."order_no" is not distinct from s."order_no")
order by "#seq";

-- shop.orders: rows that are taken out again
delete from "staged shop.orders" where ("#seq" = ?::bigint or "#load_date" = ?::timestamptz) and "order_no" is not distinct from ?::text::text;

-- shop.orders: a bisection puts the rows aside
create temporary table "cdc-vault set aside" on commit drop as table "staged shop.orders";

-- shop.orders: a bisection empties the staging table
truncate "staged shop.orders";

-- shop.orders: a bisection reads what was staged
select distinct "#seq" from "cdc-vault set aside" order by 1;

-- shop.orders: a bisection brings some rows back
insert into "staged shop.orders" ("#seq", "#live", "#load_date", "#lsn", "#toasted", "#row_key", "#event", "code", "price", "quantity", "note", "order_no", "system", "id", "customer_id", "note as varchar(2000)") select "#seq", "#live", "#load_date", "#lsn", "#toasted", "#row_key", "#event", "code", "price", "quantity", "note", "order_no", "system", "id", "customer_id", "note as varchar(2000)" from "cdc-vault set aside" where "#seq" between ? and ?;

-- shop.orders: a bisection reads a row's key
select "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint from "cdc-vault set aside" where "#seq" = ?;

-- shop.orders: a commit LSN that becomes known late
update "staged shop.orders" set "#lsn" = ?::pg_lsn where "#load_date" = ?::timestamptz and "#lsn" is null;

-- shop.orders: an untouched value of id is filled in
with "state" as (
  select *, "id" as "#value", 'id' = any("#toasted") as "#missing", row("order_no")::text as "#row", "decode"(
  md5(((cast(
    char_length(cast("order_no" as text))
    as varchar
  ) || ':') || cast("order_no" as text))),
  'hex'
) as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'id' <> all("#toasted"))) over (partition by "order_no" order by "#seq") as "#nth"
  from "staged shop.orders"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select v."id" as "#value", true as "#exists" from "vault"."sat_order" as v
    where c."#nth" = 0 and v."order_hk" = c."#key" order by v."load_dts" desc limit 1
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged shop.orders" as s set "id" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'id')
from "found" where s."#seq" = "found"."#seq";

-- shop.orders: an untouched value of customer_id is filled in
with "state" as (
  select *, "customer_id" as "#value", 'customer_id' = any("#toasted") as "#missing", row("order_no")::text as "#row", "decode"(
  md5(((cast(
    char_length(cast("order_no" as text))
    as varchar
  ) || ':') || cast("order_no" as text))),
  'hex'
) as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'customer_id' <> all("#toasted"))) over (partition by "order_no" order by "#seq") as "#nth"
  from "staged shop.orders"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select v."customer_id" as "#value", true as "#exists" from "vault"."sat_order" as v
    where c."#nth" = 0 and v."order_hk" = c."#key" order by v."load_dts" desc limit 1
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged shop.orders" as s set "customer_id" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'customer_id')
from "found" where s."#seq" = "found"."#seq";

-- shop.orders: an untouched value of note as varchar(2000) is filled in
with "state" as (
  select *, "note as varchar(2000)" as "#value", 'note as varchar(2000)' = any("#toasted") as "#missing", row("order_no")::text as "#row", "decode"(
  md5(((cast(
    char_length(cast("order_no" as text))
    as varchar
  ) || ':') || cast("order_no" as text))),
  'hex'
) as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'note as varchar(2000)' <> all("#toasted"))) over (partition by "order_no" order by "#seq") as "#nth"
  from "staged shop.orders"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select v."note" as "#value", true as "#exists" from "vault"."sat_order" as v
    where c."#nth" = 0 and v."order_hk" = c."#key" order by v."load_dts" desc limit 1
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged shop.orders" as s set "note as varchar(2000)" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'note as varchar(2000)')
from "found" where s."#seq" = "found"."#seq";

-- shop.orders: an untouched value of note is filled in
with "state" as (
  select *, "note" as "#value", 'note' = any("#toasted") as "#missing", row("order_no")::text as "#row", "decode"(
  md5(((cast(
    char_length(cast("order_no" as text))
    as varchar
  ) || ':') || cast("order_no" as text))),
  'hex'
) as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'note' <> all("#toasted"))) over (partition by "order_no" order by "#seq") as "#nth"
  from "staged shop.orders"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select v."note"::text::text as "#value", true as "#exists" from "vault"."sat_order" as v
    where c."#nth" = 0 and v."order_hk" = c."#key" order by v."load_dts" desc limit 1
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged shop.orders" as s set "note" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'note')
from "found" where s."#seq" = "found"."#seq";

-- shop.orders: an update of the key asks for what its insertion lacks
update "staged shop.orders" as d set "#toasted" = d."#toasted" || s."#toasted" from "staged shop.orders" as s where s."#event" = 'm' and d."#seq" = s."#seq" - 1 and not d."#live" and d."#load_date" = s."#load_date";

-- shop.orders: an update of the key hands values on
update "staged shop.orders" as s set "code" = case when 'code' = any(s."#toasted") and 'code' <> all(d."#toasted") then d."code" else s."code" end, "price" = case when 'price' = any(s."#toasted") and 'price' <> all(d."#toasted") then d."price" else s."price" end, "quantity" = case when 'quantity' = any(s."#toasted") and 'quantity' <> all(d."#toasted") then d."quantity" else s."quantity" end, "note" = case when 'note' = any(s."#toasted") and 'note' <> all(d."#toasted") then d."note" else s."note" end, "system" = case when 'system' = any(s."#toasted") and 'system' <> all(d."#toasted") then d."system" else s."system" end, "id" = case when 'id' = any(s."#toasted") and 'id' <> all(d."#toasted") then d."id" else s."id" end, "customer_id" = case when 'customer_id' = any(s."#toasted") and 'customer_id' <> all(d."#toasted") then d."customer_id" else s."customer_id" end, "note as varchar(2000)" = case when 'note as varchar(2000)' = any(s."#toasted") and 'note as varchar(2000)' <> all(d."#toasted") then d."note as varchar(2000)" else s."note as varchar(2000)" end, "#toasted" = array(select unnest(s."#toasted") intersect select unnest(d."#toasted")) from "staged shop.orders" as d where s."#event" = 'm' and d."#seq" = s."#seq" - 1 and not d."#live" and d."#load_date" = s."#load_date" and not s."#toasted" <@ d."#toasted";

-- shop.orders: an update of the key is complete
update "staged shop.orders" set "#toasted" = array(select unnest("#toasted") intersect select unnest(array['order_no']::text[])) where not "#live" and "#toasted" && array['code', 'price', 'quantity', 'note', 'system', 'id', 'customer_id', 'note as varchar(2000)']::text[];

-- shop.orders: deletions that carry only note
with "state" as (
  select *, count(*) filter (where "#live") over (partition by "note as varchar(2000)" order by "#seq") as "#nth"
  from "staged shop.orders" where row("note as varchar(2000)") is not null
), "carried" as (
  select "#seq", "#nth", "note as varchar(2000)", not "#live" and "#toasted" && array['order_no'] as "#lacks", first_value("order_no") over "row" as "#order_no"
  from "state" window "row" as (partition by "note as varchar(2000)", "#nth" order by "#seq")
), "wanted" as materialized (
  select * from "carried" where "#lacks"
), "candidate" as materialized (
  select w."#seq", v.* from "wanted" as w join "vault"."sat_order" as v on v."note" = w."note as varchar(2000)" where w."#nth" = 0
), "found" as (
  select distinct on (v."#seq") v."#seq", "h"."order_no" as "order_no"
  from "candidate" as v join "wanted" as w on w."#seq" = v."#seq"
  join "vault"."hub_order" as h on h."order_hk" = v."order_hk"
  where v."load_dts" = (select max(x."load_dts") from "vault"."sat_order" as x where x."order_hk" = v."order_hk") and (select x."status" = 'C' from "vault"."sts_order" as x where x."order_hk" = v."order_hk" order by x."load_dts" desc limit 1)
  order by v."#seq", v."load_dts" desc
)
update "staged shop.orders" as s set "order_no" = case when w."#nth" > 0 then w."#order_no" else f."order_no" end, "#toasted" = array(select unnest(s."#toasted") except select unnest(array['order_no']))
from "wanted" as w left join "found" as f on f."#seq" = w."#seq"
where s."#seq" = w."#seq" and (w."#nth" > 0 or f."#seq" is not null);

-- shop.orders: keys given up by updates of a row known by id
with "event" as (
  select "#seq", "#event", "#load_date", "#lsn", "order_no", "id", "decode"(
  md5(((cast(
    char_length(cast("order_no" as text))
    as varchar
  ) || ':') || cast("order_no" as text))),
  'hex'
) as "#key",
    lag("#seq") over "row" as "#before", lag("#live") over "row" as "#was_live", lag("order_no") over "row" as "#before 0"
  from "staged shop.orders" where row("id") is not null window "row" as (partition by "id" order by "#seq")
), "first" as materialized (
  select * from "event" where "#event" = 'u' and "#before" is null
), "lost" as materialized (
  select * from "first" as w where not exists (select 1 from "vault"."sat_order" as v where v."order_hk" = w."#key" and v."id" = w."id" and v."load_dts" = (select max(x."load_dts") from "vault"."sat_order" as x where x."order_hk" = v."order_hk") and (select x."status" = 'C' from "vault"."sts_order" as x where x."order_hk" = v."order_hk" order by x."load_dts" desc limit 1))
), "candidate" as materialized (
  select w."#seq" as "#of", v.* from "lost" as w join "vault"."sat_order" as v on v."id" = w."id"
), "found" as (
  select distinct on (v."#of") v."#of", "h"."order_no" as "order_no"
  from "candidate" as v join "lost" as w on w."#seq" = v."#of"
  join "vault"."hub_order" as h on h."order_hk" = v."order_hk"
  where v."load_dts" = (select max(x."load_dts") from "vault"."sat_order" as x where x."order_hk" = v."order_hk") and (select x."status" = 'C' from "vault"."sts_order" as x where x."order_hk" = v."order_hk" order by x."load_dts" desc limit 1)
  order by v."#of", v."load_dts" desc
), "ended" as (
  select "#seq", "#load_date", "#lsn", "#before 0" as "order_no", "id"
  from "event" where "#event" = 'u' and "#was_live" and row("order_no") is distinct from row("#before 0")
  union all
  select w."#seq", w."#load_date", w."#lsn", f."order_no", w."id"
  from "found" as f join "lost" as w on w."#seq" = f."#of"
), "staged" as (
  insert into "staged shop.orders" ("#seq", "#live", "#load_date", "#lsn", "#event", "order_no", "id")
  select "#seq" - 1, false, "#load_date", "#lsn", 'd', "order_no", "id" from "ended"
)
update "staged shop.orders" as s set "#event" = case when s."#toasted" = '{}' then 'c' else 'm' end
from "ended" as e where s."#seq" = e."#seq" and s."#event" = 'u'
returning (extract(epoch from s."#load_date") * 1000000)::bigint, s."#event" = 'm';

-- shop.orders: the state at commit, by whole images
with "keyed" as (
  select "#seq", "#load_date", "#live", "#event", row("decode"(
  md5(((cast(
    char_length(cast("order_no" as text))
    as varchar
  ) || ':') || cast("order_no" as text))),
  'hex'
))::text as "#key", row("code", "price", "quantity", "note", "order_no", "system", "id", "customer_id", "note as varchar(2000)")::text as "#image"
  from "staged shop.orders" where "#load_date" = any(?::timestamptz[])
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
delete from "staged shop.orders" where "#seq" in (
  select e."#seq" from "event" as e
  join "verdict" as v on v."#key" = e."#key" and v."#load_date" = e."#load_date"
  where e."#seq" > v."#last" or v."#last" is null and v."#is_untouched")
returning row("decode"(
  md5(((cast(
    char_length(cast("order_no" as text))
    as varchar
  ) || ':') || cast("order_no" as text))),
  'hex'
))::text, (extract(epoch from "#load_date") * 1000000)::bigint,
  case when "#event" in ('c', 'm') then 1 when not "#live" then -1 else 0 end;

-- shop.orders: the state at commit, by code
with "keyed" as (
  select "#seq", "#load_date", "#live", "#event", row("decode"(
  md5(((cast(
    char_length(cast("order_no" as text))
    as varchar
  ) || ':') || cast("order_no" as text))),
  'hex'
))::text as "#key", row("code")::text as "#image"
  from "staged shop.orders" where "#load_date" = any(?::timestamptz[])
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
delete from "staged shop.orders" where "#seq" in (
  select e."#seq" from "event" as e
  join "verdict" as v on v."#key" = e."#key" and v."#load_date" = e."#load_date"
  where e."#seq" > v."#last" or v."#last" is null and v."#is_untouched")
returning row("decode"(
  md5(((cast(
    char_length(cast("order_no" as text))
    as varchar
  ) || ':') || cast("order_no" as text))),
  'hex'
))::text, (extract(epoch from "#load_date") * 1000000)::bigint,
  case when "#event" in ('c', 'm') then 1 when not "#live" then -1 else 0 end;

-- shop.orders: second rows under a key
with "keyed" as (
  select "#seq", "#load_date", "#live", "#event", "#row_key", "decode"(
  md5(((cast(
    char_length(cast("order_no" as text))
    as varchar
  ) || ':') || cast("order_no" as text))),
  'hex'
) as "#key 0" from "staged shop.orders" where "decode"(
  md5(((cast(
    char_length(cast("order_no" as text))
    as varchar
  ) || ':') || cast("order_no" as text))),
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
    + coalesce("#lived", (select v."status" = 'C' from "vault"."sts_order" as v where v."order_hk" = s."#key 0" order by v."load_dts" desc limit 1), false)::integer > 1
  or "#load_date" = any(?::timestamptz[]) and "#shown" > 1 and "#deleted" = 0;

-- shop.orders: keys of one hash among the staged, lnk_order_region
select
  'lnk_order_region' as "target",
  case
    when (
      "decode"(
        md5(((cast(
          char_length(cast("order_no" as text))
          as varchar
        ) || ':') || cast("order_no" as text))),
        'hex'
      ) is not null
      and "decode"(
        md5(((cast(
          char_length(cast("(split_part(code, '-', 1))" as text))
          as varchar
        ) || ':') || cast("(split_part(code, '-', 1))" as text))),
        'hex'
      ) is not null
    ) then "decode"(
      md5(nullif(
        (coalesce(
          ((cast(
            char_length(cast("order_no" as text))
            as varchar
          ) || ':') || cast("order_no" as text)),
          '-'
        ) || coalesce(
          ((cast(
            char_length(cast("(split_part(code, '-', 1))" as text))
            as varchar
          ) || ':') || cast("(split_part(code, '-', 1))" as text)),
          '-'
        )),
        '--'
      )),
      'hex'
    )
  end as "hash",
  array[
    cast(
      "decode"(
        md5(((cast(
          char_length(cast("order_no" as text))
          as varchar
        ) || ':') || cast("order_no" as text))),
        'hex'
      )
      as text
    ),
    cast(
      "decode"(
        md5(((cast(
          char_length(cast("(split_part(code, '-', 1))" as text))
          as varchar
        ) || ':') || cast("(split_part(code, '-', 1))" as text))),
        'hex'
      )
      as text
    )
  ] as "parts",
  "#live" as "keeps",
  "#seq" as "seq",
  "#load_date" as "load_date",
  "#row_key" as "row_key",
  'shop.orders' as "source"
from "staged shop.orders"
where (
  "#row_key" is not null
  and "#live" = true
  and ((case
    when (
      "decode"(
        md5(((cast(
          char_length(cast("order_no" as text))
          as varchar
        ) || ':') || cast("order_no" as text))),
        'hex'
      ) is not null
      and "decode"(
        md5(((cast(
          char_length(cast("(split_part(code, '-', 1))" as text))
          as varchar
        ) || ':') || cast("(split_part(code, '-', 1))" as text))),
        'hex'
      ) is not null
    ) then "decode"(
      md5(nullif(
        (coalesce(
          ((cast(
            char_length(cast("order_no" as text))
            as varchar
          ) || ':') || cast("order_no" as text)),
          '-'
        ) || coalesce(
          ((cast(
            char_length(cast("(split_part(code, '-', 1))" as text))
            as varchar
          ) || ':') || cast("(split_part(code, '-', 1))" as text)),
          '-'
        )),
        '--'
      )),
      'hex'
    )
  end) is not null)
);

-- shop.orders: keys of one hash in the vault, lnk_order_region
select
  'lnk_order_region' as "target",
  "mention"."hash" as "hash",
  array[
    cast("vault"."lnk_order_region"."order_hk" as text),
    cast("vault"."lnk_order_region"."region_hk" as text)
  ] as "parts",
  true as "keeps",
  0 as "seq",
  null as "load_date",
  null as "row_key",
  null as "source"
from (
  select distinct on ("hash") "hash"
  from "mention"
  where "target" = 'lnk_order_region'
) as "mention"
  cross join "vault"."lnk_order_region"
where "vault"."lnk_order_region"."order_region_hk" = "mention"."hash";

-- shop.orders: what rows without a key mention
with
  "keyed" as materialized (
    select
      *,
      "decode"(
        md5(((cast(
          char_length(cast("order_no" as text))
          as varchar
        ) || ':') || cast("order_no" as text))),
        'hex'
      ) as "hub_order#key",
      "decode"(
        md5(((cast(
          char_length(cast("(split_part(code, '-', 1))" as text))
          as varchar
        ) || ':') || cast("(split_part(code, '-', 1))" as text))),
        'hex'
      ) as "hub_region#key",
      case
        when (
          "decode"(
            md5(((cast(
              char_length(cast("order_no" as text))
              as varchar
            ) || ':') || cast("order_no" as text))),
            'hex'
          ) is not null
          and "decode"(
            md5(((cast(
              char_length(cast("(split_part(code, '-', 1))" as text))
              as varchar
            ) || ':') || cast("(split_part(code, '-', 1))" as text))),
            'hex'
          ) is not null
        ) then "decode"(
          md5(nullif(
            (coalesce(
              ((cast(
                char_length(cast("order_no" as text))
                as varchar
              ) || ':') || cast("order_no" as text)),
              '-'
            ) || coalesce(
              ((cast(
                char_length(cast("(split_part(code, '-', 1))" as text))
                as varchar
              ) || ':') || cast("(split_part(code, '-', 1))" as text)),
              '-'
            )),
            '--'
          )),
          'hex'
        )
      end as "lnk_order_region#key",
      "decode"(
        md5(((cast(
          char_length(cast("order_no" as text))
          as varchar
        ) || ':') || cast("order_no" as text))),
        'hex'
      ) as "lnk_order_region#driving",
      "decode"(
        md5(((((coalesce(
          ((cast(
            char_length(cast("customer_id" as text))
            as varchar
          ) || ':') || cast("customer_id" as text)),
          '-'
        ) || coalesce(
          ((cast(
            char_length(cast("id" as text))
            as varchar
          ) || ':') || cast("id" as text)),
          '-'
        )) || coalesce(
          ((cast(
            char_length(cast("note as varchar(2000)" as text))
            as varchar
          ) || ':') || cast("note as varchar(2000)" as text)),
          '-'
        )) || coalesce(
          ((cast(
            char_length(cast("(char_length(note))" as text))
            as varchar
          ) || ':') || cast("(char_length(note))" as text)),
          '-'
        )) || coalesce(
          ((cast(
            char_length(cast("(price * quantity)" as text))
            as varchar
          ) || ':') || cast("(price * quantity)" as text)),
          '-'
        ))),
        'hex'
      ) as "sat_order#diff",
      row(
        "id",
        "customer_id",
        "(price * quantity)",
        "note as varchar(2000)",
        "(char_length(note))"
      )::text as "sat_order#image"
    from "staged shop.orders"
  ),
  "changes" as (
    select *
    from "keyed"
    where not ("hub_order#key" is not null)
  ),
  "new hub_order" as (
    insert into "vault"."hub_order" ("order_hk", "order_no", "load_dts", "rec_src")
    select distinct on ("mention"."order_hk") "mention"."order_hk", "mention"."order_no", "mention"."#load_date", "mention"."#source"
    from (
      select
        "hub_order#key" as "order_hk",
        "order_no" as "order_no",
        "#load_date",
        coalesce(nullif("system", ''), 'shop') as "#source"
      from "changes"
      where (
        "#live"
        and "hub_order#key" is not null
      )
    ) as "mention"
    where not exists (
      select 1 as "one"
      from "vault"."hub_order"
      where (
        "vault"."hub_order"."order_hk" = "mention"."order_hk"
        and not (("mention"."#load_date", "mention"."#source") < ("vault"."hub_order"."load_dts", "vault"."hub_order"."rec_src"))
      )
    )
    order by "mention"."order_hk", "mention"."#load_date", "mention"."#source", "mention"."order_no" asc
    on conflict ("order_hk")
    do update
    set
      "order_no" = excluded."order_no",
      "load_dts" = excluded."load_dts",
      "rec_src" = excluded."rec_src"
    where (
      excluded."load_dts",
      excluded."rec_src"
    ) < ("vault"."hub_order"."load_dts", "vault"."hub_order"."rec_src")
    returning xmax = 0 as "added"
  ),
  "new hub_region" as (
    insert into "vault"."hub_region" ("region_hk", "region", "load_dts", "rec_src")
    select distinct on ("mention"."region_hk") "mention"."region_hk", "mention"."region", "mention"."#load_date", "mention"."#source"
    from (
      select
        "hub_region#key" as "region_hk",
        "(split_part(code, '-', 1))" as "region",
        "#load_date",
        coalesce(nullif("system", ''), 'shop') as "#source"
      from "changes"
      where (
        "#live"
        and "hub_region#key" is not null
      )
    ) as "mention"
    where not exists (
      select 1 as "one"
      from "vault"."hub_region"
      where (
        "vault"."hub_region"."region_hk" = "mention"."region_hk"
        and not (("mention"."#load_date", "mention"."#source") < ("vault"."hub_region"."load_dts", "vault"."hub_region"."rec_src"))
      )
    )
    order by "mention"."region_hk", "mention"."#load_date", "mention"."#source", "mention"."region" asc
    on conflict ("region_hk")
    do update
    set
      "region" = excluded."region",
      "load_dts" = excluded."load_dts",
      "rec_src" = excluded."rec_src"
    where (
      excluded."load_dts",
      excluded."rec_src"
    ) < ("vault"."hub_region"."load_dts", "vault"."hub_region"."rec_src")
    returning xmax = 0 as "added"
  )
select
  (
    select count(*)
    from "new hub_order"
    where "added"
  ) as "hub_order",
  (
    select count(*)
    from "new hub_region"
    where "added"
  ) as "hub_region";

-- shop.orders: a snapshot remembers what it showed
insert into "cdc_vault"."snapshot_row" (feed, source_table, snapshot, row_key)
select ?, 'shop.orders', ?, row("decode"(
  md5(((cast(
    char_length(cast("order_no" as text))
    as varchar
  ) || ':') || cast("order_no" as text))),
  'hex'
))::text
from "staged shop.orders"
where "#live" and "#load_date" >= ?::timestamptz and "#seq" > ?
on conflict do nothing;

-- shop.orders: a snapshot closes what it did not show
with live as materialized (select *, row("decode"(
  md5(((cast(
    char_length(cast("order_no" as text))
    as varchar
  ) || ':') || cast("order_no" as text))),
  'hex'
))::text as "#row" from (select "vault"."hub_order"."order_no" as "order_no"
from "vault"."hub_order"
where (
  select "vault"."sts_order"."status"
  from "vault"."sts_order"
  where "vault"."sts_order"."order_hk" = "vault"."hub_order"."order_hk"
  order by "vault"."sts_order"."load_dts" desc
  fetch next 1 rows only
) = 'C'
union
select "order_no"
from "staged shop.orders") as known)
insert into "staged shop.orders" ("#seq", "#live", "#load_date", "#lsn", "order_no")
select ?::bigint, false, ?::timestamptz, ?::pg_lsn, live."order_no"
from live
where not exists (select 1 from "cdc_vault"."snapshot_row" as s where s.feed = ? and s.source_table = 'shop.orders' and s.snapshot = ? and s.row_key = live."#row");

-- shop.phones: staged once a session
create temporary table if not exists "staged shop.phones" (
  "#seq" bigint not null,
  "#live" boolean not null,
  "#load_date" timestamptz not null,
  "#lsn" pg_lsn,
  "#toasted" text[] not null default '{}',
  "#row_key" text,
  "#event" "char",
  "customer_no" text,
  "'crm'" char(3) default 'crm',
  "system" text,
  "kind" text,
  "number" text
) on commit delete rows;

-- every batch: changes are copied in as typed values
copy "staged shop.phones" ("#seq", "#live", "#load_date", "#lsn", "#toasted", "#row_key", "#event", "customer_no", "system", "kind", "number") from stdin;

-- every batch: one statement into hub_customer, sat_phone
with
  "keyed" as materialized (
    select
      *,
      case
        when "decode"(
          md5(((cast(
            char_length(cast("customer_no" as text))
            as varchar
          ) || ':') || cast("customer_no" as text))),
          'hex'
        ) is not null then "decode"(
          md5(nullif(
            (coalesce(
              ((cast(
                char_length(cast("customer_no" as text))
                as varchar
              ) || ':') || cast("customer_no" as text)),
              '-'
            ) || coalesce(
              ((cast(
                char_length(cast("'crm'" as text))
                as varchar
              ) || ':') || cast("'crm'" as text)),
              '-'
            )),
            '--'
          )),
          'hex'
        )
      end as "hub_customer#key",
      "decode"(
        md5(coalesce(
          ((cast(
            char_length(cast("number" as text))
            as varchar
          ) || ':') || cast("number" as text)),
          '-'
        )),
        'hex'
      ) as "sat_phone#diff",
      row("number")::text as "sat_phone#image"
    from "staged shop.phones"
  ),
  "changes" as (
    select distinct on ("hub_customer#key", "kind", "#load_date") *
    from "keyed"
    where (
      "hub_customer#key" is not null
      and "kind" is not null
    )
    order by "hub_customer#key", "kind", "#load_date", "#seq" desc
  ),
  "new hub_customer" as (
    insert into "vault"."hub_customer" (
      "customer_hk",
      "customer_no",
      "bkcc",
      "load_dts",
      "rec_src"
    )
    select distinct on ("mention"."customer_hk")
      "mention"."customer_hk",
      "mention"."customer_no",
      "mention"."bkcc",
      "mention"."#load_date",
      "mention"."#source"
    from (
      select
        "hub_customer#key" as "customer_hk",
        "customer_no" as "customer_no",
        "'crm'" as "bkcc",
        "#load_date",
        coalesce(nullif("system", ''), 'shop') as "#source"
      from "changes"
      where (
        "#live"
        and "hub_customer#key" is not null
      )
    ) as "mention"
    where not exists (
      select 1 as "one"
      from "vault"."hub_customer"
      where (
        "vault"."hub_customer"."customer_hk" = "mention"."customer_hk"
        and not (("mention"."#load_date", "mention"."#source") < ("vault"."hub_customer"."load_dts", "vault"."hub_customer"."rec_src"))
      )
    )
    order by
      "mention"."customer_hk",
      "mention"."#load_date",
      "mention"."#source",
      "mention"."customer_no" asc,
      "mention"."bkcc" asc
    on conflict ("customer_hk")
    do update
    set
      "customer_no" = excluded."customer_no",
      "bkcc" = excluded."bkcc",
      "load_dts" = excluded."load_dts",
      "rec_src" = excluded."rec_src"
    where (
      excluded."load_dts",
      excluded."rec_src"
    ) < ("vault"."hub_customer"."load_dts", "vault"."hub_customer"."rec_src")
    returning xmax = 0 as "added"
  ),
  "new sat_phone" as (
    insert into "vault"."sat_phone" (
      "customer_hk",
      "kind",
      "load_dts",
      "hash_diff",
      "rec_src",
      "src_lsn",
      "is_active",
      "number"
    )
    select
      "state"."hub_customer#key",
      "state"."kind",
      "state"."#load_date",
      case
        when cast("state"."#live" as varchar) in (
          'yes', 'YES', 'TRUE', 'enabled', '1', '1.0', 't', 'T', 'true', 'y', 'Y', 
          'ENABLED', 'on', 'ON'
        ) then "state"."sat_phone#diff"
        else coalesce("state"."sat_phone#diff#previous", "newest"."hash_diff")
      end,
      case
        when cast("state"."#live" as varchar) in (
          'yes', 'YES', 'TRUE', 'enabled', '1', '1.0', 't', 'T', 'true', 'y', 'Y', 
          'ENABLED', 'on', 'ON'
        ) then "state"."#source"
        else coalesce("state"."#source#previous", "newest"."rec_src")
      end,
      "state"."#lsn",
      "state"."#live",
      case
        when cast("state"."#live" as varchar) in (
          'yes', 'YES', 'TRUE', 'enabled', '1', '1.0', 't', 'T', 'true', 'y', 'Y', 
          'ENABLED', 'on', 'ON'
        ) then "state"."number#value"
        else coalesce("state"."number#previous", "newest"."number")
      end
    from (
      select
        "hub_customer#key",
        "kind",
        "#load_date",
        "#lsn",
        "#live",
        "sat_phone#diff",
        "sat_phone#image",
        coalesce(nullif("system", ''), 'shop') as "#source",
        "number" as "number#value",
        lag("sat_phone#image") over (
          partition by "hub_customer#key", "kind"
          order by "#load_date"
        ) as "sat_phone#image#previous",
        lag("sat_phone#diff") over (
          partition by "hub_customer#key", "kind"
          order by "#load_date"
        ) as "sat_phone#diff#previous",
        lag("#live") over (
          partition by "hub_customer#key", "kind"
          order by "#load_date"
        ) as "#live#previous",
        lag("number") over (
          partition by "hub_customer#key", "kind"
          order by "#load_date"
        ) as "number#previous",
        lag(coalesce(nullif("system", ''), 'shop')) over (
          partition by "hub_customer#key", "kind"
          order by "#load_date"
        ) as "#source#previous",
        row_number() over (
          partition by "hub_customer#key", "kind"
          order by "#load_date"
        ) as "#nth"
      from "changes"
      where "hub_customer#key" is not null
    ) as "state"
      left outer join lateral (
        select
          row("vault"."sat_phone"."number")::text as "sat_phone#image",
          "vault"."sat_phone"."hash_diff" as "hash_diff",
          "vault"."sat_phone"."is_active" as "is_active",
          "vault"."sat_phone"."rec_src" as "rec_src",
          "vault"."sat_phone"."number"
        from "vault"."sat_phone"
        where (
          "state"."#nth" = 1
          and "vault"."sat_phone"."customer_hk" = "state"."hub_customer#key"
          and "vault"."sat_phone"."kind" = "state"."kind"
        )
        order by "vault"."sat_phone"."load_dts" desc
        fetch next 1 rows only
      ) as "newest"
        on true
    where (
      "state"."#live" <> coalesce(
        coalesce("state"."#live#previous", "newest"."is_active"),
        false
      )
      or (
        "state"."#live" = true
        and "state"."sat_phone#image" is distinct from coalesce("state"."sat_phone#image#previous", "newest"."sat_phone#image")
      )
    )
    returning true as "added"
  )
select
  (
    select count(*)
    from "new hub_customer"
    where "added"
  ) as "hub_customer",
  (
    select count(*)
    from "new sat_phone"
    where "added"
  ) as "sat_phone";

-- a truncate stages the deletion of every row
with live as materialized (select *, encode(sha256(convert_to(row(
  case
    when "decode"(
      md5(((cast(
        char_length(cast("customer_no" as text))
        as varchar
      ) || ':') || cast("customer_no" as text))),
      'hex'
    ) is not null then "decode"(
      md5(nullif(
        (coalesce(
          ((cast(
            char_length(cast("customer_no" as text))
            as varchar
          ) || ':') || cast("customer_no" as text)),
          '-'
        ) || coalesce(
          ((cast(
            char_length(cast("'crm'" as text))
            as varchar
          ) || ':') || cast("'crm'" as text)),
          '-'
        )),
        '--'
      )),
      'hex'
    )
  end,
  "kind"
)::text, 'UTF8')), 'hex') as "#row" from (select "newest"."customer_no", "newest"."'crm'", "newest"."kind"
from (
  select distinct on ("vault"."sat_phone"."customer_hk", "vault"."sat_phone"."kind")
    "vault"."hub_customer"."customer_no" as "customer_no",
    "vault"."hub_customer"."bkcc" as "'crm'",
    "vault"."sat_phone"."kind" as "kind",
    "vault"."sat_phone"."is_active" as "#is_active"
  from "vault"."sat_phone"
    join "vault"."hub_customer"
      on "vault"."hub_customer"."customer_hk" = "vault"."sat_phone"."customer_hk"
  order by "vault"."sat_phone"."customer_hk", "vault"."sat_phone"."kind", "vault"."sat_phone"."load_dts" desc
) as "newest"
where "newest"."#is_active"
union
select "customer_no", "'crm'", "kind"
from "staged shop.phones") as known)
insert into "staged shop.phones" ("#seq", "#live", "#load_date", "#lsn", "customer_no", "'crm'", "kind")
select ?::bigint, false, ?::timestamptz, ?::pg_lsn, live."customer_no", live."'crm'", live."kind"
from live;

-- shop.phones: before the first load, 'crm'
select cast('crm' as char(3));

-- shop.phones: the function that finds values the vault's types refuse
create function pg_temp."check staged shop.phones"(text[]) returns table ("#line" int, "#column" int, "#message" text) language plpgsql as 'declare
  "#row" pg_temp."staged shop.phones"%rowtype;
  "#values" text[];
  "#at" int;
begin
  "#line" := 0;
  foreach "#values" slice 1 in array $1 loop
    "#line" := "#line" + 1;
    begin
      "#at" := 1; "#row"."customer_no" := "#values"[1];
      "#at" := 2; "#row"."system" := "#values"[2];
      "#at" := 3; "#row"."kind" := "#values"[3];
      "#at" := 4; "#row"."number" := "#values"[4];
    exception when others then
      if left(sqlstate, 2) not in (''22'', ''23'', ''54'', ''P0'') then raise; end if;
      "#column" := "#at";
      "#message" := sqlerrm;
      return next;
    end;
  end loop;
end';

-- shop.phones: its call
select * from pg_temp."check staged shop.phones"(?::text[]);

-- shop.phones: rows that lack values
select "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint, array_to_string("#toasted", ', ')
from "staged shop.phones" as s
where "#toasted" <> '{}' and "#event" is distinct from 'e' and not exists (
  select 1 from "staged shop.phones" as later
  where later."#load_date" = s."#load_date" and later."#seq" > s."#seq" and later."customer_no" is not distinct from s."customer_no" and later."'crm'" is not distinct from s."'crm'" and later."kind" is not distinct from s."kind")
order by "#seq";

-- shop.phones: rows that are taken out again
delete from "staged shop.phones" where ("#seq" = ?::bigint or "#load_date" = ?::timestamptz) and "customer_no" is not distinct from ?::text::text and "kind" is not distinct from ?::text::text;

-- shop.phones: a bisection puts the rows aside
create temporary table "cdc-vault set aside" on commit drop as table "staged shop.phones";

-- shop.phones: a bisection empties the staging table
truncate "staged shop.phones";

-- shop.phones: a bisection reads what was staged
select distinct "#seq" from "cdc-vault set aside" order by 1;

-- shop.phones: a bisection brings some rows back
insert into "staged shop.phones" ("#seq", "#live", "#load_date", "#lsn", "#toasted", "#row_key", "#event", "customer_no", "'crm'", "system", "kind", "number") select "#seq", "#live", "#load_date", "#lsn", "#toasted", "#row_key", "#event", "customer_no", "'crm'", "system", "kind", "number" from "cdc-vault set aside" where "#seq" between ? and ?;

-- shop.phones: a bisection reads a row's key
select "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint from "cdc-vault set aside" where "#seq" = ?;

-- shop.phones: a commit LSN that becomes known late
update "staged shop.phones" set "#lsn" = ?::pg_lsn where "#load_date" = ?::timestamptz and "#lsn" is null;

-- shop.phones: an untouched value of number is filled in
with "state" as (
  select *, "number" as "#value", 'number' = any("#toasted") as "#missing", row("customer_no", "'crm'", "kind")::text as "#row", case
  when "decode"(
    md5(((cast(
      char_length(cast("customer_no" as text))
      as varchar
    ) || ':') || cast("customer_no" as text))),
    'hex'
  ) is not null then "decode"(
    md5(nullif(
      (coalesce(
        ((cast(
          char_length(cast("customer_no" as text))
          as varchar
        ) || ':') || cast("customer_no" as text)),
        '-'
      ) || coalesce(
        ((cast(
          char_length(cast("'crm'" as text))
          as varchar
        ) || ':') || cast("'crm'" as text)),
        '-'
      )),
      '--'
    )),
    'hex'
  )
end as "#key",
    count(*) filter (where "#live" and ("#event" = 'm' or 'number' <> all("#toasted"))) over (partition by "customer_no", "'crm'", "kind" order by "#seq") as "#nth"
  from "staged shop.phones"
), "carried" as (
  select *, first_value("#value") over "since" as "#earlier", first_value("#missing") over "since" as "#pending"
  from "state" window "since" as (partition by "#row", "#nth" order by "#seq")
), "found" as (
  select c."#seq", case when c."#nth" > 0 then c."#earlier" else newest."#value" end as "#value"
  from "carried" as c
  left join lateral (
    select v."number" as "#value", true as "#exists" from "vault"."sat_phone" as v
    where c."#nth" = 0 and v."customer_hk" = c."#key" and v."kind" = c."kind" order by v."load_dts" desc limit 1
  ) as newest on true
  where c."#missing" and c."#event" is distinct from 'm' and (c."#nth" > 0 and not c."#pending" or newest."#exists")
)
update "staged shop.phones" as s set "number" = "found"."#value", "#toasted" = array_remove(s."#toasted", 'number')
from "found" where s."#seq" = "found"."#seq";

-- shop.phones: an update of the key asks for what its insertion lacks
update "staged shop.phones" as d set "#toasted" = d."#toasted" || s."#toasted" from "staged shop.phones" as s where s."#event" = 'm' and d."#seq" = s."#seq" - 1 and not d."#live" and d."#load_date" = s."#load_date";

-- shop.phones: an update of the key hands values on
update "staged shop.phones" as s set "system" = case when 'system' = any(s."#toasted") and 'system' <> all(d."#toasted") then d."system" else s."system" end, "number" = case when 'number' = any(s."#toasted") and 'number' <> all(d."#toasted") then d."number" else s."number" end, "#toasted" = array(select unnest(s."#toasted") intersect select unnest(d."#toasted")) from "staged shop.phones" as d where s."#event" = 'm' and d."#seq" = s."#seq" - 1 and not d."#live" and d."#load_date" = s."#load_date" and not s."#toasted" <@ d."#toasted";

-- shop.phones: an update of the key is complete
update "staged shop.phones" set "#toasted" = array(select unnest("#toasted") intersect select unnest(array['customer_no', '''crm''', 'kind']::text[])) where not "#live" and "#toasted" && array['system', 'number']::text[];

-- shop.phones: deletions that carry only number
with "state" as (
  select *, count(*) filter (where "#live") over (partition by "number" order by "#seq") as "#nth"
  from "staged shop.phones" where row("number") is not null
), "carried" as (
  select "#seq", "#nth", "number", not "#live" and "#toasted" && array['customer_no', 'kind'] as "#lacks", first_value("customer_no") over "row" as "#customer_no", first_value("kind") over "row" as "#kind"
  from "state" window "row" as (partition by "number", "#nth" order by "#seq")
), "wanted" as materialized (
  select * from "carried" where "#lacks"
), "candidate" as materialized (
  select w."#seq", v.* from "wanted" as w join "vault"."sat_phone" as v on v."number" = w."number" where w."#nth" = 0
), "found" as (
  select distinct on (v."#seq") v."#seq", "h"."customer_no" as "customer_no", v."kind" as "kind"
  from "candidate" as v join "wanted" as w on w."#seq" = v."#seq"
  join "vault"."hub_customer" as h on h."customer_hk" = v."customer_hk"
  where v."load_dts" = (select max(x."load_dts") from "vault"."sat_phone" as x where x."customer_hk" = v."customer_hk" and x."kind" = v."kind") and v."is_active"
  order by v."#seq", v."load_dts" desc
)
update "staged shop.phones" as s set "customer_no" = case when w."#nth" > 0 then w."#customer_no" else f."customer_no" end, "kind" = case when w."#nth" > 0 then w."#kind" else f."kind" end, "#toasted" = array(select unnest(s."#toasted") except select unnest(array['customer_no', 'kind']))
from "wanted" as w left join "found" as f on f."#seq" = w."#seq"
where s."#seq" = w."#seq" and (w."#nth" > 0 or f."#seq" is not null);

-- shop.phones: keys given up by updates of a row known by number
with "event" as (
  select "#seq", "#event", "#load_date", "#lsn", "customer_no", "'crm'", "kind", "number", case
  when "decode"(
    md5(((cast(
      char_length(cast("customer_no" as text))
      as varchar
    ) || ':') || cast("customer_no" as text))),
    'hex'
  ) is not null then "decode"(
    md5(nullif(
      (coalesce(
        ((cast(
          char_length(cast("customer_no" as text))
          as varchar
        ) || ':') || cast("customer_no" as text)),
        '-'
      ) || coalesce(
        ((cast(
          char_length(cast("'crm'" as text))
          as varchar
        ) || ':') || cast("'crm'" as text)),
        '-'
      )),
      '--'
    )),
    'hex'
  )
end as "#key",
    lag("#seq") over "row" as "#before", lag("#live") over "row" as "#was_live", lag("customer_no") over "row" as "#before 0", lag("'crm'") over "row" as "#before 1", lag("kind") over "row" as "#before 2"
  from "staged shop.phones" where row("number") is not null window "row" as (partition by "number" order by "#seq")
), "first" as materialized (
  select * from "event" where "#event" = 'u' and "#before" is null
), "lost" as materialized (
  select * from "first" as w where not exists (select 1 from "vault"."sat_phone" as v where v."customer_hk" = w."#key" and v."kind" = w."kind" and v."number" = w."number" and v."load_dts" = (select max(x."load_dts") from "vault"."sat_phone" as x where x."customer_hk" = v."customer_hk" and x."kind" = v."kind") and v."is_active")
), "candidate" as materialized (
  select w."#seq" as "#of", v.* from "lost" as w join "vault"."sat_phone" as v on v."number" = w."number"
), "found" as (
  select distinct on (v."#of") v."#of", "h"."customer_no" as "customer_no", "h"."bkcc" as "'crm'", v."kind" as "kind"
  from "candidate" as v join "lost" as w on w."#seq" = v."#of"
  join "vault"."hub_customer" as h on h."customer_hk" = v."customer_hk"
  where v."load_dts" = (select max(x."load_dts") from "vault"."sat_phone" as x where x."customer_hk" = v."customer_hk" and x."kind" = v."kind") and v."is_active"
  order by v."#of", v."load_dts" desc
), "ended" as (
  select "#seq", "#load_date", "#lsn", "#before 0" as "customer_no", "#before 1" as "'crm'", "#before 2" as "kind", "number"
  from "event" where "#event" = 'u' and "#was_live" and row("customer_no", "'crm'", "kind") is distinct from row("#before 0", "#before 1", "#before 2")
  union all
  select w."#seq", w."#load_date", w."#lsn", f."customer_no", f."'crm'", f."kind", w."number"
  from "found" as f join "lost" as w on w."#seq" = f."#of"
), "staged" as (
  insert into "staged shop.phones" ("#seq", "#live", "#load_date", "#lsn", "#event", "customer_no", "'crm'", "kind", "number")
  select "#seq" - 1, false, "#load_date", "#lsn", 'd', "customer_no", "'crm'", "kind", "number" from "ended"
)
update "staged shop.phones" as s set "#event" = case when s."#toasted" = '{}' then 'c' else 'm' end
from "ended" as e where s."#seq" = e."#seq" and s."#event" = 'u'
returning (extract(epoch from s."#load_date") * 1000000)::bigint, s."#event" = 'm';

-- shop.phones: the state at commit, by whole images
with "keyed" as (
  select "#seq", "#load_date", "#live", "#event", row(case
  when "decode"(
    md5(((cast(
      char_length(cast("customer_no" as text))
      as varchar
    ) || ':') || cast("customer_no" as text))),
    'hex'
  ) is not null then "decode"(
    md5(nullif(
      (coalesce(
        ((cast(
          char_length(cast("customer_no" as text))
          as varchar
        ) || ':') || cast("customer_no" as text)),
        '-'
      ) || coalesce(
        ((cast(
          char_length(cast("'crm'" as text))
          as varchar
        ) || ':') || cast("'crm'" as text)),
        '-'
      )),
      '--'
    )),
    'hex'
  )
end, "kind")::text as "#key", row("customer_no", "system", "kind", "number")::text as "#image"
  from "staged shop.phones" where "#load_date" = any(?::timestamptz[])
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
delete from "staged shop.phones" where "#seq" in (
  select e."#seq" from "event" as e
  join "verdict" as v on v."#key" = e."#key" and v."#load_date" = e."#load_date"
  where e."#seq" > v."#last" or v."#last" is null and v."#is_untouched")
returning row(case
  when "decode"(
    md5(((cast(
      char_length(cast("customer_no" as text))
      as varchar
    ) || ':') || cast("customer_no" as text))),
    'hex'
  ) is not null then "decode"(
    md5(nullif(
      (coalesce(
        ((cast(
          char_length(cast("customer_no" as text))
          as varchar
        ) || ':') || cast("customer_no" as text)),
        '-'
      ) || coalesce(
        ((cast(
          char_length(cast("'crm'" as text))
          as varchar
        ) || ':') || cast("'crm'" as text)),
        '-'
      )),
      '--'
    )),
    'hex'
  )
end, "kind")::text, (extract(epoch from "#load_date") * 1000000)::bigint,
  case when "#event" in ('c', 'm') then 1 when not "#live" then -1 else 0 end;

-- shop.phones: the state at commit, by system
with "keyed" as (
  select "#seq", "#load_date", "#live", "#event", row(case
  when "decode"(
    md5(((cast(
      char_length(cast("customer_no" as text))
      as varchar
    ) || ':') || cast("customer_no" as text))),
    'hex'
  ) is not null then "decode"(
    md5(nullif(
      (coalesce(
        ((cast(
          char_length(cast("customer_no" as text))
          as varchar
        ) || ':') || cast("customer_no" as text)),
        '-'
      ) || coalesce(
        ((cast(
          char_length(cast("'crm'" as text))
          as varchar
        ) || ':') || cast("'crm'" as text)),
        '-'
      )),
      '--'
    )),
    'hex'
  )
end, "kind")::text as "#key", row("system")::text as "#image"
  from "staged shop.phones" where "#load_date" = any(?::timestamptz[])
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
delete from "staged shop.phones" where "#seq" in (
  select e."#seq" from "event" as e
  join "verdict" as v on v."#key" = e."#key" and v."#load_date" = e."#load_date"
  where e."#seq" > v."#last" or v."#last" is null and v."#is_untouched")
returning row(case
  when "decode"(
    md5(((cast(
      char_length(cast("customer_no" as text))
      as varchar
    ) || ':') || cast("customer_no" as text))),
    'hex'
  ) is not null then "decode"(
    md5(nullif(
      (coalesce(
        ((cast(
          char_length(cast("customer_no" as text))
          as varchar
        ) || ':') || cast("customer_no" as text)),
        '-'
      ) || coalesce(
        ((cast(
          char_length(cast("'crm'" as text))
          as varchar
        ) || ':') || cast("'crm'" as text)),
        '-'
      )),
      '--'
    )),
    'hex'
  )
end, "kind")::text, (extract(epoch from "#load_date") * 1000000)::bigint,
  case when "#event" in ('c', 'm') then 1 when not "#live" then -1 else 0 end;

-- shop.phones: second rows under a key
with "keyed" as (
  select "#seq", "#load_date", "#live", "#event", "#row_key", case
  when "decode"(
    md5(((cast(
      char_length(cast("customer_no" as text))
      as varchar
    ) || ':') || cast("customer_no" as text))),
    'hex'
  ) is not null then "decode"(
    md5(nullif(
      (coalesce(
        ((cast(
          char_length(cast("customer_no" as text))
          as varchar
        ) || ':') || cast("customer_no" as text)),
        '-'
      ) || coalesce(
        ((cast(
          char_length(cast("'crm'" as text))
          as varchar
        ) || ':') || cast("'crm'" as text)),
        '-'
      )),
      '--'
    )),
    'hex'
  )
end as "#key 0", "kind" as "#key 1" from "staged shop.phones" where case
  when "decode"(
    md5(((cast(
      char_length(cast("customer_no" as text))
      as varchar
    ) || ':') || cast("customer_no" as text))),
    'hex'
  ) is not null then "decode"(
    md5(nullif(
      (coalesce(
        ((cast(
          char_length(cast("customer_no" as text))
          as varchar
        ) || ':') || cast("customer_no" as text)),
        '-'
      ) || coalesce(
        ((cast(
          char_length(cast("'crm'" as text))
          as varchar
        ) || ':') || cast("'crm'" as text)),
        '-'
      )),
      '--'
    )),
    'hex'
  )
end is not null
), "transaction" as (
  select "#key 0", "#key 1", "#load_date", (array_agg("#row_key" order by "#seq" desc))[1] as "#row_key",
    count(*) filter (where "#event" in ('c', 'm')) as "#created",
    count(*) filter (where not "#live") as "#deleted",
    count(*) filter (where "#live" and "#event" is null) as "#shown",
    (array_agg("#live" order by "#seq" desc))[1] as "#lives"
  from "keyed" group by "#key 0", "#key 1", "#load_date"
), "taken" as (
  select "#key", "#load_date", sum("#net") as "#taken"
  from unnest(?::text[], ?::timestamptz[], ?::integer[]) as t ("#key", "#load_date", "#net")
  group by "#key", "#load_date"
), "state" as (
  select t.*, coalesce("#taken", 0) as "#taken",
    lag("#lives") over (partition by "#key 0", "#key 1" order by t."#load_date") as "#lived"
  from "transaction" as t
  left join "taken" as k on k."#key" = row("#key 0", "#key 1")::text and k."#load_date" = t."#load_date"
)
select "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint
from "state" as s
where "#created" > 0 and "#created" - "#deleted" + "#taken"
    + coalesce("#lived", (select v."is_active" from "vault"."sat_phone" as v where v."customer_hk" = s."#key 0" and v."kind" = s."#key 1" order by v."load_dts" desc limit 1), false)::integer > 1
  or "#load_date" = any(?::timestamptz[]) and "#shown" > 1 and "#deleted" = 0;

-- shop.phones: keys of one hash among the staged, hub_customer
select
  'hub_customer' as "target",
  case
    when "decode"(
      md5(((cast(
        char_length(cast("customer_no" as text))
        as varchar
      ) || ':') || cast("customer_no" as text))),
      'hex'
    ) is not null then "decode"(
      md5(nullif(
        (coalesce(
          ((cast(
            char_length(cast("customer_no" as text))
            as varchar
          ) || ':') || cast("customer_no" as text)),
          '-'
        ) || coalesce(
          ((cast(
            char_length(cast("'crm'" as text))
            as varchar
          ) || ':') || cast("'crm'" as text)),
          '-'
        )),
        '--'
      )),
      'hex'
    )
  end as "hash",
  array[
    cast("customer_no" as text),
    cast("'crm'" as text)
  ] as "parts",
  "#live" as "keeps",
  "#seq" as "seq",
  "#load_date" as "load_date",
  "#row_key" as "row_key",
  'shop.phones' as "source"
from "staged shop.phones"
where (
  "#row_key" is not null
  and ((case
    when "decode"(
      md5(((cast(
        char_length(cast("customer_no" as text))
        as varchar
      ) || ':') || cast("customer_no" as text))),
      'hex'
    ) is not null then "decode"(
      md5(nullif(
        (coalesce(
          ((cast(
            char_length(cast("customer_no" as text))
            as varchar
          ) || ':') || cast("customer_no" as text)),
          '-'
        ) || coalesce(
          ((cast(
            char_length(cast("'crm'" as text))
            as varchar
          ) || ':') || cast("'crm'" as text)),
          '-'
        )),
        '--'
      )),
      'hex'
    )
  end) is not null)
);

-- shop.phones: keys of one hash in the vault, hub_customer
select
  'hub_customer' as "target",
  "mention"."hash" as "hash",
  array[
    cast("vault"."hub_customer"."customer_no" as text),
    cast("vault"."hub_customer"."bkcc" as text)
  ] as "parts",
  true as "keeps",
  0 as "seq",
  null as "load_date",
  null as "row_key",
  null as "source"
from (
  select distinct on ("hash") "hash"
  from "mention"
  where "target" = 'hub_customer'
) as "mention"
  cross join "vault"."hub_customer"
where "vault"."hub_customer"."customer_hk" = "mention"."hash";

-- shop.phones: what rows without a key mention
with
  "keyed" as materialized (
    select
      *,
      case
        when "decode"(
          md5(((cast(
            char_length(cast("customer_no" as text))
            as varchar
          ) || ':') || cast("customer_no" as text))),
          'hex'
        ) is not null then "decode"(
          md5(nullif(
            (coalesce(
              ((cast(
                char_length(cast("customer_no" as text))
                as varchar
              ) || ':') || cast("customer_no" as text)),
              '-'
            ) || coalesce(
              ((cast(
                char_length(cast("'crm'" as text))
                as varchar
              ) || ':') || cast("'crm'" as text)),
              '-'
            )),
            '--'
          )),
          'hex'
        )
      end as "hub_customer#key",
      "decode"(
        md5(coalesce(
          ((cast(
            char_length(cast("number" as text))
            as varchar
          ) || ':') || cast("number" as text)),
          '-'
        )),
        'hex'
      ) as "sat_phone#diff",
      row("number")::text as "sat_phone#image"
    from "staged shop.phones"
  ),
  "changes" as (
    select *
    from "keyed"
    where not (
      "hub_customer#key" is not null
      and "kind" is not null
    )
  ),
  "new hub_customer" as (
    insert into "vault"."hub_customer" (
      "customer_hk",
      "customer_no",
      "bkcc",
      "load_dts",
      "rec_src"
    )
    select distinct on ("mention"."customer_hk")
      "mention"."customer_hk",
      "mention"."customer_no",
      "mention"."bkcc",
      "mention"."#load_date",
      "mention"."#source"
    from (
      select
        "hub_customer#key" as "customer_hk",
        "customer_no" as "customer_no",
        "'crm'" as "bkcc",
        "#load_date",
        coalesce(nullif("system", ''), 'shop') as "#source"
      from "changes"
      where (
        "#live"
        and "hub_customer#key" is not null
      )
    ) as "mention"
    where not exists (
      select 1 as "one"
      from "vault"."hub_customer"
      where (
        "vault"."hub_customer"."customer_hk" = "mention"."customer_hk"
        and not (("mention"."#load_date", "mention"."#source") < ("vault"."hub_customer"."load_dts", "vault"."hub_customer"."rec_src"))
      )
    )
    order by
      "mention"."customer_hk",
      "mention"."#load_date",
      "mention"."#source",
      "mention"."customer_no" asc,
      "mention"."bkcc" asc
    on conflict ("customer_hk")
    do update
    set
      "customer_no" = excluded."customer_no",
      "bkcc" = excluded."bkcc",
      "load_dts" = excluded."load_dts",
      "rec_src" = excluded."rec_src"
    where (
      excluded."load_dts",
      excluded."rec_src"
    ) < ("vault"."hub_customer"."load_dts", "vault"."hub_customer"."rec_src")
    returning xmax = 0 as "added"
  )
select (
  select count(*)
  from "new hub_customer"
  where "added"
) as "hub_customer";

-- shop.phones: a snapshot remembers what it showed
insert into "cdc_vault"."snapshot_row" (feed, source_table, snapshot, row_key)
select ?, 'shop.phones', ?, encode(sha256(convert_to(row(
  case
    when "decode"(
      md5(((cast(
        char_length(cast("customer_no" as text))
        as varchar
      ) || ':') || cast("customer_no" as text))),
      'hex'
    ) is not null then "decode"(
      md5(nullif(
        (coalesce(
          ((cast(
            char_length(cast("customer_no" as text))
            as varchar
          ) || ':') || cast("customer_no" as text)),
          '-'
        ) || coalesce(
          ((cast(
            char_length(cast("'crm'" as text))
            as varchar
          ) || ':') || cast("'crm'" as text)),
          '-'
        )),
        '--'
      )),
      'hex'
    )
  end,
  "kind"
)::text, 'UTF8')), 'hex')
from "staged shop.phones"
where "#live" and "#load_date" >= ?::timestamptz and "#seq" > ?
on conflict do nothing;

-- shop.phones: a snapshot closes what it did not show
with live as materialized (select *, encode(sha256(convert_to(row(
  case
    when "decode"(
      md5(((cast(
        char_length(cast("customer_no" as text))
        as varchar
      ) || ':') || cast("customer_no" as text))),
      'hex'
    ) is not null then "decode"(
      md5(nullif(
        (coalesce(
          ((cast(
            char_length(cast("customer_no" as text))
            as varchar
          ) || ':') || cast("customer_no" as text)),
          '-'
        ) || coalesce(
          ((cast(
            char_length(cast("'crm'" as text))
            as varchar
          ) || ':') || cast("'crm'" as text)),
          '-'
        )),
        '--'
      )),
      'hex'
    )
  end,
  "kind"
)::text, 'UTF8')), 'hex') as "#row" from (select "newest"."customer_no", "newest"."'crm'", "newest"."kind"
from (
  select distinct on ("vault"."sat_phone"."customer_hk", "vault"."sat_phone"."kind")
    "vault"."hub_customer"."customer_no" as "customer_no",
    "vault"."hub_customer"."bkcc" as "'crm'",
    "vault"."sat_phone"."kind" as "kind",
    "vault"."sat_phone"."is_active" as "#is_active"
  from "vault"."sat_phone"
    join "vault"."hub_customer"
      on "vault"."hub_customer"."customer_hk" = "vault"."sat_phone"."customer_hk"
  order by "vault"."sat_phone"."customer_hk", "vault"."sat_phone"."kind", "vault"."sat_phone"."load_dts" desc
) as "newest"
where "newest"."#is_active"
union
select "customer_no", "'crm'", "kind"
from "staged shop.phones") as known)
insert into "staged shop.phones" ("#seq", "#live", "#load_date", "#lsn", "customer_no", "'crm'", "kind")
select ?::bigint, false, ?::timestamptz, ?::pg_lsn, live."customer_no", live."'crm'", live."kind"
from live
where not exists (select 1 from "cdc_vault"."snapshot_row" as s where s.feed = ? and s.source_table = 'shop.phones' and s.snapshot = ? and s.row_key = live."#row");
