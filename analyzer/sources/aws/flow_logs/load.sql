insert into log_sources
  (source, source_id, account_id, event_types, destination, status, enabled_from, evidence_file, evidence_row)
select
  'flow logs of ' || (record->>'$.ResourceId'), record->>'$.FlowLogId', record->>'$._account',
  'network flows: ' || (record->>'$.TrafficType'),
  coalesce(record->>'$.LogDestination', record->>'$.LogGroupName'),
  case when (record->>'$.FlowLogStatus') = 'ACTIVE' and coalesce(record->>'$.DeliverLogsStatus', 'SUCCESS') = 'SUCCESS'
    then 'enabled' else 'failed' end,
  record->>'$.CreationTime', file, row_number
from raw;
