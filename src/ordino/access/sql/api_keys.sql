-- name: select_known_names
-- Which of the names are taken, by keys of any state.
select name from access_api_key where name = any(%(names)s)

-- name: select_channel_ids
-- Which of the channels exist.
select id from network_channel where id = any(%(ids)s)

-- name: lock_keys
-- Keys that a command is about, in the order of their id.
select id, name, prefix, revoked_at from access_api_key where id = any(%(ids)s) order by id for no key update

-- name: insert_keys
-- New keys.
insert into access_api_key (
    id, name, prefix, secret_hash, scopes, channel_id, requests_per_minute, issued_at, issued_by, expires_at)
select r.id, r.name, r.prefix, r.secret_hash, r.scopes, r.channel_id, r.requests_per_minute, %(now)s, %(by)s, r.expires_at
from json_to_recordset(%(rows)s::json) as r(
    id bigint, name text, prefix text, secret_hash text, scopes text[], channel_id bigint, requests_per_minute int,
    expires_at timestamptz)

-- name: rotate_keys
-- Another secret; the one before is kept until its overlap ends.
update access_api_key k
set prefix = r.prefix, secret_hash = r.secret_hash, previous_hash = k.secret_hash, previous_until = r.previous_until
from json_to_recordset(%(rows)s::json) as r(id bigint, prefix text, secret_hash text, previous_until timestamptz)
where k.id = r.id

-- name: revoke_keys
-- Neither secret is accepted any more.
update access_api_key k set revoked_at = %(now)s, revoked_by = %(by)s
from json_to_recordset(%(rows)s::json) as r(id bigint)
where k.id = r.id

-- name: select_revoked_tokens
-- Which of the tokens are revoked already.
select token_id from access_revoked_token where token_id = any(%(token_ids)s)

-- name: forget_ended_tokens
-- Tokens that have ended by themselves need not be refused by name.
delete from access_revoked_token where expires_at <= %(now)s returning token_id

-- name: insert_revoked_tokens
-- Tokens that are accepted no more.
insert into access_revoked_token (token_id, key_id, expires_at, revoked_at)
select r.token_id, r.key_id, r.expires_at, %(now)s
from json_to_recordset(%(rows)s::json) as r(token_id text, key_id bigint, expires_at timestamptz)

-- name: select_grant
-- What a secret, or a token of it, stands for; nothing where the key or the token is revoked, or the key has expired.
select k.id, k.name, k.scopes, c.code, k.expires_at, k.requests_per_minute
from access_api_key k left join network_channel c on c.id = k.channel_id
where (k.secret_hash = %(secret_hash)s or (k.previous_hash = %(secret_hash)s and k.previous_until > %(now)s))
    and k.revoked_at is null and (k.expires_at is null or k.expires_at > %(now)s)
    and not exists (select from access_revoked_token t where t.token_id = %(token_id)s)

-- name: select_ended_names
-- Which of the names are those of keys that are revoked or have expired.
select name from access_api_key where name = any(%(names)s) and (revoked_at is not null or expires_at <= %(now)s)

-- name: select_keys
-- Every key with its last use.
select
    k.id, k.name, k.prefix, k.scopes, c.code, k.requests_per_minute, k.issued_by, k.issued_at, k.expires_at, k.previous_until,
    k.revoked_at, u.last_used_at
from access_api_key k
left join network_channel c on c.id = k.channel_id
left join access_api_key_use u on u.key_id = k.id
order by k.revoked_at is not null, k.id desc

-- name: record_use
-- When a key was used last; written again only after a while, so that a busy key is not a busy row.
insert into access_api_key_use (key_id, last_used_at) values (%(key_id)s, %(at)s)
on conflict (key_id) do update set last_used_at = excluded.last_used_at
where access_api_key_use.last_used_at <= %(before)s
returning key_id
