insert into devices
  (device_id, serial, name, owner_email, platform, os_version, enrolled_at, last_checkin_at, disk_encrypted, evidence_file,
   evidence_row)
select
  device_id,
  serial,
  name,
  coalesce(email, case when user_name like '%@%' then user_name end),
  'macOS',
  os_version,
  enrolled,
  last_checkin,
  case
    when lower(filevault) in ('encrypted', 'all partitions encrypted', 'boot partitions encrypted', 'boot partition encrypted', 'valid', 'on')
      then 'true'
    -- while it encrypts or reports nothing, the state is not known
    when filevault is null or lower(filevault) in ('encrypting', 'unknown', 'not available', 'not collected', 'n/a') then null
    else 'false'
  end,
  file, row_number
from raw
-- further values of a computer stand on rows of their own, without its id
where device_id is not null;
