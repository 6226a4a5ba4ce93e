select p.id, p.nom, f.id as foyer from {{ ref('b_personnes') }} p left join {{ ref('b_foyers') }} f on f.personne_id = p.id
