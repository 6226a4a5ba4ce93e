select client, count(*) as ventes from {{ ref('stg_ventes') }} group by client
