looked_at as (
  select code, count(distinct asset) as resources, count(distinct account) as accounts from findings group by code
)
select
  f.asset, f.product, 'true', f.code || coalesce(': ' || nullif(f.title, f.code), ''), case when f.muted then 'suppressed' else f.result end,
  f.checked_at,
  'as ' || f.product || ' found it; resources that the check looked at: ' || cast(l.resources as varchar) || ', in accounts: '
    || cast(l.accounts as varchar) || '; severity ' || coalesce(f.severity, 'not told')
    || coalesce('; part of ' || nullif(f.standards, ''), ''),
  f.file, f.row_number
from findings as f
join looked_at as l on l.code = f.code
union all
-- what the product covered, which is no result
select
  account, product, 'true', 'coverage of the findings', 'info', max(checked_at),
  'checks with findings: ' || cast(count(distinct code) as varchar) || ', resources: ' || cast(count(distinct asset) as varchar)
    || '; passed: ' || cast(count(*) filter (where result in ('passed', 'pass')) as varchar)
    || ', failed: ' || cast(count(*) filter (where result in ('failed', 'fail')) as varchar)
    || ', suppressed among them: ' || cast(count(*) filter (where muted) as varchar),
  min(file), min(row_number)
from findings
group by account, product;
