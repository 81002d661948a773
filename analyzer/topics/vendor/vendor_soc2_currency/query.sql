-- One row per vendor whose failure customers would feel, by the best report held of it at the end of the review.
with stated as (
  select coalesce($max_age_days, 366) as max_age_days
),
named_reports as (
  select
    lower(vendor_id) as vendor_key, type, period_start, period_end, issued_at, expires_at, opinion, scope_covers_service, bridge_letter_to,
    regexp_replace(lower(type), '[^a-z0-9]', '', 'g') as plain_type
  from vendor_reports
  where (issued_at is null or cast(issued_at as date) <= $as_of)
    and (period_start is null or cast(period_start as date) <= $as_of)
),
reports as (
  select
    vendor_key, type, period_start, period_end, issued_at, expires_at, opinion, scope_covers_service, bridge_letter_to,
    case
      when plain_type like '%soc2type2%' or plain_type like '%soc2typeii%' or plain_type like '%soc2t2%' then 'soc_2_type_2'
      when plain_type like '%soc2type1%' or plain_type like '%soc2typei%' or plain_type like '%soc2t1%' then 'soc_2_type_1'
      when plain_type like '%soc2%' then 'soc_2'
      when plain_type like '%soc1%' then 'soc_1'
      when plain_type like '%soc3%' then 'soc_3'
      when plain_type like '%27001%' then 'iso_27001'
      when plain_type like '%pci%' then 'pci_dss'
      when plain_type like '%hitrust%' then 'hitrust'
      else plain_type
    end as kind
  from named_reports
),
accepted_reports as (
  select
    r.vendor_key, r.type, r.kind, r.period_start, r.period_end, r.issued_at, r.expires_at, r.opinion, r.bridge_letter_to,
    r.kind = 'iso_27001' as is_certificate,
    case
      when r.scope_covers_service = false then false
      when r.kind is null then null
      when cast($accept as varchar[]) is null then case
        when r.kind in ('soc_2', 'soc_2_type_1', 'soc_2_type_2', 'soc_1', 'iso_27001', 'pci_dss', 'hitrust') then true
        when r.kind = 'soc_3' then false
      end
      when list_contains(cast($accept as varchar[]), r.kind) then true
      when r.kind in ('soc_2_type_1', 'soc_2_type_2') and list_contains(cast($accept as varchar[]), 'soc_2') then true
      when list_contains(cast($accept as varchar[]), 'equivalent') then r.kind in ('soc_2_type_2', 'iso_27001', 'hitrust')
      -- a report whose type is not given may be the one that is stated
      when r.kind = 'soc_2'
        and (list_contains(cast($accept as varchar[]), 'soc_2_type_2') or list_contains(cast($accept as varchar[]), 'soc_2_type_1'))
        then null
      else false
    end as is_accepted,
    lag(r.period_end) over (partition by r.vendor_key, r.kind order by r.period_end) as previous_end,
    lag(r.bridge_letter_to) over (partition by r.vendor_key, r.kind order by r.period_end) as previous_bridge_to
  from reports as r
),
measured as (
  select
    a.vendor_key, a.type, a.kind, a.period_start, a.period_end, a.issued_at, a.expires_at, a.opinion, a.bridge_letter_to, a.is_accepted, a.is_certificate,
    $as_of - cast(a.period_end as date) as age_days,
    case
      when a.period_end is null then case when cast(a.expires_at as date) < $as_of then false end
      when a.is_certificate then cast(a.period_end as date) >= $as_of
      when $as_of - cast(a.period_end as date) <= s.max_age_days then true
      else false
    end as is_recent,
    -- a letter bridges at most three months beyond the age that is accepted
    coalesce(
      cast(a.bridge_letter_to as date) >= $as_of
        and cast(a.bridge_letter_to as date) - cast(a.period_end as date) <= s.max_age_days + 92, false) as is_bridged,
    case
      when not a.is_certificate and a.kind like 'soc%'
        and cast(a.period_start as date) - cast(a.previous_end as date) > 1
        and not (coalesce(cast(a.previous_bridge_to as date) - cast(a.previous_end as date) <= 92
          and cast(a.period_start as date) - cast(a.previous_bridge_to as date) <= 1, false))
        then cast(a.period_start as date) - cast(a.previous_end as date) - 1
    end as hole_days,
    a.previous_end
  from accepted_reports as a
  cross join stated as s
),
best_reports as (
  select
    vendor_key, type, kind, period_start, period_end, issued_at, expires_at, opinion, bridge_letter_to, is_accepted, is_certificate, age_days,
    is_recent, is_bridged, hole_days, previous_end
  from measured
  qualify row_number() over (
    partition by vendor_key
    order by
      case when is_accepted and (is_recent or is_bridged) then 1 when is_accepted then 2 when is_accepted is null then 3 else 4 end,
      coalesce(period_end, issued_at) desc nulls last
  ) = 1
),
register as (
  select
    vendor_id, name, service, criticality, data_access, subservice, contract_start, contract_end,
    data_access ilike '%customer%' or data_access ilike '%client%' or data_access ilike '%personal%' or data_access ilike '%pii%'
      or data_access ilike '%phi%' or data_access ilike '%sensitive%' or data_access ilike '%confidential%' or data_access ilike '%production%'
      or lower(data_access) in ('true', 'yes', 'full', 'restricted') as has_customer_data
  from vendors
),
vendors_in_scope as (
  select
    v.vendor_id, coalesce(v.name, v.vendor_id) as item, v.service, v.criticality, v.data_access, v.subservice,
    lower(v.vendor_id) as id_key, lower(v.name) as name_key,
    v.contract_start,
    $scope_criticality is null or v.criticality is not null or coalesce(v.subservice, false) as is_scope_known
  from register as v
  where (v.contract_start is null or cast(v.contract_start as date) <= $as_of)
    and (v.contract_end is null or cast(v.contract_end as date) >= $as_of)
    and case
      when $scope_criticality is null and $scope_customer_data is null and $scope_system is null
        then lower(v.criticality) in ('critical', 'high', 'tier 1', '1')
          or coalesce(v.subservice, false)
          or coalesce(v.has_customer_data, false)
      else ($scope_criticality is null or v.criticality is null or '|' || lower($scope_criticality) || '|' like '%|' || lower(v.criticality) || '|%'
          -- a subservice organization is one without which the service's own controls do not suffice
          or ($scope_criticality like 'critical%' and (lower(v.criticality) in ('tier 1', '1') or coalesce(v.subservice, false)))
          or ($scope_criticality like '%high' and lower(v.criticality) in ('tier 2', '2')))
        and ($scope_customer_data is null or coalesce(v.has_customer_data, false))
        and ($scope_system is null or lower(v.name) like '%' || lower($scope_system) || '%')
    end
  union all
  -- without a register the reports themselves say which vendors there are
  select
    r.vendor_id, r.vendor_id, cast(null as varchar), cast(null as varchar), cast(null as varchar), cast(null as boolean),
    lower(r.vendor_id), lower(r.vendor_id), cast(null as timestamp), true
  from (select vendor_id from vendor_reports where vendor_id is not null group by vendor_id) as r
  where not exists (select 1 from vendors)
    and $scope_criticality is null and $scope_customer_data is null
    and ($scope_system is null or lower(r.vendor_id) like '%' || lower($scope_system) || '%')
),
naming as (
  -- reports that name no vendor of the register do not show that one has none
  select
    not exists (select 1 from vendors)
      or exists (
        select 1 from vendor_reports as r join vendors as v
          on lower(r.vendor_id) = lower(v.vendor_id) or lower(r.vendor_id) = lower(v.name)) as is_comparable
),
report_reviews as (
  select lower(vendor_id) as vendor_key, max(reviewed_at) as last_review_at
  from vendor_reviews
  where regexp_matches(lower(artefact), 'soc|report|attestation') and cast(reviewed_at as date) <= $as_of
  group by lower(vendor_id)
),
reviewed as (
  -- only where reviews of reports are on record for vendors of the register does it mean anything that one has none
  select v.item, max(w.last_review_at) as last_review_at, count(w.last_review_at) > 0 as has_review,
         count(max(w.last_review_at)) over () > 0 as are_reviews_known
  from vendors_in_scope as v
  left join report_reviews as w on w.vendor_key in (v.id_key, v.name_key)
  group by v.item
),
judged as (
  select
    v.item, v.vendor_id, v.service, v.criticality, v.data_access, v.subservice, w.last_review_at,
    -- a vendor younger than the frequency may not have been due
    $reviewed and $frequency_days is not null and b.type is not null and w.are_reviews_known and case
      when w.has_review then $as_of - cast(w.last_review_at as date) > $frequency_days
      else v.contract_start is null or $as_of - cast(v.contract_start as date) > $frequency_days
    end as is_review_missing,
    b.expires_at, b.type, b.period_start, b.period_end, b.issued_at, b.opinion, b.bridge_letter_to, b.is_accepted, b.is_recent, b.is_bridged,
    b.is_certificate, b.age_days, b.hole_days, b.previous_end, b.vendor_key is not null as has_report, s.max_age_days,
    n.is_comparable, v.is_scope_known
  from vendors_in_scope as v
  cross join stated as s
  cross join naming as n
  left join reviewed as w on w.item = v.item
  left join best_reports as b on b.vendor_key = v.id_key or b.vendor_key = v.name_key
  qualify row_number() over (
    partition by v.vendor_id, v.item
    order by case when b.is_accepted and (b.is_recent or b.is_bridged) then 1 when b.is_accepted then 2 else 3 end
  ) = 1
)
select
  item,
  case
    when not is_scope_known and not coalesce(is_accepted and is_recent and hole_days is null, false) then null
    when not has_report then case when is_comparable then false end
    when is_review_missing then false
    when is_accepted = false then false
    when hole_days is not null then false
    when is_recent is null then null
    when not is_recent and not is_bridged then false
    when is_accepted is null then null
    else true
  end as holds,
  case
    when not has_report then 'no report'
    when type is null and period_end is null and issued_at is null then 'unknown'
    when period_end is null and expires_at is not null then coalesce(type, 'a report') || ' current until ' || strftime(expires_at, '%Y-%m-%d')
    when period_end is null then coalesce(type, 'a report') || ', period unknown'
    when is_certificate then type || ' valid to ' || strftime(period_end, '%Y-%m-%d')
    else coalesce(type, 'a report') || ' to ' || strftime(period_end, '%Y-%m-%d')
  end
  || case when lower(opinion) in ('qualified', 'adverse', 'disclaimer', 'modified') then ', ' || lower(opinion) || ' opinion' else '' end as observed,
  case
    when not is_scope_known and not coalesce(is_accepted and is_recent and hole_days is null, false)
      then 'the register does not say how critical the vendor is, and no current report of it is held'
    when not has_report and not is_comparable then 'the reports do not name vendors as the register does, so that none can be found for it'
    when not has_report then 'no report of the vendor is held'
    when is_review_missing and last_review_at is null then 'no review of its report is on record, and of others there are; promised ' || $frequency
    when is_review_missing then 'its report was last reviewed on ' || strftime(last_review_at, '%Y-%m-%d') || '; promised ' || $frequency
    when is_accepted = false then 'the latest report held is ' || coalesce(type, 'of an unknown type')
      || ', which is not of a kind that is stated or does not cover the service'
    when hole_days is not null
      then cast(hole_days as varchar) || ' days lie between its last two reports, from ' || strftime(previous_end, '%Y-%m-%d')
        || ' to ' || strftime(period_start, '%Y-%m-%d') || ', and no bridge letter covers them'
    when is_recent is null then 'the evidence does not give the end of the period that the report covers; the day of issue does not tell'
    when period_end is null and not is_recent then 'the register counted its report as current only until ' || strftime(expires_at, '%Y-%m-%d')
    when not is_recent and is_certificate then 'its certificate ended on ' || strftime(period_end, '%Y-%m-%d')
    when not is_recent and not is_bridged
      then 'the period of its latest report ended ' || cast(age_days as varchar) || ' days before the end of the review; at most '
        || cast(cast(max_age_days as bigint) as varchar) || ' days are accepted'
        || case when bridge_letter_to is not null then ', and its bridge letter to ' || strftime(bridge_letter_to, '%Y-%m-%d')
          || ' does not cover the rest or is longer than three months' else '' end
    when is_accepted is null then 'the evidence does not say of which type the report is'
    when not is_recent
      then 'the period of its latest report ended ' || cast(age_days as varchar)
        || ' days before the end of the review, and a bridge letter covers the rest up to '
        || strftime(bridge_letter_to, '%Y-%m-%d')
    when is_certificate then 'its certificate is valid to ' || strftime(period_end, '%Y-%m-%d')
    else 'the period of its latest report ended ' || cast(age_days as varchar) || ' days before the end of the review'
  end as reason,
  vendor_id, service, criticality, data_access, subservice, type as report_type, period_start, period_end, issued_at, opinion, bridge_letter_to, last_review_at
from judged
where exists (select 1 from vendor_reports)
order by item
