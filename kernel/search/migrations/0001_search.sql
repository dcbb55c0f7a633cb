-- why: full-text index of records and of their files (EDMS-34)   safe: additive   rollback: none needed, forward only
create schema if not exists search;
grant usage on schema search to plumbline_app, plumbline_worker, plumbline_verifier;

-- fold, plain and readings carry no settings of their own, so that PostgreSQL takes them into the query that calls them: thousands of
-- calls a search otherwise cost more than the search.
-- Lower case without accents, character by character: the result has the length of the input, so that a place found in it is a place in
-- the text. People type "etalonnage" for "étalonnage". pg_c_utf8 makes both steps independent of the server's locale.
create function search.fold(p text) returns text language sql immutable parallel safe as $$
  select translate(lower(p collate "pg_c_utf8"), 'àáâãäåçèéêëìíîïñòóôõöùúûüýÿœæø', 'aaaaaaceeeeiiiinooooouuuuyyoao') $$;

-- Everything but letters and digits separates words, in texts and in queries alike: "SOP-0042" is found by "sop 42"'s parts, and the
-- parser cannot read "-0042" as a negative number.
create function search.plain(p text) returns text language sql immutable parallel safe as $$
  select regexp_replace(search.fold(coalesce(p, '')) collate "pg_c_utf8", '[^[:alnum:]]+', ' ', 'g') $$;

-- One text in three readings: as written, English stems, French stems. The language of a record is not known for certain.
create function search.readings(p text, p_weight "char") returns tsvector language sql immutable parallel safe as $$
  select setweight(to_tsvector('simple', t), p_weight) || setweight(to_tsvector('english', t), p_weight) || setweight(to_tsvector('french', t), p_weight)
  from search.plain(p) t $$;

-- A tsvector holds at most one megabyte: a text that goes beyond is read from its beginning.
create function search.vector(p_number text, p_title text, p_words text, p_body text) returns tsvector
language plpgsql immutable parallel unsafe set search_path = pg_catalog as $$
declare head tsvector := setweight(to_tsvector('simple', search.plain(p_number)), 'A') || search.readings(p_title, 'A') || search.readings(left(p_words, 100000), 'B'); kept int := length(p_body);
begin
  if coalesce(p_body, '') = '' then return head; end if;
  loop
    begin
      return head || search.readings(left(p_body, kept), 'D');
    exception when program_limit_exceeded then
      kept := kept / 2;
    end;
  end loop;
end $$;

create table search.entry (
  org_id uuid not null, entity text not null, record_id uuid not null,
  number text, title text not null, words text not null default '', body text not null default '',
  tsv tsvector generated always as (search.vector(number, title, words, body)) stored,
  number_key text generated always as (search.fold(number)) stored,
  name text generated always as (search.plain(coalesce(number, '') || ' ' || title)) stored,
  updated_at timestamptz not null default kernel.now(),
  primary key (org_id, entity, record_id));
create index entry_number_idx on search.entry (org_id, number_key);
create index entry_tsv_idx on search.entry using gin (tsv);
create index entry_typo_idx on search.entry using gin (name public.gin_trgm_ops);
alter table search.entry enable row level security;
alter table search.entry force row level security;
create policy org on search.entry using (org_id = (select kernel.org_id()));
grant select, insert, update, delete on search.entry to plumbline_app, plumbline_worker;

-- Words of a query, all of them wanted; the last one may be unfinished. Small words ("the", "de") count only when nothing else is asked.
create function search.query(p text) returns tsquery language plpgsql immutable parallel safe set search_path = pg_catalog as $$
declare words text[] := regexp_split_to_array(trim(search.plain(p)), ' +'); w text; en tsquery; fr tsquery; one tsquery; whole tsquery := ''; small tsquery := '';
  n int := coalesce(array_length(words, 1), 0);
begin
  for i in 1..n loop
    w := words[i];
    continue when w = '';
    en := plainto_tsquery('english', w); fr := plainto_tsquery('french', w);
    one := plainto_tsquery('simple', w) || en || fr;
    if i = n then one := one || to_tsquery('simple', quote_literal(w) || ':*'); end if;
    if numnode(en) = 0 or numnode(fr) = 0 then small := case when numnode(small) = 0 then one else small && one end;
    else whole := case when numnode(whole) = 0 then one else whole && one end; end if;
  end loop;
  return case when numnode(whole) = 0 then small else whole end;
end $$;

-- The one function that looks into the index past row-level security, because a GIN index is not used below it. It answers for the
-- organization of the transaction and nothing else, gives no text, and its ids are nothing until the caller's own rights have been
-- applied to the records. Matches beyond p_window are not ranked: a word found that often tells nothing.
create function search.candidates(p_query text, p_types text[], p_window int, p_skip int, p_take int)
returns table (entity text, record_id uuid) language plpgsql stable security definer set search_path = pg_catalog as $$
declare org uuid := kernel.org_id(); q tsquery := search.query(p_query); f text := search.fold(trim(p_query));
begin
  if org is null then raise exception 'a search needs an organization' using errcode = 'PL001'; end if;
  if numnode(q) = 0 then return; end if;
  return query
    select m.entity, m.record_id from (
      (select e.entity, e.record_id, e.number_key, e.tsv, e.updated_at from search.entry e
        where e.org_id = org and e.number_key = f and e.entity = any(p_types) limit 50)
      union all
      (select e.entity, e.record_id, e.number_key, e.tsv, e.updated_at from search.entry e
        where e.tsv @@ q and e.org_id = org and e.entity = any(p_types) and e.number_key is distinct from f limit p_window)) m
    order by (m.number_key = f) desc nulls last, ts_rank(array[0.05, 0.2, 0.4, 1.0]::float4[], m.tsv, q) desc, m.updated_at desc, m.record_id
    offset p_skip limit p_take;
end $$;

-- Numbers and titles that resemble the query, for typing errors; same terms, most alike first, at most p_take. It asks for close likeness
-- before distant one: at the lowest degree a common word resembles half of everything, and each of those would be compared.
create function search.resembling(p_query text, p_types text[], p_take int)
returns table (entity text, record_id uuid) language plpgsql volatile security definer set search_path = pg_catalog set pg_trgm.word_similarity_threshold = 0.8 as $$
declare org uuid := kernel.org_id(); f text := trim(search.plain(p_query)); degree text; entities text[]; ids uuid[];
begin
  if org is null then raise exception 'a search needs an organization' using errcode = 'PL001'; end if;
  if length(f) < 3 then return; end if;
  foreach degree in array array['0.8', '0.6', '0.45'] loop
    perform set_config('pg_trgm.word_similarity_threshold', degree, true);
    select array_agg(m.entity order by m.alike desc, m.updated_at desc, m.record_id), array_agg(m.record_id order by m.alike desc, m.updated_at desc, m.record_id)
    into entities, ids from (
      select e.entity, e.record_id, e.updated_at, public.word_similarity(f, e.name) as alike from search.entry e
      where f operator(public.<%) e.name and e.org_id = org and e.entity = any(p_types) limit p_take) m;
    exit when cardinality(ids) >= 20;
  end loop;
  return query select * from unnest(entities, ids);
end $$;

-- The line of a text around the first word of the query, for a reader who may open the record.
create function search.snippet(p_text text, p_query text) returns text language plpgsql immutable parallel safe set search_path = pg_catalog as $$
declare folded text := search.fold(p_text); w text; at int := 0; start int;
begin
  foreach w in array regexp_split_to_array(trim(search.plain(p_query)), ' +') loop
    continue when length(w) < 2;
    at := position(w in folded);
    -- A stemmed match: "calibrated" is found by "calibration", so look for what they share.
    if at = 0 and length(w) > 5 then at := position(left(w, length(w) - 3) in folded); end if;
    exit when at > 0;
  end loop;
  if at = 0 then return ''; end if;
  start := greatest(1, at - 70);
  return trim(regexp_replace((case when start > 1 then '… ' else '' end) || substr(p_text, start, 200) || (case when length(p_text) > start + 200 then ' …' else '' end), '\s+', ' ', 'g'));
end $$;

revoke execute on all functions in schema search from public;
grant execute on function search.fold, search.plain, search.readings, search.vector, search.query, search.candidates, search.resembling, search.snippet to plumbline_app, plumbline_worker;
