insert into devices
  (device_id, serial, name, owner_email, platform, os_version, enrolled_at, last_checkin_at, notes, evidence_file, evidence_row)
select
  record->>'$.deviceId',
  record->>'$.serialNumber',
  coalesce(nullif(record->>'$.annotatedAssetId', ''), record->>'$.model'),
  coalesce(nullif(record->>'$.annotatedUser', ''), record->>'$.recentUsers[0].email'),
  'ChromeOS',
  record->>'$.osVersion',
  record->>'$.lastEnrollmentTime',
  record->>'$.lastSync',
  'status: ' || lower(record->>'$.status'),
  file, row_number
from raw
where upper(record->>'$.status') not in ('DEPROVISIONED', 'INACTIVE', 'RETURN_ARRIVED', 'RETURN_REQUESTED', 'SHIPPED', 'PENDING');
