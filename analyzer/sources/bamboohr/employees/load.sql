insert into people
  (person_id, email, name, worker_type, department, title, manager_id, country, start_date, end_date, status, notice_at,
   evidence_file, evidence_row)
select
  coalesce(person_id, email),
  email,
  coalesce(nullif(trim(coalesce(first_name, '') || ' ' || coalesce(last_name, '')), ''), full_name),
  case
    when employment_status ilike '%contract%' or employment_status ilike '%consult%' or employment_status ilike '%freelanc%'
      then 'contractor'
    else 'employee'
  end,
  department,
  title,
  supervisor,
  country,
  hire_date,
  termination_date,
  case
    when lower(status) in ('inactive', 'terminated') or lower(employment_status) = 'terminated' then 'terminated'
    when status is null and termination_date is null then 'active'
    else lower(status)
  end,
  notice_date,
  file, row_number
from raw
where coalesce(person_id, email) is not null;
