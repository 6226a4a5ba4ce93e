{{ config(enabled=env_var('CAURI_VAR_UEMOA_DATA', '') != '') }}
-- Our own invariant, when a folder of publications is read: a cell of the sample is the published cell.
select
    e.source,
    e.edition,
    e.serie,
    e.pays,
    e.annee,
    e.trimestre,
    e.valeur_publiee as echantillon,
    o.valeur_publiee as publication,
    e.statut as statut_echantillon,
    o.statut as statut_publication
from {{ ref('int_uemoa_echantillon') }} as e
inner join {{ ref('int_uemoa_observations') }} as o
    on e.source = o.source
    and e.edition = o.edition
    and e.serie = o.serie
    and e.pays = o.pays
    and e.annee = o.annee
    and coalesce(e.trimestre, 0) = coalesce(o.trimestre, 0)
where e.valeur_publiee is not null
    and (e.valeur_publiee <> o.valeur_publiee or e.statut <> o.statut)
