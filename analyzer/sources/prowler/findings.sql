, looked_at as (
  select code, count(distinct asset) as resources, count(distinct account) as accounts from findings group by code
)
select
  f.asset, concat_ws(' ', 'Prowler', f.version), 'true', f.code || coalesce(': ' || nullif(f.title, f.code), ''),
  case when f.muted then 'suppressed' when f.result = 'MANUAL' then 'to be checked by hand' else lower(f.result) end,
  f.checked_at,
  'as Prowler found it; resources that the check looked at: ' || cast(l.resources as varchar) || ', in accounts: '
    || cast(l.accounts as varchar) || '; severity ' || coalesce(f.severity, 'not told'),
  f.file, f.row_number
from findings as f
join looked_at as l on l.code = f.code
union all
-- what the whole scan covered, which is no result
select
  account, concat_ws(' ', 'Prowler', max(version)), 'true', 'coverage of the scan', 'info', max(checked_at),
  'checks with findings: ' || cast(count(distinct code) as varchar) || ', resources: ' || cast(count(distinct asset) as varchar)
    || '; passed: ' || cast(count(*) filter (where result = 'PASS') as varchar)
    || ', failed: ' || cast(count(*) filter (where result = 'FAIL') as varchar)
    || ', to be checked by hand: ' || cast(count(*) filter (where result = 'MANUAL') as varchar)
    || ', muted among them: ' || cast(count(*) filter (where muted) as varchar),
  min(file), min(row_number)
from findings
group by account;
