-- name: lock_people
-- The people whom commands are about, with their roles.
select u.id, u.username, u.email, u.is_active, u.is_superuser,
    array(select g.name from auth_user_groups m join auth_group g on g.id = m.group_id where m.user_id = u.id order by g.name)
from auth_user u
where u.username = any(%(names)s)
order by u.id
for no key update

-- name: lock_owners
-- The names of everybody who may do everything; locked, so that two of them cannot go at the same time.
select u.username
from auth_user u
where u.is_active and (u.is_superuser or u.id in (
    select m.user_id from auth_user_groups m join auth_group g on g.id = m.group_id where g.name = 'owner'))
order by u.id
for no key update

-- name: insert_people
-- New people. Nobody can sign in with the password that stands there until one is set.
insert into auth_user (
    id, username, email, is_active, is_superuser, is_staff, first_name, last_name, password, date_joined)
select r.id, r.name, r.email, r.active, false, false, '', '', '!', %(now)s
from json_to_recordset(%(rows)s::json) as r(id int, name text, email text, active boolean)

-- name: update_people
-- Who they are now.
update auth_user u set email = r.email, is_active = r.active
from json_to_recordset(%(rows)s::json) as r(id int, email text, active boolean)
where u.id = r.id

-- name: insert_roles
-- Roles that nobody had before.
insert into auth_group (name)
select distinct role from json_to_recordset(%(rows)s::json) as r(roles text[]), unnest(r.roles) as role
on conflict (name) do nothing

-- name: delete_memberships
-- Roles that people have no longer.
delete from auth_user_groups m
using json_to_recordset(%(rows)s::json) as r(id int, roles text[]), auth_group g
where m.user_id = r.id and g.id = m.group_id and g.name <> all(r.roles)

-- name: insert_memberships
-- Roles that people have now.
insert into auth_user_groups (user_id, group_id)
select r.id, g.id
from json_to_recordset(%(rows)s::json) as r(id int, roles text[]) join auth_group g on g.name = any(r.roles)
on conflict (user_id, group_id) do nothing

-- name: select_people
-- Everybody, those who may sign in first.
select u.id, u.username, u.email, u.is_active, u.is_superuser,
    array(select g.name from auth_user_groups m join auth_group g on g.id = m.group_id where m.user_id = u.id order by g.name),
    u.last_login
from auth_user u
order by not u.is_active, u.username
