-- why: sign-in per device, live session lookup, names alike but for case (USR-02, USR-07, USR-16, P11-300a-1)   safe: additive   rollback: none needed, forward only

-- A person's names are one text, their sign-in names lower case, whichever path wrote them.
create function access.normalise_user() returns trigger language plpgsql set search_path = pg_catalog, access as $$
begin
  new.username := lower(btrim(new.username));
  new.email := lower(btrim(new.email));
  new.employee_id := nullif(btrim(new.employee_id), '');
  new.name := btrim(new.first_name || ' ' || new.last_name);
  return new;
end $$;
create trigger b_normalise before insert or update on access."user" for each row execute function access.normalise_user();
alter table access."user" enable always trigger b_normalise;
create unique index user_employee_id_lower_key on access."user" (org_id, lower(employee_id));

-- A device somebody signed in from before counts its own wrong passwords: strangers cannot lock the owner out of it.
create table access.device (
  org_id uuid not null, user_id uuid not null, id_hash bytea not null, created_at timestamptz not null default kernel.now(),
  last_sign_in_at timestamptz not null default kernel.now(), failed_attempts int not null default 0, locked_until timestamptz,
  primary key (org_id, user_id, id_hash), foreign key (org_id, user_id) references access."user" (org_id, id));
alter table access.device enable row level security;
alter table access.device force row level security;
create policy org on access.device using (org_id = (select kernel.org_id()));
grant select, insert, update on access.device to plumbline_app, plumbline_worker;

create index invitation_user on access.invitation (org_id, user_id) where used_at is null;
create index challenge_user on access.challenge (org_id, user_id, purpose) where used_at is null;
create index passkey_user on access.passkey (org_id, user_id) where revoked_at is null;
create index role_assignment_active on access.role_assignment (org_id, user_id, role_id) where state = 'ACTIVE';

-- Everything a request needs to know of its session in one call: who, where, with which roles now. Locks the session when it was idle
-- too long, and notes activity at most every p_touch_seconds (0 = this request is no activity).
create function access.session_actor(p_hash bytea, p_touch_seconds int, p_idle_minutes int, p_aging_days int)
returns table (
  org_id uuid, user_id uuid, username text, name text, job_title text, department_id uuid, site_id uuid, zone text, language text,
  may_act boolean, password_expired boolean, ref text, device text, agent_hash bytea, created_at timestamptz, expires_at timestamptz,
  is_expired boolean, locked_at timestamptz, revoked_at timestamptz, revoke_reason text, signed_at timestamptz, at timestamptz, roles json)
language plpgsql volatile security definer set search_path = pg_catalog, access as $$
#variable_conflict use_column
declare s access.session; t timestamptz := kernel.now(); idle int; idle_limit int; aging int;
begin
  select x.* into s from access.session x where x.id_hash = p_hash;
  if not found then return; end if;
  select coalesce(max((v.value #>> '{}')::int) filter (where v.key = 'security.idle-minutes'), p_idle_minutes) * 60,
      coalesce(max((v.value #>> '{}')::int) filter (where v.key = 'security.password-days'), p_aging_days) into idle_limit, aging
    from settings.setting v where v.org_id = s.org_id and v.key in ('security.idle-minutes', 'security.password-days');
  idle := extract(epoch from t - s.last_seen_at)::int;
  if s.revoked_at is null and s.expires_at > t and s.locked_at is null then
    if idle >= idle_limit then
      -- Re-authentication starts a new continuous session: the next signature asks for both components (P11-200a1ii-1).
      update access.session x set locked_at = t, signed_at = null where x.id_hash = p_hash;
      s.locked_at := t; s.signed_at := null;
    elsif p_touch_seconds > 0 and idle >= p_touch_seconds then
      update access.session x set last_seen_at = t where x.id_hash = p_hash;
    end if;
  end if;
  return query
    select u.org_id, u.id, u.username, u.name, u.job_title, u.department_id, u.site_id, z.zone, u.language,
      u.state = 'ACTIVE' and (u.account_expires_on is null or (t at time zone z.zone)::date <= u.account_expires_on),
      coalesce(c.must_change or (aging > 0 and c.password_changed_at + make_interval(days => aging) <= t), true),
      s.ref, s.device, s.agent_hash, s.created_at, s.expires_at, s.expires_at <= t, s.locked_at, s.revoked_at, s.revoke_reason, s.signed_at, t,
      coalesce((select json_agg(json_build_object('id', r.id, 'version', r.version) order by r.id)
        from access.role_assignment a join access.role r on r.org_id = a.org_id and r.id = a.role_id
        where a.org_id = u.org_id and a.user_id = u.id and a.state = 'ACTIVE' and r.state = 'ACTIVE'
          and (a.valid_from is null or a.valid_from <= t) and (a.valid_until is null or a.valid_until > t)), '[]')
    from access."user" u
    left join access.credential c on c.org_id = u.org_id and c.user_id = u.id
    cross join lateral (select coalesce(
      (select x.zone from access.site x where x.org_id = u.org_id and x.id = u.site_id),
      (select x.zone from access.site x where x.org_id = u.org_id and x.state = 'ACTIVE' order by x.created_at limit 1), 'UTC') as zone) z
    where u.org_id = s.org_id and u.id = s.user_id;
end $$;
revoke execute on function access.session_actor from public;
grant execute on function access.session_actor to plumbline_app, plumbline_worker;
