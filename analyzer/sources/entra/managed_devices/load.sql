insert into devices
  (device_id, serial, name, owner_email, platform, os_version, enrolled_at, last_checkin_at, disk_encrypted, notes, evidence_file,
   evidence_row)
select
  record->>'$.id',
  nullif(record->>'$.serialNumber', ''),
  record->>'$.deviceName',
  coalesce(nullif(record->>'$.emailAddress', ''), nullif(record->>'$.userPrincipalName', '')),
  record->>'$.operatingSystem',
  record->>'$.osVersion',
  -- the year 1 stands for "never"
  case when (record->>'$.enrolledDateTime') not like '0001-%' then record->>'$.enrolledDateTime' end,
  case when (record->>'$.lastSyncDateTime') not like '0001-%' then record->>'$.lastSyncDateTime' end,
  record->>'$.isEncrypted',
  'ownership: ' || coalesce(record->>'$.managedDeviceOwnerType', 'unknown') || '; compliance: '
    || coalesce(record->>'$.complianceState', 'unknown'),
  file, row_number
from raw;
