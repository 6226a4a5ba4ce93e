{{ config(tags=['nuit'], group='finance') }}
select v.jour, p.nom, v.total
from {{ ref('int_ventes_par_jour') }} v join {{ ref('pays') }} p on p.code = v.pays
