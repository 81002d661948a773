insert into app_accounts
  (system, account_id, email, account_type, role, status, created_at, disabled_at, auth_via_sso, evidence_file, evidence_row)
with assignments as (
  select record->'$.app' as app, unnest(cast(record->'$.assignments' as json[])) as held, file, row_number
  from raw
  where json_array_length(record->'$.assignments') > 0
    -- Okta's own: the dashboard of every user, the plugin of the browser, its console
    and (record->>'$.app.name') not in ('okta_enduser', 'okta_browser_plugin', 'okta_flow_sso', 'saasure')
)
select
  app->>'$.label',
  coalesce(held->>'$.credentials.userName', held->>'$.profile.email', held->>'$.id'),
  coalesce(
    held->>'$.profile.email', case when (held->>'$.credentials.userName') like '%@%' then held->>'$.credentials.userName' end
  ),
  'user',
  held->>'$.profile.role',
  held->>'$.status',
  held->>'$.created',
  case when (held->>'$.status') in ('DEPROVISIONED', 'SUSPENDED', 'INACTIVE', 'REVOKED', 'UNASSIGNED') then held->>'$.statusChanged' end,
  case
    when (app->>'$.signOnMode') in ('SAML_2_0', 'SAML_1_1', 'OPENID_CONNECT', 'WS_FEDERATION') then 'true'
    -- Okta fills in a password that the application knows
    when (app->>'$.signOnMode') in ('AUTO_LOGIN', 'BASIC_AUTH', 'BROWSER_PLUGIN', 'SECURE_PASSWORD_STORE') then 'false'
  end,
  file, row_number
from assignments;
