select client, count(*) as ventes, sum(montant) as total from {{ ref('stg_ventes') }} group by client
