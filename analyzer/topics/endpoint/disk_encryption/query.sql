select
  coalesce(d.device_id, d.serial) as item,
  d.disk_encrypted as holds,
  case when d.disk_encrypted then 'encrypted' when d.disk_encrypted = false then 'not encrypted' else 'unknown' end as observed,
  case
    when d.disk_encrypted then 'the disk is encrypted'
    when d.disk_encrypted = false then 'the disk is not encrypted'
    else 'the device manager does not report the state of the disk'
  end as reason,
  d.serial, d.owner_email, d.platform, d.os_version, d.last_checkin_at
from devices as d
where $scope_platform is null or lower(d.platform) = lower($scope_platform)
order by item
