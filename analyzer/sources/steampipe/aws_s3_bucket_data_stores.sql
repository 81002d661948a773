select
  name, account_id, 's3', env, region,
  case when json_type(server_side_encryption_configuration, '$.Rules') = 'ARRAY' then 'true' else 'false' end,
  case server_side_encryption_configuration->>'$.Rules[0].ApplyServerSideEncryptionByDefault.SSEAlgorithm'
    when 'AES256' then 'AES-256 (SSE-S3)' when 'aws:kms' then 'AES-256 (SSE-KMS)' when 'aws:kms:dsse' then 'AES-256 (DSSE-KMS)'
    else server_side_encryption_configuration->>'$.Rules[0].ApplyServerSideEncryptionByDefault.SSEAlgorithm'
  end,
  server_side_encryption_configuration->>'$.Rules[0].ApplyServerSideEncryptionByDefault.KMSMasterKeyID',
  case
    when bucket_policy_is_public = 'true' or cast(acl as varchar) like '%/groups/global/A%Users"%' then 'true'
    when bucket_policy_is_public = 'false' and acl is not null then 'false'
  end,
  -- the account may block what the bucket does not, and that is not told here
  case
    when block_public_acls = 'true' and ignore_public_acls = 'true' and block_public_policy = 'true' and restrict_public_buckets = 'true'
      then 'true'
  end,
  versioning_enabled, case when logging is not null then 'true' else 'false' end, file, row_number
from t
