-- Known property of the sources, kind 5: the same cell in two publications with two values.
-- Nothing is overwritten; every revision is listed with its size. A figure that replaces an earlier
-- projection is no revision.
{{ config(severity='warn') }}
select
    pays,
    periode,
    indicateur as serie,
    nouvelle_valeur as valeur,
    ancienne_valeur,
    ancienne_edition,
    nouvelle_edition,
    revision,
    'chiffre révisé d''une publication à l''autre' as motif
from {{ ref('fct_uemoa_revisions') }}
where ancien_statut <> 'projection' and nouveau_statut <> 'projection'
order by pays, periode, indicateur
