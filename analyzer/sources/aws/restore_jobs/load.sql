insert into restore_tests
  (test_id, resource_id, tested_at, performed_by, result, restore_minutes, evidence_ref, kind, integrity, evidence_file,
   evidence_row)
select
  record->>'$.RestoreJobId',
  coalesce(record->>'$.SourceResourceArn', record->>'$.RecoveryPointArn'),
  coalesce(record->>'$.CompletionDate', record->>'$.CreationDate'),
  coalesce(record->>'$.CreatedBy.RestoreTestingPlanArn', record->>'$.IamRoleArn'),
  case when (record->>'$.Status') = 'COMPLETED' and coalesce(record->>'$.ValidationStatus', 'SUCCESSFUL') = 'SUCCESSFUL'
    then 'success'
       when (record->>'$.Status') in ('FAILED', 'ABORTED') or (record->>'$.ValidationStatus') in ('FAILED', 'TIMED_OUT')
         then 'failure'
       -- one that is still being validated has no result yet
       when (record->>'$.ValidationStatus') = 'VALIDATING' then 'validating'
       else record->>'$.Status' end,
  case
    when (record->>'$.Status') = 'COMPLETED' and (record->>'$.CompletionDate') is not null then cast(round(
      (epoch(cast(record->>'$.CompletionDate' as timestamptz)) - epoch(cast(record->>'$.CreationDate' as timestamptz))) / 6
      ) / 10.0 as varchar)
  end,
  record->>'$.RestoreJobId',
  case when json_type(record, '$.CreatedBy.RestoreTestingPlanArn') is not null then 'restore test' else 'restore' end,
  record->>'$.ValidationStatus', file, row_number
from raw;
