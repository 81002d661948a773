  from raw
  -- every synchronisation adds its rows anew; the last of each source is the state
  qualify rank() over (
    partition by record->>'$._cq_source_name' order by record->>'$._cq_sync_time' desc nulls last
  ) = 1
