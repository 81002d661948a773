insert into idp_policies (policy_id, name, status, mfa_required, evidence_file, evidence_row)
select
  record->>'$.id', record->>'$.displayName',
  case when (record->>'$.isEnabled') = 'true' then 'ACTIVE' else 'INACTIVE' end,
  case when (record->>'$.isEnabled') = 'true' then 'true' end,
  file, row_number
from raw;
