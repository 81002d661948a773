insert into devices
  (device_id, serial, name, owner_email, platform, os_version, enrolled_at, last_checkin_at, disk_encrypted, notes, evidence_file,
   evidence_row)
select
  coalesce(record->>'$.deviceId', record->>'$.resourceId'),
  nullif(record->>'$.serialNumber', ''),
  record->>'$.model',
  record->>'$.email[0]',
  case
    when (record->>'$.os') ilike '%android%' or (record->>'$.type') ilike 'android%' then 'Android'
    when (record->>'$.os') ilike '%ios%' or (record->>'$.os') ilike '%ipados%' or (record->>'$.type') ilike 'ios%' then 'iOS'
    else record->>'$.os'
  end,
  record->>'$.os',
  record->>'$.firstSync',
  record->>'$.lastSync',
  -- what else the field may say is no statement
  case
    when regexp_matches(lower(record->>'$.encryptionStatus'), '^(not |un)encrypted') then 'false'
    when lower(record->>'$.encryptionStatus') = 'encrypted' then 'true'
  end,
  'status: ' || lower(coalesce(record->>'$.status', 'unknown'))
    || coalesce('; compromised: ' || lower(record->>'$.deviceCompromisedStatus'), ''),
  file, row_number
from raw
where coalesce(upper(record->>'$.status'), '') not in ('WIPED', 'UNPROVISIONED', 'ACCOUNT_WIPED', 'DEVICE_WIPED');
