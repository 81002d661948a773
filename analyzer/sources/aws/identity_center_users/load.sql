insert into idp_users (user_id, email, name, status, account_type, directory, evidence_file, evidence_row)
select
  record->>'$.UserId', coalesce(record->>'$.Emails[0].Value', record->>'$.UserName'), record->>'$.DisplayName',
  coalesce(record->>'$.UserStatus', 'ENABLED'), 'user', 'AWS Identity Center', file, row_number
from raw;
