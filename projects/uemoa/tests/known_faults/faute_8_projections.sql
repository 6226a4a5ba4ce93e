-- Known property of the sources, kind 8: projections stand beside actual figures under the same code.
-- They are flagged and never enter Silver; listed where a real figure exists to compare with.
{{ config(severity='warn') }}
select
    p.pays,
    p.periode,
    p.serie,
    p.valeur,
    p.edition,
    r.valeur as valeur_realisee,
    r.edition as edition_realisee,
    'projection : ne pas mêler aux chiffres réalisés' as motif
from {{ ref('int_uemoa_observations') }} as p
left join {{ ref('int_uemoa_observations') }} as r
    on p.pays = r.pays and p.periode = r.periode and p.indicateur = r.indicateur and p.source = r.source
    and r.statut <> 'projection' and r.date_publication > p.date_publication
where p.statut = 'projection'
order by p.pays, p.periode, p.serie
