create extension if not exists citext;
create table users (
  id bigint generated always as identity primary key,
  username citext not null unique,
  display_name text,
  status text,
  created_at timestamptz not null default now());
create table projects (id serial primary key, key varchar(10) not null unique, name text, lead_id bigint references users);
create table milestones (
  project_id integer not null references projects,
  code varchar(20) not null,
  due date,
  primary key (project_id, code));
create table issues (
  id bigint primary key,
  project_id integer not null references projects,
  number integer not null,
  parent_id bigint references issues,
  reporter_id bigint not null references users,
  assignee_id bigint references users,
  milestone_code varchar(20),
  title text not null,
  body text,
  estimate interval,
  tags text[],
  load_dts timestamptz,
  unique (project_id, number),
  foreign key (project_id, milestone_code) references milestones);
create table labels (id integer primary key, name text not null, "Colour" text);
create table issue_labels (
  issue_id bigint references issues,
  label_id integer references labels,
  added_by bigint references users,
  added_at timestamptz default now(),
  primary key (issue_id, label_id));
create table watchers (
  issue_id bigint references issues, user_id bigint references users, primary key (issue_id, user_id));
create table follows (
  follower_id bigint references users, followed_id bigint references users, since date,
  primary key (follower_id, followed_id));
create table issue_relations (
  source_id bigint references issues, target_id bigint references issues, kind text, note text,
  primary key (source_id, target_id, kind));
create table comments (
  id uuid default gen_random_uuid() primary key,
  issue_id bigint not null references issues,
  author_id bigint references users,
  reply_to uuid references comments,
  text text,
  edited_at timestamptz);
create table attachments (
  id bigint generated always as identity primary key,
  issue_id bigint not null references issues on delete cascade,
  file_name text not null,
  media_type text,
  size bigint,
  content bytea,
  metadata jsonb);
create table custom_fields (
  id integer primary key, project_id integer not null references projects, label text not null, kind text,
  unique (project_id, label));
create table custom_values (
  issue_id bigint references issues on delete cascade, field_id integer references custom_fields, position smallint,
  value text, set_by bigint references users,
  primary key (issue_id, field_id, position));
create table vip_users (user_id bigint primary key references users);
create materialized view issue_counts as select project_id, count(*) from issues group by 1;

insert into users (username, display_name, status) select 'User' || n, 'User ' || n, 'on' from generate_series(1, 20) n;
insert into projects (key, name, lead_id) select 'P' || n, 'Project ' || n, n from generate_series(1, 3) n;
insert into milestones select p, 'M' || n, date '2026-01-01' + n from generate_series(1, 3) p, generate_series(1, 4) n;
insert into issues (id, project_id, number, parent_id, reporter_id, assignee_id, milestone_code, title, body, tags)
  select n, 1 + n % 3, n, nullif(n / 4, 0), 1 + n % 20, nullif(n % 15, 0), case when n % 2 = 0 then 'M1' end,
    'Issue ' || n, repeat('text ', n * 30), array['a', n::text] from generate_series(1, 60) n;
insert into labels select n, 'label ' || n, 'red' from generate_series(1, 6) n;
insert into issue_labels (issue_id, label_id, added_by) select n, 1 + n % 6, 1 + n % 20 from generate_series(1, 50) n;
insert into watchers select n, 1 + n % 20 from generate_series(1, 60) n;
insert into follows select n, 1 + n % 20, '2026-01-01' from generate_series(1, 20) n;
insert into issue_relations select n, n + 1, 'blocks' from generate_series(1, 30) n;
insert into comments (issue_id, author_id, text) select n, 1 + n % 20, 'Comment ' || n from generate_series(1, 60) n;
insert into attachments (issue_id, file_name, content, metadata)
  select n, 'file ' || n, decode(repeat('ab', n * 100), 'hex'), jsonb_build_object('n', n) from generate_series(1, 30) n;
insert into vip_users select n from generate_series(1, 5) n;
insert into custom_fields select n, 1 + n % 3, 'Field ' || n, case when n % 2 = 0 then 'text' end from generate_series(1, 6) n;
insert into custom_values select n, 1 + n % 6, 1, 'Value ' || n, 1 + n % 20 from generate_series(1, 40) n;
