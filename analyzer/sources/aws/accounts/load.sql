insert into cloud_accounts (provider, account_id, name, evidence_file, evidence_row)
select 'AWS', record->>'$.Id', record->>'$.Aliases[0]', file, row_number
from raw;
