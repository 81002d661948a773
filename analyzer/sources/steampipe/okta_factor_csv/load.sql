insert into idp_factors
  (user_id, factor_id, factor_type, status, enrolled_at, evidence_file, evidence_row)
with t as (
  select
    nullif(id, '') as id, nullif(user_id, '') as user_id, nullif(user_name, '') as user_name,
    nullif(factor_type, '') as factor_type, nullif(created, '') as created, nullif(last_updated, '') as last_updated,
    nullif(provider, '') as provider, nullif(status, '') as status, try_cast(nullif(profile, '') as json) as profile,
    file, row_number
  from raw
)
-- include okta_factor_idp_factors.sql
;
