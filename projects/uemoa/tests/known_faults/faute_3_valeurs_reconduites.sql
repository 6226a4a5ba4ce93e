-- Known fault of the source, kind 3: a value carried forward over three years or more (x, x, x), or
-- dragged like a spreadsheet cell (x, x - 0.1, x - 0.2) where the level is far larger than the step.
{{ config(severity='warn') }}
with annuel as (

    select
        pays,
        periode,
        annee,
        source,
        edition,
        serie,
        valeur
    from {{ ref('int_uemoa_observations') }}
    where trimestre is null
        and statut <> 'projection'
        and valeur <> 0

)

select
    c.pays,
    c.periode,
    c.serie,
    c.valeur,
    a.valeur as valeur_un_an_avant,
    b.valeur as valeur_deux_ans_avant,
    c.edition,
    case
        when c.valeur = a.valeur then 'même valeur trois années de suite'
        else 'valeur tirée d''une année à l''autre par pas de 0,1'
    end as motif
from annuel as c
inner join annuel as a
    on c.pays = a.pays and c.source = a.source and c.edition = a.edition and c.serie = a.serie
    and c.annee = a.annee + 1
inner join annuel as b
    on c.pays = b.pays and c.source = b.source and c.edition = b.edition and c.serie = b.serie
    and c.annee = b.annee + 2
where (c.valeur = a.valeur and a.valeur = b.valeur)
    or (abs(c.valeur - a.valeur) = 0.1 and c.valeur - a.valeur = a.valeur - b.valeur and abs(c.valeur) > 100)
order by c.serie, c.pays, c.periode
