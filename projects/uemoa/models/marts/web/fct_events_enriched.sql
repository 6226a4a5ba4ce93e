-- SYNTHETIC web events with the profile of their user. A user that is unknown is said to be so.
select
    e.event_id,
    e.session_id,
    e.user_id,
    case
        when e.user_id is null then 'anonyme'
        when u.user_id is null then 'inconnu'
        else 'connu'
    end as type_visiteur,
    e.horodatage,
    e.jour,
    e.type_evenement,
    e.page,
    e.appareil,
    e.duree_secondes,
    u.pays,
    p.nom_fr as nom_pays,
    u.profil,
    u.langue,
    row_number() over (partition by e.session_id order by e.horodatage, e.event_id) as rang_dans_session,
    e.synthetique
from {{ ref('stg_events') }} as e
left join {{ ref('stg_users') }} as u on e.user_id = u.user_id
left join {{ ref('ref_pays') }} as p on u.pays = p.pays
