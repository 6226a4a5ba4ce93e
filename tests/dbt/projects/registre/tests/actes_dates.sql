select a.id from {{ ref('b_actes') }} a join {{ ref('a_personnes') }} p on p.id = a.personne_id where a.vu_le is null
