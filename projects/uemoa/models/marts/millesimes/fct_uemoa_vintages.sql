-- Every figure of every publication, projections too: what was known, and when.
-- "As known on a date D": date_publication <= D and (remplace_le is null or remplace_le > D).
select
    o.pays,
    o.periode,
    o.annee,
    o.trimestre,
    o.indicateur,
    o.valeur,
    s.producteur,
    o.source,
    o.serie,
    o.edition,
    o.date_publication,
    lead(o.date_publication) over (
        partition by s.producteur, o.pays, o.periode, o.indicateur
        order by o.date_publication, o.source
    ) as remplace_le,
    row_number() over (
        partition by s.producteur, o.pays, o.periode, o.indicateur
        order by o.date_publication desc, o.source desc
    ) = 1 as est_dernier,
    o.statut,
    o.motif_ecart
from {{ ref('int_uemoa_observations') }} as o
inner join {{ ref('ref_sources') }} as s on o.source = s.source
