-- the directory tells that there is a second step, and not of which kind
select id, '2-Step Verification', 'ACTIVE', file, row_number from t where is_enrolled_in_2sv = 'true'
