select pays, sum(montant) as total from {{ ref('stg_ventes') }} group by pays
