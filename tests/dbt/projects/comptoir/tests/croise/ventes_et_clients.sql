select v.id from {{ ref('stg_ventes') }} v
left join {{ ref('or_clients', version=2) }} c on c.client = v.client where c.client is null
