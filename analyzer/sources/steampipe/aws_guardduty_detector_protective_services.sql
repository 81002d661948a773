select
  'GuardDuty', account_id, region, detector_id, case status when 'ENABLED' then 'true' when 'DISABLED' then 'false' end, created_at,
  file, row_number
from t
