select c.jour, m.total from {{ ref('outils', 'calendrier') }} c
left join {{ ref('or_mois') }} m on m.mois = c.jour left join {{ ref('or_clients', v=1) }} k on true
