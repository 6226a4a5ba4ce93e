-- Known fault of the source, kind 6: a money table of a bulletin whose column heading is not the quarter
-- of the figures, or that says "millions" where the figures are billions. The period in Bronze is that
-- of the column's place, confirmed by the other bulletin; the printed heading is kept beside it.
{{ config(severity='warn') }}
select
    pays,
    periode,
    serie,
    valeur,
    edition,
    entete_imprime,
    unite_imprimee,
    case
        when unite_imprimee = 'millions' then 'unité imprimée « millions » pour des milliards'
        else 'en-tête de colonne erroné'
    end as motif
from {{ ref('int_uemoa_observations') }}
where indicateur = 'masse_monetaire_m2_milliards_fcfa'
    and (
        unite_imprimee <> 'billions'
        or entete_imprime <> concat(cast(trimestre as varchar(10)), 'Q', cast(annee as varchar(10)))
    )
order by edition, pays, annee, trimestre
