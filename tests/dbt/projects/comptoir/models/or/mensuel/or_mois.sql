select date_trunc('month', jour) as mois, sum(total) as total from {{ ref('or_ventes') }} group by 1
