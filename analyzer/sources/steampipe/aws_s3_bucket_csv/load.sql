insert into data_stores
  (resource_id, account_id, engine, env, region, encrypted, algorithm, kms_key_id, public, public_blocked, versioning,
   access_logging, evidence_file, evidence_row)
-- include aws_s3_bucket_of_csv.sql
,
-- include environment.sql
-- include aws_s3_bucket_data_stores.sql
;

insert into retention_settings
  (resource_id, rule, retention_days, enforced_by, evidence_file, evidence_row)
-- include aws_s3_bucket_of_csv.sql
-- include aws_s3_bucket_retention_settings.sql
;
