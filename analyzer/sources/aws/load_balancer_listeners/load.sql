insert into tls_endpoints
  (endpoint, endpoint_id, name, exposure, min_protocol, protocols, ciphers, cert_not_after, cert_not_before, cert_issuer, cert_key,
   cert_auto_renewal, port, evidence_file, evidence_row)
select
  (record->>'$.LoadBalancer.DNSName') || ':' || (record->>'$.Port'), record->>'$.ListenerArn',
  record->>'$.LoadBalancer.LoadBalancerName',
  case record->>'$.LoadBalancer.Scheme' when 'internet-facing' then 'public' else record->>'$.LoadBalancer.Scheme' end,
  case
    when (record->>'$.SslProtocols') like '%SSLv3%' then 'SSLv3'
    when (record->>'$.SslProtocols') like '%"TLSv1"%' then 'TLSv1.0'
    when (record->>'$.SslProtocols') like '%TLSv1.1%' then 'TLSv1.1'
    when (record->>'$.SslProtocols') like '%TLSv1.2%' then 'TLSv1.2'
    when (record->>'$.SslProtocols') like '%TLSv1.3%' then 'TLSv1.3'
  end,
  record->>'$.SslProtocols', record->>'$.Ciphers', record->>'$.CertificateDetails[0].NotAfter',
  record->>'$.CertificateDetails[0].NotBefore',
  case record->>'$.CertificateDetails[0].Type' when 'AMAZON_ISSUED' then 'Amazon' end,
  record->>'$.CertificateDetails[0].KeyAlgorithm',
  case record->>'$.CertificateDetails[0].Type' when 'AMAZON_ISSUED' then 'true' when 'IMPORTED' then 'false' end,
  record->>'$.Port', file, row_number
from raw
-- a listener that speaks no TLS has no version of it; whether plain traffic is redirected is another question
where (record->>'$.Protocol') in ('HTTPS', 'TLS');
